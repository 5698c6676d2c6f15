/** Collateral of equal payoffs that the exchange gives back early, game by game (LED-16). */
import { type Money, money, NO_MONEY } from "../domain/numbers.ts";
import type { Ledger, Position } from "./ledger.ts";

/** 1 $ for each pair of contracts, counted in 1/100. */
export const microsPerPair = 10_000;

/** The markets of one game share their ticker up to its last part, the team. */
function gameOf(ticker: string): string {
  return ticker.slice(0, ticker.lastIndexOf("-"));
}

function positionsOf({ positions }: Ledger, game: string): readonly Position[] {
  return [...positions.values()].filter(({ ticker }) => gameOf(ticker) === game);
}

/** Contracts of both teams held on the same side: each pair pays 1 $ whatever happens. */
function pairsOf(ledger: Ledger, game: string): number {
  const [first = 0, second = 0] = positionsOf(ledger, game).map(({ net }): number => net);
  if (first > 0 && second > 0) return Math.min(first, second);
  if (first < 0 && second < 0) return Math.min(-first, -second);
  return 0;
}

/** What the exchange has given back of a game's collateral. */
export function returnedOf({ returned }: Ledger, game: string): Money {
  return returned.get(game) ?? NO_MONEY;
}

/**
 * What comes back, or is taken again, by game, when the cash has moved by this amount: that of one
 * game, or of all at once. Empty: collateral does not explain the amount.
 */
export function collateralMoves(ledger: Ledger, amount: Money): ReadonlyMap<string, Money> {
  const games = new Set(Array.from(ledger.positions.keys(), gameOf));
  const moves = new Map<string, Money>();
  let all = 0;
  for (const game of games) {
    const move = money(pairsOf(ledger, game) * microsPerPair - returnedOf(ledger, game));
    if (move === NO_MONEY) continue;
    if (move === amount) return new Map([[game, move]]);
    moves.set(game, move);
    all += move;
  }
  return all === amount ? moves : new Map();
}

/**
 * The books agree with the account: of a game whose markets have all paid nothing is owed any more,
 * whatever explained it.
 */
export function forgetPaid(ledger: Ledger): void {
  for (const game of ledger.returned.keys()) {
    const isPaid = positionsOf(ledger, game).every(
      ({ ticker, net }) => net === 0 && ledger.settlements.has(ticker),
    );
    if (isPaid) ledger.returned.delete(game);
  }
}
