/** The generator's chance beside a public model's over real games: as honest, and as restless. */
import { expect, test } from "vitest";
import { generatedGames, movesOf, referenceGames } from "./chance-moves.ts";

const generated = movesOf(generatedGames(60));

test("over a game the chance moves as much as its outcome was uncertain, and no more", () => {
  // The squares of an honest chance's moves add up to what was uncertain at the start.
  expect(generated.games).toBe(240);
  expect(generated.squares / generated.uncertainty).toBeGreaterThan(0.9);
  expect(generated.squares / generated.uncertainty).toBeLessThan(1.15);
});

test("from snap to snap the chance moves about as far as a public model's does", async (context) => {
  const games = await referenceGames(2015, 2022);
  if (games === undefined) {
    context.skip("the plays (../shared/data/plays_train.parquet) are not here");
    return;
  }
  const real = movesOf(games);
  expect(real.games).toBeGreaterThan(2000);
  for (const name of ["mean", "most90", "most99", "squares"] as const) {
    expect(generated[name] / real[name], name).toBeGreaterThan(0.8);
    expect(generated[name] / real[name], name).toBeLessThan(1.1);
  }
});
