/** How the two markets end, told once each, whether the stream or a read says it first. */
import type { MarketNews } from "../../domain/events.ts";
import type { TeamSide } from "../../domain/game.ts";
import type { MarketStatus } from "../../domain/market.ts";
import type { Price } from "../../domain/numbers.ts";

type Known = { value: Price | undefined; toldValue: Price | undefined; settled: boolean };

export type Outcomes = {
  /** News that follows from a market's status and the value of its YES, as far as it is told. */
  learn(team: TeamSide, status: MarketStatus, value: Price | undefined): readonly MarketNews[];
};

const decided: readonly MarketStatus[] = ["determined", "disputed", "amended", "finalized"];

/** An amended value is told again; a settlement without a value waits until one is known. */
export function createOutcomes(): Outcomes {
  const known: Readonly<Record<TeamSide, Known>> = {
    home: { value: undefined, toldValue: undefined, settled: false },
    away: { value: undefined, toldValue: undefined, settled: false },
  };
  return {
    learn(team, status, value) {
      const market = known[team];
      if (!decided.includes(status)) return [];
      market.value = value ?? market.value;
      if (market.value === undefined) return [];
      const news: MarketNews[] = [];
      if (market.toldValue !== market.value && !market.settled) {
        market.toldValue = market.value;
        news.push({ kind: "determined", team, value: market.value });
      }
      if (status === "finalized" && !market.settled) {
        market.settled = true;
        news.push({ kind: "settled", team, value: market.value });
      }
      return news;
    },
  };
}
