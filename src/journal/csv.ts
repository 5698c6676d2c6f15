/** Trades and fills as CSV files that no spreadsheet can be attacked with. */

type Cell = string | number | null | undefined;

/** One row of trades.csv. Dollars; times ISO 8601 UTC. */
export type TradeRow = {
  readonly trade_id: string;
  readonly session_id: string;
  readonly source: string;
  readonly mode: string;
  readonly opened_at: string;
  readonly game_clock: string;
  readonly ticker: string;
  readonly team: string;
  readonly side: string;
  readonly quantity: number;
  readonly entry_price: number;
  readonly exit_price: number | null | undefined;
  readonly gross: number | null | undefined;
  readonly fees: number;
  readonly net: number | null | undefined;
  readonly state: string;
  readonly closed_at: string | null | undefined;
};

/** One row of a list of fills and settlements. Dollars; times ISO 8601 UTC. */
export type FillRow = {
  readonly fill_id: string;
  readonly session_id: string;
  readonly source: string;
  readonly mode: string;
  readonly at: string;
  readonly game_clock: string;
  readonly kind: "fill" | "settlement" | "adopted" | "adjustment";
  readonly intent_id: number | null | undefined;
  readonly ticker: string;
  readonly team: string;
  readonly side: string;
  readonly quantity: number;
  /** YES price; of a settlement what one YES contract paid. */
  readonly price: number;
  readonly fee: number;
  /** Change of cash. */
  readonly cash: number;
};

const tradeColumns: readonly (keyof TradeRow)[] = [
  "trade_id",
  "session_id",
  "source",
  "mode",
  "opened_at",
  "game_clock",
  "ticker",
  "team",
  "side",
  "quantity",
  "entry_price",
  "exit_price",
  "gross",
  "fees",
  "net",
  "state",
  "closed_at",
];

const fillColumns: readonly (keyof FillRow)[] = [
  "fill_id",
  "session_id",
  "source",
  "mode",
  "at",
  "game_clock",
  "kind",
  "intent_id",
  "ticker",
  "team",
  "side",
  "quantity",
  "price",
  "fee",
  "cash",
];

/** A text that a spreadsheet would take for a formula gets an apostrophe; quoting is RFC 4180. */
function textCell(text: string): string {
  const inert = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** A number stays a number, without an exponent. */
function numberCell(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`not a number for a CSV file: ${value}`);
  const text = String(value);
  return text.includes("e") ? value.toFixed(6) : text;
}

function cell(value: Cell): string {
  if (value === undefined || value === null) return "";
  return typeof value === "number" ? numberCell(value) : textCell(value);
}

function csv<Row>(columns: readonly (keyof Row & string)[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column] as Cell)).join(","));
  return [columns.join(","), ...lines].map((line) => `${line}\r\n`).join("");
}

/** trades.csv: one row per trade; without trades the header alone. */
export function tradesCsv(rows: readonly TradeRow[]): string {
  return csv(tradeColumns, rows);
}

/** One row per fill or settlement; without any the header alone. */
export function fillsCsv(rows: readonly FillRow[]): string {
  return csv(fillColumns, rows);
}
