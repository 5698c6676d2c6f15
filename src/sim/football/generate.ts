/** A whole game, drawn play by play from a seed. */
import { seededChance, wholeBetween } from "../../domain/chance.ts";
import type { Game } from "../../domain/game.ts";
import { pregameState, startState } from "../bare-states.ts";
import type { Timeline, Venue } from "../timeline.ts";
import { openField } from "./field.ts";
import type { Field } from "./field.ts";
import { kickoff, tryForPoints } from "./kicks.ts";
import { playDown } from "./scrimmage.ts";
import { endPeriod, pause, untilSnap } from "./time.ts";

const weekMs = 7 * 24 * 3_600_000;
const statesMax = 1_000;
/** Of the streams that a seed has, one in which the default night is a close game. */
const stream = "football203";

/** The same game and seed give the same timeline on every machine. `venue`: on neutral ground. */
export function generateGame(game: Game, seed: number, venue?: Venue): Timeline {
  const chance = seededChance(seed, `${stream}/${game.eventId}`);
  const firstKickAt = game.kickoffAt + wholeBetween(chance, 120, 240) * 1000;
  const field = openField(chance, game, firstKickAt);
  field.states.push(pregameState(game.kickoffAt - weekMs), startState(firstKickAt));
  while (field.next.kind !== "over") {
    playNext(field);
    if (field.states.length > statesMax) throw new Error(`a game without an end, seed ${seed}`);
  }
  const { spreadHome, totalPoints } = game;
  const hasOdds = spreadHome !== undefined && totalPoints !== undefined;
  const odds = hasOdds ? { spread: -spreadHome, overUnder: totalPoints } : undefined;
  return { game, odds, states: field.states, ...(venue === undefined ? {} : { venue }) };
}

function playNext(field: Field): void {
  const { next } = field;
  switch (next.kind) {
    case "kickoff":
      if (field.clock <= 0) return endPeriod(field);
      kickoff(field, next.kicker, next.afterSafety);
      // The teams change over; the clock starts with the snap.
      if (isPlaying(field) && field.clock > 0) pause(field, 12, 22);
      return;
    case "try":
      return tryForPoints(field, next.scorer);
    case "scrimmage": {
      const period = field.period;
      untilSnap(field);
      // After an end of period or a kickoff that it brings, look again at what is next.
      if (field.period === period && isPlaying(field)) playDown(field);
      return;
    }
    case "over":
      return;
  }
}

function isPlaying(field: Field): boolean {
  return field.next.kind === "scrimmage";
}
