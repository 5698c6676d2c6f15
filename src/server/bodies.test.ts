import { describe, expect, test } from "vitest";
import { readTrade } from "./bodies.ts";

const card = { signal_id: "S1", version: 3, quantity: 100 };

describe("a card's limit", () => {
  test("may be written in cents, or in dollars as the state shows it", () => {
    const inCents = readTrade({ ...card, limit: 84 });
    const inDollars = readTrade({ ...card, limit: 0.84 });
    expect(inCents).toMatchObject({ kind: "read", value: { kind: "execute", limit: 8400 } });
    expect(inDollars).toEqual(inCents);
  });

  test("every shown cent price reads the same both ways", () => {
    for (let cents = 1; cents < 100; cents += 1) {
      const shown = (cents * 100) / 10_000;
      const reading = readTrade({ ...card, limit: cents === 1 ? 0.01 : shown });
      expect(reading).toMatchObject({ value: { limit: cents * 100 } });
    }
  });

  test.each([0, -1, 100, 84.005, "84", null])("%j is refused", (limit) => {
    expect(readTrade({ ...card, limit }).kind).toBe("unreadable");
  });
});

describe("CFG-11: a ticket's price is in cents", () => {
  const ticket = { ticker: "KXNFLGAME-26OCT12DENKC-KC", side: "SELL", quantity: 10 };

  test("0.84 is refused with what to write instead", () => {
    expect(readTrade({ ...ticket, price: 0.84 })).toMatchObject({
      kind: "unreadable",
      errors: [{ field: "price", message: expect.stringContaining("cents, not dollars") }],
    });
  });

  test.each([
    [1, 100],
    [99, 9900],
    [54.5, 5450],
    [54.55, 5455],
  ])("%d¢ is read as written; the market's grid is the desk's gate", (price, units) => {
    expect(readTrade({ ...ticket, price })).toMatchObject({ value: { price: units } });
  });

  test.each([0, 100, 101, -390, "54"])("%j is refused, never clamped", (price) => {
    expect(readTrade({ ...ticket, price }).kind).toBe("unreadable");
  });
});
