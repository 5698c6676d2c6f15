/**
 * The units of the house. Every number that decides a trade is a branded safe integer
 * (spec: trading semantics §2), so equality and comparison are exact.
 */
declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** A price in 1/10000 dollar: 0.3500 $ is 3500. */
export type Price = Unit<"1e-4 dollar">;
/** A number of contracts in 1/100 contract: 10 contracts are 1000. */
export type Quantity = Unit<"1e-2 contract">;
/** Money in 1/1000000 dollar, which is exactly price times quantity. */
export type Money = Unit<"1e-6 dollar">;
/** A probability in 1/10000: 75.00 % is 7500. */
export type Probability = Unit<"1e-4">;
/** Twice an edge in 1/10000, signed: doubled so that a mid needs no division. */
export type DoubledEdge = Unit<"2e-4">;

export const ONE_DOLLAR = 10_000 as Price;
export const ONE_CENT = 100 as Price;
export const ONE_CONTRACT = 100 as Quantity;
export const CERTAIN = 10_000 as Probability;
export const NO_MONEY = 0 as Money;
export const NO_QUANTITY = 0 as Quantity;

function whole(value: number, what: string): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${what} is not a safe integer: ${value}`);
  return value;
}

/** A price from 1/10000 dollar. Throws when it is not a safe integer. */
export function price(tenThousandths: number): Price {
  return whole(tenThousandths, "price") as Price;
}

/** A quantity from 1/100 contract. Throws when it is not a safe integer. */
export function quantity(hundredths: number): Quantity {
  return whole(hundredths, "quantity") as Quantity;
}

/** A quantity from whole contracts. Throws when the count is not a whole number. */
export function contracts(count: number): Quantity {
  return whole(count * 100, "contracts") as Quantity;
}

/** Money from 1/1000000 dollar. Throws when it is not a safe integer. */
export function money(micros: number): Money {
  return whole(micros, "money") as Money;
}

/** A probability from 1/10000. Throws outside 0…10000. */
export function probability(tenThousandths: number): Probability {
  if (whole(tenThousandths, "probability") < 0 || tenThousandths > CERTAIN) {
    throw new RangeError(`probability out of range: ${tenThousandths}`);
  }
  return tenThousandths as Probability;
}

/** Cost of a quantity at one price, exact. Throws beyond the safe integers. */
export function cost(at: Price, amount: Quantity): Money {
  return money(at * amount);
}

/** What the other side of a contract pays for the same trade: 1 $ − price. */
export function complement(at: Price): Price {
  return (ONE_DOLLAR - at) as Price;
}

/** Sum of two amounts of money. Throws beyond the safe integers. */
export function plus(left: Money, right: Money): Money {
  return money(left + right);
}

/** Difference of two amounts of money. Throws beyond the safe integers. */
export function minus(left: Money, right: Money): Money {
  return money(left - right);
}

const decimalPattern = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Reads a decimal text as an integer number of 10^-places, exactly.
 * `undefined` when the text is not a plain decimal, or has digits that the unit cannot hold.
 */
export function parseDecimal(text: string, places: number): number | undefined {
  const match = decimalPattern.exec(text);
  if (match === null) return undefined;
  const fraction = match[3] ?? "";
  if (/[1-9]/.test(fraction.slice(places))) return undefined;
  const digits = `${match[2]}${fraction.slice(0, places).padEnd(places, "0")}`;
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) return undefined;
  return match[1] === "-" && value !== 0 ? -value : value;
}

/** Writes an integer number of 10^-places as a decimal text with that many places. */
export function formatDecimal(value: number, places: number): string {
  const digits = String(Math.abs(whole(value, "decimal"))).padStart(places + 1, "0");
  const split = digits.length - places;
  const sign = value < 0 ? "-" : "";
  return places === 0
    ? `${sign}${digits}`
    : `${sign}${digits.slice(0, split)}.${digits.slice(split)}`;
}

/** A price as the decimal dollars of the wire, e.g. "0.8400". */
export function priceText(at: Price): string {
  return formatDecimal(at, 4);
}

/** A quantity as the decimal count of the wire, e.g. "100.00". */
export function quantityText(amount: Quantity): string {
  return formatDecimal(amount, 2);
}

/** Money as decimal dollars, e.g. "-0.940800". */
export function moneyText(amount: Money): string {
  return formatDecimal(amount, 6);
}

/**
 * Rounds a probability 0–1 to 1/10000, a tie to the even unit (half-even).
 * Throws when the input is not within 0–1; a model must not answer NaN.
 */
export function roundProbability(value: number): Probability {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`not a probability: ${value}`);
  const scaled = value * CERTAIN;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  if (rest < 0.5) return below as Probability;
  if (rest > 0.5) return (below + 1) as Probability;
  return (below % 2 === 0 ? below : below + 1) as Probability;
}
