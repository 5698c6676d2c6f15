/** Gates about the game and its feed. */
import type { GameFacts } from "../facts.ts";
import { finding, type Gate, notYetChecked } from "./gate.ts";
import { ageText, clockText } from "./wording.ts";

const answerAgeMsMax = 10_000;
const slowAnswerAgeMsMax = 45_000;

/** Last good answer ≤ 10 s old, ≤ 45 s before 2 s polling starts. */
export const AGE_ESPN: Gate = ({ game }) => {
  const limit = game.fastPolling ? answerAgeMsMax : slowAnswerAgeMsMax;
  const age = game.answerAgeMs;
  return finding(age !== undefined && age <= limit, ageText(age), `≤ ${ageText(limit)}`);
};

const contentAgeMsMaxAuto = 120_000;
const contentAgeMsMax = 180_000;
const pauseAgeMsMax = 240_000;
const reviewPattern = /\b(under review|being reviewed|is challenging|official review)\b/i;

/**
 * Why nothing needs to change on the scoreboard just now: halftime, the end of a period, a delay,
 * a timeout, a review. undefined: play should go on.
 */
export function stoppageOf(game: GameFacts): string | undefined {
  if (game.phase === "halftime") return "halftime";
  if (game.phase === "endOfPeriod") return "end of period";
  if (game.phase === "delayed") return "delay";
  const { lastPlay } = game;
  if (lastPlay?.kind === "endOfPeriod") return "end of period";
  if (lastPlay?.kind === "timeout" || lastPlay?.kind === "twoMinuteWarning") return "timeout";
  const texts = [game.statusText, lastPlay?.text ?? ""];
  return texts.some((text) => reviewPattern.test(text)) ? "review" : undefined;
}

/** A scoreboard that stands still too long may be frozen. */
export const CONTENT_ESPN: Gate = ({ game }, origin) => {
  const limitMs = origin === "auto" ? contentAgeMsMaxAuto : contentAgeMsMax;
  const age = game.contentAgeMs;
  const limit = `≤ ${ageText(limitMs)}`;
  if (age === undefined) return finding(false, "never", limit);
  if (age <= limitMs) return finding(true, ageText(age), limit);
  const stoppage = stoppageOf(game);
  if (stoppage !== undefined) return finding(true, `${ageText(age)}, ${stoppage}`, limit);
  const pause = game.pauseAgeMs;
  const paused = pause !== undefined && pause <= pauseAgeMsMax;
  return finding(paused, paused ? `${ageText(age)}, pause in play` : ageText(age), limit);
};

/** Two feeds that differ: the first disagreement blocks auto, the second everyone. */
export const FEEDS_AGREE: Gate = ({ feeds }, origin) => {
  const limit = "agree";
  if (feeds === "unchecked") return notYetChecked(limit);
  if (feeds.kind === "noSecondSource") return finding(true, "no second source", limit);
  const tolerated = origin === "auto" ? 0 : 1;
  const value = feeds.disagreements === 0 ? "agree" : `${feeds.disagreements} disagreements`;
  return finding(feeds.disagreements <= tolerated, value, limit);
};

/** Under way: not delayed, not suspended, not unknown. */
export const GAME_LIVE: Gate = ({ game }) => {
  const { phase } = game;
  const live = phase === "inProgress" || phase === "endOfPeriod" || phase === "halftime";
  const value = game.state === "in" || !live ? phase : `${phase} (${game.state})`;
  return finding(game.state === "in" && live, value, "live");
};

/** The model has an answer for this situation. */
export const MODEL_OK: Gate = ({ modelMissing }) =>
  finding(modelMissing === undefined, modelMissing ?? "answers", "answers");

const lastPeriod = 4;

/** Late in the game entries stop; a clock that is not known counts as late. */
export const LATE_GAME: Gate = ({ game, config }) => {
  const late = config.lateGameSeconds;
  if (late === undefined) return finding(true, "not asked for", "off");
  const limit = `until Q4 ${clockText(late)}`;
  if (game.state === "pre") return finding(true, "before the game", limit);
  const { period, clockSeconds } = game;
  if (period !== undefined && period > lastPeriod) return finding(false, "overtime", limit);
  if (period === undefined || clockSeconds === undefined) {
    return finding(false, "clock not known", limit);
  }
  const passed = period < lastPeriod || clockSeconds >= late;
  return finding(passed, `Q${period} ${clockText(clockSeconds)}`, limit);
};

/** Both breakers closed; a ticket needs only Kalshi's. */
export const BREAKERS: Gate = ({ breakers }, origin) => {
  const asked = origin === "ticket" ? (["kalshi"] as const) : (["kalshi", "espn"] as const);
  const open = asked.filter((name) => breakers[name].kind !== "closed");
  const value = open.length === 0 ? "closed" : open.map((name) => `${name} open`).join(", ");
  return finding(open.length === 0, value, "closed");
};
