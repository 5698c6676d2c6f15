import { describe, expect, test } from "vitest";
import { drawAt, seededChance, wholeBetween } from "./chance.ts";

const draws = (seed: number, name: string, count: number): number[] => {
  const chance = seededChance(seed, name);
  return Array.from({ length: count }, () => chance.next());
};

describe("seeded chance", () => {
  test("the same seed and name give the same numbers, another gives others", () => {
    expect(draws(7, "crowd", 50)).toEqual(draws(7, "crowd", 50));
    expect(draws(7, "crowd", 5)).not.toEqual(draws(8, "crowd", 5));
    expect(draws(7, "crowd", 5)).not.toEqual(draws(7, "game", 5));
  });

  test("numbers are spread evenly over 0 ≤ x < 1", () => {
    const buckets = new Array<number>(10).fill(0);
    for (const draw of draws(1, "spread", 20_000)) {
      expect(draw).toBeGreaterThanOrEqual(0);
      expect(draw).toBeLessThan(1);
      buckets[Math.floor(draw * 10)] = (buckets[Math.floor(draw * 10)] ?? 0) + 1;
    }
    for (const count of buckets) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  test("a draw at a name depends on that name alone", () => {
    expect(drawAt("session/1")).toBe(drawAt("session/1"));
    const values = new Set(Array.from({ length: 1000 }, (_, index) => drawAt(`session/${index}`)));
    expect(values.size).toBe(1000);
  });

  test("whole numbers stay within their ends and reach both", () => {
    const chance = seededChance(3, "dice");
    const seen = new Set(Array.from({ length: 500 }, () => wholeBetween(chance, 1, 6)));
    expect([...seen].sort((left, right) => left - right)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
