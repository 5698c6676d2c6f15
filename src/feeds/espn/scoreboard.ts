/**
 * The scoreboard's wire shape. Tolerant: an optional field of a wrong type is "not known", and one
 * event that cannot be read is dropped alone. Only what the desk uses is named.
 */
import { z } from "zod";

function toNumber(value: number | string | null | undefined): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || !/^[+-]?\d{1,12}(\.\d{1,12})?$/.test(value)) return undefined;
  return Number(value);
}

/** A number, or a text that is one; everything else is not known. */
const looseNumber = z
  .union([z.number(), z.string()])
  .nullish()
  .transform(toNumber)
  .catch(undefined);

/** A text or a number as text; null and everything else is not known. */
const looseText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? undefined : String(value)))
  .catch(undefined);

const looseFlag = z.boolean().optional().catch(undefined);

/** A score: a text on the scoreboard, `{value}` in schedules. */
const score = z
  .union([
    looseNumber.refine((value) => value !== undefined),
    z.object({ value: looseNumber }).transform(({ value }) => value),
  ])
  .catch(undefined);

const id = z.union([z.string().min(1).max(40), z.int()]).transform(String);

const teamRef = z.object({ id: looseText }).optional().catch(undefined);

const spot = z.object({ yardLine: looseNumber, team: teamRef }).optional().catch(undefined);

const lastPlay = z
  .object({
    id: looseText,
    type: z.object({ id: looseText, text: looseText }).optional().catch(undefined),
    text: looseText,
    scoreValue: looseNumber,
    team: teamRef,
    start: spot,
    end: spot,
    statYardage: looseNumber,
  })
  .optional()
  .catch(undefined);

const situation = z
  .object({
    lastPlay,
    down: looseNumber,
    yardLine: looseNumber,
    distance: looseNumber,
    downDistanceText: looseText,
    shortDownDistanceText: looseText,
    possessionText: looseText,
    isRedZone: looseFlag,
    homeTimeouts: looseNumber,
    awayTimeouts: looseNumber,
    possession: looseText,
  })
  .optional()
  .catch(undefined);

const teamOdds = z
  .object({ favorite: looseFlag, moneyLine: looseNumber })
  .optional()
  .catch(undefined);

/** Prices at both ends of the betting: `close` is the current one until kickoff. */
const priced = z.object({ odds: looseText, line: looseText }).optional().catch(undefined);
const sidePrices = z.object({ open: priced, close: priced }).optional().catch(undefined);
const bothPrices = z.object({ home: sidePrices, away: sidePrices }).optional().catch(undefined);

const oddsEntry = z
  .object({
    provider: z.object({ name: looseText }).optional().catch(undefined),
    details: looseText,
    overUnder: looseNumber,
    spread: looseNumber,
    homeTeamOdds: teamOdds,
    awayTeamOdds: teamOdds,
    moneyline: bothPrices,
    pointSpread: bothPrices,
  })
  .optional()
  .catch(undefined);

/** A list of offers, or the one offer that the header's scoreboard has. */
const odds = z
  .preprocess(
    (value) => (Array.isArray(value) ? (value as unknown[]) : [value]),
    z.array(oddsEntry),
  )
  .transform((entries) => entries.filter((entry) => entry !== undefined))
  .catch([]);

const status = z.object({
  clock: looseNumber,
  displayClock: looseText,
  period: looseNumber,
  type: z.object({
    name: z.string().max(80),
    state: z.enum(["pre", "in", "post"]),
    completed: looseFlag,
    detail: looseText,
    description: looseText,
  }),
});

const competitor = z.object({
  homeAway: z.enum(["home", "away"]),
  score,
  team: z.object({ id, abbreviation: z.string().min(1).max(16), displayName: looseText }),
});

const competition = z.object({
  neutralSite: looseFlag,
  venue: z.object({ indoor: looseFlag }).optional().catch(undefined),
  competitors: z.array(competitor).length(2),
  status,
  situation,
  odds,
});

/** While a game is on ESPN has been seen to swap the words and the number of its weather. */
const weather = z
  .object({ displayValue: looseText, conditionId: looseText, temperature: looseNumber })
  .optional()
  .catch(undefined);

/** The status stands on the event and on its competition; either one does. */
function withStatus(event: unknown): unknown {
  if (typeof event !== "object" || event === null) return event;
  if (!("status" in event) || !("competitions" in event)) return event;
  const { status: told, competitions } = event;
  if (!Array.isArray(competitions)) return event;
  const filled = (competitions as unknown[]).map((one) =>
    typeof one === "object" && one !== null && !("status" in one) ? { ...one, status: told } : one,
  );
  return { ...event, competitions: filled };
}

/** One game as the scoreboard lists it. */
export const EventShape = z.preprocess(
  withStatus,
  z.object({
    id,
    date: z.string().catch(""),
    season: z.object({ year: looseNumber, type: looseNumber }).optional().catch(undefined),
    week: z.object({ number: looseNumber }).optional().catch(undefined),
    weather,
    competitions: z.array(competition).min(1),
  }),
);

export type EspnEvent = z.output<typeof EventShape>;
export type EspnWeather = EspnEvent["weather"];
export type EspnCompetition = EspnEvent["competitions"][number];
export type EspnStatus = EspnCompetition["status"];
export type EspnSituation = NonNullable<EspnCompetition["situation"]>;
export type EspnLastPlay = NonNullable<EspnSituation["lastPlay"]>;
export type EspnOdds = EspnCompetition["odds"][number];

/** The list of events, whose members are read one by one: plain, or in the site's page data. */
export const ScoreboardShape = z.union([
  z
    .object({ events: z.array(z.unknown()) })
    .transform(({ events }) => ({ events, path: ["events"] })),
  z
    .object({ content: z.object({ sbData: z.object({ events: z.array(z.unknown()) }) }) })
    .transform(({ content }) => ({
      events: content.sbData.events,
      path: ["content", "sbData", "events"],
    })),
  z
    .object({ sbData: z.object({ events: z.array(z.unknown()) }) })
    .transform(({ sbData }) => ({ events: sbData.events, path: ["sbData", "events"] })),
]);

/** The part of a game's summary that still knows the pre-game line once the game is on. */
export const SummaryShape = z.object({ pickcenter: odds });

/**
 * How a game stands by its summary. Its shape during a game was never seen: whatever else comes is
 * no second look. Strict, so that nothing is compared that was not really said.
 */
export const SummaryHeaderShape = z.object({
  header: z.object({
    id,
    competitions: z.tuple([
      z.object({
        competitors: z.array(z.object({ id, homeAway: z.enum(["home", "away"]), score })).length(2),
        status: z.object({ period: looseNumber, type: z.object({ state: z.string() }) }),
      }),
    ]),
  }),
});

export type SummaryHeader = z.output<typeof SummaryHeaderShape>["header"];
