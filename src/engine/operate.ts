/** What a person asks for: each command is answered, whatever becomes of it. */
import type { Command, CommandOrigin, ConfigChange } from "../domain/commands.ts";
import { configOnWire, type WireValue } from "../domain/config-wire.ts";
import type { Config } from "../domain/config.ts";
import type { Answer, Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import { createLedger, liveOrders } from "../execution/execution.ts";
import {
  CLOSED_BREAKER,
  nextStanding,
  noteStreakLimit,
  reEnableAfterStreak,
  tradingDayOf,
  tradingDayStart,
} from "../risk/risk.ts";
import { cancelOrders, flatten } from "./close.ts";
import { type Desk, notice } from "./desk.ts";
import { executeSignal, placeTicket } from "./order-commands.ts";
import { refusal } from "./refusal.ts";
import { moveState, switchAuto, trip } from "./trip.ts";

/** All settings in force, as `POST /api/config` answers them. */
export function configView(desk: Desk): Readonly<Record<string, WireValue | boolean>> & {
  readonly version: number;
} {
  return {
    ...configOnWire(desk.config),
    version: desk.configVersion,
    paper_trading: desk.mode === "PAPER",
    auto_trading: desk.auto,
  };
}

function changedSettings(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, readonly [unknown, unknown]> {
  const names = Object.keys(after).filter((name) => before[name] !== after[name]);
  return Object.fromEntries(names.map((name) => [name, [before[name], after[name]] as const]));
}

/** Max Game Exposure may not be below Max Position; the two may change together. */
function contradiction(config: Config): string | undefined {
  const exposure = config.maxGameExposure;
  if (exposure === undefined || exposure >= config.maxPosition) return undefined;
  return "must not be below max_position_size";
}

function changeConfig(
  desk: Desk,
  change: ConfigChange,
  origin: CommandOrigin,
  now: Stamp,
  effects: Effect[],
): Answer {
  if (change.version !== undefined && change.version !== desk.configVersion) {
    const error = `the settings have changed meanwhile (version ${desk.configVersion})`;
    return { status: 409, body: { error, version: desk.configVersion } };
  }
  if (change.paperTrading === false) {
    return refusal(501, "NOT_OFFERED", "Only PAPER is offered yet: arming is not built.");
  }
  const config = { ...desk.config, ...change.settings };
  const wrong = contradiction(config);
  if (wrong !== undefined) {
    return { status: 400, body: { errors: [{ field: "max_game_exposure", message: wrong }] } };
  }
  if (change.autoTrading === true && desk.standing.state !== "TRADING") {
    const error = `auto trading needs the state TRADING; it is ${desk.standing.state}. Press Start.`;
    return refusal(409, "STATE", error);
  }
  const changes = changedSettings(configOnWire(desk.config), configOnWire(config));
  desk.config = config;
  desk.configVersion += 1;
  effects.push({ kind: "configChanged", origin, version: desk.configVersion, changes });
  if (noteStreakLimit(desk.streak, config.lossStreak, now.person)) {
    trip(desk, "STREAK", `${desk.streak.losses} closed net losses in a row`, now, effects);
  }
  if (change.autoTrading !== undefined) {
    switchAuto(desk, change.autoTrading, "a person switched it", effects);
  }
  const view = configView(desk);
  return { status: 200, body: { config: view, version: desk.configVersion } };
}

function start(desk: Desk, now: Stamp, effects: Effect[]): Answer {
  const event = { kind: "start", person: now.person, day: tradingDayOf(now.at) } as const;
  const allowed = nextStanding(desk.standing, { ...event, streakWaitMs: 0 });
  // The streak is forgiven only by a Start that nothing else refuses.
  const streakWaitMs =
    allowed.kind === "refused" ? 0 : reEnableAfterStreak(desk.streak, now.person);
  const why = "a person pressed Start";
  const answer = moveState(desk, { ...event, streakWaitMs }, why, effects);
  if (answer.kind === "refused") {
    const wait = answer.waitMs === undefined ? "" : ` (${Math.ceil(answer.waitMs / 1000)} s)`;
    return refusal(409, "TOO_SOON", `${answer.why}${wait}`);
  }
  return { status: 200, body: { state: desk.standing.state } };
}

/** STOP: no new orders, and what rests is cancelled. In PAPER nothing ever rests. */
function stop(desk: Desk, now: Stamp, effects: Effect[]): Answer {
  moveState(desk, { kind: "stop" }, "a person pressed STOP", effects);
  switchAuto(desk, false, "STOP", effects);
  return { status: 200, body: stopProof(desk, cancelOrders(desk, undefined, now, effects)) };
}

function stopProof(desk: Desk, cancelled: number): Readonly<Record<string, unknown>> {
  const { state } = desk.standing;
  const onTheirWay = liveOrders(desk.orders).length;
  const way = onTheirWay === 0 ? "" : ` ${onTheirWay} on their way end by themselves.`;
  const text = `Stopped. 0 resting orders of ours; ${cancelled} not sent were taken back.${way}`;
  return { confirmed: true, state, resting_orders: 0, cancelled, on_their_way: onTheirWay, text };
}

function kill(desk: Desk, origin: CommandOrigin, now: Stamp, effects: Effect[]): Answer {
  effects.push({ kind: "kill", origin });
  effects.push({ kind: "trip", code: "KILL", why: "a person pressed Kill" });
  const event = { kind: "kill", person: now.person } as const;
  moveState(desk, event, "killed by a person", effects);
  switchAuto(desk, false, "Kill", effects);
  return { status: 200, body: stopProof(desk, cancelOrders(desk, undefined, now, effects)) };
}

function resetBreaker(
  desk: Desk,
  command: Extract<Command, { kind: "resetBreaker" }>,
  effects: Effect[],
): Answer {
  const { breaker: name, reason } = command;
  desk.breakers[name] = CLOSED_BREAKER;
  effects.push({ kind: "breaker", name, breaker: CLOSED_BREAKER });
  effects.push({ kind: "reset", what: "breaker", why: `${name}: ${reason}` });
  return { status: 200, body: { breaker: name, state: "CLOSED" } };
}

/** The paper ledger starts anew; what was traded stays in the journal. */
function resetPaper(desk: Desk, now: Stamp, effects: Effect[]): Answer {
  const isFlat = [...desk.ledger.positions.values()].every((position) => position.net === 0);
  if (!isFlat || liveOrders(desk.orders).length > 0) {
    return refusal(409, "TOO_SOON", "something is held or on its way: flatten first");
  }
  const balance = desk.config.paperBalance;
  desk.ledger = createLedger(desk.opening.sessionId, balance, tradingDayStart(now.at));
  effects.push({ kind: "paperReset", balance });
  notice(desk, "info", `The paper ledger starts anew with $${(balance / 1e6).toFixed(2)}.`);
  return { status: 200, body: { balance: balance / 1e6 } };
}

function withReset(effects: Effect[], what: "override", why: string, answer: Answer): Answer {
  effects.push({ kind: "reset", what, why });
  return answer;
}

/** Carries a command out and gives the answer for whoever asked. */
function carryOut(
  desk: Desk,
  command: Command,
  origin: CommandOrigin,
  now: Stamp,
  effects: Effect[],
): Answer {
  switch (command.kind) {
    case "config":
      return changeConfig(desk, command.change, origin, now, effects);
    case "execute":
      return executeSignal(desk, command, now, effects);
    case "ticket":
      return placeTicket(desk, command, now, effects);
    case "start":
      return start(desk, now, effects);
    case "stop":
      return stop(desk, now, effects);
    case "kill":
      return kill(desk, origin, now, effects);
    case "flatten":
      return flatten(desk, { share: "all", worst: command.worst }, now, effects);
    case "reduce":
      return flatten(desk, { share: "half", worst: command.worst }, now, effects);
    case "cancel": {
      const cancelled = cancelOrders(desk, command.intentId, now, effects);
      return { status: 200, body: { cancelled } };
    }
    case "resetBreaker":
      return resetBreaker(desk, command, effects);
    case "resetPaper":
      return resetPaper(desk, now, effects);
    case "override":
      desk.lateGameOverride = true;
      notice(desk, "warn", "LATE_GAME is lifted for this game.");
      return withReset(effects, "override", command.gate, {
        status: 200,
        body: { override: command.gate },
      });
    case "lockout":
      desk.lockout = true;
      effects.push({ kind: "lockout" });
      switchAuto(desk, false, "lockout", effects);
      return { status: 200, body: { lockout: true } };
    case "refresh":
      effects.push({ kind: "refresh" });
      return { status: 202, body: { refresh: "asked for" } };
  }
}

/** One command, one answer: the last effect of its step. */
export function operate(
  desk: Desk,
  event: {
    readonly commandId: string;
    readonly origin: CommandOrigin;
    readonly command: Command;
  },
  now: Stamp,
  effects: Effect[],
): void {
  const answer = carryOut(desk, event.command, event.origin, now, effects);
  effects.push({ kind: "answer", commandId: event.commandId, answer });
}
