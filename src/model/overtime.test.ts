import { describe, expect, test } from "vitest";
import { type ModelInputs, predict } from "./model.ts";

function answer(inputs: ModelInputs) {
  const found = predict(inputs);
  if (found.kind !== "answer") throw new Error(found.why);
  return found;
}

/** Home's chance, a tie counted half. */
function fairHome(inputs: ModelInputs): number {
  const { home, tie } = answer(inputs);
  return home + tie / 2;
}

const level = {
  qtr: 5,
  quarterSecondsRemaining: 300,
  homeScore: 20,
  awayScore: 20,
  posteamIsHome: true,
  spreadLine: 0,
  totalLine: 45,
  gameType: "REG",
  season: 2025,
};

describe("MOD-09: the clock of a play-off overtime decides nothing", () => {
  const playoff = { ...level, gameType: "SB" };
  const goal = { ...playoff, homeScore: 17, down: 1, ydstogo: 3, yardline100: 3 };

  test("a team that has to answer is as well off at the end of the period as before", () => {
    const early = fairHome({ ...goal, quarterSecondsRemaining: 600 });
    expect(early).toBeGreaterThan(0.9);
    for (const quarterSecondsRemaining of [60, 5, 0]) {
      expect(fairHome({ ...goal, quarterSecondsRemaining })).toBe(early);
    }
  });

  test("the period's end changes nothing, and a second one has no first drive", () => {
    const drive = { ...playoff, down: 1, ydstogo: 10, yardline100: 40 };
    const last = fairHome({ ...drive, quarterSecondsRemaining: 0 });
    expect(fairHome({ ...drive, qtr: 6, quarterSecondsRemaining: 900 })).toBeCloseTo(last, 12);
    expect(fairHome({ ...drive, quarterSecondsRemaining: 900 })).toBeLessThan(last - 0.05);
  });

  test("is never certain of anything while it goes on", () => {
    for (const margin of [-30, -9, -8, -7, -6, -3, -2, -1, 0, 1, 3, 8]) {
      for (const [down, yardline100] of [
        [1, 1],
        [4, 99],
        [undefined, 15],
        [undefined, 2],
        [undefined, 35],
      ] as const) {
        for (const quarterSecondsRemaining of [0, 1, 600]) {
          const spot = { down, yardline100, ydstogo: down && Math.min(10, yardline100) };
          const score = { homeScore: 40 + margin, awayScore: 40 };
          const { home, away } = answer({ ...playoff, ...spot, ...score, quarterSecondsRemaining });
          expect(Math.min(home, away), `${margin} at ${yardline100}`).toBeGreaterThan(0);
          expect(home + away).toBeCloseTo(1, 12);
        }
      }
    }
  });
});

describe("MOD-09: kickoffs and tries of overtime", () => {
  test("a kickoff's spot is a placeholder, as in regulation", () => {
    const kickoff = { ...level, quarterSecondsRemaining: 600, season: 2024 };
    const found = answer({ ...kickoff, yardline100: 35 });
    expect(found).toEqual(answer({ ...kickoff, yardline100: 75 }));
    expect(found.home / (found.home + found.away)).toBeGreaterThan(0.5);
    expect(found.home / (found.home + found.away)).toBeLessThan(0.6);
  });

  const answered = { ...level, quarterSecondsRemaining: 200, homeScore: 26 };

  test("a try to tie is worth its chance times sudden death after the other team's kickoff", () => {
    const kick = fairHome({ ...answered, awayScore: 27, yardline100: 15 });
    const two = fairHome({ ...answered, awayScore: 28, yardline100: 2 });
    const after = { ...answered, homeScore: 27, awayScore: 27, posteamIsHome: false };
    expect(kick).toBeCloseTo(0.94 * fairHome(after), 2);
    expect(two).toBeCloseTo(0.48 * fairHome(after), 2);
  });

  test("one behind, two points win the game or lose it", () => {
    expect(fairHome({ ...answered, awayScore: 27, yardline100: 2 })).toBeCloseTo(0.48, 2);
  });

  test("a try is played without a clock: to tie in the last second is to tie", () => {
    const last = { ...answered, quarterSecondsRemaining: 0, awayScore: 27, yardline100: 15 };
    expect(answer(last).tie).toBeCloseTo(0.94, 6);
  });

  test("a first touchdown is answered since 2025, and ended the game before", () => {
    const ahead = { ...level, homeScore: 26, yardline100: 15, quarterSecondsRemaining: 400 };
    expect(fairHome(ahead)).toBeGreaterThan(0.8);
    expect(fairHome(ahead)).toBeLessThan(0.95);
    expect(fairHome({ ...ahead, season: 2024 })).toBeGreaterThan(0.99);
    expect(fairHome({ ...ahead, gameType: "SB", season: 2024 })).toBeLessThan(0.95);
  });
});

