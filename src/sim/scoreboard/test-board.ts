/** A scoreboard under a hand-moved clock, for tests. */
import type { HttpResponse } from "../../domain/ports.ts";
import { generateGame } from "../football/generate.ts";
import { createMatchup } from "../football/matchup.ts";
import type { MatchupOptions } from "../football/matchup.ts";
import { teamById } from "../teams.ts";
import type { Timeline } from "../timeline.ts";
import type { Lag } from "./lag.ts";
import { createScoreboard } from "./scoreboard.ts";
import type { Waywardness } from "./waywardness.ts";

/** 2026-09-15T00:15Z, a Monday evening in New York. */
export const kickoffAt = 1_789_431_300_000;
const host = "http://espn.sim/apis/site/v2/sports/football/nfl";
const agent = "MNF-Trader/0.1 (+https://example.org)";

export type Json = { readonly [name: string]: Json } & readonly Json[] & string & number;

/** A game of Philadelphia at home to Dallas. */
export function gameOf(seed: number, more: Partial<MatchupOptions> = {}): Timeline {
  const [home, away] = [teamById("21"), teamById("6")];
  const options = { seed, home, away, kickoffAt, week: 1, season: 2026, ...more };
  return generateGame(createMatchup(options), seed);
}

/** The rest of a slate: Kansas City at home to Buffalo. */
export function otherGame(seed: number): Timeline {
  return gameOf(seed, { home: teamById("12"), away: teamById("2") });
}

export type Board = {
  /** Answer to the scoreboard, or to `path` (e.g. "summary?event=1"); undefined: silence. */
  ask(at: number, path?: string, headers?: Record<string, string>): HttpResponse | undefined;
  /** An event of the answer; the first without an id. */
  event(at: number, eventId?: string): Json;
};

export function boardOf(
  timelines: readonly Timeline[],
  waywardness: Waywardness,
  lag: Lag = { kind: "fixed", seconds: 0 },
): Board {
  let now = 0;
  const clock = { now: () => ({ at: now, mono: 0 }) };
  const board = createScoreboard({ clock, timelines, lag, waywardness });
  const ask: Board["ask"] = (at, path = "scoreboard", headers = {}) => {
    now = at;
    const url = `${host}/${path}`;
    const sent = { "user-agent": agent, ...headers };
    return board.handle({ method: "GET", url, headers: sent }) as HttpResponse | undefined;
  };
  return {
    ask,
    event(at, eventId) {
      const events = (JSON.parse(ask(at)?.body ?? "{}") as Json)["events"] ?? [];
      const wanted = [...(events as Json[])].find(
        ({ id }) => eventId === undefined || id === eventId,
      );
      if (wanted === undefined) throw new Error("no such event");
      return wanted;
    },
  };
}

/** The competition of an event. */
export function competitionOf(event: Json): Json {
  return event["competitions"]?.[0] as Json;
}

/** Home's and away's points as numbers. */
export function pointsOf(event: Json): readonly [number, number] {
  const sides = [...(competitionOf(event)["competitors"] as unknown as Json[])];
  const of = (side: string): number =>
    Number(sides.find((one) => one["homeAway"] === (side as unknown))?.["score"]);
  return [of("home"), of("away")];
}
