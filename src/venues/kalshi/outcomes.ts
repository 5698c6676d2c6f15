/** How the two markets end, told as often as it changes, whoever says it first. */
import type { MarketNews } from "../../domain/events.ts";
import type { TeamSide } from "../../domain/game.ts";
import type { MarketStatus } from "../../domain/market.ts";
import type { Price } from "../../domain/numbers.ts";

type Told = { determined: Price | undefined; settled: Price | undefined };

export type Outcomes = {
  /** News that follows from a market's status and the value of its YES, as far as it is told. */
  learn(team: TeamSide, status: MarketStatus, value: Price | undefined): readonly MarketNews[];
};

const decided: readonly MarketStatus[] = ["determined", "disputed", "amended", "finalized"];

/**
 * The stream tells that a market is paid, but not at which value: it may have been amended while
 * nobody listened. So a payment is told with the value that comes with it and no earlier one.
 */
export function createOutcomes(): Outcomes {
  const told: Readonly<Record<TeamSide, Told>> = {
    home: { determined: undefined, settled: undefined },
    away: { determined: undefined, settled: undefined },
  };
  return {
    learn(team, status, value) {
      const before = told[team];
      if (!decided.includes(status) || value === undefined) return [];
      const news: MarketNews[] = [];
      if (before.settled === undefined && before.determined !== value) {
        before.determined = value;
        news.push({ kind: "determined", team, value });
      }
      if (status === "finalized" && before.settled !== value) {
        before.settled = value;
        news.push({ kind: "settled", team, value });
      }
      return news;
    },
  };
}
