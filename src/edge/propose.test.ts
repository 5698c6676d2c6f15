import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TeamSide } from "../domain/game.ts";
import type { FeePrecision, Level } from "../domain/market.ts";
import {
  contracts,
  money,
  type Price,
  price,
  probability,
  type Quantity,
  quantity,
} from "../domain/numbers.ts";
import {
  applySnapshot,
  createConsumedDepth,
  createGameBooks,
  type GameBooks,
  noteConsumed,
} from "../market/market.ts";
import type { Belief } from "../model/model.ts";
import { netEdgePoints, type Proposal, type ProposalRequest, proposeOrder } from "./edge.ts";

type Side = readonly (readonly [cents: number, contracts: number])[];
type Quotes = { readonly bids: Side; readonly asks: Side };

function levelsOf(side: Side): Level[] {
  return side.map(([cents, count]) => [price(cents * 100), contracts(count)]);
}

function booksOf(home: Quotes, away?: Quotes): GameBooks {
  const books = createGameBooks();
  applySnapshot(books.home, levelsOf(home.bids), levelsOf(home.asks));
  if (away !== undefined) applySnapshot(books.away, levelsOf(away.bids), levelsOf(away.asks));
  return books;
}

function quotes(bid: number, ask: number, size = 1000): Quotes {
  return { bids: [[bid, size]], asks: [[ask, size]] };
}

function belief(homeWins: number): Belief {
  const home = probability(homeWins);
  return { home, away: probability(10_000 - homeWins), tie: probability(0) };
}

const nfl = { makerShare: 25, multiplier: "1" };

function request(books: GameBooks, homeWins: number, change: Partial<ProposalRequest> = {}) {
  return {
    toward: "home",
    books,
    belief: belief(homeWins),
    fees: { schedule: nfl, precision: "cent" },
    positions: { home: 0, away: 0 },
    quantityMax: contracts(100),
    exposureLeft: contracts(300),
    cash: money(1_000_000_000),
    minNetEdge: probability(300),
    consumed: undefined,
    ...change,
  } satisfies ProposalRequest;
}

function ordered(proposal: Proposal) {
  if (proposal.kind !== "order") throw new Error(`no order: ${proposal.code}`);
  return proposal;
}

function refused(proposal: Proposal) {
  if (proposal.kind !== "none") throw new Error("an order where none was expected");
  return proposal;
}

describe("the guide's cases, 100 contracts, cents", () => {
  test("E1: sells HOME at 84 with 8.05 points net", () => {
    const order = ordered(proposeOrder(request(booksOf(quotes(84, 86)), 7500, { toward: "away" })));
    expect(order).toMatchObject({ team: "home", side: "ask", route: "other", limit: 8400 });
    expect(order.quantity).toBe(contracts(100));
    expect(order.sized.fee).toBe(950_000);
    expect(netEdgePoints(order.sized)).toBe(805);
    expect(order.reduceOnly).toBe(false);
  });

  test("E3: through HOME 22.50 points net", () => {
    const order = ordered(proposeOrder(request(booksOf(quotes(69, 71)), 4500, { toward: "away" })));
    expect(netEdgePoints(order.sized)).toBe(2250);
  });

  test("E7: 2.83 points net are refused by NET_EDGE", () => {
    const none = refused(proposeOrder(request(booksOf(quotes(79, 91)), 7500, { toward: "away" })));
    expect(none.code).toBe("NET_EDGE");
    expect(none.wanted === undefined ? undefined : netEdgePoints(none.wanted)).toBe(283);
    const at283 = { toward: "away", minNetEdge: probability(283) } as const;
    const exactly = ordered(proposeOrder(request(booksOf(quotes(79, 91)), 7500, at283)));
    expect(exactly.quantity).toBe(contracts(100));
  });

  test("E10: without a bid on HOME there is no way in", () => {
    const oneSided = booksOf({ bids: [], asks: [[51, 100]] }, quotes(48, 50));
    expect(refused(proposeOrder(request(oneSided, 6000))).code).toBe("TWO_SIDED");
  });
});

