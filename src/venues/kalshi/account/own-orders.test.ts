import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  contracts,
  type Money,
  type Price,
  type Quantity,
  quantity,
} from "../../../domain/numbers.ts";
import type { Order } from "../../../domain/orders.ts";
import type { VenueFill, VenueOrder } from "../../../domain/account.ts";
import type { VenueNews } from "../../../domain/venue-news.ts";
import { OrderShape } from "../messages/orders.ts";
import { createOwnOrders } from "./own-orders.ts";

const order: Order = {
  intentId: 1,
  clientOrderId: "mine",
  mode: "DEMO",
  ticker: "T-LAR",
  team: "home",
  side: "bid",
  quantity: contracts(10),
  limit: 6300 as Price,
  reduceOnly: false,
  origin: "ticket",
  signalId: undefined,
  worstCost: 0 as Money,
};

function fillOf(trade: number, count: number, clientOrderId?: string): VenueFill {
  return {
    tradeId: `t${trade}`,
    orderId: "v1",
    clientOrderId,
    ticker: "T-LAR",
    side: "bid",
    price: 6300 as Price,
    quantity: contracts(count),
    fee: 100 as Money,
    isTaker: true,
    at: 0,
  };
}

function venueOrder(filled: number, status: VenueOrder["status"]): VenueOrder {
  return {
    orderId: "v1",
    clientOrderId: "mine",
    ticker: "T-LAR",
    side: "bid",
    price: 6300 as Price,
    initial: contracts(10),
    filled: contracts(filled),
    remaining: contracts(status === "resting" ? 10 - filled : 0),
    status,
    groupId: undefined,
    exchangeIndex: 0,
    reason: undefined,
    updatedAt: undefined,
  };
}

type Telling =
  | { readonly kind: "answer" }
  | { readonly kind: "order"; readonly filled: number; readonly over: boolean }
  | { readonly kind: "streamFill" | "readFill"; readonly trade: number };

/** Ten fills of one contract; every teller may repeat itself, in any order. */
const telling: fc.Arbitrary<Telling> = fc.oneof(
  fc.constant<Telling>({ kind: "answer" }),
  fc.record({
    kind: fc.constant("order" as const),
    filled: fc.integer({ min: 0, max: 10 }),
    over: fc.constant(false),
  }),
  fc.record({
    kind: fc.constantFrom("streamFill" as const, "readFill" as const),
    trade: fc.integer({ min: 1, max: 10 }),
  }),
);

const everything: readonly Telling[] = [
  { kind: "answer" },
  { kind: "order", filled: 10, over: true },
  ...Array.from({ length: 10 }, (_, index) => ({ kind: "streamFill", trade: index + 1 }) as const),
];

describe("our orders, joined from answer, stream and reads", () => {
  test("KWS-14 KWS-15 ORD-16 in any order, with any repetition, each fact is told once", () => {
    fc.assert(
      fc.property(
        fc.array(telling, { maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        (before, chance) => {
          const news: VenueNews[] = [];
          const own = createOwnOrders((one) => news.push(one));
          const mine = own.remember(order, false, 0);
          const rest = [...everything];
          const shuffled: Telling[] = [];
          while (rest.length > 0) {
            const [next] = rest.splice(chance.next().value % rest.length, 1);
            if (next !== undefined) shuffled.push(next);
          }
          let open: Quantity = quantity(0);
          for (const one of [...before, ...shuffled]) {
            if (one.kind === "answer") {
              own.adopt(mine, "v1");
              own.stands(mine, contracts(10), true);
            } else if (one.kind === "order") {
              own.learnOrder(venueOrder(one.filled, one.over ? "executed" : "resting"), undefined);
            } else {
              own.learnFill(
                fillOf(one.trade, 1, one.kind === "streamFill" ? "mine" : undefined),
                undefined,
              );
            }
            open = quantity(order.quantity - mine.joined);
            expect(open).toBeGreaterThanOrEqual(0);
          }
          const kinds = news.map(({ kind }) => kind);
          expect(kinds.filter((kind) => kind === "accepted")).toEqual(["accepted"]);
          expect(kinds[0]).toBe("accepted");
          expect(kinds.filter((kind) => kind === "fill").length).toBe(10);
          expect(kinds.filter((kind) => kind === "ended")).toEqual(["ended"]);
          expect(kinds.at(-1)).toBe("ended");
          expect(own.short()).toEqual([]);
        },
      ),
    );
  });

  test("a read's fill of an order that nobody named yet waits, and joins when it is ours", () => {
    const news: VenueNews[] = [];
    const own = createOwnOrders((one) => news.push(one));
    own.remember(order, false, 0);
    expect(own.learnFill(fillOf(1, 1), undefined)).toBe("unplaced");
    expect(own.unplaced()).toEqual(["v1"]);
    own.learnOrder(venueOrder(1, "canceled"), undefined);
    expect(news.map(({ kind }) => kind)).toEqual(["accepted", "fill", "ended"]);
  });

  test("ORD-30 an order that is not ours is told when it changes, its fills as external", () => {
    const news: VenueNews[] = [];
    const own = createOwnOrders((one) => news.push(one));
    own.learnFill(fillOf(1, 1), undefined);
    const foreign = { ...venueOrder(1, "resting"), clientOrderId: "other" };
    own.learnOrder(foreign, undefined);
    own.learnOrder(foreign, undefined);
    expect(news.map(({ kind }) => kind)).toEqual(["external", "externalFill"]);
    own.learnOrder({ ...foreign, filled: contracts(2) }, undefined);
    expect(news.at(-1)?.kind).toBe("external");
    expect(own.open()).toEqual([]);
  });
});

describe("ORD-32 an order without a status", () => {
  const bare = {
    order_id: "v1",
    ticker: "T",
    yes_price_dollars: "0.6300",
    outcome_side: "no",
    initial_count_fp: "10.00",
  };
  test.each([
    ["10.00", "0.00", "executed"],
    ["0.00", "10.00", "resting"],
    ["4.00", "6.00", "resting"],
    ["4.00", "0.00", "canceled"],
    ["0.00", "0.00", "canceled"],
  ])("filled %s, remaining %s: %s", (filled, remaining, status) => {
    const read = OrderShape.parse({
      ...bare,
      fill_count_fp: filled,
      remaining_count_fp: remaining,
    });
    expect(read.status).toBe(status);
    expect(read.side).toBe("ask");
    const strange = {
      ...bare,
      fill_count_fp: filled,
      remaining_count_fp: remaining,
      status: "unknown",
    };
    expect(OrderShape.parse(strange).status).toBe(status);
  });
});
