/** Exports read back by another reader than the one that wrote them. */
import { parse } from "csv-parse/sync";

export type CsvRow = Readonly<Record<string, string>>;

export const TRADE_COLUMNS =
  "trade_id,session_id,source,mode,opened_at,game_clock,ticker,team,side,quantity," +
  "entry_price,exit_price,gross,fees,net,state,closed_at";

function rowsOf(text: string, columns: RegExp): readonly CsvRow[] {
  const [header = ""] = text.split("\r\n");
  if (!columns.test(header)) throw new Error(`other columns: ${text.slice(0, 300)}`);
  return parse(text, { columns: true }) as unknown as readonly CsvRow[];
}

/** Rows of trades.csv; throws when its columns are not exactly those promised. */
export function tradeRowsOf(text: string): readonly CsvRow[] {
  return rowsOf(text, new RegExp(`^${TRADE_COLUMNS}$`));
}

/** Rows of the list of fills and settlements. */
export function fillRowsOf(text: string): readonly CsvRow[] {
  return rowsOf(text, /^fill_id,/);
}

/** Dollars as whole millionths, so that sums are exact. Throws for what is no number. */
export function inMicroDollars(dollars: string | number | undefined): number {
  const micros = Number(dollars === "" ? undefined : dollars) * 1_000_000;
  const whole = Math.round(micros);
  if (!(Math.abs(whole - micros) < 0.01)) throw new Error(`no amount of money: ${dollars}`);
  return whole;
}