describe("the route", () => {
  test("long AWAY costs the cheaper of 1 − bid(HOME) and ask(AWAY), never 1 − ask(HOME)", () => {
    const other = booksOf(quotes(62, 66), quotes(36, 39));
    const through = ordered(proposeOrder(request(other, 4500, { toward: "away" })));
    expect(through).toMatchObject({ route: "other", team: "home", side: "ask", limit: 6200 });
    expect(through.sized.cost).toBe(38_000_000);
    const own = booksOf(quotes(62, 66), quotes(34, 37));
    const direct = ordered(proposeOrder(request(own, 4500, { toward: "away" })));
    expect(direct).toMatchObject({ route: "own", team: "away", side: "bid", limit: 3700 });
    expect(direct.routes.own?.best?.cost).toBe(37_000_000);
    expect(direct.routes.other?.best?.cost).toBe(38_000_000);
  });

  test("long HOME costs the cheaper of ask(HOME) and 1 − bid(AWAY)", () => {
    const order = ordered(proposeOrder(request(booksOf(quotes(38, 42), quotes(59, 62)), 6000)));
    expect(order).toMatchObject({ route: "other", team: "away", side: "ask", limit: 5900 });
  });

  test("at equal costs the team's own market is taken", () => {
    const order = ordered(proposeOrder(request(booksOf(quotes(38, 42), quotes(58, 62)), 6000)));
    expect(order).toMatchObject({ route: "own", team: "home", side: "bid", limit: 4200 });
  });

  test.each(["home", "away"] as const)(
    "a one-sided AWAY leaves the HOME route, toward %s",
    (to) => {
      const away = { bids: [], asks: [[1, 500]] } as const;
      const fair = to === "home" ? 6500 : 3500;
      const order = ordered(
        proposeOrder(request(booksOf(quotes(49, 51), away), fair, { toward: to })),
      );
      expect(order.team).toBe("home");
      expect(order.routes[to === "home" ? "other" : "own"]).toBeUndefined();
    },
  );

  test("costs are compared for the same number of contracts", () => {
    // One cheap contract does not hide that the next ones cost more than the other market's.
    const home = {
      bids: [[30, 500]],
      asks: [
        [38, 1],
        [44, 500],
      ],
    } as const;
    const order = ordered(proposeOrder(request(booksOf(home, quotes(60, 64)), 6000)));
    expect(order).toMatchObject({ route: "other", team: "away" });
    expect(order.quantity).toBe(contracts(100));
  });
});

describe("the size", () => {
  const thin = {
    bids: [[40, 50]],
    asks: [
      [44, 30],
      [48, 30],
      [56, 500],
    ],
  } as const;

  test("walks deeper while the average keeps the net edge; the limit is the worst level", () => {
    const all = ordered(proposeOrder(request(booksOf(thin), 6000)));
    expect(all.quantity).toBe(contracts(100));
    expect(all.limit).toBe(5600);
    const strict = { minNetEdge: probability(1000) };
    const fewer = ordered(proposeOrder(request(booksOf(thin), 6000, strict)));
    expect(fewer.quantity).toBeLessThan(contracts(100));
    expect(fewer.sized.doubledGain).toBeGreaterThanOrEqual(2 * 1000 * fewer.quantity);
  });

  test("stays within the exposure left and within the cash, fee included", () => {
    const books = booksOf(quotes(44, 46));
    const exposed = ordered(proposeOrder(request(books, 6000, { exposureLeft: quantity(2050) })));
    expect(exposed.quantity).toBe(contracts(20));
    const cash = { cash: money(4_780_000) };
    const poor = ordered(proposeOrder(request(books, 6000, cash)));
    expect(poor.quantity).toBe(contracts(10));
    const cent = ordered(proposeOrder(request(books, 6000, { cash: money(4_779_999) })));
    expect(cent.quantity).toBe(contracts(9));
  });

  test("says which limit leaves nothing", () => {
    const books = booksOf(quotes(44, 46));
    expect(refused(proposeOrder(request(books, 6000, { cash: money(400_000) }))).code).toBe(
      "BALANCE",
    );
    const full = refused(proposeOrder(request(books, 6000, { exposureLeft: quantity(99) })));
    expect(full.code).toBe("MAX_EXPOSURE");
    expect(full.wanted?.quantity).toBe(contracts(100));
    const unknown = { fees: undefined };
    expect(refused(proposeOrder(request(books, 6000, unknown))).code).toBe("FEE_KNOWN");
  });

  test("PAP-04: depth that own fills used up is not offered again", () => {
    const books = booksOf({
      bids: [[40, 50]],
      asks: [
        [44, 30],
        [48, 30],
      ],
    });
    const consumed = { home: createConsumedDepth(), away: createConsumedDepth() };
    noteConsumed(consumed.home, books.home, "bid", [
      { price: price(4400), quantity: contracts(30) },
    ]);
    const order = ordered(proposeOrder(request(books, 6000, { consumed })));
    expect([order.quantity, order.limit, order.sized.cost]).toEqual([3000, 4800, 14_400_000]);
  });
});

