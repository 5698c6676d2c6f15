/** QUOTE_STABLE: for how many frames in a row a quote has stood with size. */
import type { Price, Quantity } from "../../domain/numbers.ts";

/** One market's quote and the frames it has stood. */
export type QuoteStability = {
  bid: Price | undefined;
  ask: Price | undefined;
  frames: number;
};

/** One side's best price and size; undefined: that side is empty. */
type Top = { readonly price: Price; readonly quantity: Quantity } | undefined;

export function createQuoteStability(): QuoteStability {
  return { bid: undefined, ask: undefined, frames: 0 };
}

/** A book frame of this market was applied. A side without size stands for no frame. */
export function noteFrame(stability: QuoteStability, bid: Top, ask: Top): void {
  const whole = bid !== undefined && ask !== undefined && bid.quantity > 0 && ask.quantity > 0;
  const same = stability.bid === bid?.price && stability.ask === ask?.price;
  stability.bid = bid?.price;
  stability.ask = ask?.price;
  if (!whole) stability.frames = 0;
  else stability.frames = same ? stability.frames + 1 : 1;
}
