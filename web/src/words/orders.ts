/** Orders in words. Pure. */
import type { MarketView, OrderView, SignalView } from "../../../src/engine/view-types.ts";
import { cents, count, dollars } from "./numbers.ts";

/** What has become of an order, for people. */
export function orderStateWords({ state, filled, quantity }: OrderView): string {
  switch (state) {
    case "intent":
      return "being recorded";
    case "sent":
      return "sent";
    case "open":
      return "resting";
    case "cancelInFlight":
      return "cancel sent";
    case "unknown":
      return "UNKNOWN";
    case "filled":
      return "filled";
    case "partlyFilled":
      return `partly filled ${count(filled)}/${count(quantity)}`;
    case "unfilled":
      return "not filled";
    case "canceled":
      return filled === 0 ? "canceled" : `canceled, filled ${count(filled)}/${count(quantity)}`;
    case "rejected":
      return "refused by the exchange";
    case "notSent":
      return "not sent";
    case "absent":
      return "never reached the exchange";
    case "declaredFilled":
      return "counted as filled by a person";
    case "abandoned":
      return "withdrawn before sending";
    default:
      return state;
  }
}

/** True while an order may still change. */
export function isUnderWay({ state }: OrderView): boolean {
  return ["intent", "sent", "open", "cancelInFlight", "unknown"].includes(state);
}

/** True while asking to cancel it may still change something. */
export function isCancellable({ state }: OrderView): boolean {
  return ["intent", "sent", "open"].includes(state);
}

/** The team whose market a ticker is; the ticker itself when it is none of this game. */
export function teamOf(ticker: string, market: MarketView | undefined): string {
  for (const book of [market?.home, market?.away]) {
    if (book?.ticker === ticker) return book.team;
  }
  return ticker;
}

export function sideVerb(side: "BUY" | "SELL"): "Buy" | "Sell" {
  return side === "BUY" ? "Buy" : "Sell";
}

/** What Execute would send, as the card shows it. */
export type Offer = {
  readonly signalId: string;
  readonly version: number;
  readonly side: "BUY" | "SELL";
  readonly team: string;
  /** Contracts on the card; a person may choose fewer. */
  readonly quantity: number;
  readonly limit: number;
  readonly maxLoss: number | null;
  readonly maxGain: number | null;
  readonly reduces: number;
};

/** The card's terms as an offer; undefined when there is nothing to send. */
export function offerOf(
  card: SignalView | null | undefined,
  market: MarketView | undefined,
): Offer | undefined {
  if (card === null || card === undefined) return undefined;
  const { ticker, side, quantity, limit } = card;
  if (ticker === null || side === null || quantity === null || limit === null) return undefined;
  return {
    signalId: card.signal_id,
    version: card.version,
    side,
    team: teamOf(ticker, market),
    quantity,
    limit,
    maxLoss: card.max_loss,
    maxGain: card.max_gain,
    reduces: card.reduces,
  };
}

/** A share of an amount told for the whole quantity. */
function share(amount: number | null, chosen: number, whole: number): number | null {
  return amount === null ? null : (amount * chosen) / whole;
}

/** "Sell KC 100 @ 84¢". */
export function orderWords(side: "BUY" | "SELL", team: string, quantity: number, limit: number) {
  return `${sideVerb(side)} ${team} ${count(quantity)} @ ${cents(limit)}`;
}

/** What the order risks: losses rounded up, gains down. */
export function riskWords(offer: Offer, chosen: number): string {
  if (offer.reduces > 0) return `closes ${count(chosen)} held, opens nothing`;
  const loss = share(offer.maxLoss, chosen, offer.quantity);
  const gained = share(offer.maxGain, chosen, offer.quantity);
  return `max loss ${dollars(loss, "up")}, max gain ${dollars(gained, "down")}`;
}
