/** How each leg of the data stands: one shape, one word, one age. Pure. */
import type { BreakerView, StatusView, View } from "../../../src/engine/view-types.ts";
import { ageNow, age } from "./times.ts";
import { unknownText } from "./numbers.ts";

export type Health = "good" | "late" | "bad" | "unknown";
export type Chip = {
  readonly name: string;
  readonly health: Health;
  readonly words: string;
  /** More for who points at it. */
  readonly more: string;
};

const espnFreshMax = 6;
const staleAfter = 10;
const checkMax = 30;

function worse(left: Health, right: Health): Health {
  const order: readonly Health[] = ["good", "unknown", "late", "bad"];
  return order.indexOf(left) >= order.indexOf(right) ? left : right;
}

function healthOfAge(seconds: number | undefined, freshMax: number, max: number): Health {
  if (seconds === undefined) return "unknown";
  if (seconds <= freshMax) return "good";
  return seconds <= max ? "late" : "bad";
}

function breakerHealth(breaker: BreakerView): Health {
  return { CLOSED: "good", HALF_OPEN: "late", OPEN: "bad" }[breaker.state] as Health;
}

/** Age of the last ESPN answer right now; undefined: never heard. */
export function espnAge(view: View | undefined, sinceMs: number): number | undefined {
  return ageNow(view?.ages.espn_answer, sinceMs, view?.status.speed ?? null);
}

/** The ESPN leg is too old for anything that rests on it. Before kickoff polling is slow. */
export function isEspnStale(view: View | undefined, sinceMs: number): boolean {
  if (view === undefined || view.game_state.state !== "in") return false;
  const seconds = espnAge(view, sinceMs);
  return seconds !== undefined && seconds > staleAfter;
}

export function isKalshiStale(view: View | undefined, sinceMs: number): boolean {
  if (view === undefined || view.game_state.state === "post") return false;
  const seconds = ageNow(view.ages.kalshi_frame, sinceMs, view.status.speed);
  return seconds !== undefined && seconds > staleAfter;
}

export function espnChip(view: View, sinceMs: number): Chip {
  const answer = espnAge(view, sinceMs);
  const content = ageNow(view.ages.espn_content, sinceMs, view.status.speed);
  const breaker = view.circuit_breaker.espn;
  const isWaiting = view.game_state.state !== "in";
  const ageHealth = healthOfAge(answer, isWaiting ? 45 : espnFreshMax, isWaiting ? 60 : staleAfter);
  const health = worse(ageHealth, breakerHealth(breaker));
  const more =
    `Last answer ${age(answer)} ago, content unchanged for ${age(content)}, ` +
    `breaker ${breaker.state}${breaker.last_error === null ? "" : `, ${breaker.last_error}`}`;
  return { name: "ESPN", health, words: age(answer), more };
}

export function kalshiChip(view: View, sinceMs: number): Chip {
  const { speed } = view.status;
  const frame = ageNow(view.ages.kalshi_frame, sinceMs, speed);
  const check = ageNow(view.ages.kalshi_check, sinceMs, speed);
  const { home, away } = view.market_state;
  const broken = [home, away].find((book) => book?.book === "broken");
  const breaker = view.circuit_breaker.kalshi;
  const byAge = worse(
    healthOfAge(frame, staleAfter, staleAfter),
    healthOfAge(check, checkMax, checkMax) === "bad" ? "late" : "good",
  );
  const health = worse(broken === undefined ? byAge : "bad", breakerHealth(breaker));
  const words = broken === undefined ? age(frame) : "resyncing";
  const more =
    `Last frame ${age(frame)} ago, checked over REST ${age(check)} ago, breaker ${breaker.state}` +
    (breaker.last_error === null ? "" : `, ${breaker.last_error}`);
  return { name: "Kalshi book", health, words, more };
}

const journalHealth: Readonly<Record<StatusView["journal"], Health>> = {
  ok: "good",
  down: "bad",
};

export function journalChip(view: View): Chip {
  const { journal } = view.status;
  const more =
    journal === "down"
      ? "The journal cannot be written: nothing is sent that cannot be recorded."
      : "Every decision is written down before it is acted on.";
  return { name: "Journal", health: journalHealth[journal], words: journal, more };
}

export function pageChip(roundTripMs: number | undefined): Chip {
  const words =
    roundTripMs === undefined ? unknownText : `${Math.max(1, Math.round(roundTripMs))} ms`;
  return { name: "Page link", health: "good", words, more: "Page to desk and back." };
}

/** The worst of the chips, for screens that have room for one. */
export function worstOf(chips: readonly Chip[]): Chip | undefined {
  return chips.reduce<Chip | undefined>((worst, chip) => {
    if (worst === undefined) return chip;
    return worse(chip.health, worst.health) === worst.health ? worst : chip;
  }, undefined);
}
