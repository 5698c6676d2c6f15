/** Prices of the built-in night beside those of two real games. `compare-prices.ts` prints more. */
import { expect, test } from "vitest";
import { tableOf } from "./compare-prices.ts";
import { measure, playedNight, recordedGame } from "./minutes.ts";
import { recordedDepth, recordedRates } from "./recorded.ts";

const games = ["DAL_PHI", "ARI_NO"].map(recordedGame);
const rates = recordedRates();

test("spreads, jumps, volume and message rate are of the size of real ones", async (context) => {
  if (games.includes(undefined) || rates === undefined) {
    context.skip("the recorded sample (../shared/data/kalshi-sample) is not here");
    return;
  }
  const real = measure(games.flatMap((game) => game ?? []));
  expect(real.minutes).toBeGreaterThan(500);
  const night = await playedNight(2, "efficient");
  const built = measure(night.markets);
  expect(built.minutes).toBeGreaterThan(100);
  expect(Math.abs(built.spreadMean - real.spreadMean)).toBeLessThan(1);
  expect(built.jumpMean).toBeGreaterThan(real.jumpMean / 3);
  expect(built.jumpMean).toBeLessThan(real.jumpMean * 3);
  expect(built.volumeMedian).toBeGreaterThan(real.volumeMedian / 3);
  expect(built.volumeMedian).toBeLessThan(real.volumeMedian * 3);
  expect(night.deltaRate).toBeGreaterThan(rates.quiet);
  expect(night.deltaRate).toBeLessThan(rates.crypto);
  const table = tableOf(
    new Map([
      ["real", real],
      ["built", built],
    ]),
  );
  expect(table).toContain(`| spread, mean | ${real.spreadMean.toFixed(1)}¢ |`);
  expect(table.trim().split("\n")).toHaveLength(9);
  // Books are thinner than the recorded ones on purpose: what can be had is never flattered.
  expect(night.bestSize).toBeLessThan(recordedDepth() ?? 0);
});

test("a crowd that overreacts jumps further than one that does not, over the same game", async () => {
  const calm = await playedNight(2, "efficient");
  const wild = await playedNight(2, "overreacting");
  expect(measure(wild.markets).jumpMean).toBeGreaterThan(measure(calm.markets).jumpMean * 1.2);
});
