/**
 * MARKET_FIRST: the market jumped and the game feed has not said why. A jump is a change of mid of
 * 4¢ or more within 5 s with the book two-sided before and after (trading semantics §5).
 */
import type { SituationChange } from "../../domain/game.ts";

const doubledJump = 800;
const jumpWindowMs = 5_000;
const explainedMs = 30_000;
const longGainYards = 20;
const holdMs = 20_000;
const cleanPollsToRelease = 2;

/** A doubled mid, and until when it stood. */
type Stood = { readonly doubled: number; until: number };

export type MarketFirst = {
  /** Mids that stood within the window, oldest first. */
  stood: Stood[];
  current: number | undefined;
  /** When the news last explained a jump: a GameEvent, or a gain of 20 yards and more. */
  newsMono: number | undefined;
  /** The jump that nothing explained; undefined: quiet. */
  jump: { readonly mono: number; readonly doubled: number; cleanPolls: number } | undefined;
};

export function createMarketFirst(): MarketFirst {
  return { stood: [], current: undefined, newsMono: undefined, jump: undefined };
}

/**
 * The HOME book's doubled mid (bid + ask) after a change; undefined while it is one-sided. Mids
 * from before a one-sided moment still count within the window.
 */
export function noteMid(guard: MarketFirst, mono: number, doubled: number | undefined): void {
  if (doubled === guard.current) return;
  if (guard.current !== undefined) guard.stood.push({ doubled: guard.current, until: mono });
  guard.current = doubled;
  guard.stood = guard.stood.filter((one) => mono - one.until <= jumpWindowMs);
  if (doubled === undefined) return;
  const changes = guard.stood.map((one) => doubled - one.doubled);
  const widest = changes.find((change) => Math.abs(change) >= doubledJump);
  if (widest === undefined) return;
  // One jump counts once: what stood before it is no reference any more.
  guard.stood = [];
  const explained = guard.newsMono !== undefined && mono - guard.newsMono <= explainedMs;
  if (!explained) guard.jump = { mono, doubled: widest, cleanPolls: 0 };
}

/** A good answer of the game feed, and what it changed. */
export function noteAnswer(guard: MarketFirst, mono: number, change: SituationChange): void {
  if (change.kind === "gameEvent") {
    guard.newsMono = mono;
    guard.jump = undefined;
    return;
  }
  if (change.kind === "playUpdate" && change.yardsGained >= longGainYards) guard.newsMono = mono;
  if (guard.jump !== undefined) guard.jump.cleanPolls += 1;
}

/** Active from an unexplained jump until the next GameEvent, or for 20 s plus two clean polls. */
export function marketFirstActive(guard: MarketFirst, mono: number): boolean {
  if (guard.jump === undefined) return false;
  const held = mono - guard.jump.mono < holdMs;
  return held || guard.jump.cleanPolls < cleanPollsToRelease;
}

/** When time alone may end it; undefined: never. */
export function marketFirstDeadline(guard: MarketFirst, mono: number): number | undefined {
  if (guard.jump === undefined) return undefined;
  const end = guard.jump.mono + holdMs;
  return end > mono ? end : undefined;
}
