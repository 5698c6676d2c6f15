/** ESPN's status object and the words of the kickoff. */
import { easternTime } from "../calendar.ts";
import type { Timeline, TrueState } from "../timeline.ts";
import { clockText, statusText } from "../wording.ts";

type StatusName = readonly [id: string, name: string, description: string];

const names: Readonly<Record<string, StatusName>> = {
  scheduled: ["1", "STATUS_SCHEDULED", "Scheduled"],
  inProgress: ["2", "STATUS_IN_PROGRESS", "In Progress"],
  endOfPeriod: ["22", "STATUS_END_PERIOD", "End of Period"],
  halftime: ["23", "STATUS_HALFTIME", "Halftime"],
  delayed: ["7", "STATUS_DELAYED", "Delayed"],
  final: ["3", "STATUS_FINAL", "Final"],
};

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

/** The status as it stands both on the event and (with `isTBDFlex`) on the competition. */
export function statusBody(timeline: Timeline, state: TrueState, clockSeconds: number): object {
  const { phase, completed, state: stage } = state.situation;
  const [id, name, description] = names[phase] ?? ["2", "STATUS_IN_PROGRESS", "In Progress"];
  const period = stage === "pre" ? 0 : (state.situation.period ?? 1);
  const clock = stage === "in" ? clockSeconds : 0;
  const words =
    stage === "pre"
      ? kickoffText(timeline.game.kickoffAt)
      : {
          detail: statusText(phase, period, clock, true),
          shortDetail: statusText(phase, period, clock, false),
          ...(stage === "post" && period > 4 ? { altDetail: "OT" } : {}),
        };
  return {
    clock,
    displayClock: clockText(clock),
    period,
    type: { id, name, state: stage, completed, description, ...words },
  };
}
