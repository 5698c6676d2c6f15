import fc from "fast-check";
import { expect, test } from "vitest";
import { seededChance } from "../../domain/chance.ts";
import type { BookSide } from "../../domain/market.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";
import { createBook } from "./book.ts";
import { match, openFloor } from "./floor.ts";
import { createHandClock } from "./hand-clock.ts";
import { DEFAULT_FEES } from "./fees.ts";
import { AWAY, EVENT, HOME, START, cents, levels, order, setStage } from "./stage.ts";
import { DEFAULT_SWITCHES } from "./switches.ts";

type Action = {
  readonly kind: "rest" | "take";
  readonly side: BookSide;
  readonly at: number;
  readonly size: number;
};

const action: fc.Arbitrary<Action> = fc.record({
  kind: fc.constantFrom("rest", "take"),
  side: fc.constantFrom("bid", "ask"),
  at: fc.integer({ min: 40, max: 60 }),
  size: fc.integer({ min: 1, max: 500 }),
});

/** The plainest market there is: one list of orders, searched anew for every contract hundredth. */
type Naive = { readonly name: number; readonly side: BookSide; readonly at: number; left: number };

function naiveTake(rested: Naive[], taker: Action): string[] {
  const prints: string[] = [];
  let left = taker.size;
  while (left > 0) {
    const others = rested.filter(
      (one) =>
        one.left > 0 &&
        one.side !== taker.side &&
        (taker.side === "bid" ? one.at <= taker.at : one.at >= taker.at),
    );
    const sign = taker.side === "bid" ? 1 : -1;
    const [best] = others.toSorted((a, b) => sign * (a.at - b.at) || a.name - b.name);
    if (best === undefined) break;
    const part = Math.min(left, best.left);
    best.left -= part;
    left -= part;
    prints.push(`${best.name}:${part}@${best.at}`);
  }
  return prints;
}

function openTestFloor(): ReturnType<typeof openFloor> {
  const world = createHandClock(START);
  return openFloor({
    source: world,
    operator: world,
    chance: seededChance(1, "floor"),
    switches: DEFAULT_SWITCHES,
    fees: DEFAULT_FEES,
    listings: [
      {
        eventTicker: EVENT,
        seriesTicker: "KXNFLGAME",
        title: "",
        subTitle: "",
        home: { ticker: HOME, name: "" },
        away: { ticker: AWAY, name: "" },
        kickoffAt: START,
      },
    ],
  });
}

test("matching is by price, then by time, at the resting price: like a naive market", () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const floor = openTestFloor();
      const market = floor.markets.get(HOME);
      if (market === undefined) throw new Error("not listed");
      const booked: string[] = [];
      floor.booker = {
        book: ({ orderId, trade }) => {
          booked.push(`${orderId}:${trade.quantity}@${trade.price}`);
        },
        cancelForSelfTrade: () => undefined,
        isHalted: () => false,
        clientOrderIdOf: () => undefined,
      };
      const rested: Naive[] = [];
      const expected: string[] = [];
      for (const [name, one] of actions.entries()) {
        const { side, at, size } = one;
        const taker = {
          side,
          limit: at as Price,
          quantity: size as Quantity,
          orderId: undefined,
          selfTrade: "maker",
        } as const;
        const { filled } = match(floor, market, taker);
        expected.push(...naiveTake(rested, one));
        const remaining = (size - filled) as Quantity;
        if (one.kind === "take" || remaining === 0) continue;
        market.book.join({ side, price: at as Price, orderId: String(name), remaining });
        rested.push({ name, side, at, left: remaining });
      }
      expect(booked).toEqual(expected);
      for (const side of ["bid", "ask"] as const) {
        const left = rested.filter((one) => one.side === side && one.left > 0);
        const sizes = new Map<number, number>();
        for (const { at, left: size } of left) sizes.set(at, (sizes.get(at) ?? 0) + size);
        const sign = side === "bid" ? -1 : 1;
        const wanted = [...sizes].toSorted(([a], [b]) => sign * (a - b));
        expect(market.book.levels(side)).toEqual(wanted);
      }
    }),
  );
});

test("a quote replaces the one before; only changed levels are told, and never a crossed book", () => {
  const stage = setStage();
  const { exchange } = stage;
  exchange.quote(HOME, levels([62, 100], [61, 300]), levels([64, 200], [65, 50]));
  const client = stage.connect();
  client.send({
    id: 1,
    cmd: "subscribe",
    params: { channels: ["orderbook_delta"], market_ticker: HOME, use_yes_price: true },
  });
  client.heard();
  exchange.quote(HOME, levels([63, 100], [62, 100], [61, 300]), levels([64, 150], [65, 50]));
  const told = client
    .heard()
    .map(({ msg }) => [msg?.["side"], msg?.["price_dollars"], msg?.["delta_fp"]]);
  expect(told).toEqual([
    ["no", "0.6400", "-50.00"],
    ["yes", "0.6300", "100.00"],
  ]);
  exchange.quote(HOME, levels([65, 10]), levels([66, 10]));
  const top = exchange.top(HOME);
  expect([top.bid, top.ask]).toEqual([levels([65, 10])[0], levels([66, 10])[0]]);
  expect(() => exchange.quote(HOME, levels([65, 10]), levels([65, 10]))).toThrow(RangeError);
  expect(() => exchange.quote(HOME, [[6350 as Price, 100 as Quantity]], [])).toThrow(RangeError);
});

test("a quote through a resting order takes it and then stands exactly as asked", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, levels([60, 100]), levels([66, 100]));
  const resting = order({ side: "ask", price: "0.64", time_in_force: "good_till_canceled" });
  expect(stage.ask("POST", "/portfolio/events/orders", resting).status).toBe(201);
  expect(stage.exchange.top(HOME).ask).toEqual(levels([64, 10])[0]);
  stage.exchange.quote(HOME, levels([65, 4]), levels([66, 100]));
  expect(stage.exchange.top(HOME).bid).toEqual(levels([65, 4])[0]);
  const [fill] = stage.read("/portfolio/fills")["fills"] as unknown as Record<string, unknown>[];
  expect(fill).toMatchObject({ count_fp: "10.00", yes_price_dollars: "0.6400", is_taker: false });
});

test("the crowd's shrinking size leaves from behind, so nobody gains a place", () => {
  const book = createBook(() => undefined);
  book.growCrowd("bid", cents(50), 500 as Quantity);
  book.join({ side: "bid", price: cents(50), orderId: "ours", remaining: 100 as Quantity });
  book.growCrowd("bid", cents(50), 500 as Quantity);
  book.shrinkCrowd("bid", cents(50), 700 as Quantity);
  const queue = book.orders("bid").map(({ orderId, remaining }) => [orderId, remaining]);
  expect(queue).toEqual([
    [undefined, 300],
    ["ours", 100],
  ]);
});

test("a taker of the crowd fills up to its limit and prints at the resting prices", () => {
  const { exchange, read } = setStage();
  exchange.quote(HOME, levels([60, 100]), levels([62, 30], [63, 100]));
  expect(exchange.take(HOME, "bid", 5000 as Quantity, cents(62))).toBe(3000);
  expect(exchange.take(HOME, "bid", 5000 as Quantity, cents(63))).toBe(5000);
  const trades = read("/markets/trades?limit=10")["trades"] as unknown as Record<string, unknown>[];
  expect(trades.map((trade) => [trade["yes_price_dollars"], trade["count_fp"]])).toEqual([
    ["0.6300", "50.00"],
    ["0.6200", "30.00"],
  ]);
});
