/** The game clock as texts. */

function padded(value: number): string {
  return String(value).padStart(2, "0");
}

/** Seconds of a game clock as "8:41"; null when unknown. */
export function clockText(seconds: number | undefined): string | null {
  if (seconds === undefined) return null;
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${padded(whole % 60)}`;
}

/** Where the game stands, e.g. "Q1 9:12", "OT 4:00", "pre-game", "final". */
export function gameClockText(
  state: "pre" | "in" | "post" | undefined,
  period: number | undefined,
  seconds: number | undefined,
): string {
  if (state === undefined) return "unknown";
  if (state === "pre") return "pre-game";
  if (state === "post") return "final";
  if (period === undefined) return "unknown";
  const name = period > 4 ? "OT" : `Q${period}`;
  return `${name} ${clockText(seconds) ?? "—"}`;
}
