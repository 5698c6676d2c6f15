import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  chanceOfSpread,
  clean,
  emptyNetwork,
  MODEL_NAME,
  type ModelInputs,
  pooledChance,
  predict,
  regulationFair,
  spreadOfChance,
} from "./model.ts";
import { weights } from "./weights.ts";

function answer(inputs: ModelInputs) {
  const found = predict(inputs);
  if (found.kind !== "answer") throw new Error(found.why);
  return found;
}

function fairHome(inputs: ModelInputs): number {
  const { home, tie } = answer(inputs);
  return home + tie / 2;
}

/** Numbers of [0, 1) from a seed (a linear congruence: enough to scatter a grid). */
function scatter(seed: number): (low: number, high: number) => number {
  let state = seed;
  return (low, high) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return low + Math.floor((state / 2_147_483_648) * (high - low + 1));
  };
}

type Spot = Required<
  Pick<ModelInputs, "gameSecondsRemaining" | "halfSecondsRemaining" | "yardline100" | "ydstogo">
> &
  ModelInputs;

function anySpot(draw: (low: number, high: number) => number): Spot {
  const seconds = draw(12, 3599);
  const homeScore = draw(0, 35);
  const isClose = draw(0, 1) === 1;
  const yardline100 = draw(2, 99);
  return {
    gameSecondsRemaining: seconds,
    halfSecondsRemaining: seconds > 1800 ? seconds - 1800 : seconds,
    homeScore,
    awayScore: isClose ? Math.max(0, homeScore + draw(-8, 8)) : draw(0, 35),
    posteamIsHome: draw(0, 1) === 1,
    down: draw(1, 4),
    ydstogo: Math.min(yardline100, draw(1, 20)),
    yardline100,
    homeTimeouts: draw(0, 3),
    awayTimeouts: draw(0, 3),
    receive2hKo: draw(0, 1) === 1,
    spreadLine: draw(-14, 14),
    totalLine: draw(38, 54),
    gameType: draw(0, 9) === 0 ? "DIV" : "REG",
  };
}

test("MOD-07: one second or one yard moves the answer by at most 3 points", () => {
  const draw = scatter(7);
  let [looked, largest] = [0, 0];
  while (looked < 50_000) {
    const spot = anySpot(draw);
    // The half's last second is followed by a kickoff of the other half, not by one second less.
    if (Number(spot.halfSecondsRemaining) < 2) continue;
    const here = fairHome(spot);
    const moved: readonly ModelInputs[] = [
      {
        ...spot,
        gameSecondsRemaining: Number(spot.gameSecondsRemaining) - 1,
        halfSecondsRemaining: Number(spot.halfSecondsRemaining) - 1,
      },
      { ...spot, yardline100: Number(spot.yardline100) - 1 },
      { ...spot, ydstogo: Number(spot.ydstogo) + 1 },
    ];
    for (const there of moved) largest = Math.max(largest, Math.abs(fairHome(there) - here));
    looked += 1;
  }
  expect(largest).toBeLessThanOrEqual(0.03);
  expect(largest).toBeGreaterThan(0.005);
});

test("a timeout more never hurts, late in close games neither", () => {
  const draw = scatter(17);
  for (let round = 0; round < 20_000; round += 1) {
    const spot = anySpot(draw);
    const seconds = draw(1, 300);
    const homeTimeouts = draw(0, 2);
    const clock = { gameSecondsRemaining: seconds, halfSecondsRemaining: seconds };
    const close = { ...spot, ...clock, homeScore: 20, awayScore: 20 + draw(-8, 8), homeTimeouts };
    const more = fairHome({ ...close, homeTimeouts: homeTimeouts + 1 });
    expect(more, JSON.stringify(close)).toBeGreaterThanOrEqual(fairHome(close) - 1e-12);
  }
});

