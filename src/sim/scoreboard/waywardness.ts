/**
 * How wayward the scoreboard is: what of it comes apart, what it corrects, and which faults come
 * when. All of it is data and seeded: the same options give the same bytes at the same moment.
 */
import { drawAt, seededChance, wholeBetween } from "../../domain/chance.ts";

/** Clock, score and situation are feeds of their own. */
export type Apart = {
  /** The status clock runs ahead of the situation by at most so many game seconds, drawn per play … */
  readonly clockLeadSeconds: number;
  /** … and with this share by as much as the tail. */
  readonly clockTailSeconds: number;
  readonly clockTailShare: number;
  /** The score shows before or after the situation by at most so many seconds. */
  readonly scoreShiftSeconds: number;
  /** Share of plays whose situation comes later than its lag, by at most so many seconds. */
  readonly trailShare: number;
  readonly trailSeconds: number;
};

/** Corrections of a game, as a number of each kind; they fall on plays that fit. */
export type CorrectionCounts = {
  /** A touchdown is shown that a review takes back ("17 → 10"). */
  readonly scores: number;
  /** The clock is put back up. */
  readonly clocks: number;
  /** Spot and distance of a play are corrected by a yard or two. */
  readonly yards: number;
  /** The text of a play is edited. */
  readonly texts: number;
};

/** What can go wrong with answers. `eventId` undefined: the night's own game. */
export type Fault =
  /** The edge's 403: HTML, not JSON. */
  | { readonly kind: "forbidden" }
  | { readonly kind: "status"; readonly status: 400 | 404 | 429 | 500 | 502 | 503 }
  /** HTML with 200. */
  | { readonly kind: "html" }
  | { readonly kind: "empty" }
  /** The body ends after this share of it. */
  | { readonly kind: "cut"; readonly share: number }
  /** No answer at all. */
  | { readonly kind: "silence" }
  | { readonly kind: "redirect"; readonly location: string }
  /** The body is padded to so many characters. */
  | { readonly kind: "huge"; readonly length: number }
  | { readonly kind: "noEvents" }
  /** The whole answer stands still while the incident lasts, at this many seconds before it. */
  | { readonly kind: "oldBody"; readonly secondsBack: number }
  /** Two caches answer in turn, one of them so many seconds behind the other. */
  | { readonly kind: "flapping"; readonly secondsBack: number }
  /** One game stands still, the others go on. */
  | { readonly kind: "frozen"; readonly eventId?: string }
  | { readonly kind: "noSituation"; readonly eventId?: string }
  | { readonly kind: "noPossession"; readonly eventId?: string }
  /** The event is not listed. */
  | { readonly kind: "gone"; readonly eventId?: string }
  /** The date says another kickoff. */
  | { readonly kind: "kickoffMoved"; readonly minutes: number; readonly eventId?: string }
  /** The away team stands first in the list. */
  | { readonly kind: "sidesSwapped"; readonly eventId?: string }
  /** Another game's teams and state under this event's id. */
  | { readonly kind: "otherGame"; readonly eventId?: string };

/** A fault in a window of the source's time. */
export type Incident = {
  /** Unix ms, first moment and first moment after. */
  readonly from: number;
  readonly until: number;
  readonly fault: Fault;
  /** Share of the requests that meet it; default all. */
  readonly share?: number;
  /** Which address; default the scoreboard. */
  readonly on?: "scoreboard" | "summary";
};

/** How the summary answers: late by so many seconds, not at all (404), or in another shape. */
export type SummaryManner =
  | { readonly kind: "served"; readonly lagSeconds: number }
  | { readonly kind: "off" }
  | { readonly kind: "otherShape" };

export type Waywardness = {
  readonly seed: number;
  readonly apart: Apart;
  /** Of the night's own game. */
  readonly corrections: CorrectionCounts;
  readonly incidents: readonly Incident[];
  readonly summary: SummaryManner;
  /** Answers carry an ETag, and If-None-Match is answered with 304. */
  readonly etags: boolean;
  /** Some games show period 1 and 15:00 while they are still to begin. */
  readonly earlyPeriod: "never" | "some" | "always";
};

const together: Apart = {
  clockLeadSeconds: Infinity,
  clockTailSeconds: 0,
  clockTailShare: 0,
  scoreShiftSeconds: 0,
  trailShare: 0,
  trailSeconds: 0,
};

const noCorrections: CorrectionCounts = { scores: 0, clocks: 0, yards: 0, texts: 0 };

/** Everything as it should be: for tests of single things. */
export function steady(seed: number): Waywardness {
  return {
    seed,
    apart: together,
    corrections: noCorrections,
    incidents: [],
    summary: { kind: "served", lagSeconds: 0 },
    etags: false,
    earlyPeriod: "never",
  };
}

/** The default: what every real night has. No answer contradicts the one before it. */
export function mild(seed: number): Waywardness {
  return {
    ...steady(seed),
    apart: {
      ...together,
      clockLeadSeconds: 15,
      clockTailSeconds: 90,
      clockTailShare: 0.03,
      scoreShiftSeconds: 10,
    },
    corrections: { ...noCorrections, texts: 6 },
    summary: { kind: "served", lagSeconds: 4 },
    earlyPeriod: "some",
  };
}

/** A bad night: corrections of every kind, late situations, and the incidents given. */
export function wild(seed: number, incidents: readonly Incident[]): Waywardness {
  const usual = mild(seed);
  return {
    ...usual,
    apart: { ...usual.apart, trailShare: 0.02, trailSeconds: 90 },
    corrections: { scores: 2, clocks: 3, yards: 4, texts: 12 },
    incidents,
  };
}

export type IncidentPlan = {
  readonly seed: number;
  /** Unix ms between which incidents begin. */
  readonly from: number;
  readonly until: number;
  readonly faults: readonly Fault[];
  /** Seconds from one incident's end to the next one's begin, at least and at most. */
  readonly everySeconds: readonly [number, number];
  /** Seconds that one lasts. */
  readonly lastSeconds: readonly [number, number];
};

/** A seeded schedule: one incident after another, each of a drawn kind. */
export function drawIncidents(plan: IncidentPlan): readonly Incident[] {
  const { seed, from, until, faults, everySeconds, lastSeconds } = plan;
  const chance = seededChance(seed, "scoreboard/incidents");
  const incidents: Incident[] = [];
  let at = from + wholeBetween(chance, ...everySeconds) * 1000;
  while (at < until) {
    const fault = faults[wholeBetween(chance, 0, faults.length - 1)];
    const end = at + wholeBetween(chance, ...lastSeconds) * 1000;
    if (fault === undefined) return incidents;
    incidents.push({ from: at, until: end, fault });
    at = end + wholeBetween(chance, ...everySeconds) * 1000;
  }
  return incidents;
}

/** The incidents that a request meets. `request` counts requests, so that shares can be drawn. */
export function incidentsAt(
  { seed, incidents }: Waywardness,
  on: "scoreboard" | "summary",
  at: number,
  request: number,
): readonly Incident[] {
  return incidents.filter(
    (incident, index) =>
      (incident.on ?? "scoreboard") === on &&
      incident.from <= at &&
      at < incident.until &&
      drawAt(`${seed}/incident/${index}/${request}`) < (incident.share ?? 1),
  );
}
