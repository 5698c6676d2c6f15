/** What is held: in this game, and what is left over from others. */
import { type Held, heldBeside, heldIn, type Ledger } from "../execution/execution.ts";
import { type Desk, ledgersOf } from "./desk.ts";
import { isCompared, tickersOf } from "./venue-knowledge.ts";

/**
 * What these books hold of this game. Before its markets are known whatever is held may be of it,
 * and counts.
 */
export function heldOf(desk: Desk, ledger = desk.ledger): Held {
  const tickers = tickersOf(desk.market);
  return tickers.length === 0 ? heldBeside(ledger, []) : heldIn(ledger, tickers);
}

/** These books hold something of this game. */
export function isHoldingGame(desk: Desk, ledger: Ledger): boolean {
  return heldOf(desk, ledger).length > 0;
}

/**
 * What the books of all modes hold of other games, in words; undefined: nothing, or not known yet.
 * It is paid for and waits for its end: nothing of this game marks it, limits it or closes it.
 * Before the account is compared it may have been paid already.
 */
export function leftOverWords(desk: Desk): string | undefined {
  const tickers = tickersOf(desk.market);
  if (tickers.length === 0) return undefined;
  const words = ledgersOf(desk).flatMap((ledger) => {
    const isOfAccount = ledger.mode !== "PAPER" && ledger === desk.ledger;
    const how = isOfAccount && !isCompared(desk.venue) ? "not compared yet" : "not paid yet";
    return heldBeside(ledger, tickers).map(({ ticker, net }) => {
      const side = net > 0 ? "YES" : "NO";
      return `${ledger.mode}: ${Math.abs(net) / 100} ${side} ${ticker} (${how})`;
    });
  });
  return words.length === 0 ? undefined : words.join(", ");
}