describe("what is exposed to the other team is reduced first", () => {
  const books = booksOf(quotes(44, 46), quotes(53, 55));

  test("a short HOME leg is bought back, never more than is held", () => {
    const positions = { home: -3000, away: 0 };
    const order = ordered(proposeOrder(request(books, 6000, { positions })));
    expect(order).toMatchObject({ team: "home", side: "bid", reduceOnly: true, reducible: 3000 });
    expect(order.quantity).toBe(3000);
    expect(order.sized.worstCost).toBe(0);
  });

  test("a long AWAY leg is sold, though buying HOME would be cheaper", () => {
    const positions = { home: 0, away: 2550 };
    const order = ordered(proposeOrder(request(books, 6000, { positions })));
    expect(order).toMatchObject({ team: "away", side: "ask", reduceOnly: true, limit: 5300 });
    expect(order.quantity).toBe(2550);
  });

  test("a leg beyond the order's size is reduced in whole contracts", () => {
    const positions = { home: 0, away: 12_350 };
    const order = ordered(proposeOrder(request(books, 6000, { positions })));
    expect([order.quantity, order.reducible]).toEqual([10_000, 12_350]);
  });

  test("needs no net edge, no cash and no exposure, only a price no worse than fair", () => {
    const bare = { positions: { home: -3000, away: 0 }, cash: money(0), exposureLeft: quantity(0) };
    expect(proposeOrder(request(books, 4900, bare)).kind).toBe("order");
    const none = refused(proposeOrder(request(books, 4600, bare)));
    expect([none.code, none.reducible]).toEqual(["NET_EDGE", 3000]);
  });

  test("positions toward the same team do not stand in the way", () => {
    const positions = { home: 5000, away: -5000 };
    const order = ordered(proposeOrder(request(books, 6000, { positions })));
    expect([order.reduceOnly, order.reducible]).toEqual([false, 0]);
  });
});

// --- an independent, slow answer ------------------------------------------------------------

function ceilTo(value: bigint, step: bigint): bigint {
  return ((value + step - 1n) / step) * step;
}

/** Cost and fee of one quantity by filling it level by level, over BigInt; undefined: no depth. */
function brute(
  side: readonly (readonly [cost: number, size: number])[],
  amount: number,
  precision: FeePrecision,
): { readonly cost: bigint; readonly fee: bigint; readonly worst: number } | undefined {
  let left = amount;
  let cost = 0n;
  let fee = 0n;
  let overpaid = 0n;
  let worst = 0;
  for (const [at, size] of side) {
    const taken = Math.min(left, size);
    if (taken === 0) break;
    const [q, p] = [BigInt(taken), BigInt(at)];
    const trade = ceilTo(7n * q * p * (10_000n - p), 100_000_000n) / 1_000_000n;
    const spent = p * q + trade;
    const rounding = precision === "cent" ? ceilTo(spent, 10_000n) - spent : 0n;
    overpaid += rounding;
    const back = overpaid > 10_000n && trade + rounding >= 10_000n ? 10_000n : 0n;
    overpaid -= back;
    fee += trade + rounding - back;
    cost += p * q;
    worst = at;
    left -= taken;
  }
  return left === 0 ? { cost, fee, worst } : undefined;
}