test("never against the leader with the ball in the last minute", () => {
  const draw = scatter(11);
  let looked = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const spot = anySpot(draw);
    const seconds = draw(0, 60);
    const margin = draw(1, 21) * (spot.posteamIsHome === true ? 1 : -1);
    const chance = fairHome({
      ...spot,
      gameSecondsRemaining: seconds,
      halfSecondsRemaining: seconds,
      homeScore: 40 + margin,
      awayScore: 40,
    });
    const leader = margin > 0 ? chance : 1 - chance;
    expect(leader, `${margin} with ${seconds} s`).toBeGreaterThanOrEqual(0.5);
    looked += 1;
  }
  expect(looked).toBe(20_000);
});

/** A network that thinks the team with the ball as good as lost, whatever the situation. */
function gloomy() {
  const network = emptyNetwork(1, 1);
  network.bias[1] = -6;
  return network;
}

test("a network that is against the leader with the ball is overruled in the last minute", () => {
  const network = gloomy();
  const draw = scatter(13);
  let [lowest, later] = [1, 1];
  for (let round = 0; round < 2000; round += 1) {
    const spot = anySpot(draw);
    const isHome = spot.posteamIsHome === true;
    const chanceAt = (seconds: number): number => {
      const margin = draw(1, 21) * (isHome ? 1 : -1);
      const clock = { gameSecondsRemaining: seconds, halfSecondsRemaining: seconds };
      const cleaning = clean({ ...spot, ...clock, homeScore: 40 + margin, awayScore: 40 });
      if (cleaning.kind !== "clean") throw new Error(cleaning.why);
      const home = regulationFair(network, cleaning.inputs);
      return isHome ? home : 1 - home;
    };
    lowest = Math.min(lowest, chanceAt(draw(0, 60)));
    later = Math.min(later, chanceAt(300));
  }
  expect(lowest).toBeGreaterThanOrEqual(0.5);
  expect(later).toBeLessThan(0.1);
});

describe("the anchor at kickoff", () => {
  test("MOD-05 N-05: 32 teams' chances come back within 2 points, with the ball or without", () => {
    let looked = 0;
    for (let team = 0; team < 32; team += 1) {
      const anchored = 0.08 + (0.84 * team) / 31;
      for (const totalLine of [38, 45, 54, undefined]) {
        const spreadLine = spreadOfChance(anchored, { totalLine });
        const kickoff = { qtr: 1, gameSecondsRemaining: 3600, homeScore: 0, awayScore: 0 };
        const base = { ...kickoff, spreadLine, totalLine, gameType: "REG" };
        expect(Math.abs(fairHome(base) - anchored)).toBeLessThan(1e-6);
        for (const posteamIsHome of [true, false]) {
          const received = {
            ...base,
            posteamIsHome,
            yardline100: 35,
            receive2hKo: false,
            halfSecondsRemaining: 1800,
          };
          expect(Math.abs(fairHome(received) - anchored), `${anchored}`).toBeLessThanOrEqual(0.02);
          looked += 1;
        }
      }
    }
    expect(looked).toBe(256);
  });

  test("a longer line is a higher chance, and even teams are even", () => {
    let before = 0;
    for (let spread = -20; spread <= 20; spread += 0.5) {
      const chance = chanceOfSpread(spread, { totalLine: 45 });
      expect(chance).toBeGreaterThan(before);
      before = chance;
    }
    expect(chanceOfSpread(0, { totalLine: 45 })).toBeCloseTo(0.5, 12);
  });
});

