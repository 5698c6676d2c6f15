/** ESPN's status names as phases of a game. */
import type { GamePhase } from "../../domain/game.ts";
import type { EspnStatus } from "./scoreboard.ts";

const phases: Readonly<Record<string, GamePhase>> = {
  STATUS_SCHEDULED: "scheduled",
  STATUS_IN_PROGRESS: "inProgress",
  STATUS_END_PERIOD: "endOfPeriod",
  STATUS_END_OF_PERIOD: "endOfPeriod",
  STATUS_HALFTIME: "halftime",
  STATUS_FINAL: "final",
  STATUS_FINAL_OVERTIME: "final",
  STATUS_DELAYED: "delayed",
  STATUS_DELAY: "delayed",
  STATUS_RAIN_DELAY: "delayed",
  STATUS_POSTPONED: "postponed",
  STATUS_SUSPENDED: "suspended",
  STATUS_CANCELED: "canceled",
  STATUS_CANCELLED: "canceled",
};

const statesOf: Readonly<Partial<Record<GamePhase, readonly string[]>>> = {
  scheduled: ["pre"],
  inProgress: ["in"],
  endOfPeriod: ["in"],
  halftime: ["in"],
  final: ["post"],
};

/**
 * The phase of a game. A name never seen, a name that contradicts its state, and a final that is
 * not completed are `unknown`: nobody trades on them and nothing is settled by them.
 */
export function phaseOf(status: EspnStatus): GamePhase {
  const phase = Object.hasOwn(phases, status.type.name) ? phases[status.type.name] : undefined;
  if (phase === undefined) return "unknown";
  if (statesOf[phase]?.includes(status.type.state) === false) return "unknown";
  if (phase === "final" && status.type.completed !== true) return "unknown";
  return phase;
}

const clockMax = 900;

/** "8:41", "0:04.2"; `undefined` for anything else. */
function shownSeconds(text: string | undefined): number | undefined {
  const shown = /^(\d{1,2}):([0-5]\d)(?:\.\d+)?$/.exec(text?.trim() ?? "");
  return shown === null ? undefined : Number(shown[1]) * 60 + Number(shown[2]);
}

/**
 * Seconds left in the period: the number, or the displayed clock when the number is missing. When
 * they differ by more than a second in the game, nobody knows which one is old.
 */
export function clockOf(status: EspnStatus): number | undefined {
  const shown = shownSeconds(status.displayClock);
  const seconds = status.clock === undefined ? shown : Math.floor(status.clock);
  if (seconds === undefined || seconds < 0 || seconds > clockMax) return undefined;
  const differ = shown !== undefined && Math.abs(shown - seconds) > 1;
  return differ && status.type.state === "in" ? undefined : seconds;
}

/** The period, 1 and up; 0 means that the game has none yet. */
export function periodOf(status: EspnStatus): number | undefined {
  const period = status.period;
  return period !== undefined && Number.isInteger(period) && period >= 1 && period <= 20
    ? period
    : undefined;
}
