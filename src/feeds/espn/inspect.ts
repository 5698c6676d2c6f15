/** A whole scoreboard as the desk reads it, event by event: what `mnf doctor espn` shows. */
import { z } from "zod";
import type { TeamSide } from "../../domain/game.ts";
import { type Reading, unreadable } from "../../domain/reading.ts";
import { readLine } from "./odds.ts";
import { type EspnEvent, EventShape } from "./scoreboard.ts";
import { readSituation } from "./situation.ts";
import { listEvents, readParsedEvent, teamOf } from "./slate.ts";

/** One event in the wire's spelling: null is "not known". */
export type InspectedRow = {
  readonly event_id: string | null;
  /** The payload's own abbreviations, never another source's. */
  readonly home: string | null;
  readonly away: string | null;
  /** ESPN's own word: pre, in, post. */
  readonly state: string | null;
  /** ESPN's own name, e.g. STATUS_HALFTIME. */
  readonly status: string | null;
  readonly period: number | null;
  readonly clock_seconds: number | null;
  readonly home_score: number | null;
  readonly away_score: number | null;
  readonly possession: string | null;
  readonly down: number | null;
  readonly distance: number | null;
  readonly goal_to_go: boolean | null;
  readonly yardline_100: number | null;
  readonly home_timeouts: number | null;
  readonly away_timeouts: number | null;
  readonly neutral_site: boolean | null;
  /** Points by which the home team is favoured, in whatever state the payload tells them. */
  readonly spread_home: number | null;
  readonly total: number | null;
};

export type Inspected = {
  readonly row: InspectedRow;
  /** The event's object exactly as it came. */
  readonly raw: string;
  /** Why the desk would not take this event; undefined: it would. */
  readonly refused: string | undefined;
};

const text = z.string().max(200).optional().catch(undefined);

/** What can be told of an event that is no game for the desk, e.g. of teams not yet known. */
const PartialEvent = z.object({
  id: z
    .union([z.string().max(40), z.int()])
    .transform(String)
    .optional()
    .catch(undefined),
  competitions: z
    .array(
      z.object({
        competitors: z
          .array(
            z
              .object({
                homeAway: text,
                team: z.object({ abbreviation: text }).optional().catch(undefined),
              })
              .catch({ homeAway: undefined, team: undefined }),
          )
          .catch([]),
        status: z
          .object({ type: z.object({ name: text, state: text }).optional().catch(undefined) })
          .optional()
          .catch(undefined),
      }),
    )
    .catch([]),
});

const nothing: InspectedRow = {
  event_id: null,
  home: null,
  away: null,
  state: null,
  status: null,
  period: null,
  clock_seconds: null,
  home_score: null,
  away_score: null,
  possession: null,
  down: null,
  distance: null,
  goal_to_go: null,
  yardline_100: null,
  home_timeouts: null,
  away_timeouts: null,
  neutral_site: null,
  spread_home: null,
  total: null,
};

function partialRow(json: unknown): InspectedRow {
  const parsed = PartialEvent.safeParse(json);
  if (!parsed.success) return nothing;
  const { id, competitions } = parsed.data;
  const competition = competitions[0];
  const nameOf = (side: TeamSide): string | null =>
    competition?.competitors.find(({ homeAway }) => homeAway === side)?.team?.abbreviation ?? null;
  return {
    ...nothing,
    event_id: id ?? null,
    home: nameOf("home"),
    away: nameOf("away"),
    state: competition?.status?.type?.state ?? null,
    status: competition?.status?.type?.name ?? null,
  };
}

/** A row needs the two teams; whether the desk would take the game is another question. */
function rowOf(event: EspnEvent): InspectedRow | undefined {
  const competition = event.competitions[0];
  const home = teamOf(event, "home");
  const away = teamOf(event, "away");
  if (competition === undefined || home === undefined || away === undefined) return undefined;
  const teams = { home, away };
  const situation = readSituation(competition, teams);
  const line = readLine(competition.odds, home.abbreviation, away.abbreviation);
  const { possession, down } = situation;
  return {
    event_id: event.id,
    home: home.abbreviation,
    away: away.abbreviation,
    state: situation.state,
    status: competition.status.type.name,
    period: situation.period ?? null,
    clock_seconds: situation.clockSeconds ?? null,
    home_score: situation.homeScore ?? null,
    away_score: situation.awayScore ?? null,
    possession: possession === undefined ? null : teams[possession].abbreviation,
    down: down ?? null,
    distance: situation.distance ?? null,
    goal_to_go: down === undefined ? null : situation.goalToGo,
    yardline_100: situation.yardline100 ?? null,
    home_timeouts: situation.homeTimeouts ?? null,
    away_timeouts: situation.awayTimeouts ?? null,
    neutral_site: competition.neutralSite ?? null,
    spread_home: line.spreadHome ?? null,
    total: line.totalPoints ?? null,
  };
}

function inspectEvent(json: unknown, raw: string): Inspected {
  const parsed = EventShape.safeParse(json);
  if (!parsed.success) {
    return { row: partialRow(json), raw, refused: z.prettifyError(parsed.error) };
  }
  const reading = readParsedEvent(parsed.data, raw);
  const refused = reading.kind === "read" ? undefined : reading.why;
  return { row: rowOf(parsed.data) ?? partialRow(json), raw, refused };
}

/** Every event of a scoreboard or of the site's page data; none is left out. */
export function inspectScoreboard(body: string): Reading<readonly Inspected[]> {
  const listed = listEvents(body);
  if (listed.kind === "unreadable") return unreadable(listed.why);
  const { events, slices } = listed.value;
  const rows = events.map((event, index) => inspectEvent(event, slices[index] ?? ""));
  return { kind: "read", value: rows };
}