function bruteLargest(
  side: readonly (readonly [cost: number, size: number])[],
  fair: number,
  minimum: number,
  cap: number,
  precision: FeePrecision,
): number {
  for (let amount = cap; amount > 0; amount -= 100) {
    const filled = brute(side, amount, precision);
    if (filled === undefined) continue;
    const gain = BigInt(fair) * BigInt(amount) - filled.cost - filled.fee;
    if (gain >= BigInt(minimum) * BigInt(amount)) return amount;
  }
  return 0;
}

type RandomSide = readonly (readonly [tick: number, size: number])[];

const randomSide = (low: number, high: number): fc.Arbitrary<RandomSide> =>
  fc.uniqueArray(fc.tuple(fc.integer({ min: low, max: high }), fc.integer({ min: 1, max: 4000 })), {
    selector: ([tick]) => tick,
    minLength: 1,
    maxLength: 6,
  });

function costs(side: RandomSide, taker: "bid" | "ask"): [number, number][] {
  return side
    .map(([tick, size]): [number, number] => [taker === "bid" ? tick : 10_000 - tick, size])
    .sort((left, right) => left[0] - right[0]);
}

test("N-06: size, cost and fee equal brute force on 10,000 random pairs of books", () => {
  const books = createGameBooks();
  let orders = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 2000, max: 8000 }),
      fc.integer({ min: 5, max: 1500 }),
      fc.integer({ min: 0, max: 1500 }),
      randomSide(2000, 8000),
      randomSide(2000, 8000),
      fc.constantFrom<TeamSide>("home", "away"),
      fc.constantFrom<FeePrecision>("direct", "cent"),
      fc.integer({ min: 1, max: 60 }),
      (fair, minimum, better, ownAsks, otherBids, toward, precision, count) => {
        const own = toward === "home" ? books.home : books.away;
        const other = toward === "home" ? books.away : books.home;
        const far: Level[] = [[price(1), quantity(100)]];
        const farAsk: Level[] = [[price(9999), quantity(100)]];
        applySnapshot(own, far, ownAsks as unknown as Level[]);
        applySnapshot(other, otherBids as unknown as Level[], farAsk);
        const worth = Math.min(9999, fair + better);
        const proposal = proposeOrder(
          request(books, toward === "home" ? worth : 10_000 - worth, {
            toward,
            fees: { schedule: nfl, precision },
            quantityMax: contracts(count),
            minNetEdge: probability(minimum),
          }),
        );
        const cap = count * 100;
        const sides = [costs(ownAsks, "bid"), costs(otherBids, "ask")] as const;
        const [first, second] = sides.map((s) => bruteLargest(s, worth, minimum, cap, precision));
        const largest = [first ?? 0, second ?? 0];
        if (largest[0] === 0 && largest[1] === 0) {
          expect(proposal.kind).toBe("none");
          return;
        }
        orders += 1;
        const order = ordered(proposal);
        const common = Math.min(...largest.filter((amount) => amount > 0));
        const spent = sides.map((side, index) => {
          const filled = largest[index] === 0 ? undefined : brute(side, common, precision);
          return filled === undefined ? undefined : filled.cost + filled.fee;
        });
        const chosen = order.route === "own" ? 0 : 1;
        const [mine, theirs] = [spent[chosen], spent[1 - chosen]];
        expect(order.quantity).toBe(largest[chosen]);
        if (mine !== undefined && theirs !== undefined) expect(mine <= theirs).toBe(true);
        const exact = brute(sides[chosen], order.quantity, precision);
        expect(BigInt(order.sized.cost)).toBe(exact?.cost);
        expect(BigInt(order.sized.fee)).toBe(exact?.fee);
        expect(order.side === "bid" ? order.limit : 10_000 - order.limit).toBe(exact?.worst);
      },
    ),
    { numRuns: 10_000, seed: 20_260_910 },
  );
  expect(orders).toBeGreaterThan(2000);
});

test("fractional entries are never made, whatever the book shows", () => {
  const books = createGameBooks();
  const odd: Level[] = [[4400 as Price, 1037 as Quantity]];
  applySnapshot(books.home, [[4200 as Price, 5 as Quantity]], odd);
  expect(ordered(proposeOrder(request(books, 6000))).quantity).toBe(1000);
});
