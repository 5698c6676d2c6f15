import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ModelInputs, type Prediction, predict, spreadOfChance } from "./model.ts";

function answer(inputs: ModelInputs) {
  const found = predict(inputs);
  if (found.kind !== "answer") throw new Error(found.why);
  return found;
}

function fairHome(inputs: ModelInputs): number {
  const found = answer(inputs);
  return found.home + found.tie / 2;
}

/** A regular-season situation on neutral ground between even teams, unless told otherwise. */
function situation(seconds: number, homeScore: number, awayScore: number, more: ModelInputs = {}) {
  const qtr = seconds === 0 ? 4 : 5 - Math.ceil(seconds / 900);
  const even = { spreadLine: 0, totalLine: 45, neutral: true, gameType: "REG" };
  return { qtr, gameSecondsRemaining: seconds, homeScore, awayScore, ...even, ...more };
}

const tenClocks = [3600, 3000, 2400, 1801, 1800, 1200, 900, 480, 120, 30];
const withBall = { down: 1, ydstogo: 10, yardline100: 65, homeTimeouts: 2, awayTimeouts: 2 };
const possessions: readonly ModelInputs[] = [
  { posteamIsHome: true, ...withBall },
  { posteamIsHome: false, ...withBall },
  {},
];

describe("a leader", () => {
  test("MOD-01: +3, +7, +14 at ten clocks, three possessions: favoured, more with more", () => {
    let looked = 0;
    for (const seconds of tenClocks) {
      for (const possession of possessions) {
        let before = fairHome(situation(seconds, 10, 10, possession));
        for (const lead of [3, 7, 14]) {
          const chance = fairHome(situation(seconds, 10 + lead, 10, possession));
          expect(chance, `+${lead} with ${seconds} s`).toBeGreaterThanOrEqual(0.5);
          expect(chance, `+${lead} with ${seconds} s`).toBeGreaterThanOrEqual(before);
          before = chance;
          looked += 1;
        }
      }
    }
    expect(looked).toBe(90);
  });

  test("MOD-04: in the final seconds has all but won", () => {
    for (const seconds of [0, 1, 2, 3]) {
      for (const lead of [1, 3, 7, 14]) {
        for (const possession of [possessions[0] ?? {}, {}]) {
          const chance = fairHome(situation(seconds, 20 + lead, 20, possession));
          expect(chance, `+${lead} with ${seconds} s`).toBeGreaterThanOrEqual(0.99);
          const behind = fairHome(
            situation(seconds, 20, 20 + lead, {
              ...possession,
              ...(possession.posteamIsHome === true ? { posteamIsHome: false } : {}),
            }),
          );
          expect(behind).toBeLessThanOrEqual(0.01);
        }
      }
    }
    const theirs = { posteamIsHome: false, ...withBall };
    expect(fairHome(situation(5, 23, 20, theirs))).toBeGreaterThanOrEqual(0.99);
  });

  test("with the ball kneels the clock out when the other team cannot stop it", () => {
    const noTimeouts = { ...withBall, posteamIsHome: true, awayTimeouts: 0 };
    expect(fairHome(situation(110, 21, 20, noTimeouts))).toBeGreaterThanOrEqual(0.99);
    const three = { ...noTimeouts, awayTimeouts: 3 };
    expect(fairHome(situation(110, 21, 20, three))).toBeLessThan(0.97);
    const theirBall = { ...noTimeouts, posteamIsHome: false };
    expect(fairHome(situation(110, 21, 20, theirBall))).toBeLessThan(0.9);
  });
});

const anySituation = fc.record({
  seconds: fc.integer({ min: 0, max: 3600 }),
  overtime: fc.boolean(),
  homeScore: fc.integer({ min: 0, max: 50 }),
  awayScore: fc.integer({ min: 0, max: 50 }),
  posteamIsHome: fc.option(fc.boolean(), { nil: undefined }),
  down: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  ydstogo: fc.integer({ min: 1, max: 30 }),
  yardline100: fc.integer({ min: 1, max: 99 }),
  homeTimeouts: fc.integer({ min: 0, max: 3 }),
  awayTimeouts: fc.integer({ min: 0, max: 3 }),
  receive2hKo: fc.option(fc.boolean(), { nil: undefined }),
  spreadLine: fc.integer({ min: -20, max: 20 }),
  totalLine: fc.integer({ min: 30, max: 60 }),
  gameType: fc.constantFrom("REG", "WC", "SB"),
});

