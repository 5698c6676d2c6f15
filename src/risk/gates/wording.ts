/** Values and limits in people's words. For display only: nothing is compared here. */
import { formatDecimal, type Money, type Price, type Quantity } from "../../domain/numbers.ts";

/** A decimal with at least one digit after the point and no zeros that say nothing. */
function shortDecimal(value: number, places: number): string {
  return formatDecimal(value, places).replace(/(\.\d)(\d*?)0+$/, "$1$2");
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
  const text = formatDecimal(Math.abs(amount), 6).replace(/(\.\d\d)(\d*?)0+$/, "$1$2");
  return `${amount < 0 ? "−" : ""}$${text}`;
}

/** "101 contracts" */
export function contractsText(amount: Quantity): string {
  const text = formatDecimal(amount, 2).replace(/\.?0+$/, "");
  return `${text} ${text === "1" ? "contract" : "contracts"}`;
}

/** "3.2 s", or "never". */
export function ageText(ms: number | undefined): string {
  return ms === undefined ? "never" : `${(ms / 1000).toFixed(1)} s`;
}

/** "4:59" */
export function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}
