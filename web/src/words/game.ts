/** The game in words. Pure. */
import type { GameView } from "../../../src/engine/view-types.ts";
import { unknownText } from "./numbers.ts";

const phaseWords: Readonly<Record<string, string>> = {
  scheduled: "Before kickoff",
  endOfPeriod: "End of period",
  halftime: "Halftime",
  delayed: "Delayed",
  final: "Final",
  postponed: "Postponed",
  suspended: "Suspended",
  canceled: "Canceled",
};

/** "Q3 8:41", "OT 4:00", "Halftime", "Final"; "—" when not known. */
export function gameClock(game: GameView | undefined): string {
  if (game === undefined) return unknownText;
  const words = phaseWords[game.phase ?? ""];
  if (words !== undefined) return words;
  if (game.state === "pre") return "Before kickoff";
  if (game.state === "post") return "Final";
  if (game.period === null) return unknownText;
  const period = game.period > 4 ? "OT" : `Q${game.period}`;
  return `${period} ${game.clock ?? unknownText}`;
}

const ordinals = ["", "1st", "2nd", "3rd", "4th"];

function otherTeam(game: GameView): string | null {
  return game.possession === game.home ? game.away : game.home;
}

/** "DEN 38": the yard line as people call it; undefined when not known. */
export function spotWords(game: GameView): string | undefined {
  const { yardline, possession } = game;
  if (yardline === null || possession === null) return undefined;
  if (yardline === 50) return "midfield";
  return yardline < 50 ? `${possession} ${yardline}` : `${otherTeam(game)} ${100 - yardline}`;
}

/** "2nd & 7 at DEN 38", "1st & goal at KC 4"; undefined between plays. */
export function downWords(game: GameView): string | undefined {
  const { down, distance, yardline_100: toGoal } = game;
  if (down === null || ordinals[down] === undefined || down < 1) return undefined;
  const isGoal = toGoal !== null && distance !== null && distance >= toGoal;
  const far = isGoal ? "goal" : (distance ?? unknownText);
  const spot = spotWords(game);
  return `${ordinals[down]} & ${far}${spot === undefined ? "" : ` at ${spot}`}`;
}

/**
 * Where the ball lies on a strip with the home team's goal line at 0 and the away team's at 100,
 * and which way the offence goes.
 */
export function ballOnStrip(
  game: GameView | undefined,
): { readonly at: number; readonly to: 1 | -1 } | undefined {
  if (game === undefined || game.yardline === null || game.possession === null) return undefined;
  const isHome = game.possession === game.home;
  return { at: isHome ? game.yardline : 100 - game.yardline, to: isHome ? 1 : -1 };
}
