/** What an order of a person's own would cost by the book that is shown. Pure; before fees. */

type Level = readonly [price: number, contracts: number];

export type Walked = {
  /** Contracts that the shown levels hold up to the limit. */
  readonly filled: number;
  /** Average price of those, in dollars. */
  readonly average: number | undefined;
  readonly worst: number | undefined;
};

/** Walks shown levels, best first, up to a limit. `side` is ours: a buyer walks the asks. */
export function walkShown(
  levels: readonly Level[],
  side: "BUY" | "SELL",
  quantity: number,
  limit: number,
): Walked {
  let filled = 0;
  let value = 0;
  let worst: number | undefined;
  for (const [price, size] of levels) {
    const within = side === "BUY" ? price <= limit : price >= limit;
    if (!within || filled >= quantity) break;
    const taken = Math.min(size, quantity - filled);
    filled += taken;
    value += taken * price;
    worst = price;
  }
  return { filled, average: filled === 0 ? undefined : value / filled, worst };
}

export type TicketRisk = { readonly maxLoss: number; readonly maxGain: number };

/** Worst loss and best gain when all of it fills at the limit and is held to the end. */
export function ticketRisk(side: "BUY" | "SELL", quantity: number, limit: number): TicketRisk {
  const paid = side === "BUY" ? limit : 1 - limit;
  return { maxLoss: quantity * paid, maxGain: quantity * (1 - paid) };
}

const beyondBest = 0.05;
const lowest = 0.01;

/** Where a flatten stops unless a person widens it: 5¢ beyond the best, on the exit's side. */
export function worstExit(side: "BUY" | "SELL", best: number): number {
  const at = side === "SELL" ? best - beyondBest : best + beyondBest;
  return Math.round(Math.min(1 - lowest, Math.max(lowest, at)) * 10_000) / 10_000;
}
