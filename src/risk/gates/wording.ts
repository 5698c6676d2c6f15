/** Values and limits in people's words. For display only: nothing is compared here. */
import type { Money, Price, Quantity } from "../../domain/numbers.ts";

/**
 * A decimal with at least `least` digits after the point and no zeros that say nothing. These
 * texts are made for every gate of every review, so it is arithmetic and no pattern.
 */
function shortDecimal(value: number, places: number, least = 1): string {
  const scale = 10 ** places;
  const size = Math.abs(value);
  let rest = size % scale;
  let digits = places;
  while (digits > least && rest % 10 === 0) {
    rest /= 10;
    digits -= 1;
  }
  const sign = value < 0 ? "−" : "";
  return `${sign}${Math.floor(size / scale)}.${String(rest).padStart(digits, "0")}`;
}

/** "12.0¢" */
export function centsText(at: Price): string {
  return `${shortDecimal(at, 2)}¢`;
}

/** "10.0 points" from 1/10000. */
export function pointsText(tenThousandths: number): string {
  return `${shortDecimal(tenThousandths, 2)} points`;
}

/** "9.75 points" from the doubled edge, without its sign. */
export function doubledPointsText(doubled: number): string {
  return `${shortDecimal(Math.abs(doubled) * 5, 3)} points`;
}

/** Net points per contract of a total, to a hundredth of a point. */
export function netPointsText(total: Money, amount: Quantity): string {
  return `${(total / amount / 100).toFixed(2)} points`;
}

/** "$500.01" or "−$3.20"; what is finer than a cent is shown too. */
export function dollarsText(amount: Money): string {
  return `${amount < 0 ? "−" : ""}$${shortDecimal(Math.abs(amount), 6, 2)}`;
}

/** "101 contracts" */
export function contractsText(amount: Quantity): string {
  const text = amount % 100 === 0 ? String(amount / 100) : shortDecimal(amount, 2);
  return `${text} ${text === "1" ? "contract" : "contracts"}`;
}

/** "3.2 s", or "never". */
export function ageText(ms: number | undefined): string {
  return ms === undefined ? "never" : `${shortDecimal(Math.round(ms / 100), 1)} s`;
}

/** "4:59" */
export function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}
