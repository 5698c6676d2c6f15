/** Games as rows of plays, the same for real seasons and for generated games. */
import { readFileSync } from "node:fs";
import { zstdDecompressSync } from "node:zlib";
import { parquetReadObjects } from "hyparquet";
import { seededChance } from "../../src/domain/chance.ts";
import type { TeamSide } from "../../src/domain/game.ts";
import { generateGame } from "../../src/sim/football/generate.ts";
import { createMatchup, drawTeams } from "../../src/sim/football/matchup.ts";
import type { Timeline, TrueState } from "../../src/sim/timeline.ts";

export type PlayWord =
  | "run"
  | "pass"
  | "punt"
  | "field_goal"
  | "no_play"
  | "qb_kneel"
  | "qb_spike"
  | "kickoff"
  | "try";

/** One play with the state before it. On a kickoff `side` receives, on a try it has scored. */
export type PlayRow = {
  readonly period: number;
  readonly clock: number;
  readonly side: TeamSide;
  readonly word: PlayWord;
  readonly down: number | undefined;
  readonly distance: number | undefined;
  readonly yardline100: number;
  readonly home: number;
  readonly away: number;
};

export type PlayedGame = {
  readonly rows: readonly PlayRow[];
  readonly home: number;
  readonly away: number;
  /** Positive: home favoured. */
  readonly spread: number;
};

const columns = [
  "game_id",
  "season",
  "game_type",
  "qtr",
  "quarter_seconds_remaining",
  "posteam_is_home",
  "play_type",
  "down",
  "ydstogo",
  "yardline_100",
  "home_score",
  "away_score",
  "home_final",
  "away_final",
  "spread_line",
];

function wordOf(playType: unknown): PlayWord {
  if (playType === "extra_point" || playType === "two_point_attempt") return "try";
  return String(playType) as PlayWord;
}

function optional(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

/** Regular-season games of the seasons, from the Parquet file of plays. */
export async function realGames(path: string, seasons: readonly number[]): Promise<PlayedGame[]> {
  const bytes = readFileSync(path);
  const rows = await parquetReadObjects({
    file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    columns,
    compressors: { ZSTD: (input) => zstdDecompressSync(input) },
  });
  const games = new Map<string, { rows: PlayRow[]; home: number; away: number; spread: number }>();
  for (const row of rows) {
    if (row["game_type"] !== "REG" || !seasons.includes(Number(row["season"]))) continue;
    const id = String(row["game_id"]);
    const home = Number(row["home_final"]);
    const away = Number(row["away_final"]);
    const game = games.get(id) ?? { rows: [], home, away, spread: Number(row["spread_line"]) };
    games.set(id, game);
    const down = optional(row["down"]);
    const word = wordOf(row["play_type"]);
    game.rows.push({
      period: Number(row["qtr"]),
      clock: Number(row["quarter_seconds_remaining"]),
      side: row["posteam_is_home"] === true || row["posteam_is_home"] === 1 ? "home" : "away",
      word: down === undefined && word !== "kickoff" ? "try" : word,
      down,
      distance: optional(row["ydstogo"]),
      yardline100: Number(row["yardline_100"]),
      home: Number(row["home_score"]),
      away: Number(row["away_score"]),
    });
  }
  return [...games.values()];
}

const wordsOfTypes: Readonly<Record<string, PlayWord>> = {
  "3": "pass",
  "5": "run",
  "7": "pass",
  "8": "no_play",
  "12": "kickoff",
  "15": "try",
  "18": "field_goal",
  "24": "pass",
  "26": "pass",
  "29": "run",
  "32": "kickoff",
  "34": "punt",
  "36": "pass",
  "39": "run",
  "52": "punt",
  "53": "kickoff",
  "59": "field_goal",
  "60": "field_goal",
  "61": "try",
  "62": "try",
  "63": "try",
  "67": "pass",
  "68": "run",
  "20": "run",
};

function wordOfState({ play }: TrueState): PlayWord | undefined {
  const text = play?.text ?? "";
  if (text.startsWith("Quarterback kneels")) return "qb_kneel";
  if (text.startsWith("Quarterback spikes")) return "qb_spike";
  return wordsOfTypes[play?.type.id ?? ""];
}

/** A generated game as rows: what stood before each play. */
export function rowsOf(timeline: Timeline): PlayedGame {
  const rows: PlayRow[] = [];
  timeline.states.forEach((state, index) => {
    const before = timeline.states[index - 1]?.situation;
    const word = wordOfState(state);
    if (before === undefined || word === undefined) return;
    const { possession, down, distance, yardline100, homeScore = 0, awayScore = 0 } = before;
    const kicked = word === "kickoff" || word === "try";
    const side = kicked ? (state.play?.endTeam ?? "home") : (possession ?? "home");
    rows.push({
      period: state.situation.period ?? 1,
      clock: before.period === state.situation.period ? snapClock(state, before.clockSeconds) : 900,
      side,
      word,
      down: kicked ? undefined : down,
      distance,
      yardline100: yardline100 ?? 0,
      home: homeScore,
      away: awayScore,
    });
  });
  const final = timeline.states.at(-1)?.situation;
  return {
    rows,
    home: final?.homeScore ?? 0,
    away: final?.awayScore ?? 0,
    spread: timeline.game.spreadHome ?? 0,
  };
}

/** The snap's clock is about the whistle's plus a play's length. */
function snapClock(state: TrueState, before: number | undefined): number {
  return Math.min(before ?? 900, (state.situation.clockSeconds ?? 0) + 6);
}

/** Generated games between drawn teams. */
export function generatedGames(count: number, firstSeed = 1): Timeline[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = firstSeed + index;
    const [home, away] = drawTeams(seededChance(seed, "realism/teams"), 2);
    if (home === undefined || away === undefined) throw new Error("no teams");
    const kickoffAt = Date.UTC(2026, 8, 15, 0, 15);
    return generateGame(
      createMatchup({ seed, home, away, kickoffAt, week: 1, season: 2026 }),
      seed,
    );
  });
}
