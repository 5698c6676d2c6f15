/**
 * Sizes of both books as the stream states them, only to notice a change that cannot be: a level
 * below zero means that a message was missed. The desk keeps its own books.
 */
import type { TeamSide } from "../../domain/game.ts";
import type { BookSide, Level } from "../../domain/market.ts";
import { ONE_DOLLAR, type Price } from "../../domain/numbers.ts";

type Ladder = { live: boolean; readonly bid: Float64Array; readonly ask: Float64Array };

export type Applied = "applied" | "waiting" | "negative";

export type Ladders = {
  snapshot(team: TeamSide, bids: readonly Level[], asks: readonly Level[]): void;
  /** `waiting`: no snapshot yet, nothing was changed. `negative`: the book is broken. */
  delta(team: TeamSide, side: BookSide, at: Price, change: number): Applied;
  /** Both wait for new snapshots. */
  reset(): void;
  live(): boolean;
};

function createLadder(): Ladder {
  return {
    live: false,
    bid: new Float64Array(ONE_DOLLAR + 1),
    ask: new Float64Array(ONE_DOLLAR + 1),
  };
}

export function createLadders(): Ladders {
  const ladders: Readonly<Record<TeamSide, Ladder>> = {
    home: createLadder(),
    away: createLadder(),
  };
  return {
    snapshot(team, bids, asks) {
      const ladder = ladders[team];
      ladder.bid.fill(0);
      ladder.ask.fill(0);
      for (const [at, size] of bids) ladder.bid[at] = size;
      for (const [at, size] of asks) ladder.ask[at] = size;
      ladder.live = true;
    },
    delta(team, side, at, change) {
      const ladder = ladders[team];
      if (!ladder.live) return "waiting";
      const size = (ladder[side][at] ?? 0) + change;
      if (size < 0) return "negative";
      ladder[side][at] = size;
      return "applied";
    },
    reset() {
      ladders.home.live = false;
      ladders.away.live = false;
    },
    live: () => ladders.home.live && ladders.away.live,
  };
}
