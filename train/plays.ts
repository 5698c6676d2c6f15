/** The plays of past seasons as flat columns, read from the Parquet file. */
import { readFileSync } from "node:fs";
import { zstdDecompressSync } from "node:zlib";
import { parquetMetadata, parquetRead } from "hyparquet";

/** Columns that are read as numbers; `null` becomes NaN, true and false 1 and 0. */
const numericColumns = [
  "season",
  "week",
  "qtr",
  "quarter_seconds_remaining",
  "half_seconds_remaining",
  "game_seconds_remaining",
  "posteam_is_home",
  "down",
  "ydstogo",
  "yardline_100",
  "home_score",
  "away_score",
  "home_timeouts",
  "away_timeouts",
  "receive_2h_ko",
  "spread_line",
  "total_line",
  "neutral",
  "home_moneyline",
  "away_moneyline",
  "home_final",
  "away_final",
  "home_win",
  "ref_home_wp",
  "ref_vegas_home_wp",
] as const;

export type PlayColumn = (typeof numericColumns)[number];

/** All plays, in the order of the file. Every column has `count` entries. */
export type Plays = {
  readonly count: number;
  readonly columns: Readonly<Record<PlayColumn, Float64Array>>;
  /** Number of the play's game, counted from 0 in the order of the file. */
  readonly game: Int32Array;
  readonly gameIds: readonly string[];
  /** REG, WC, DIV, CON or SB. */
  readonly gameType: readonly string[];
};

function columnName(name: string): PlayColumn {
  const found = numericColumns.find((column) => column === name);
  if (found === undefined) throw new Error(`column ${name} was not asked for`);
  return found;
}

function numberOf(value: unknown): number {
  if (value === null || value === undefined) return Number.NaN;
  return Number(value);
}

type Reading = {
  readonly columns: Record<PlayColumn, Float64Array>;
  readonly gameId: string[];
  readonly gameType: string[];
};

function take(reading: Reading, name: string, values: ArrayLike<unknown>, start: number): void {
  const text =
    name === "game_id" ? reading.gameId : name === "game_type" ? reading.gameType : undefined;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (text !== undefined) text[start + index] = String(value);
    else reading.columns[columnName(name)][start + index] = numberOf(value);
  }
}

function numberGames(gameId: readonly string[]): { game: Int32Array; gameIds: string[] } {
  const numbers = new Map<string, number>();
  const game = new Int32Array(gameId.length);
  for (const [row, id] of gameId.entries()) {
    const known = numbers.get(id) ?? numbers.size;
    numbers.set(id, known);
    game[row] = known;
  }
  return { game, gameIds: [...numbers.keys()] };
}

/** Reads the Parquet file of plays. Throws when a column is missing or the file is another. */
export async function readPlays(path: string): Promise<Plays> {
  const bytes = readFileSync(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const count = Number(parquetMetadata(file).num_rows);
  const columns = Object.fromEntries(
    numericColumns.map((name) => [name, new Float64Array(count).fill(Number.NaN)]),
  ) as Record<PlayColumn, Float64Array>;
  const reading: Reading = { columns, gameId: [], gameType: [] };
  await parquetRead({
    file,
    columns: ["game_id", "game_type", ...numericColumns],
    compressors: { ZSTD: (input) => zstdDecompressSync(input) },
    onChunk: ({ columnName: name, columnData, rowStart }) =>
      take(reading, name, columnData, rowStart),
  });
  if (reading.gameId.length !== count) throw new Error(`${path}: not a file of plays`);
  return { count, columns, gameType: reading.gameType, ...numberGames(reading.gameId) };
}
