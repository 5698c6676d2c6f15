/** Fair against market: the edge and the signal (trading semantics §3). Integers only. */
import { otherTeam, type TeamSide } from "../domain/game.ts";
import type { DoubledEdge, Probability } from "../domain/numbers.ts";
import { type Book, doubledMid } from "../market/market.ts";
import { type Belief, doubledFair } from "../model/model.ts";

/** A disagreement with the market that is wide enough to trade on. */
export type Signal = {
  readonly action: "BUY" | "SELL";
  /** The team that is named: the one the model favours, HOME at 50/50. */
  readonly team: TeamSide;
  /** The team whose winning the signal wants to hold. */
  readonly toward: TeamSide;
  /** 2 · (fair(HOME) − mid(HOME)), signed, in 1/20000. */
  readonly doubledEdge: DoubledEdge;
  /** The edge is above 15.0 points. */
  readonly strong: boolean;
};

const strongDoubled = 3000;

/** 2 · fair(HOME) − bid − ask; undefined unless HOME's book is two-sided. */
export function doubledEdge(belief: Belief, homeBook: Book): DoubledEdge | undefined {
  const mid = doubledMid(homeBook);
  return mid === undefined ? undefined : ((doubledFair(belief, "home") - mid) as DoubledEdge);
}

/** The team the model favours: fair ≥ 50 %, HOME at 50/50. */
export function favoured(belief: Belief): TeamSide {
  return doubledFair(belief, "home") >= doubledFair(belief, "away") ? "home" : "away";
}

/** Which team a signed edge wants long; undefined when the market is exactly at fair. */
export function toward(edge: DoubledEdge): TeamSide | undefined {
  if (edge === 0) return undefined;
  return edge > 0 ? "home" : "away";
}

/**
 * The signal: |edge| ≥ Min Edge, compared doubled. An edge of exactly 0 is no disagreement and no
 * signal, whatever Min Edge is. undefined: no signal.
 */
export function signalOf(belief: Belief, homeBook: Book, minEdge: Probability): Signal | undefined {
  const edge = doubledEdge(belief, homeBook);
  if (edge === undefined || Math.abs(edge) < 2 * minEdge) return undefined;
  const wanted = toward(edge);
  if (wanted === undefined) return undefined;
  const team = favoured(belief);
  return {
    action: team === wanted ? "BUY" : "SELL",
    team,
    toward: wanted,
    doubledEdge: edge,
    strong: Math.abs(edge) > strongDoubled,
  };
}

/** "SELL KC (= buy DEN)": the signal and its equivalent. `names` are the teams' abbreviations. */
export function actionText(signal: Signal, names: Readonly<Record<TeamSide, string>>): string {
  const equivalent = signal.action === "BUY" ? "sell" : "buy";
  const other = names[otherTeam(signal.team)];
  return `${signal.action} ${names[signal.team]} (= ${equivalent} ${other})`;
}
