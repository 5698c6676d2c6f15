/**
 * No money is made or lost: what the member has, what the crowd has (an independent ledger from
 * the public fills alone), what the exchange holds for open pairs, and what it took in fees are
 * together the same after any sequence of orders, in both fee regimes, with collateral returned
 * for sure pairs or not, before and after the payment.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { complement, money } from "../../src/domain/numbers.ts";
import type { Price } from "../../src/domain/numbers.ts";
import { AWAY, EVENT, HOME, levels, order, setStage } from "../../src/sim/exchange/stage.ts";
import type { Stage } from "../../src/sim/exchange/stage.ts";
import type { Switches } from "../../src/sim/exchange/switches.ts";

type Row = Readonly<Record<string, string>>;

const path = "/portfolio/events/orders";

/** Decimal text to millionths of a dollar (or of a contract). */
function exact(text: string | undefined): bigint {
  const negative = text?.startsWith("-") === true;
  const [whole = "0", fraction = ""] = (text ?? "0").replace("-", "").split(".");
  const value = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0"));
  return negative ? -value : value;
}

function rows(stage: Stage, where: string, name: string): readonly Row[] {
  const list: unknown = stage.read(where)[name];
  return list as readonly Row[];
}

const dollar = 1_000_000n;

type Books = {
  crowd: bigint;
  pool: bigint;
  fees: bigint;
  /** Pairs of YES and NO that the member holds side by side. */
  pairs: bigint;
  readonly held: Map<string, bigint>;
};

function size(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/**
 * The crowd's cash, the pool of pairs and the fees, from the fills. The crowd holds the opposite
 * of the member. Each open pair has a dollar in the pool, paid by both sides.
 */
function booksOf(stage: Stage, apart: boolean): Books {
  const books: Books = { crowd: 0n, pool: 0n, fees: 0n, pairs: 0n, held: new Map() };
  for (const fill of rows(stage, "/portfolio/fills?limit=1000", "fills").toReversed()) {
    const ticker = fill["ticker"] ?? "";
    const count = exact(fill["count_fp"]);
    const yes = exact(fill["yes_price_dollars"]);
    const before = books.held.get(ticker) ?? 0n;
    const after = before + (fill["book_side"] === "bid" ? count : -count);
    books.held.set(ticker, after);
    const moved = after - before;
    // A crowd that sells YES short buys NO: it is paid the price and puts the dollar in.
    const short = (member: bigint): bigint => (member > 0n ? member : 0n);
    books.crowd += (moved * yes) / dollar - (short(after) - short(before));
    // What would have closed stays: a pair, worth the dollar that it keeps in the pool.
    const closed = (size(before) + count - size(after)) / 2n;
    if (apart) books.pairs += closed;
    books.pool += size(after) - size(before) + (apart ? closed : 0n);
    books.fees += exact(fill["fee_cost"]);
  }
  return books;
}

/** Dollars returned for sure pairs, which the pool has lent to the member. */
function returned({ held }: Books, switches: Partial<Switches>): bigint {
  if (switches.collateralReturn !== "pairs") return 0n;
  const home = held.get(HOME) ?? 0n;
  const away = held.get(AWAY) ?? 0n;
  const same = (home > 0n && away > 0n) || (home < 0n && away < 0n);
  if (!same) return 0n;
  return size(home) < size(away) ? size(home) : size(away);
}

function cash(stage: Stage): bigint {
  return exact((stage.read("/portfolio/balance") as Row)["balance_dollars"]);
}

const move = fc.record({
  ticker: fc.constantFrom(HOME, AWAY),
  side: fc.constantFrom("bid" as const, "ask" as const),
  count: fc.integer({ min: 1, max: 30_000 }),
  price: fc.integer({ min: 40, max: 60 }),
  force: fc.constantFrom("good_till_canceled", "immediate_or_cancel", "fill_or_kill"),
  middle: fc.integer({ min: 43, max: 57 }),
});

type Move = typeof move extends fc.Arbitrary<infer One> ? One : never;

function quote(stage: Stage, middle: number): void {
  stage.exchange.quote(
    HOME,
    levels([middle - 1, 120], [middle - 3, 90]),
    levels([middle + 1, 80], [middle + 2, 300]),
  );
  const away = 100 - middle;
  stage.exchange.quote(AWAY, levels([away - 1, 50]), levels([away + 1, 70]));
}

function place(stage: Stage, wish: Move): void {
  const body = order({
    ticker: wish.ticker,
    side: wish.side,
    count: (wish.count / 100).toFixed(2),
    price: (wish.price / 100).toFixed(2),
    time_in_force: wish.force,
    self_trade_prevention_type: "maker",
  });
  expect([201, 400, 409]).toContain(stage.ask("POST", path, body).status);
}

const start = 400n * dollar;

test.each([
  [{ feePrecision: "direct", collateralReturn: "none", netting: "closed" }],
  [{ feePrecision: "direct", collateralReturn: "pairs", netting: "closed" }],
  [{ feePrecision: "direct", collateralReturn: "none", netting: "apart" }],
  [{ feePrecision: "cent", collateralReturn: "none", netting: "closed" }],
  [{ feePrecision: "cent", collateralReturn: "pairs", netting: "apart" }],
] as const)("cash + crowd + collateral + fees stay the same under %o", (switches) => {
  let fills = 0;
  let sidePairs = 0;
  const apart = switches.netting === "apart";
  let pairs = 0;
  const value = fc.constantFrom(0, 5000, 10_000, 3700);
  fc.assert(
    fc.property(fc.array(move, { maxLength: 25 }), value, (moves, homeValue) => {
      const stage = setStage({
        cash: money(400_000_000),
        switches: { ...switches, balanceExcludesResting: false },
      });
      for (const wish of moves) {
        quote(stage, wish.middle);
        place(stage, wish);
        const books = booksOf(stage, apart);
        const lent = returned(books, switches);
        // Shown to 0.0001: counts of 0.01 at whole cents and fees never need more.
        expect(cash(stage) + books.crowd + books.pool - lent + books.fees).toBe(start);
        if (lent > 0n) pairs += 1;
        if (switches.feePrecision === "cent") expect(cash(stage) % 10_000n).toBe(0n);
      }
      const { crowd, fees, held, pairs: sure } = booksOf(stage, apart);
      fills += held.size;
      stage.exchange.determine(EVENT, homeValue as Price);
      stage.clock.wind(61_000);
      const paid = [...held].reduce((sum, [ticker, member]) => {
        const home = homeValue as Price;
        const yes = BigInt(ticker === HOME ? home : complement(home)) * 100n;
        // The crowd holds NO where the member holds YES, and the other way round.
        const unit = member > 0n ? dollar - yes : yes;
        return sum + (size(member) * unit) / dollar;
      }, 0n);
      expect(cash(stage) + crowd + paid + fees).toBe(start);
      if (sure > 0n) sidePairs += 1;
    }),
    { numRuns: 40 },
  );
  expect(fills).toBeGreaterThan(20);
  expect(sidePairs > 0).toBe(apart);
  expect(pairs > 0).toBe(switches.collateralReturn === "pairs");
});
