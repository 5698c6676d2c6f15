import { expect, test } from "vitest";
import type { Situation } from "../../src/domain/game.ts";
import { channelsOf } from "../../src/sim/scoreboard/channels.ts";
import { drawCorrections } from "../../src/sim/scoreboard/corrections.ts";
import {
  withDelay,
  withKickoffMoved,
  withoutGame,
  withSuspension,
} from "../../src/sim/scoreboard/fates.ts";
import { mild, steady } from "../../src/sim/scoreboard/waywardness.ts";
import type { Fault, Waywardness } from "../../src/sim/scoreboard/waywardness.ts";
import { generatedGames } from "./played-games.ts";
import { watch } from "./watch.ts";
import type { Told } from "./watch.ts";

const games = generatedGames(3, 40);
const [game, other] = games;
if (game === undefined || other === undefined) throw new Error("no games");
const lag = { kind: "fixed", seconds: 10 } as const;

/** A minute in which the game is on. */
const running = game.states.find(
  ({ moment, clockRunning, situation }) =>
    moment === "scrimmage" && clockRunning && situation.period === 2,
);
const from = (running?.knownAt ?? 0) - 30_000;
const until = from + 60_000;

function kindsIn(told: readonly Told[], begin: number, end: number): readonly string[] {
  const kinds = told
    .filter(({ at }) => at >= begin && at < end)
    .map(({ news }) => news.kind)
    .filter((kind) => kind !== "secondLook");
  return [...new Set(kinds)].toSorted();
}

function situationsOf(told: readonly Told[]): readonly Situation[] {
  return told.flatMap(({ news }) => (news.kind === "answer" ? [news.situation] : []));
}

async function watchFault(fault: Fault): Promise<Told[]> {
  const waywardness: Waywardness = { ...steady(3), incidents: [{ from, until, fault }] };
  return watch(game as NonNullable<typeof game>, {
    lag,
    waywardness,
    from: from - 30_000,
    until: until + 150_000,
    others: [other as NonNullable<typeof other>],
  });
}

test.each<[Fault, string]>([
  [{ kind: "forbidden" }, "failed"],
  [{ kind: "status", status: 404 }, "failed"],
  [{ kind: "status", status: 429 }, "failed"],
  [{ kind: "status", status: 503 }, "failed"],
  [{ kind: "html" }, "unreadable"],
  [{ kind: "empty" }, "unreadable"],
  [{ kind: "cut", share: 0.5 }, "unreadable"],
  [{ kind: "silence" }, "failed"],
  [{ kind: "huge", length: 9_000_000 }, "failed"],
  [{ kind: "noEvents" }, "unreadable"],
  [{ kind: "gone" }, "unreadable"],
  [{ kind: "otherGame" }, "unreadable"],
])("%o: the feed says so and is well again after it", async (fault, kind) => {
  const told = await watchFault(fault);
  expect(kindsIn(told, from - 30_000, from)).toEqual(["answer"]);
  expect(kindsIn(told, from + 6_000, until - 6_000)).toEqual([kind]);
  expect(kindsIn(told, until + 90_000, until + 150_000)).toEqual(["answer"]);
});

test.each<[Fault]>([
  [{ kind: "oldBody", secondsBack: 0 }],
  [{ kind: "flapping", secondsBack: 20 }],
  [{ kind: "frozen" }],
])("%o: what the feed believes never goes back in time", async (fault) => {
  const told = await watchFault(fault);
  const played = situationsOf(told).map(
    ({ period = 1, clockSeconds = 900 }) => period * 900 - clockSeconds,
  );
  expect(played.length).toBeGreaterThan(40);
  expect(played).toEqual(played.toSorted((left, right) => left - right));
});

test("without a situation or a possession nothing is invented", async () => {
  for (const kind of ["noSituation", "noPossession"] as const) {
    const told = await watchFault({ kind });
    const during = told.filter(({ at }) => at > from + 4_000 && at < until);
    const holders = situationsOf(during).map(({ possession, down }) => [possession, down]);
    expect(holders.length).toBeGreaterThan(15);
    const known = holders.filter(([possession]) => possession !== undefined);
    expect(known).toEqual([]);
  }
});

test("swapped sides change nothing", async () => {
  const swapped = situationsOf(await watchFault({ kind: "sidesSwapped" }));
  const plain = situationsOf(await watchFault({ kind: "noEvents" }));
  expect(swapped.at(-1)).toEqual(plain.at(-1));
  expect(swapped[0]).toEqual(plain[0]);
});

test("scores taken back and clocks put back are held, confirmed and announced", async () => {
  let announced = 0;
  for (const [index, timeline] of games.entries()) {
    const usual = mild(index);
    const counts = { scores: 2, clocks: 2, yards: 2, texts: 4 };
    const waywardness = { ...usual, apart: steady(index).apart, corrections: counts };
    const told = await watch(timeline, { lag, waywardness });
    const shown = channelsOf(timeline, lag, waywardness).situation;
    const drawn = drawCorrections(timeline, shown, counts, index);
    const sudden = drawn.filter(({ kind }) => kind === "scoreTakenBack" || kind === "clockPutBack");
    const corrected = told.filter(({ news }) => news.kind === "corrected");
    expect(corrected).toHaveLength(sudden.length);
    for (const { until: over } of sudden) {
      const news = corrected.find(({ at }) => at >= over && at < over + 9_000);
      expect(news).toBeDefined();
    }
    announced += corrected.length;
    const final = timeline.states.at(-1)?.situation;
    expect(situationsOf(told).at(-1)).toMatchObject({
      phase: "final",
      homeScore: final?.homeScore,
      awayScore: final?.awayScore,
    });
  }
  expect(announced).toBeGreaterThan(6);
});

test("a delay, a suspension, a postponement and a moved kickoff are read as what they are", async () => {
  const { kickoffAt } = game.game;
  const index = game.states.findIndex((state) => state === running);
  const delayed = await watch(withDelay(game, index, 30), { lag, from, until: until + 600_000 });
  expect(situationsOf(delayed).at(-1)).toMatchObject({ state: "in", phase: "delayed" });
  const suspended = await watch(withSuspension(game, index), { lag, from, until: until + 60_000 });
  expect(situationsOf(suspended).at(-1)).toMatchObject({ phase: "suspended", completed: false });
  for (const phase of ["postponed", "canceled"] as const) {
    const off = await watch(withoutGame(game, kickoffAt - 300_000, phase), {
      lag,
      until: kickoffAt + 60_000,
    });
    expect(situationsOf(off).at(-1)).toMatchObject({ state: "post", phase, completed: false });
  }
  const moved = await watch(withKickoffMoved(game, kickoffAt - 300_000, 45), {
    lag,
    until: kickoffAt,
  });
  const last = moved.findLast(({ news }) => news.kind === "answer")?.news;
  expect(last).toMatchObject({ game: { kickoffAt: kickoffAt + 45 * 60_000 } });
});