type Any = typeof anySituation extends fc.Arbitrary<infer T> ? T : never;

function inputsOfAny(any: Any): ModelInputs {
  const { seconds, overtime, ...rest } = any;
  if (overtime) return { ...rest, qtr: 5, quarterSecondsRemaining: seconds % 601 };
  return { ...situation(seconds, 0, 0), ...rest };
}

function mirrored(any: Any): Any {
  return {
    ...any,
    homeScore: any.awayScore,
    awayScore: any.homeScore,
    posteamIsHome: any.posteamIsHome === undefined ? undefined : !any.posteamIsHome,
    homeTimeouts: any.awayTimeouts,
    awayTimeouts: any.homeTimeouts,
    spreadLine: -any.spreadLine,
  };
}

function expectSound(found: Prediction): void {
  for (const chance of [found.home, found.away, found.tie]) {
    expect(chance).toBeGreaterThanOrEqual(0);
    expect(chance).toBeLessThanOrEqual(1);
  }
  expect(found.home + found.away + found.tie).toBeCloseTo(1, 12);
}

describe("any situation", () => {
  test("MOD-02: the mirrored game has the mirrored chances", () => {
    fc.assert(
      fc.property(anySituation, (any) => {
        const [here, there] = [answer(inputsOfAny(any)), answer(inputsOfAny(mirrored(any)))];
        expect(here.home).toBeCloseTo(there.away, 9);
        expect(here.away).toBeCloseTo(there.home, 9);
        expect(here.tie).toBeCloseTo(there.tie, 9);
      }),
      { numRuns: 1000 },
    );
  });

  test("MOD-02: without a line only the home field tells the teams apart", () => {
    const level = { qtr: 1, gameSecondsRemaining: 3600, homeScore: 0, awayScore: 0 };
    const atHome = answer({ ...level, neutral: false });
    expect(atHome.home - atHome.away).toBeGreaterThan(0.05);
    expect(atHome.home - atHome.away).toBeLessThan(0.2);
    const neutral = answer({ ...level, neutral: true });
    expect(neutral.home).toBeCloseTo(neutral.away, 12);
  });

  test("gives three chances that sum to 1, and more points never hurt", () => {
    fc.assert(
      fc.property(anySituation, fc.integer({ min: 1, max: 8 }), (any, points) => {
        const found = answer(inputsOfAny(any));
        expectSound(found);
        const better = answer(inputsOfAny({ ...any, homeScore: any.homeScore + points }));
        expect(better.home + 1e-12).toBeGreaterThanOrEqual(found.home);
        expect(better.away - 1e-12).toBeLessThanOrEqual(found.away);
      }),
      { numRuns: 3000 },
    );
  });

  test("only the regular season can end in a tie", () => {
    const late = situation(0, 20, 20);
    expect(answer(late).tie).toBeGreaterThan(0.01);
    expect(answer({ ...late, gameType: "SB" }).tie).toBe(0);
    const overtime = { ...late, qtr: 5, quarterSecondsRemaining: 10, gameSecondsRemaining: 10 };
    expect(answer(overtime).tie).toBeGreaterThan(0.9);
    expect(answer({ ...overtime, gameType: "WC" }).tie).toBe(0);
  });
});

test("MOD-03: having the ball helps, by at most 10 points against not knowing who has it", () => {
  let looked = 0;
  for (const seconds of [3600, 2700, 1801, 1200, 900, 600]) {
    for (const margin of [-10, -3, 0, 3, 10]) {
      const nobody = fairHome(situation(seconds, 20 + margin, 20));
      for (const isHome of [true, false]) {
        const known = fairHome(
          situation(seconds, 20 + margin, 20, { posteamIsHome: isHome, ...withBall }),
        );
        const gained = (known - nobody) * (isHome ? 1 : -1);
        expect(gained).toBeGreaterThan(0);
        expect(gained).toBeLessThanOrEqual(0.1);
        looked += 1;
      }
    }
  }
  expect(looked).toBe(60);
});

