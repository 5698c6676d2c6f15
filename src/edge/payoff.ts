/** What a position is worth when the game is over (trading semantics §10.4). */
import type { TeamSide } from "../domain/game.ts";
import { type Money, money, ONE_DOLLAR } from "../domain/numbers.ts";

/** YES quantities per market, in 1/100 contract; negative: sold, which is NO held. */
export type Positions = Readonly<Record<TeamSide, number>>;

/** Profit by outcome. */
export type Payoffs = { readonly home: Money; readonly away: Money; readonly tie: Money };

const half = ONE_DOLLAR / 2;

function paid(quantity: number, yesPays: number): number {
  return quantity >= 0 ? quantity * yesPays : -quantity * (ONE_DOLLAR - yesPays);
}

/** Payout in each outcome less what was paid (`spent`: cost of both legs, with fees if wanted). */
export function payoffs(positions: Positions, spent: Money): Payoffs {
  const { home, away } = positions;
  return {
    home: money(paid(home, ONE_DOLLAR) + paid(away, 0) - spent),
    away: money(paid(home, 0) + paid(away, ONE_DOLLAR) - spent),
    tie: money(paid(home, half) + paid(away, half) - spent),
  };
}
