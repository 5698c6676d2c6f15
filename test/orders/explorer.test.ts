import { describe, expect, test } from "vitest";
import { explore } from "./explore.ts";
import { moves } from "./moves.ts";

/**
 * Where the explorer starts from, and how far it goes. The second beginning lies deeper in the life
 * of an order, so that what follows its answer is seen from there too.
 */
const beginnings = [
  { after: ["ticket"], length: 7, historiesMin: 200_000, never: [] },
  {
    after: ["ticket", "durable", "arrives", "answer"],
    length: 4,
    historiesMin: 4_000,
    never: ["arrives", "refused", "answer", "answer lost"],
  },
] as const;

describe("ORD-31 I2 I5 I8 in every order of what can happen to an order", () => {
  test.each(beginnings)(
    "up to $length moves after $after: one order per intent, no limit passed, cash to the millionth",
    async ({ after, length, historiesMin, never }) => {
      const { histories, played, made, broken } = await explore(after, length);
      expect(broken?.why, broken?.history).toBeUndefined();
      expect(histories).toBeGreaterThan(historiesMin);
      expect(played).toBeGreaterThan(500);
      const missing = moves.filter(({ name }) => !made.has(name)).map(({ name }) => name);
      expect(missing).toEqual(never);
      console.log(`${histories} histories of up to ${length} moves, ${played} played`);
    },
  );

  test("the same search finds the same histories", async () => {
    const [first, second] = [await explore(["ticket"], 3), await explore(["ticket"], 3)];
    expect(second).toEqual(first);
    expect(first.histories).toBeGreaterThan(100);
  });
});