describe("what is not known", () => {
  const wild: readonly unknown[] = [undefined, Number.NaN, Infinity, -Infinity, -1, 1e9, 0, 1e-9];
  const fields = [
    "qtr",
    "gameSecondsRemaining",
    "halfSecondsRemaining",
    "quarterSecondsRemaining",
    "homeScore",
    "awayScore",
    "down",
    "ydstogo",
    "yardline100",
    "homeTimeouts",
    "awayTimeouts",
    "spreadLine",
    "totalLine",
    "season",
    "week",
  ] as const;

  test("MOD-06: each input at its extremes, NaN or unknown gives chances or no answer", () => {
    const base = situation(1000, 17, 20, { posteamIsHome: true, ...withBall });
    let looked = 0;
    for (const field of fields) {
      for (const value of wild) {
        const found = predict({ ...base, [field]: value });
        if (found.kind === "answer") expectSound(found);
        else expect(found.why.length).toBeGreaterThan(0);
        looked += 1;
      }
    }
    expect(looked).toBe(120);
  });

  test("MOD-06: all inputs wild at once", () => {
    const any = fc.constantFrom(...wild, 1, 4, 5, 300, 3600);
    const record = Object.fromEntries(fields.map((field) => [field, any]));
    fc.assert(
      fc.property(fc.record(record), fc.option(fc.boolean(), { nil: undefined }), (raw, ball) => {
        const found = predict({ ...raw, posteamIsHome: ball } as ModelInputs);
        if (found.kind === "answer") expectSound(found);
      }),
      { numRuns: 3000 },
    );
  });

  test("without a score or a clock there is no answer", () => {
    expect(predict({})).toMatchObject({ kind: "noAnswer" });
    expect(predict({ qtr: 2, gameSecondsRemaining: 2000, homeScore: 7 })).toMatchObject({
      kind: "noAnswer",
      why: "the score is not known",
    });
    const noClock = predict({ qtr: 2, homeScore: 7, awayScore: 3 });
    expect(noClock).toMatchObject({ kind: "noAnswer", why: "the clock is not known" });
  });

  test("a score that cannot be is called so", () => {
    const base = situation(1500, 10, 7);
    expect(predict({ ...base, awayScore: -3 })).toMatchObject({
      why: "the away score cannot be -3 (0 to 200)",
    });
    expect(predict({ ...base, homeScore: 201 })).toMatchObject({
      why: "the home score cannot be 201 (0 to 200)",
    });
    expect(predict({ ...base, homeScore: Number.NaN })).toMatchObject({
      why: "the score is not known",
    });
  });

  test.each([1, 2, 3, 4, 5])("quarter %i and the clock of its half are enough", (qtr) => {
    const base = { ...situation(0, 10, 7), qtr, gameSecondsRemaining: undefined };
    const half = answer({ ...base, halfSecondsRemaining: 120 });
    const seconds = qtr < 3 ? 1920 : 120;
    expect(half.home).toBe(answer({ ...base, gameSecondsRemaining: seconds }).home);
  });

  test("the clock of the quarter is enough, and what was missing is said", () => {
    const whole = answer(situation(1500, 10, 7));
    const quarter = answer({
      ...situation(1500, 10, 7),
      gameSecondsRemaining: undefined,
      quarterSecondsRemaining: 600,
    });
    expect(quarter.home).toBe(whole.home);
    expect(whole.without).toEqual(["possession", "the timeouts"]);
    const bare = answer({ qtr: 3, quarterSecondsRemaining: 600, homeScore: 10, awayScore: 7 });
    expect(bare.without.join(" ")).toMatch(/possession.*total.*line/);
  });
});

test("at kickoff the model is where its anchor is, within 2 points", () => {
  for (let percent = 5; percent <= 95; percent += 5) {
    const spreadLine = spreadOfChance(percent / 100, { totalLine: 45 }) ?? Number.NaN;
    const chance = fairHome(situation(3600, 0, 0, { spreadLine }));
    expect(Math.abs(chance - percent / 100), `${percent} %`).toBeLessThan(0.02);
  }
  expect(spreadOfChance(0, { totalLine: 45 })).toBeUndefined();
  expect(spreadOfChance(1, { totalLine: 45 })).toBeUndefined();
});

test("a finished game is decided by its score", () => {
  const over = { finished: true, homeScore: 20, awayScore: 17 };
  expect(answer(over)).toMatchObject({ home: 1, away: 0, tie: 0 });
  expect(answer({ ...over, awayScore: 20 })).toMatchObject({ home: 0, away: 0, tie: 1 });
  expect(answer({ ...over, awayScore: 23 })).toMatchObject({ home: 0, away: 1, tie: 0 });
});
