import { describe, expect, test } from "vitest";
import type { LastPlay, PlayKind, Situation } from "../domain/game.ts";
import { isBallLost, situationForModel } from "./coming-play.ts";
import { knownAfter } from "./desk-fixture.ts";

function modelSees(...changes: readonly Partial<Situation>[]): Situation | undefined {
  return situationForModel(knownAfter(...changes));
}

const noBall = {
  possession: undefined,
  down: undefined,
  distance: undefined,
  yardline100: undefined,
} as const;
const quarterEnds = { ...noBall, phase: "endOfPeriod", clockSeconds: 0 } as const;

function play(id: string, kind: PlayKind): LastPlay {
  return { id, kind, text: kind, yards: undefined };
}

const level = { homeScore: 7, awayScore: 7 } as const;
const touchdown = { ...noBall, homeScore: 13, lastPlay: play("td", "touchdown") } as const;
const extraPoint = { ...noBall, homeScore: 14, lastPlay: play("-1", "extraPoint") } as const;
const aTry = { down: undefined, distance: undefined, yardline100: 15 } as const;
const kickoff = { down: undefined, distance: undefined, yardline100: 35 } as const;

describe("between periods", () => {
  const atZero = { clockSeconds: 0 } as const;
  const lastSnap = { clockSeconds: 9, lastPlay: play("p1", "scrimmage") } as const;
  const ended = { ...quarterEnds, lastPlay: play("end", "endOfPeriod") } as const;

  test.each<readonly [string, readonly Partial<Situation>[]]>([
    ["told at 0:00", [atZero, ended]],
    ["after which no play came", [lastSnap, { ...quarterEnds, lastPlay: lastSnap.lastPlay }]],
  ])("after the third quarter the same team plays on from a spot %s", (_name, steps) => {
    expect(modelSees(...steps)).toMatchObject({
      phase: "endOfPeriod",
      clockSeconds: 0,
      possession: "home",
      down: 2,
      yardline100: 38,
    });
  });

  test.each<readonly [string, readonly Partial<Situation>[]]>([
    ["a punt", [lastSnap, { ...quarterEnds, lastPlay: play("p2", "punt") }]],
    ["a play that is not told", [lastSnap, ended]],
  ])("%s at the end of the quarter may have given the ball away", (_name, steps) => {
    const seen = modelSees(...steps);
    expect(seen?.possession).toBeUndefined();
    expect(seen && isBallLost(seen)).toBe(true);
  });

  test("after a score at the end of the quarter nobody has the ball yet", () => {
    expect(modelSees(atZero, { ...ended, homeScore: 24 })?.possession).toBeUndefined();
  });
});

describe("after a score", () => {
  test("the team of a touchdown tries for more", () => {
    expect(modelSees(level, touchdown)).toMatchObject({ possession: "home", ...aTry });
  });

  test.each<readonly [string, readonly Partial<Situation>[]]>([
    ["made", [touchdown, extraPoint]],
    ["missed", [touchdown, { ...extraPoint, homeScore: 13 }]],
    ["of two points", [touchdown, { ...extraPoint, homeScore: 15 }]],
    ["run back by the defence", [touchdown, { ...extraPoint, homeScore: 13, awayScore: 9 }]],
    ["told together with its touchdown", [extraPoint]],
  ])("after a try %s its team kicks off", (_name, steps) => {
    expect(modelSees(level, ...steps)).toMatchObject({ possession: "away", ...kickoff });
  });

  test("after a field goal its team kicks off, after a safety the other one", () => {
    const fieldGoal = { ...noBall, awayScore: 10, lastPlay: play("fg", "fieldGoal") };
    expect(modelSees(level, fieldGoal)).toMatchObject({ possession: "home", ...kickoff });
    const safety = { ...noBall, awayScore: 9, lastPlay: play("s", "safety") };
    expect(modelSees(level, safety)).toMatchObject({ possession: "away", ...kickoff });
  });

  test.each<readonly [string, readonly Partial<Situation>[]]>([
    ["a touchdown whose points are not told yet", [{ ...touchdown, homeScore: 7 }]],
    ["a touchdown taken back", [touchdown, { ...noBall, homeScore: 7 }]],
    ["a field goal that missed", [{ ...noBall, lastPlay: play("fg", "fieldGoal") }]],
    ["a timeout", [touchdown, { ...noBall, lastPlay: play("t", "timeout") }]],
    [
      "a second touchdown whose points are not told yet",
      [touchdown, { ...noBall, lastPlay: play("td2", "touchdown") }],
    ],
  ])("%s leaves it open who has the ball", (_name, steps) => {
    expect(modelSees(level, ...steps)?.possession).toBeUndefined();
  });

  test("what the scoreboard says of the ball stands", () => {
    const told = { ...touchdown, possession: "away", down: 1, yardline100: 75 } as const;
    expect(modelSees(level, told)).toMatchObject({ possession: "away", down: 1, yardline100: 75 });
  });
});

describe("the second half's kickoff", () => {
  const before = { ...noBall, state: "pre", phase: "scheduled", period: undefined } as const;
  const scoreless = { state: "in", phase: "inProgress", homeScore: 0, awayScore: 0 } as const;
  const opening = { ...scoreless, period: 1, clockSeconds: 895 } as const;
  const withBall = { possession: "away", down: 1, distance: 10, yardline100: 70 } as const;
  const half = { ...noBall, phase: "halftime", period: 2, clockSeconds: 0 } as const;

  test("is received by the team that kicked off the game", () => {
    const known = knownAfter(before, { ...opening, ...noBall }, { ...opening, ...withBall }, half);
    expect(known.openingReceiver).toBe("away");
    expect(situationForModel(known)).toMatchObject({
      period: 3,
      clockSeconds: 900,
      possession: "home",
      ...kickoff,
    });
  });

  test.each<readonly [string, readonly Partial<Situation>[]]>([
    ["a desk that came later", [{ ...opening, ...withBall }]],
    [
      "one that saw nothing of the first minute",
      [before, { ...opening, ...withBall, clockSeconds: 700 }],
    ],
    ["one that saw a score first", [before, { ...opening, ...withBall, homeScore: 7 }]],
  ])("is not known to %s", (_name, steps) => {
    expect(knownAfter(...steps).openingReceiver).toBeUndefined();
    expect(modelSees(...steps, half)?.possession).toBeUndefined();
  });
});
