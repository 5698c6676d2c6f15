/**
 * How far the chance of the home team moves while a game is undecided: as a public model saw past
 * games (nflfastR's, with the spread), and as the generator means it in its own.
 */
import { readFileSync } from "node:fs";
import { zstdDecompressSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { parquetRead } from "hyparquet";
import { fairHomeAt, fairOf } from "../../src/sim/fair.ts";
import { planNight } from "../../src/sim/sim.ts";
import type { NightPlan } from "../../src/sim/sim.ts";
import { quantile, recorded } from "./recorded.ts";

/** One game: home's chance at each snap from scrimmage of regulation, and what came, 0–1. */
export type ChancePath = { readonly atSnaps: readonly number[]; readonly outcome: number };

/** Points of 100, but for the sum of squares and the game's own uncertainty, of 1. */
export type Moves = {
  readonly games: number;
  readonly mean: number;
  readonly median: number;
  readonly most90: number;
  readonly most99: number;
  /** Mean over games of the sum of all squared moves, the last one to the outcome. */
  readonly squares: number;
  /** Mean of (outcome − first chance)². An honest chance moves by this much and no more. */
  readonly uncertainty: number;
};

const lowest = 0.05;
const highest = 0.95;
/** A path this short is a game with holes in its record. */
const snapsLeast = 50;

function isOpen(chance: number): boolean {
  return chance >= lowest && chance <= highest;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Moves between neighbours that both leave the game open, in points. */
function openMoves(path: readonly number[]): number[] {
  return path.slice(1).flatMap((after, index) => {
    const before = path[index] ?? Number.NaN;
    return isOpen(before) && isOpen(after) ? [100 * Math.abs(after - before)] : [];
  });
}

/** What is measured of many games. */
export function movesOf(games: readonly ChancePath[]): Moves {
  const whole = games.filter(({ atSnaps }) => atSnaps.length >= snapsLeast);
  const moves = whole.flatMap(({ atSnaps }) => openMoves(atSnaps));
  const squares = whole.map(({ atSnaps, outcome }) =>
    [...atSnaps, outcome].reduce(
      (sum, chance, index, path) => sum + (chance - (path[index - 1] ?? chance)) ** 2,
      0,
    ),
  );
  return {
    games: whole.length,
    mean: mean(moves),
    median: quantile(moves, 0.5),
    most90: quantile(moves, 0.9),
    most99: quantile(moves, 0.99),
    squares: mean(squares),
    uncertainty: mean(whole.map(({ atSnaps, outcome }) => (outcome - (atSnaps[0] ?? 0)) ** 2)),
  };
}

const playsFile = new URL("../../../shared/data/plays_train.parquet", import.meta.url);
const columns = ["game_id", "season", "qtr", "down", "home_win", "ref_vegas_home_wp"] as const;

/** The reference's paths over the games of these seasons; undefined without the plays. */
export async function referenceGames(
  from: number,
  to: number,
): Promise<readonly ChancePath[] | undefined> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(playsFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const read = new Map<string, unknown[]>(columns.map((name) => [name, []]));
  await parquetRead({
    file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
    columns: [...columns],
    compressors: { ZSTD: (input) => zstdDecompressSync(input) },
    onChunk: ({ columnName, columnData, rowStart }) => {
      const column = read.get(columnName) ?? [];
      for (let row = 0; row < columnData.length; row += 1) column[rowStart + row] = columnData[row];
    },
  });
  const cell = (name: (typeof columns)[number], row: number): unknown => read.get(name)?.[row];
  const games = new Map<string, { readonly atSnaps: number[]; readonly outcome: number }>();
  for (let row = 0; row < (read.get("game_id")?.length ?? 0); row += 1) {
    const season = Number(cell("season", row));
    const chance = cell("ref_vegas_home_wp", row);
    const isSnap = Number(cell("qtr", row)) <= 4 && Number(cell("down", row) ?? 0) >= 1;
    if (season < from || season > to || !isSnap || typeof chance !== "number") continue;
    const id = String(cell("game_id", row));
    const game = games.get(id) ?? { atSnaps: [], outcome: Number(cell("home_win", row)) };
    game.atSnaps.push(chance);
    games.set(id, game);
  }
  return [...games.values()];
}

/** The games of some nights' slates, four a night, by the generator's own chance. */
export function generatedGames(nights: number): readonly ChancePath[] {
  return plansOf(nights).flatMap(({ timeline, others }) =>
    [timeline, ...others].map((one) => {
      const spread = one.game.spreadHome ?? 0;
      const snaps = one.states.filter(
        ({ moment, situation }) => moment === "scrimmage" && (situation.period ?? 5) <= 4,
      );
      return {
        atSnaps: snaps.map((state) => fairOf(state, state.situation.clockSeconds, spread)),
        outcome: fairHomeAt(one, Number.POSITIVE_INFINITY),
      };
    }),
  );
}

function plansOf(nights: number): NightPlan[] {
  const kind = { kind: "builtIn", crowd: "efficient" } as const;
  return Array.from({ length: nights }, (_, index) => planNight({ seed: index + 1, kind }));
}

const minuteMs = 60_000;
/** A break this long is the weather's: nothing is played, and nothing moves. */
const breakMs = 20 * minuteMs;

/** Moves from minute to minute of the generator's chance, in points. */
export function generatedMinutes(nights: number): readonly number[] {
  return plansOf(nights).flatMap(({ timeline }) => {
    const minutes = Math.floor(
      ((timeline.states.at(-1)?.knownAt ?? 0) - timeline.game.kickoffAt) / minuteMs,
    );
    const at = (minute: number): number => timeline.game.kickoffAt + minute * minuteMs;
    return openMoves(
      Array.from({ length: minutes }, (_, index) => fairHomeAt(timeline, at(index))),
    );
  });
}

type Cells = Readonly<Record<string, string>>;

/** Moves from minute to minute of the reference in a recorded game; undefined without it. */
export function recordedMinutes(game: string): readonly number[] | undefined {
  const plays = recorded(`nfl_2025_01_${game}_plays.csv.gz`);
  if (plays === undefined) return undefined;
  const rows = (parse(plays, { columns: true }) as unknown as readonly Cells[])
    .toSorted((left, right) => Number(left["row"]) - Number(right["row"]))
    .map((row) => ({ at: Date.parse(row["time_of_day"] ?? ""), chance: row["vegas_home_wp"] }))
    .filter(({ at, chance }) => Number.isFinite(at) && chance !== undefined && chance !== "");
  const moves: number[] = [];
  let played: number[] = [];
  let minuteAt = rows[0]?.at ?? 0;
  for (const [index, { at, chance }] of rows.entries()) {
    const next = rows[index + 1]?.at ?? at;
    if (next - at > breakMs) {
      moves.push(...openMoves(played));
      played = [];
      minuteAt = next;
    }
    for (; minuteAt < next; minuteAt += minuteMs) played.push(Number(chance));
  }
  return [...moves, ...openMoves(played)];
}
