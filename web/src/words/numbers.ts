/** Numbers as the screen writes them. Unknown is "—", and nothing is ever "−0.00". Pure. */

export type Known = number | null | undefined;

export const unknownText = "—";
const minus = "\u2212";

function isKnown(value: Known): value is number {
  return value !== undefined && value !== null && Number.isFinite(value);
}

/** Which way a digit that is not shown pushes the last one that is. */
export type Rounding = "nearest" | "towardZero" | "up" | "down";

/**
 * A decimal number with a fixed number of places. The wire's doubles are first taken to the
 * millionth they stand for, so that 0.0805 × 100 is 8.05 and not 8.049999.
 */
export function decimal(value: number, places: number, rounding: Rounding = "nearest"): string {
  const scale = 10 ** places;
  const exact = Math.round(value * scale * 1e6) / 1e6;
  const steps = {
    nearest: Math.sign(exact) * Math.round(Math.abs(exact)),
    towardZero: Math.trunc(exact),
    up: Math.ceil(exact),
    down: Math.floor(exact),
  }[rounding];
  const [whole = "0", fraction] = (Math.abs(steps) / scale).toFixed(places).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = steps < 0 ? minus : "";
  return fraction === undefined ? `${sign}${grouped}` : `${sign}${grouped}.${fraction}`;
}

/** A price in cents from dollars, as fine as it is: "84¢", "84.5¢", "0.25¢". */
export function cents(dollars: Known): string {
  if (!isKnown(dollars)) return unknownText;
  const exact = Math.round(dollars * 10_000);
  const places = exact % 100 === 0 ? 0 : exact % 10 === 0 ? 1 : 2;
  return `${decimal(exact / 100, places)}¢`;
}

/** A mid in cents with one place more than the grid has: "85.0¢", "84.25¢". */
export function midCents(dollars: Known): string {
  if (!isKnown(dollars)) return unknownText;
  const exact = Math.round(dollars * 100_000);
  return `${decimal(exact / 1000, exact % 100 === 0 ? 1 : 2)}¢`;
}

/** An amount without a sign of its own: "$1,000.00", "−$3.20". */
export function dollars(amount: Known, rounding: Rounding = "nearest"): string {
  if (!isKnown(amount)) return unknownText;
  const text = decimal(amount, 2, rounding);
  return text.startsWith(minus) ? `${minus}$${text.slice(1)}` : `$${text}`;
}

/** A gain or a loss: "+$4.81", "−$11.48", and plain "$0.00". */
export function gain(amount: Known, rounding: Rounding = "nearest"): string {
  const text = dollars(amount, rounding);
  if (!isKnown(amount) || text.startsWith(minus) || text === "$0.00") return text;
  return `+${text}`;
}

/** A final outcome: what is gained is rounded down, what is lost is rounded up. */
export function outcome(amount: Known): string {
  return gain(amount, "down");
}

/** A probability or price 0–1 in percent or points, one place: "75.0". */
export function percent(share: Known): string {
  return isKnown(share) ? decimal(share * 100, 1) : unknownText;
}

/** An edge 0–1 in points without its sign, toward zero: what shows 10.0 really is 10.0. */
export function points(edge: Known, places = 1): string {
  return isKnown(edge) ? decimal(Math.abs(edge) * 100, places, "towardZero") : unknownText;
}

/** An edge 0–1 in points with its sign, toward zero. */
export function signedPoints(edge: Known, places = 1): string {
  return isKnown(edge) ? decimal(edge * 100, places, "towardZero") : unknownText;
}

/** A count: "412,300", and "0.50" where there are parts, unless `places` says otherwise. */
export function count(value: Known, places?: number): string {
  if (!isKnown(value)) return unknownText;
  return decimal(value, places ?? (Number.isInteger(value) ? 0 : 2));
}

/** Which way a number points, for arrows and colours; unknown and nothing point nowhere. */
export function direction(amount: Known): "up" | "down" | "flat" {
  if (!isKnown(amount) || decimal(amount, 2) === "0.00") return "flat";
  return amount > 0 ? "up" : "down";
}
