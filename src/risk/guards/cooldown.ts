/** COOLDOWN: one auto entry per signal (trading semantics §5). */
import type { TeamSide } from "../../domain/game.ts";
import type { DoubledEdge, Probability } from "../../domain/numbers.ts";

/** The team that auto last entered toward and may not again; undefined: free. */
export type Cooldown = { toward: TeamSide | undefined };

const doubledFallBelow = 400;

export function createCooldown(): Cooldown {
  return { toward: undefined };
}

/** Auto made an intent toward this team. */
export function noteAutoEntry(cooldown: Cooldown, toward: TeamSide): void {
  cooldown.toward = toward;
}

/** The intent was abandoned: nothing was entered. */
export function releaseCooldown(cooldown: Cooldown): void {
  cooldown.toward = undefined;
}

/** The edge as it stands now: below Min Edge − 2 points toward that team, the signal is over. */
export function noteEdge(cooldown: Cooldown, edge: DoubledEdge, minEdge: Probability): void {
  if (cooldown.toward === undefined) return;
  const toward = cooldown.toward === "home" ? edge : -edge;
  if (toward < 2 * minEdge - doubledFallBelow) cooldown.toward = undefined;
}

/** A GameEvent: a new situation may be entered anew. */
export function noteGameEvent(cooldown: Cooldown): void {
  cooldown.toward = undefined;
}

/** True: no auto entry toward this team now. */
export function isCooling(cooldown: Cooldown, toward: TeamSide | undefined): boolean {
  return cooldown.toward !== undefined && cooldown.toward === toward;
}
