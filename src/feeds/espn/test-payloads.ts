/** Small scoreboards for tests, in ESPN's shape, made by hand. */

/** LAR at home (id 14), BUF away (id 2). */
export type EventParts = {
  readonly id?: string;
  readonly date?: string;
  readonly homeScore?: unknown;
  readonly awayScore?: unknown;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly type?: Readonly<Record<string, unknown>>;
  readonly situation?: Readonly<Record<string, unknown>> | null;
  readonly odds?: unknown;
  readonly home?: Readonly<Record<string, unknown>>;
  readonly away?: Readonly<Record<string, unknown>>;
  readonly swapped?: boolean;
};

export const gameId = "401900001";
export const kickoffAt = Date.UTC(2026, 9, 13, 0, 15);

const scrimmage = {
  lastPlay: {
    id: "401900001400",
    type: { id: "5", text: "Rush" },
    text: "C.Back up the middle for 4 yards",
    statYardage: 4,
    team: { id: "14" },
    start: { yardLine: 30, team: { id: "14" } },
    end: { yardLine: 34, team: { id: "14" } },
  },
  down: 2,
  yardLine: 34,
  distance: 6,
  downDistanceText: "2nd & 6 at LAR 34",
  shortDownDistanceText: "2nd & 6",
  possessionText: "LAR 34",
  isRedZone: false,
  homeTimeouts: 3,
  awayTimeouts: 2,
  possession: "14",
};

/** Only an absent part takes the usual score: null is something a feed may send. */
function scoreOr(score: unknown, usual: string): unknown {
  return score === undefined ? usual : score;
}

function side(homeAway: "home" | "away", parts: EventParts): unknown {
  const isHome = homeAway === "home";
  const names = isHome
    ? { id: "14", abbreviation: "LAR", displayName: "Los Angeles Rams" }
    : { id: "2", abbreviation: "BUF", displayName: "Buffalo Bills" };
  return {
    homeAway,
    score: isHome ? scoreOr(parts.homeScore, "7") : scoreOr(parts.awayScore, "3"),
    team: { ...names, ...(isHome ? parts.home : parts.away) },
  };
}

/** One event; a live one between two plays unless parts say otherwise. */
export function eventOf(parts: EventParts = {}): Readonly<Record<string, unknown>> {
  const type = {
    id: "2",
    name: "STATUS_IN_PROGRESS",
    state: "in",
    completed: false,
    detail: "8:41 - 2nd Quarter",
    ...parts.type,
  };
  const status = { clock: 521, displayClock: "8:41", period: 2, ...parts.status, type };
  const competitors = [side("home", parts), side("away", parts)];
  const situation =
    parts.situation === null ? {} : { situation: { ...scrimmage, ...parts.situation } };
  return {
    id: parts.id ?? gameId,
    date: parts.date ?? "2026-10-13T00:15Z",
    season: { year: 2026, type: 2 },
    week: { number: 6 },
    competitions: [
      {
        neutralSite: false,
        competitors: parts.swapped === true ? competitors.toReversed() : competitors,
        status,
        ...situation,
        ...(parts.odds === undefined ? {} : { odds: parts.odds }),
      },
    ],
  };
}

export function scoreboardOf(...events: readonly unknown[]): string {
  return JSON.stringify({ leagues: [], events });
}

/** Parts of a game that has not begun. */
export const beforeGame: EventParts = {
  homeScore: "0",
  awayScore: "0",
  status: { clock: 0, displayClock: "0:00", period: 0 },
  type: { id: "1", name: "STATUS_SCHEDULED", state: "pre", detail: "Mon, 8:15 PM EDT" },
  situation: null,
  odds: [{ details: "LAR -3.5", overUnder: 47.5, spread: -3.5 }],
};

/** Parts of a game that is over. */
export const afterGame: EventParts = {
  status: { clock: 0, displayClock: "0:00", period: 4 },
  type: { id: "3", name: "STATUS_FINAL", state: "post", completed: true, detail: "Final" },
  situation: null,
};