describe("overtime", () => {
  const level = { homeScore: 20, awayScore: 20, spreadLine: 0, totalLine: 45, gameType: "REG" };
  const first = { qtr: 5, quarterSecondsRemaining: 600, down: 1, ydstogo: 10, yardline100: 70 };

  test("MOD-09: is flagged as of low confidence, with a wide band", () => {
    const found = answer({ ...level, ...first, posteamIsHome: true });
    expect(found.without.join()).toContain("overtime");
    expect(found.band).toBeGreaterThan(0.1);
  });

  test("MOD-09: since 2025 the first ball is worth less, for the other team gets one too", () => {
    const at = (season: number): number =>
      fairHome({ ...level, ...first, season, posteamIsHome: true });
    expect(at(2024)).toBeGreaterThan(0.5);
    expect(at(2024)).toBeLessThan(0.62);
    expect(at(2025)).toBeLessThan(at(2024));
    expect(at(2025)).toBeGreaterThan(0.4);
    expect(at(2026)).toBe(at(2025));
    const unknown = fairHome({ ...level, ...first, posteamIsHome: true });
    expect(unknown).toBe(at(2026));
  });

  test("MOD-09: a team that must answer is behind, less so near the goal line", () => {
    const answering = { ...level, qtr: 5, quarterSecondsRemaining: 300, homeScore: 17 };
    const from = (yardline100: number): number =>
      fairHome({ ...answering, posteamIsHome: true, down: 1, ydstogo: 10, yardline100 });
    expect(from(75)).toBeLessThan(0.4);
    expect(from(10)).toBeGreaterThan(from(75));
    expect(from(75)).toBeGreaterThan(0.05);
  });

  test("MOD-09: the tie grows to certainty as the clock runs out, and not in the play-offs", () => {
    let before = 0;
    for (const quarterSecondsRemaining of [600, 400, 200, 60, 10, 0]) {
      const found = answer({ ...level, qtr: 5, quarterSecondsRemaining, posteamIsHome: true });
      expect(found.tie).toBeGreaterThan(before);
      before = found.tie;
    }
    expect(before).toBe(1);
    expect(answer({ ...level, ...first, gameType: "CON" }).tie).toBe(0);
  });
});

describe("the weights", () => {
  const numbers = [
    weights.dense,
    weights.bias,
    weights.late,
    weights.last,
    weights.between,
    weights.secondBias,
    weights.toChance,
    weights.toMargin,
    weights.scale,
    weights.points,
  ];

  test("MOD-10: carry the hash of their numbers, and the model's name carries it too", () => {
    const hash = createHash("sha256").update(JSON.stringify(numbers)).digest("hex");
    expect(weights.version).toBe(hash);
    expect(MODEL_NAME).toContain(hash.slice(0, 8));
  });

  test("MOD-10: the same situation has the same chances, in any order of asking", () => {
    const draw = scatter(3);
    const spots = Array.from({ length: 500 }, () => anySpot(draw));
    const forwards = spots.map((spot) => answer(spot));
    const backwards = spots.toReversed().map((spot) => answer(spot));
    expect(backwards.toReversed()).toEqual(forwards);
  });

  test("were learned from no season after 2022", () => {
    expect(weights.seasons).toEqual([2009, 2022]);
    expect(weights.games).toBeGreaterThan(3000);
  });
});

describe("how sure", () => {
  const playing: ModelInputs = {
    qtr: 2,
    gameSecondsRemaining: 2400,
    homeScore: 10,
    awayScore: 7,
    posteamIsHome: true,
    down: 1,
    ydstogo: 10,
    yardline100: 60,
    spreadLine: 3,
    totalLine: 45,
  };

  test("the band is some points wide, and wider for every input that is not known", () => {
    const known = answer(playing).band;
    expect(known).toBeGreaterThan(0.01);
    expect(known).toBeLessThan(0.1);
    for (const field of ["spreadLine", "posteamIsHome", "yardline100"] as const) {
      expect(answer({ ...playing, [field]: undefined }).band, field).toBeGreaterThan(known);
    }
  });

  test("a game that is over has none", () => {
    expect(answer({ ...playing, finished: true }).band).toBe(0);
  });
});

describe("the pooled estimate", () => {
  test("lies between model and market, nearer to the market, and mirrors", () => {
    const pooled = pooledChance(0.7, 0.5) ?? Number.NaN;
    expect(pooled).toBeGreaterThan(0.5);
    expect(pooled).toBeLessThan(0.6);
    expect(pooledChance(0.3, 0.5)).toBeCloseTo(1 - pooled, 12);
    expect(pooledChance(0.64, 0.64)).toBe(0.64);
    expect(pooledChance(1, 0.99)).toBeLessThan(1);
    expect(pooledChance(Number.NaN, 0.5)).toBeUndefined();
  });
});
