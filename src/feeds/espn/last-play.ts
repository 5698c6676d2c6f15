/** What the last play was. Ids decide; an id never seen is read by the words of its type. */
import type { LastPlay, PlayKind } from "../../domain/game.ts";
import type { EspnLastPlay } from "./scoreboard.ts";

const kinds: Readonly<Record<string, PlayKind>> = {
  "2": "endOfPeriod",
  "3": "scrimmage",
  "5": "scrimmage",
  "7": "scrimmage",
  "8": "penalty",
  "9": "scrimmage",
  "12": "kickoff",
  "18": "fieldGoal",
  "20": "safety",
  "21": "timeout",
  "24": "scrimmage",
  "26": "turnover",
  "29": "turnover",
  "32": "touchdown",
  "36": "touchdown",
  "52": "punt",
  "53": "kickoff",
  "59": "fieldGoal",
  "60": "fieldGoal",
  "61": "extraPoint",
  "65": "endOfPeriod",
  "66": "endOfPeriod",
  "67": "touchdown",
  "68": "touchdown",
  "70": "other",
  "74": "timeout",
  "75": "twoMinuteWarning",
};

/** Tried in order: a "Two Point Pass" is a try, a "Punt Return Touchdown" a touchdown. */
const words: readonly (readonly [RegExp, PlayKind])[] = [
  [/two.?point|extra point|conversion/i, "extraPoint"],
  [/touchdown/i, "touchdown"],
  [/field goal/i, "fieldGoal"],
  [/safety/i, "safety"],
  [/interception|\(opponent\)/i, "turnover"],
  [/punt/i, "punt"],
  [/kickoff/i, "kickoff"],
  [/two.?minute/i, "twoMinuteWarning"],
  [/timeout/i, "timeout"],
  [/end (of )?(period|half|game)/i, "endOfPeriod"],
  [/penalty/i, "penalty"],
  [/rush|pass|sack|fumble recovery/i, "scrimmage"],
];

const kickoffWords = /^(?!.*touchdown).*kickoff/i;

/** True for the family of plays after which ESPN leaves `possession` out. */
export function isKickoff(play: EspnLastPlay | undefined): boolean {
  const id = play?.type?.id ?? "";
  if (id === "53" || id === "12") return true;
  return !Object.hasOwn(kinds, id) && kickoffWords.test(play?.type?.text ?? "");
}

/** After these a kickoff follows, whatever situation is left standing. */
export function isEndOfHalf(play: EspnLastPlay | undefined): boolean {
  return play?.type?.id === "65" || play?.type?.id === "66";
}

export function isPunt(play: EspnLastPlay | undefined): boolean {
  return play?.type?.id === "52";
}

function kindOf(play: EspnLastPlay): PlayKind {
  const id = play.type?.id ?? "";
  const known = Object.hasOwn(kinds, id) ? kinds[id] : undefined;
  if (known !== undefined) return known;
  const text = play.type?.text ?? "";
  const word = words.find(([pattern]) => pattern.test(text));
  if (word !== undefined) return word[1];
  return play.scoreValue === 6 ? "touchdown" : "other";
}

/** The last play; `undefined` when none is told. Its id is opaque: extra points are negative. */
export function readLastPlay(play: EspnLastPlay | undefined): LastPlay | undefined {
  if (play?.id === undefined) return undefined;
  return { id: play.id, kind: kindOf(play), text: play.text ?? "", yards: play.statYardage };
}

/**
 * The number of a play within its game: its id without the event's. `undefined` for ids that do
 * not follow that rule, which have no place in time.
 */
export function playNumber(eventId: string, playId: string | undefined): number | undefined {
  if (playId === undefined || !playId.startsWith(eventId)) return undefined;
  const rest = playId.slice(eventId.length);
  return /^\d{1,6}$/.test(rest) ? Number(rest) : undefined;
}
