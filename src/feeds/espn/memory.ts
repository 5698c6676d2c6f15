/** What ESPN forgets to say and the feed therefore remembers of its one game. */
import type { Situation } from "../../domain/game.ts";
import { type Line, noLine } from "./odds.ts";
import type { SlateGame } from "./slate.ts";

type Timeouts = Pick<Situation, "homeTimeouts" | "awayTimeouts">;

const fullTimeouts: Timeouts = { homeTimeouts: 3, awayTimeouts: 3 };

export type Memory = {
  /** The same game with line and timeouts as they are known. */
  complete(game: SlateGame): SlateGame;
  /** A pre-game line from elsewhere. */
  learnLine(line: Line): void;
  lineKnown(): boolean;
};

/**
 * Keeps the last pre-game line, which vanishes at kickoff, and gives both teams their three
 * timeouts when the second half begins, until ESPN's leftovers of the first half change.
 */
export function createMemory(): Memory {
  let line: Line = noLine;
  let leftovers: Timeouts | undefined;

  function lineOf({ game }: SlateGame): Line {
    line = {
      spreadHome: game.spreadHome ?? line.spreadHome,
      totalPoints: game.totalPoints ?? line.totalPoints,
      moneyline: game.moneyline ?? line.moneyline,
    };
    return line;
  }

  function timeoutsOf({ situation }: SlateGame): Timeouts {
    const { period, homeTimeouts, awayTimeouts } = situation;
    const told: Timeouts = { homeTimeouts, awayTimeouts };
    if (period === undefined || period < 3) {
      leftovers = period === 2 ? told : undefined;
      return told;
    }
    if (leftovers === undefined || period > 3) return told;
    if (leftovers.homeTimeouts === homeTimeouts && leftovers.awayTimeouts === awayTimeouts) {
      return fullTimeouts;
    }
    leftovers = undefined;
    return told;
  }

  return {
    complete(game) {
      const playing = game.situation.state === "in";
      const timeouts = playing ? timeoutsOf(game) : undefined;
      return {
        raw: game.raw,
        game: { ...game.game, ...lineOf(game) },
        situation: timeouts === undefined ? game.situation : { ...game.situation, ...timeouts },
      };
    },
    learnLine(told) {
      line = {
        spreadHome: line.spreadHome ?? told.spreadHome,
        totalPoints: line.totalPoints ?? told.totalPoints,
        moneyline: line.moneyline ?? told.moneyline,
      };
    },
    lineKnown: () => line.spreadHome !== undefined,
  };
}
