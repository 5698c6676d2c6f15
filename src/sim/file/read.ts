/**
 * Reads plays and candles from disk. Whatever is wrong with a file is a value: one line that says
 * what is wrong, where, and what to do.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { z } from "zod";
import { teamByCode } from "../teams.ts";
import { CANDLE_COLUMNS, CandleRow, candleOf } from "./candle.ts";
import type { Candle } from "./candle.ts";
import { PLAY_COLUMNS, PlayRow, playOf } from "./play.ts";
import type { Play } from "./play.ts";

export type FileReading<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "unreadable"; readonly why: string };

type Row = { readonly line: number; readonly cells: Readonly<Record<string, string>> };

const fileBytesMax = 500_000_000;

/** A fault of one file, thrown and caught within this file only. */
class FileFault extends Error {}

function reading<T>(read: () => T): FileReading<T> {
  try {
    return { kind: "read", value: read() };
  } catch (cause) {
    if (cause instanceof FileFault) return { kind: "unreadable", why: cause.message };
    throw cause;
  }
}

function textOf(path: string): string {
  try {
    const bytes = readFileSync(path);
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return (zipped ? gunzipSync(bytes, { maxOutputLength: fileBytesMax }) : bytes).toString("utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    if (code === "ENOENT") throw new FileFault(`${path}: no such file; check the path`);
    if (code === "EISDIR") throw new FileFault(`${path} is a folder; name a .csv or .csv.gz file`);
    if (code === "EACCES") throw new FileFault(`${path} may not be read; check its permissions`);
    throw new FileFault(`${path} cannot be read (${code}); it may be cut off: fetch it again`);
  }
}

function rowsOf(path: string, what: string, required: readonly string[]): readonly Row[] {
  const rows: Row[] = [];
  let columns: readonly string[] = [];
  try {
    parse(textOf(path), {
      bom: true,
      skip_empty_lines: true,
      columns: (header: readonly string[]) => {
        columns = header;
        return [...header];
      },
      onRecord: (cells: Record<string, string>, context) => {
        rows.push({ line: context.lines, cells });
        return undefined;
      },
    });
  } catch (cause) {
    if (cause instanceof FileFault) throw cause;
    const why = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new FileFault(`${path} is not a good CSV file: ${why}; fetch it again`);
  }
  const missing = required.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    const names = missing.slice(0, 4).join(", ") + (missing.length > 4 ? ", …" : "");
    throw new FileFault(`${path} has no column ${names}; is it a ${what} file?`);
  }
  if (rows.length === 0) throw new FileFault(`${path} has no rows; fetch it again`);
  return rows;
}

function rowFault(path: string, line: number, problem: string): FileFault {
  return new FileFault(`${path} line ${line}: ${problem}; correct or remove the line`);
}

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  { line, cells }: Row,
): z.output<Schema> {
  const result = schema.safeParse(cells);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const column = issue?.path.join(".") ?? "";
  const cell = cells[column] ?? "";
  throw rowFault(path, line, `${column} "${cell}" ${issue?.message ?? "cannot be read"}`);
}

function gamesIn(rows: readonly Row[]): string {
  const games = [...new Set(rows.map(({ cells }) => cells["game_id"] ?? ""))];
  return games.slice(0, 3).join(", ") + (games.length > 3 ? ", …" : "");
}

/** The rows of one game. A file may hold several games; without an id it must hold one. */
function rowsOfGame(
  path: string,
  rows: readonly Row[],
  gameId: string | undefined,
): readonly Row[] {
  const wanted = gameId ?? rows[0]?.cells["game_id"];
  const chosen = rows.filter(({ cells }) => cells["game_id"] === wanted);
  if (chosen.length === 0) {
    throw new FileFault(
      `${path} is of game ${gamesIn(rows)}, not ${gameId}; give the game's own file or --game`,
    );
  }
  if (gameId === undefined && chosen.length < rows.length) {
    throw new FileFault(`${path} holds several games (${gamesIn(rows)}); say which with --game`);
  }
  return chosen;
}

/**
 * Plays of one game from a CSV file, plain or gzip, sorted by `row`.
 * Refuses missing columns, unreadable cells, and a file without the game.
 */
export function readPlays(path: string, gameId?: string): FileReading<readonly Play[]> {
  return reading(() => {
    const rows = rowsOfGame(path, rowsOf(path, "plays", PLAY_COLUMNS), gameId);
    const plays = rows.map((row, index) => playOf(parsed(PlayRow, path, row), row.line, index));
    if (!plays.some((play) => play.snapAt !== undefined)) {
      throw new FileFault(`${path} has no time_of_day in any row; take a file with clock times`);
    }
    requireTeams(path, plays);
    return plays.toSorted((left, right) => left.row - right.row);
  });
}

function requireTeams(path: string, plays: readonly Play[]): void {
  for (const { line, homeTeam, awayTeam } of plays) {
    const stranger = [homeTeam, awayTeam].find((code) => teamByCode(code) === undefined);
    if (stranger !== undefined) throw rowFault(path, line, `"${stranger}" is not a team's code`);
  }
}

/**
 * One-minute candles of one game's two markets from a CSV file, plain or gzip, by time.
 * Refuses missing columns, broken rows, doubled minutes, and a file without both markets.
 */
export function readCandles(path: string, gameId?: string): FileReading<readonly Candle[]> {
  return reading(() => {
    const rows = rowsOfGame(path, rowsOf(path, "candles", CANDLE_COLUMNS), gameId);
    const seen = new Set<string>();
    const candles = rows.map((row) => {
      const candle = candleOf(parsed(CandleRow, path, row), row.line);
      if (typeof candle === "string") throw rowFault(path, row.line, candle);
      const key = `${candle.ticker} ${candle.endsAt}`;
      if (seen.has(key)) throw rowFault(path, row.line, "the minute is there twice");
      seen.add(key);
      return candle;
    });
    requireBothMarkets(path, candles);
    return candles.toSorted((left, right) => left.endsAt - right.endsAt);
  });
}

function requireBothMarkets(path: string, candles: readonly Candle[]): void {
  for (const isHome of [true, false]) {
    const tickers = new Set(
      candles.filter((one) => one.isHome === isHome).map((one) => one.ticker),
    );
    const which = isHome ? "home" : "away";
    if (tickers.size === 0) throw new FileFault(`${path} has no ${which} market; fetch it again`);
    if (tickers.size > 1) throw new FileFault(`${path} has several ${which} markets; keep one`);
  }
}
