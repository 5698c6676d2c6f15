import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Price } from "../domain/numbers.ts";
import { readCandles, readPlays } from "./file/read.ts";
import { openNight } from "./night.ts";
import type { Night } from "./night.ts";
import { planNight } from "./plan.ts";
import type { NightKind } from "./plan.ts";
import { createScheduler } from "./scheduler.ts";
import type { Scheduler } from "./scheduler.ts";
import { clockAt, stateAt, stateIndexAt } from "./timeline.ts";

const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Running = { readonly night: Night; readonly scheduler: Scheduler };

function open(seed: number, kind: NightKind): Running {
  const plan = planNight({ seed, kind });
  const scheduler = createScheduler(plan.startsAt);
  const night = openNight(plan, { source: scheduler, operator: scheduler, verify: undefined });
  return { night, scheduler };
}

async function runUntil({ night, scheduler }: Running, at: number): Promise<void> {
  await scheduler.run({ drain, until: at - night.startsAt });
}

function tops({ night }: Running): readonly (Price | undefined)[] {
  return [night.listing.home.ticker, night.listing.away.ticker].flatMap((ticker) => {
    const { bid, ask } = night.exchange.top(ticker);
    return [bid?.[0], ask?.[0]];
  });
}

const builtIn: NightKind = { kind: "builtIn", crowd: "overreacting" };

test("the built-in night begins when the first quarter shows 2:00, over many seeds", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const { timeline, startsAt } = planNight({ seed, kind: builtIn });
    const index = stateIndexAt(timeline, startsAt);
    expect(stateAt(timeline, index).situation).toMatchObject({ state: "in", period: 1 });
    const clock = clockAt(timeline, index, startsAt) ?? 0;
    expect(clock).toBeLessThanOrEqual(120);
    // A play that was on when 2:00 passed may have taken a few seconds more.
    expect(clock).toBeGreaterThan(105);
  }
});

test("both books are two-sided from the first moment on and through the first minute", async () => {
  for (const seed of [1, 2, 3]) {
    const running = open(seed, builtIn);
    running.night.start();
    for (let second = 0; second <= 60; second += 5) {
      await runUntil(running, running.night.startsAt + second * 1000);
      for (const price of tops(running)) expect(price).toBeDefined();
    }
    running.night.stop();
  }
});

test("the same seed plays the same night, quote by quote", async () => {
  const seen: string[] = [];
  for (const seed of [4, 4, 5]) {
    const running = open(seed, builtIn);
    running.night.start();
    const told: unknown[] = [];
    for (let second = 0; second <= 240; second += 20) {
      await runUntil(running, running.night.startsAt + second * 1000);
      told.push(tops(running));
    }
    running.night.stop();
    seen.push(JSON.stringify(told));
  }
  expect(seen[0]).toBe(seen[1]);
  expect(seen[0]).not.toBe(seen[2]);
});

test("a night ends: markets are determined by the final score and paid, then all is idle", async () => {
  const running = open(6, { kind: "builtIn", crowd: "efficient" });
  const { night } = running;
  night.start();
  await runUntil(running, night.determinesAt - 1);
  expect(night.exchange.top(night.listing.home.ticker).status).toBe("active");
  await runUntil(running, night.determinesAt + 1_000);
  expect(night.exchange.top(night.listing.home.ticker).status).toBe("determined");
  await runUntil(running, night.endsAt);
  expect(night.exchange.top(night.listing.home.ticker).status).toBe("finalized");
  expect(night.exchange.top(night.listing.away.ticker).status).toBe("finalized");
  night.stop();
});

test("a pre-game start is before kickoff, and cautions are told", () => {
  const plan = planNight({ seed: 1, kind: { ...builtIn, startAt: "pregame" } });
  expect(plan.startsAt).toBeLessThan(plan.timeline.game.kickoffAt);
  expect(plan.caution).toBe("simulated crowd, set to overreact: results here prove nothing.");
  expect(plan.eventTicker).toMatch(/^KXNFLGAME-26SEP14[A-Z]{4,6}$/);
});

const folder = join(import.meta.dirname, "../../../shared/data/kalshi-sample");

test.for(["2025_01_DAL_PHI", "2025_01_ARI_NO"])(
  "%s is traded by its own candles, from an hour before kickoff to the payment",
  async (game, context) => {
    if (!existsSync(folder)) context.skip("needs the real games in ../shared/data/kalshi-sample");
    const plays = readPlays(join(folder, `nfl_${game}_plays.csv.gz`), game);
    const candles = readCandles(join(folder, `nfl_${game}_candles.csv.gz`), game);
    if (plays.kind === "unreadable" || candles.kind === "unreadable") throw new Error("unreadable");
    const kind = {
      kind: "file",
      plays: plays.value,
      candles: candles.value,
      gameId: game,
    } as const;
    const running = open(1, kind);
    const { night } = running;
    const minutes = (night.timeline.game.kickoffAt - night.startsAt) / 60_000;
    expect(minutes).toBeGreaterThan(55);
    expect(minutes).toBeLessThan(85);
    night.start();
    for (const candle of candles.value.filter((_, index) => index % 25 === 0)) {
      await runUntil(running, candle.endsAt - 500);
      const { bid, ask } = night.exchange.top(candle.ticker);
      expect(bid?.[0] ?? 0).toBe(candle.bid.close);
      expect(ask?.[0] ?? 10_000).toBe(candle.ask.close);
    }
    await runUntil(running, night.endsAt);
    expect(night.exchange.top(night.listing.away.ticker).status).toBe("finalized");
    night.stop();
  },
);

test("a real game without candles is traded by a crowd", (context) => {
  if (!existsSync(folder)) context.skip("needs the real games in ../shared/data/kalshi-sample");
  const plays = readPlays(join(folder, "nfl_2025_01_ARI_NO_plays.csv.gz"));
  if (plays.kind === "unreadable") throw new Error(plays.why);
  const plan = planNight({
    seed: 1,
    kind: { kind: "file", plays: plays.value, candles: [], gameId: "2025_01_ARI_NO" },
  });
  expect(plan.eventTicker).toBe("KXNFLGAME-25SEP07ARINO");
  expect(plan.traders.kind).toBe("crowd");
  expect(plan.gameName).toBe("2025_01_ARI_NO");
});
