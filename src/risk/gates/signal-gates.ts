/** Gates about the signal and the quote it was made on. */
import { otherBookSide } from "../../domain/market.ts";
import type { Price } from "../../domain/numbers.ts";
import type { Facts } from "../facts.ts";
import { finding, type Gate, noOrder } from "./gate.ts";
import { centsText, doubledPointsText, netPointsText, pointsText } from "./wording.ts";

/** |edge| ≥ Min Edge, doubled and whole (trading semantics §2 and §3). */
export const SIGNAL: Gate = ({ signal, config }) => {
  const limit = `≥ ${pointsText(config.minEdge)}`;
  if (signal === undefined) return finding(false, "no signal", limit);
  const wide = Math.abs(signal.doubledEdge) >= 2 * config.minEdge;
  return finding(wide, doubledPointsText(signal.doubledEdge), limit);
};

/** Net edge of the whole quantity ≥ Min Net Edge per contract; totals of Money are compared. */
export const NET_EDGE: Gate = ({ signal, config }) => {
  const limit = `≥ ${pointsText(config.minNetEdge)}`;
  const net = signal?.net;
  if (net === undefined || net.quantity <= 0) return finding(false, "nothing to walk", limit);
  const enough = net.total >= config.minNetEdge * net.quantity;
  return finding(enough, netPointsText(net.total, net.quantity), limit);
};

function executableAt(facts: Facts): Price | undefined {
  const { order } = facts;
  if (order === undefined) return undefined;
  const book = facts.books[order.team];
  return otherBookSide(order.side) === "ask" ? book.ask : book.bid;
}

/** The best price that stands is no worse than the order's limit. A better one is fine. */
export const QUOTE_MOVED: Gate = (facts) => {
  const { order, signal } = facts;
  if (order === undefined) return noOrder("no worse than the limit");
  const buying = order.side === "bid";
  const limit = `${buying ? "≤" : "≥"} ${centsText(order.limit)}`;
  const now = executableAt(facts);
  if (now === undefined) return finding(false, "no quote", limit);
  const shown = signal?.shownVersion;
  const sawNewer = shown !== undefined && signal !== undefined && shown > signal.quoteVersion;
  if (sawNewer) return finding(false, `version ${shown} was never shown`, limit);
  return finding(buying ? now <= order.limit : now >= order.limit, centsText(now), limit);
};

/** A disagreement this wide is more likely our mistake than the market's. */
export const TOO_GOOD: Gate = ({ signal, config }) => {
  const limit = `≤ ${pointsText(config.tooGood)}`;
  if (signal === undefined) return finding(true, "no signal", limit);
  const believable = Math.abs(signal.doubledEdge) <= 2 * config.tooGood;
  return finding(believable, doubledPointsText(signal.doubledEdge), limit);
};

/** The market jumped and the game feed has not said why: it may know more than we do. */
export const MARKET_FIRST: Gate = ({ marketFirstActive }) =>
  finding(!marketFirstActive, marketFirstActive ? "jump without news" : "quiet", "quiet");

/** One auto entry per signal until the edge has been away or the game has changed. */
export const COOLDOWN: Gate = ({ cooling }) =>
  finding(!cooling, cooling ? "already entered" : "free", "one auto entry per signal");
