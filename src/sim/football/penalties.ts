/** Penalties: the play does not count, the ball moves. */
import { wholeBetween } from "../../domain/chance.ts";
import { otherTeam } from "../../domain/game.ts";
import { PLAY_TYPES } from "../play-types.ts";
import { beforePlay, setFirstDown, spotOf, teamOf, tell } from "./field.ts";
import type { Field } from "./field.ts";
import { isLate, playFor } from "./time.ts";

type Foul = {
  readonly name: string;
  readonly byOffence: boolean;
  readonly least: number;
  readonly most: number;
  /** A first down whatever the distance. */
  readonly firstDown: boolean;
  /** Called before the snap: no time goes off the clock. */
  readonly dead: boolean;
  readonly share: number;
};

function foul(
  name: string,
  byOffence: boolean,
  yards: readonly [number, number],
  share: number,
  more: { readonly firstDown?: boolean; readonly dead?: boolean } = {},
): Foul {
  const [least, most] = yards;
  const { firstDown = false, dead = false } = more;
  return { name, byOffence, least, most, share, firstDown, dead };
}

const fouls: readonly Foul[] = [
  foul("False Start", true, [5, 5], 0.27, { dead: true }),
  foul("Offensive Holding", true, [10, 10], 0.24),
  foul("Defensive Offside", false, [5, 5], 0.14),
  foul("Defensive Holding", false, [5, 5], 0.13, { firstDown: true }),
  foul("Defensive Pass Interference", false, [8, 32], 0.14, { firstDown: true }),
  foul("Roughing the Passer", false, [15, 15], 0.08, { firstDown: true }),
];

function drawFoul(field: Field): Foul | undefined {
  let left = field.chance.next();
  return fouls.find((one) => {
    left -= one.share;
    return left < 0;
  });
}

/** A flag: the down is played again from the new spot, or a new series begins. */
export function callPenalty(field: Field): void {
  const called = drawFoul(field) ?? fouls[0];
  if (called === undefined) return;
  const before = beforePlay(field);
  const side = field.possession;
  const ran = field.running;
  if (!called.dead) playFor(field, wholeBetween(field.chance, 4, 6));
  // The clock goes on with the referee's signal if it ran, except late in a half.
  field.running = ran && !isLate(field) && field.clock > 0;
  field.signalled = true;
  // Enforcement pauses the game for the announcement.
  field.wall += wholeBetween(field.chance, 12, 30) * 1000;
  const yards = wholeBetween(field.chance, called.least, called.most);
  const moved = called.byOffence ? backward(field, yards) : forward(field, yards);
  const signed = called.byOffence ? -moved : moved;
  const spot = before.yardline100 - signed;
  if (called.firstDown || signed >= field.distance) setFirstDown(field, side, spot);
  else {
    field.distance -= signed;
    field.yardline100 = spot;
  }
  field.drive.yards += signed;
  const guilty = teamOf(field, called.byOffence ? side : otherTeam(side)).abbreviation;
  const at = spotOf(field, side, before.yardline100);
  tell(field, {
    moment: "scrimmage",
    kind: "penalty",
    type: PLAY_TYPES.penalty,
    text: `PENALTY on ${guilty}, ${called.name}, ${moved} yards, enforced at ${at} - No Play.`,
    yards: signed,
    before,
  });
}

/** Half the distance to the goal is the most a penalty takes. */
function forward(field: Field, yards: number): number {
  return Math.min(yards, Math.max(1, Math.floor(field.yardline100 / 2)));
}

function backward(field: Field, yards: number): number {
  const toOwnGoal = 100 - field.yardline100;
  return Math.min(yards, Math.floor(toOwnGoal / 2));
}