describe("MOD-09: downs of overtime", () => {
  test.each([0, -1, -3, -6, -7])("%i points: no down is worth less than a later one", (margin) => {
    for (const season of [2024, 2025]) {
      for (const yardline100 of [2, 6, 12, 20, 28, 35, 45, 60, 75, 95]) {
        for (const ydstogo of [1, 5, 10, 20]) {
          const spot = { ...level, season, yardline100, ydstogo, homeScore: 20 + margin };
          const [first = 0, second = 0, third = 0, fourth = 0] = [1, 2, 3, 4].map((down) =>
            fairHome({ ...spot, down }),
          );
          const where = `${ydstogo} to go at the ${yardline100}`;
          expect(first, where).toBeGreaterThanOrEqual(second);
          expect(second, where).toBeGreaterThanOrEqual(third);
          expect(third, where).toBeGreaterThanOrEqual(fourth);
        }
      }
    }
  });

  test("third down in sudden death near the goal is worth more than four in five", () => {
    for (const yardline100 of [6, 15, 25]) {
      const { home, away } = answer({ ...level, down: 3, ydstogo: 5, yardline100 });
      expect(home / (home + away)).toBeGreaterThan(0.8);
    }
  });
});

/** Numbers of [0, 1) from a seed (a linear congruence: enough to scatter a grid). */
function scatter(seed: number): (low: number, high: number) => number {
  let state = seed;
  return (low, high) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return low + Math.floor((state / 2_147_483_648) * (high - low + 1));
  };
}

test("MOD-07: one second, yard or yard to go of overtime moves at most 3 points", () => {
  const draw = scatter(7);
  let [looked, largest] = [0, 0];
  while (looked < 50_000) {
    const quarterSecondsRemaining = draw(12, 900);
    const yardline100 = draw(2, draw(0, 1) === 1 ? 99 : 12);
    const ydstogo = Math.min(yardline100, draw(1, 20));
    const spot = {
      ...level,
      quarterSecondsRemaining: draw(0, 2) > 0 ? quarterSecondsRemaining : draw(12, 30),
      homeScore: 20 + (draw(0, 2) > 0 ? draw(-8, 8) : 0),
      posteamIsHome: draw(0, 1) === 1,
      down: draw(1, 4),
      yardline100,
      ydstogo,
      spreadLine: draw(-14, 14),
      season: draw(2016, 2026),
      gameType: draw(0, 1) === 1 ? "DIV" : "REG",
    };
    const here = fairHome(spot);
    const moved: readonly ModelInputs[] = [
      { ...spot, quarterSecondsRemaining: spot.quarterSecondsRemaining - 1 },
      { ...spot, yardline100: yardline100 - 1 },
      { ...spot, ydstogo: ydstogo + 1 },
    ];
    for (const there of moved) largest = Math.max(largest, Math.abs(fairHome(there) - here));
    looked += 1;
  }
  expect(largest).toBeLessThanOrEqual(0.03);
  expect(largest).toBeGreaterThan(0.005);
});
