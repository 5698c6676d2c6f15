/** QUOTE_STABLE: for how many frames in a row, and since when, a quote has stood with size. */
import type { Price, Quantity } from "../../domain/numbers.ts";

/** One market's quote and the frames it has stood. */
export type QuoteStability = {
  bid: Price | undefined;
  ask: Price | undefined;
  frames: number;
  /** Source's mono of its first frame. */
  sinceMono: number;
};

/** One side's best price and size; undefined: that side is empty. */
type Top = { readonly price: Price; readonly quantity: Quantity } | undefined;

export function createQuoteStability(): QuoteStability {
  return { bid: undefined, ask: undefined, frames: 0, sinceMono: 0 };
}

/** A book frame of this market was applied. A side without size stands for no frame. */
export function noteFrame(stability: QuoteStability, mono: number, bid: Top, ask: Top): void {
  const whole = bid !== undefined && ask !== undefined && bid.quantity > 0 && ask.quantity > 0;
  const same = stability.bid === bid?.price && stability.ask === ask?.price;
  stability.bid = bid?.price;
  stability.ask = ask?.price;
  if (whole && same && stability.frames > 0) {
    stability.frames += 1;
    return;
  }
  stability.frames = whole ? 1 : 0;
  stability.sinceMono = mono;
}

const spikeMs = 200;

/**
 * Frames that the quote has stood, as seen now. Frames of one burst come within a millisecond: what
 * has not outlived a spike of 200 ms has stood for one at most.
 */
export function framesStood(stability: QuoteStability, nowMono: number): number {
  const { frames, sinceMono } = stability;
  return nowMono - sinceMono > spikeMs ? frames : Math.min(frames, 1);
}
