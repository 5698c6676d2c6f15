/** ESPN's status object and the words of the kickoff (reference: ESPN dossier §3). */
import { easternTime } from "../calendar.ts";
import type { TrueState } from "../timeline.ts";
import { clockText, statusText } from "../wording.ts";

type StatusName = readonly [id: string, name: string, description: string];

const inProgress: StatusName = ["2", "STATUS_IN_PROGRESS", "In Progress"];

const names: Readonly<Record<string, StatusName>> = {
  scheduled: ["1", "STATUS_SCHEDULED", "Scheduled"],
  inProgress,
  endOfPeriod: ["22", "STATUS_END_PERIOD", "End of Period"],
  halftime: ["23", "STATUS_HALFTIME", "Halftime"],
  delayed: ["7", "STATUS_DELAYED", "Delayed"],
  suspended: ["8", "STATUS_SUSPENDED", "Suspended"],
  postponed: ["6", "STATUS_POSTPONED", "Postponed"],
  canceled: ["5", "STATUS_CANCELED", "Canceled"],
  final: ["3", "STATUS_FINAL", "Final"],
};

const earliestMs = 4 * 3_600_000;
const latestMs = 20 * 60_000;

function dayOrdinal(day: number): string {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th")}`;
}

function kickoffText(at: number): { readonly detail: string; readonly shortDetail: string } {
  const { weekday, monthName, month, day, clock } = easternTime(at);
  return {
    detail: `${weekday}, ${monthName} ${dayOrdinal(day)} at ${clock}`,
    shortDetail: `${month}/${day} - ${clock}`,
  };
}

/** True while a game that is still to begin may show the clock of its first quarter. */
export function isSameDay(kickoffAt: number, at: number): boolean {
  return kickoffAt - at <= earliestMs && kickoffAt - at >= latestMs;
}

export type StatusOptions = {
  readonly state: TrueState;
  readonly clockSeconds: number;
  /** As announced now. */
  readonly kickoffAt: number;
  /** Before the game: period 1 and 15:00 instead of nothing. */
  readonly early: boolean;
};

/** Period and clock: none before the game (but for the same-day variant) and where none is played. */
function timeOf({ state, clockSeconds, early }: StatusOptions): readonly [number, number] {
  const { situation } = state;
  if (situation.state === "pre") return early ? [1, 900] : [0, 0];
  const stopped = situation.phase === "suspended";
  const clock = situation.state === "in" || stopped ? clockSeconds : 0;
  return [situation.period ?? 0, clock];
}

/** The status as it stands both on the event and (with `isTBDFlex`) on the competition. */
export function statusBody(options: StatusOptions): object {
  const { phase, completed, state: stage } = options.state.situation;
  const [id, name, description] = names[phase] ?? inProgress;
  const [period, clock] = timeOf(options);
  const words =
    stage === "pre"
      ? kickoffText(options.kickoffAt)
      : {
          detail: statusText(phase, period, clock, true),
          shortDetail: statusText(phase, period, clock, false),
          ...(phase === "final" && period > 4 ? { altDetail: "OT" } : {}),
        };
  return {
    clock,
    displayClock: clockText(clock),
    period,
    type: { id, name, state: stage, completed, description, ...words },
  };
}
