/**
 * Faults on demand between a built-in server and its client: scripted by rules, or drawn at a
 * rate from a seed. It wraps the transport-free handlers, so that it works over real sockets and
 * under the scheduler alike.
 */
import type { Chance } from "../../domain/chance.ts";
import type { Cancel, HttpHandler, SocketHandler, Timers } from "../../domain/ports.ts";
import { wrapCalls } from "./calls.ts";
import { wrapFrames } from "./frames.ts";
import { createPicker } from "./rules.ts";
import type { CallRule, FrameRule, Rules, Strike, UpgradeRule } from "./rules.ts";

export { randomRules } from "./rules.ts";
export type { CallFault, CallRule, FrameFault, FrameRule, Rules, Strike } from "./rules.ts";

export type FaultOptions = {
  readonly rules: Rules;
  /** For rules with a rate. */
  readonly chance: Chance;
  /** Delays run on this timeline. */
  readonly timers: Timers;
};

export interface Faults {
  http(handler: HttpHandler): HttpHandler;
  socket(handler: SocketHandler): SocketHandler;
  /**
   * Adds rules, which count from now on: "the next create" is number 1. Rules that came before
   * go first. Returns what takes them away again.
   */
  add(rules: Rules): Cancel;
  /** What has been struck so far, oldest first; bounded, the oldest are forgotten. */
  readonly strikes: readonly Strike[];
}

const strikesKept = 10_000;

/** Faults by these rules. Counting runs over all handlers that are wrapped by it. */
export function createFaults({ rules, chance, timers }: FaultOptions): Faults {
  const strikes: Strike[] = [];
  const record = (strike: Strike): void => {
    strikes.push(strike);
    if (strikes.length > strikesKept) strikes.shift();
  };
  const calls = createPicker<CallRule>(chance);
  const frames = createPicker<FrameRule>(chance);
  const upgrades = createPicker<UpgradeRule>(chance);
  const add = (more: Rules): Cancel => {
    const ends = [
      calls.add(more.calls ?? []),
      frames.add(more.frames ?? []),
      upgrades.add(more.upgrades ?? []),
    ];
    return () => {
      for (const end of ends) end();
    };
  };
  add(rules);
  return {
    strikes,
    add,
    http: (handler) => wrapCalls(handler, { timers, picker: calls, record }),
    socket: (handler) => wrapFrames(handler, { timers, frames, upgrades, record }),
  };
}
