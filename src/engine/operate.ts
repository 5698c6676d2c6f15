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
import { arm, disarm, refuseArming } from "./arm.ts";
import { cancelAtVenue, cancelOrders, flatten } from "./close.ts";
import { type Desk, notice } from "./desk.ts";
import { isHoldingGame } from "./held.ts";
import { executeSignal, placeTicket } from "./order-commands.ts";
import { refusal } from "./refusal.ts";
import { forgetStop, kill, stop } from "./stop.ts";
import { moveState, switchAuto, trip } from "./trip.ts";
import { resolveUnknown } from "./unknown-orders.ts";

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
  const config = { ...desk.config, ...change.settings };
  const wrong = contradiction(config);
  if (wrong !== undefined) {
    return { status: 400, body: { errors: [{ field: "max_game_exposure", message: wrong }] } };
  }
  if (change.autoTrading === true && desk.standing.state !== "TRADING") {
    const error = `auto trading needs the state TRADING; it is ${desk.standing.state}. Press Start.`;
    return refusal(409, "STATE", error);
  }
  const before = desk.config;
  const changes = changedSettings(configOnWire(before), configOnWire(config));
  desk.config = config;
  desk.configVersion += 1;
  effects.push({ kind: "configChanged", origin, version: desk.configVersion, changes });
  if (noteStreakLimit(desk.streak, config.lossStreak, now.person)) {
    trip(desk, "STREAK", `${desk.streak.losses} closed net losses in a row`, now, effects);
  }
  if (config.maxPosition !== before.maxPosition && desk.venue.open) {
    effects.push({ kind: "maxPosition", maxPosition: config.maxPosition });
  }
  if (change.paperTrading === true) disarm(desk, "a person switched to paper", effects);
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
  forgetStop(desk);
  if (desk.mode !== "PAPER" && desk.arming.kind === "disarmed") {
    moveState(desk, { kind: "disarmed", flat: false }, `${desk.mode} is not armed`, effects);
  }
  if (desk.venue.group.kind === "triggered") effects.push({ kind: "resetEntryGroup" });
  return { status: 200, body: { state: desk.standing.state } };
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
  if (desk.mode !== "PAPER") {
    return refusal(409, "MODE", `the paper ledger is not in force: the desk is in ${desk.mode}`);
  }
  if (isHoldingGame(desk, desk.ledger) || liveOrders(desk.orders).length > 0) {
    return refusal(409, "TOO_SOON", "something is held or on its way: flatten first");
  }
  const balance = desk.config.paperBalance;
  const dayStart = tradingDayStart(now.at);
  desk.ledger = createLedger(desk.opening.sessionId, "PAPER", balance, dayStart);
  effects.push({ kind: "paperReset", balance });
  notice(desk, "info", `The paper ledger starts anew with $${(balance / 1e6).toFixed(2)}.`);
  return { status: 200, body: { balance: balance / 1e6 } };
}

function withReset(effects: Effect[], what: "override", why: string, answer: Answer): Answer {
  effects.push({ kind: "reset", what, why });
  return answer;
}

/** A change of settings; leaving PAPER is arming, whose answer comes later. */
function configure(
  desk: Desk,
  change: ConfigChange,
  asked: Asked,
  now: Stamp,
  effects: Effect[],
): Answer | undefined {
  const bare = { kind: "arm", word: undefined, sessionCap: undefined } as const;
  const isArmed = desk.mode !== "PAPER" && desk.arming.kind === "armed";
  if (change.paperTrading === false && !isArmed) {
    // All of a change applies, or nothing.
    const refused = refuseArming(desk, bare);
    if (refused !== undefined) return refused;
  }
  const answer = changeConfig(desk, change, asked.origin, now, effects);
  if (change.paperTrading !== false || answer.status !== 200 || isArmed) return answer;
  return arm(desk, bare, asked.commandId, now, effects);
}

/** Whoever asked, and the name of the command for its answer. */
type Asked = { readonly commandId: string; readonly origin: CommandOrigin };

function cancelEverything(desk: Desk, effects: Effect[]): Answer {
  if (!desk.venue.open) {
    return refusal(409, "MODE", "PAPER: nothing of this desk is at an exchange");
  }
  effects.push({ kind: "cancelEverything" });
  return {
    status: 202,
    body: { asked: true, text: "The exchange is asked to cancel all orders." },
  };
}

/** Carries a command out and gives the answer for whoever asked; undefined: it comes later. */
function carryOut(
  desk: Desk,
  command: Command,
  asked: Asked,
  now: Stamp,
  effects: Effect[],
): Answer | undefined {
  const { origin, commandId } = asked;
  switch (command.kind) {
    case "config":
      return configure(desk, command.change, asked, now, effects);
    case "arm":
      return arm(desk, command, commandId, now, effects);
    case "cancelEverything":
      return cancelEverything(desk, effects);
    case "resolveUnknown":
      return resolveUnknown(desk, command, now, effects);
    case "execute":
      return executeSignal(desk, command, now, effects);
    case "ticket":
      return placeTicket(desk, command, now, effects);
    case "start":
      return start(desk, now, effects);
    case "stop":
      return stop(desk, commandId, now, effects);
    case "kill":
      return kill(desk, origin, commandId, now, effects);
    case "flatten":
      return flatten(desk, { share: "all", worst: command.worst }, now, effects);
    case "reduce":
      return flatten(desk, { share: "half", worst: command.worst }, now, effects);
    case "cancel": {
      const cancelled = cancelOrders(desk, command.intentId, now, effects);
      const asked_at_exchange = cancelAtVenue(desk, command.intentId, now, effects);
      return { status: 200, body: { cancelled, asked_at_exchange } };
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

/** One command, one answer: the last effect of its step, or of a later one. */
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
  const { commandId, origin, command } = event;
  const answer = carryOut(desk, command, { commandId, origin }, now, effects);
  if (answer !== undefined) effects.push({ kind: "answer", commandId, answer });
}
