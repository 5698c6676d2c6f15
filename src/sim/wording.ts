/** The words in which ESPN tells clock, down and spot. */
import type { GamePhase, TeamSide } from "../domain/game.ts";

/** Seconds as "8:41"; the fraction is dropped. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "1st", "2nd", "3rd", "4th". */
export function ordinal(count: number): string {
  return ["0th", "1st", "2nd", "3rd"][count] ?? `${count}th`;
}

/** A period as ESPN names it: "3rd Quarter", "OT", "2OT". */
export function periodText(period: number, long: boolean): string {
  if (period <= 4) return long ? `${ordinal(period)} Quarter` : ordinal(period);
  return period === 5 ? "OT" : `${period - 4}OT`;
}

const words: Readonly<Partial<Record<GamePhase, string>>> = {
  halftime: "Halftime",
  delayed: "Delayed",
  suspended: "Suspended",
  postponed: "Postponed",
  canceled: "Canceled",
};

/** ESPN's `status.type.detail` of a game that has begun; `long` false gives `shortDetail`. */
export function statusText(
  phase: GamePhase,
  period: number,
  clockSeconds: number,
  long: boolean,
): string {
  if (phase === "final") return period > 4 ? `Final/${periodText(period, long)}` : "Final";
  const word = words[phase];
  if (word !== undefined) return word;
  if (phase === "endOfPeriod") return `End of ${periodText(period, long)}`;
  return `${clockText(clockSeconds)} - ${periodText(period, long)}`;
}

/** Yards from the home goal line, 0–100, of a spot given as yards to the goal attacked. */
export function homeLine(side: TeamSide, yardline100: number): number {
  return side === "home" ? 100 - yardline100 : yardline100;
}

/** A home-based yard line as a spot: "PHI 37", "50". */
export function spotText(line: number, home: string, away: string): string {
  if (line === 50) return "50";
  return line < 50 ? `${home} ${line}` : `${away} ${100 - line}`;
}
