/** Trading states and what leads from one to another (trading semantics §1). */
import type { GateCode } from "../domain/codes.ts";
import type { Mode, TradingState } from "../domain/orders.ts";

/** Why the desk is HALTED, and what must be over before a person may re-enable it. */
export type Halt = {
  readonly code: GateCode | "KILL";
  /** Operator's ms. */
  readonly person: number;
  /** DAILY_LOSS: the trading day that must be over. */
  readonly day: string | undefined;
};

export type Standing = { readonly state: TradingState; readonly halt: Halt | undefined };

export type StateEvent =
  /** A person presses Start. `waitMs`: what a loss streak still asks to wait. */
  | {
      readonly kind: "start";
      readonly person: number;
      readonly day: string;
      readonly streakWaitMs: number;
    }
  | { readonly kind: "stop" }
  | { readonly kind: "kill"; readonly person: number }
  /** A limit tripped. STREAK leads to MONITORING, every other one to HALTED. */
  | {
      readonly kind: "trip";
      readonly code: GateCode;
      readonly person: number;
      readonly day: string;
    }
  /** DEMO or LIVE begins: the desk watches until a person presses Start. */
  | { readonly kind: "armed" }
  /** Arming ran out or was given back, or positions of ours were found at the start. */
  | { readonly kind: "disarmed"; readonly flat: boolean }
  /** REDUCE-ONLY has nothing left to reduce. */
  | { readonly kind: "flat" };

export type StateAnswer =
  | { readonly kind: "moved"; readonly to: Standing; readonly autoOff: boolean }
  | { readonly kind: "same" }
  /** `waitMs` undefined: waiting alone does not help. */
  | { readonly kind: "refused"; readonly why: string; readonly waitMs: number | undefined };

const reEnableMs = 60_000;

/** PAPER starts trading with auto OFF; DEMO and LIVE start watching. */
export function startingState(mode: Mode): TradingState {
  return mode === "PAPER" ? "TRADING" : "MONITORING";
}

function moved(state: TradingState, autoOff: boolean, halt?: Halt): StateAnswer {
  return { kind: "moved", to: { state, halt }, autoOff };
}

const same: StateAnswer = { kind: "same" };

function refused(why: string, waitMs?: number): StateAnswer {
  return { kind: "refused", why, waitMs };
}

function start(standing: Standing, event: Extract<StateEvent, { kind: "start" }>): StateAnswer {
  const { state, halt } = standing;
  if (state === "TRADING") return same;
  if (state === "REDUCE-ONLY") return refused("only reducing until flat");
  if (halt?.day !== undefined && halt.day === event.day) {
    return refused("the daily loss limit holds until 06:00 New York");
  }
  const haltWait = halt === undefined ? 0 : halt.person + reEnableMs - event.person;
  const waitMs = Math.max(haltWait, event.streakWaitMs);
  if (waitMs > 0) return refused("too soon after a limit tripped", waitMs);
  return moved("TRADING", false);
}

/**
 * What an event makes of a trading state. STOP never lifts a halt or REDUCE-ONLY, both of which
 * block entries already. Cancels and exits pass in every state, so nothing here concerns them.
 */
export function nextStanding(standing: Standing, event: StateEvent): StateAnswer {
  const { state } = standing;
  switch (event.kind) {
    case "start":
      return start(standing, event);
    case "stop":
      return state === "TRADING" || state === "MONITORING" ? moved("STOPPED", true) : same;
    case "kill":
      // What the daily loss asked for stays asked for.
      return moved("HALTED", true, {
        code: "KILL",
        person: event.person,
        day: standing.halt?.day,
      });
    case "trip":
      return trip(standing, event);
    case "armed":
      // A halt outlives a change of mode.
      return state === "HALTED" || state === "MONITORING" ? same : moved("MONITORING", true);
    case "disarmed":
      if (state === "HALTED") return same;
      return event.flat ? moved("MONITORING", true) : moved("REDUCE-ONLY", true);
    case "flat":
      return state === "REDUCE-ONLY" ? moved("MONITORING", true) : same;
  }
}

function trip(standing: Standing, event: Extract<StateEvent, { kind: "trip" }>): StateAnswer {
  const { state } = standing;
  if (event.code === "STREAK") return state === "TRADING" ? moved("MONITORING", true) : same;
  const day = event.code === "DAILY_LOSS" ? event.day : standing.halt?.day;
  return moved("HALTED", true, { code: event.code, person: event.person, day });
}
