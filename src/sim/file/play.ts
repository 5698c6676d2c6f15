/** One row of a plays file in nflverse's columns, read at the border. */
import { z } from "zod";

export type Play = {
  /** Line in the file, for messages. */
  readonly line: number;
  /** Order of the rows; the file's own order where it has no `row` column. */
  readonly row: number;
  readonly gameId: string;
  readonly playId: number;
  readonly week: number | undefined;
  readonly homeTeam: string;
  readonly awayTeam: string;
  /** On a kickoff the receiving team, on a try the scoring team. */
  readonly offence: string | undefined;
  readonly period: number | undefined;
  /** Seconds left in the period at the snap. */
  readonly clockSeconds: number | undefined;
  readonly down: number | undefined;
  readonly distance: number | undefined;
  readonly yardline100: number | undefined;
  readonly playType: string;
  readonly text: string;
  readonly homeTimeouts: number | undefined;
  readonly awayTimeouts: number | undefined;
  /** Score after the play. */
  readonly homeScore: number | undefined;
  readonly awayScore: number | undefined;
  /** Unix ms of the snap and of the whistle. */
  readonly snapAt: number | undefined;
  readonly whistleAt: number | undefined;
  readonly spreadHome: number | undefined;
  readonly totalPoints: number | undefined;
  readonly neutralSite: boolean;
  /** The final result: the same on every row. */
  readonly homeFinal: number;
  readonly awayFinal: number;
};

const absent = (text: string): boolean => text === "" || text === "NA";

const text = z.string().optional();
const whole = z
  .string()
  .refine((value) => absent(value) || /^-?\d+(\.0)?$/.test(value), "must be a whole number")
  .transform((value) => (absent(value) ? undefined : Number(value)));
const decimal = z
  .string()
  .refine((value) => absent(value) || Number.isFinite(Number(value)), "must be a number")
  .transform((value) => (absent(value) ? undefined : Number(value)));
const moment = z
  .string()
  .refine((value) => absent(value) || !Number.isNaN(Date.parse(value)), "must be a UTC time")
  .transform((value) => (absent(value) ? undefined : Date.parse(value)));
const result = whole.refine((value) => value !== undefined, "must be the final score");

/** The columns that must be there, as texts of one row. */
export const PlayRow = z.object({
  row: whole.optional(),
  game_id: z.string().min(1),
  play_id: whole.refine((value) => value !== undefined, "must be a whole number"),
  week: whole.optional(),
  home_team: z.string().min(1),
  away_team: z.string().min(1),
  posteam: z.string(),
  qtr: whole,
  quarter_seconds_remaining: whole,
  down: whole,
  ydstogo: whole,
  yardline_100: whole,
  play_type: z.string(),
  desc: z.string(),
  home_timeouts_remaining: whole,
  away_timeouts_remaining: whole,
  total_home_score: whole,
  total_away_score: whole,
  time_of_day: moment,
  end_clock_time: moment.optional(),
  spread_line: decimal.optional(),
  total_line: decimal.optional(),
  location: text,
  home_score: result,
  away_score: result,
});

/** Columns without which a plays file cannot be played. */
export const PLAY_COLUMNS: readonly string[] = Object.entries(PlayRow.shape)
  .filter(([, schema]) => !schema.safeParse(undefined).success)
  .map(([name]) => name);

/** A parsed row in the words of the house. `order` stands in for a missing `row`. */
export function playOf(row: z.output<typeof PlayRow>, line: number, order: number): Play {
  return {
    line,
    row: row.row ?? order,
    gameId: row.game_id,
    playId: row.play_id ?? 0,
    week: row.week,
    homeTeam: row.home_team,
    awayTeam: row.away_team,
    offence: absent(row.posteam) ? undefined : row.posteam,
    period: row.qtr,
    clockSeconds: row.quarter_seconds_remaining,
    down: row.down,
    distance: row.ydstogo,
    yardline100: row.yardline_100,
    playType: absent(row.play_type) ? "" : row.play_type,
    text: row.desc,
    homeTimeouts: row.home_timeouts_remaining,
    awayTimeouts: row.away_timeouts_remaining,
    homeScore: row.total_home_score,
    awayScore: row.total_away_score,
    snapAt: row.time_of_day,
    whistleAt: row.end_clock_time,
    spreadHome: row.spread_line,
    totalPoints: row.total_line,
    neutralSite: row.location === "Neutral",
    homeFinal: row.home_score ?? 0,
    awayFinal: row.away_score ?? 0,
  };
}
