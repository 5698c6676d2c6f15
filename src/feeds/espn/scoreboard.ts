/**
 * The scoreboard's wire shape. Tolerant: an optional field of a wrong type is "not known", and one
 * event that cannot be read is dropped alone. Only what the desk uses is named.
 */
import { z } from "zod";

function toNumber(value: number | string | null | undefined): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || !/^-?\d+(\.\d+)?$/.test(value)) return undefined;
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

const favourite = z.object({ favorite: looseFlag }).optional().catch(undefined);

const oddsEntry = z.object({
  details: looseText,
  overUnder: looseNumber,
  spread: looseNumber,
  homeTeamOdds: favourite,
  awayTeamOdds: favourite,
});

const odds = z
  .preprocess(
    (value) => (Array.isArray(value) ? value.filter((entry) => entry !== null) : []),
    z.array(oddsEntry),
  )
  .catch([]);

const status = z.object({
  clock: looseNumber,
  displayClock: looseText,
  period: looseNumber,
  type: z.object({
    name: z.string(),
    state: z.enum(["pre", "in", "post"]),
    completed: looseFlag,
    detail: looseText,
    description: looseText,
  }),
});

const competitor = z.object({
  homeAway: z.enum(["home", "away"]),
  score: looseNumber,
  team: z.object({ id, abbreviation: z.string().min(1).max(8), displayName: looseText }),
});

const competition = z.object({
  neutralSite: looseFlag,
  competitors: z.array(competitor).length(2),
  status,
  situation,
  odds,
});

/** One game as the scoreboard lists it. */
export const EventShape = z.object({
  id,
  date: z.string(),
  season: z.object({ year: looseNumber, type: looseNumber }).optional().catch(undefined),
  week: z.object({ number: looseNumber }).optional().catch(undefined),
  competitions: z.array(competition).min(1),
});

export type EspnEvent = z.output<typeof EventShape>;
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
]);

/** The part of a game's summary that still knows the pre-game line once the game is on. */
export const SummaryShape = z.object({ pickcenter: odds });
