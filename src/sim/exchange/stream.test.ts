import fc from "fast-check";
import { expect, test } from "vitest";
import { contracts, parseDecimal } from "../../domain/numbers.ts";
import type { Price } from "../../domain/numbers.ts";
import { AWAY, EVENT, HOME, START, cents, levels, order, setStage } from "./stage.ts";
import type { Client, Frame } from "./stage.ts";

function subscribe(client: Client, id: number, channels: readonly string[], more = {}): void {
  client.send({ id, cmd: "subscribe", params: { channels, ...more } });
}

const bothBooks = { market_tickers: [HOME, AWAY], use_yes_price: true };

/** Follows frames of one book subscription into plain maps, in YES prices. */
function follow(frames: readonly Frame[], ticker: string): Record<string, Map<number, number>> {
  const books: Record<string, Map<number, number>> = { yes: new Map(), no: new Map() };
  for (const { type, msg } of frames) {
    if (msg?.["market_ticker"] !== ticker) continue;
    if (type === "orderbook_snapshot") {
      for (const side of ["yes", "no"]) {
        const pairs = (msg[`${side}_dollars_fp`] ?? []) as readonly (readonly [string, string])[];
        books[side] = new Map(
          pairs.map(([at, size]) => [parseDecimal(at, 4) ?? 0, parseDecimal(size, 2) ?? 0]),
        );
      }
    }
    if (type === "orderbook_delta") {
      const book = books[String(msg["side"])] ?? new Map<number, number>();
      const at = parseDecimal(String(msg["price_dollars"]), 4) ?? 0;
      const size = (book.get(at) ?? 0) + (parseDecimal(String(msg["delta_fp"]), 2) ?? 0);
      if (size < 0) throw new Error(`a level below zero at ${at}`);
      if (size === 0) book.delete(at);
      else book.set(at, size);
      const bid = Math.max(...(books["yes"]?.keys() ?? []));
      const ask = Math.min(...(books["no"]?.keys() ?? []));
      if (bid >= ask) throw new Error(`crossed: ${bid} against ${ask}`);
    }
  }
  return books;
}

const step = fc.record({
  middle: fc.integer({ min: 20, max: 80 }),
  sizes: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 4, maxLength: 4 }),
  take: fc.option(fc.integer({ min: 1, max: 2000 }), { nil: undefined }),
  rest: fc.option(fc.integer({ min: -6, max: 6 }), { nil: undefined }),
});

test("snapshot plus deltas is the REST book, with no gap and no crossed moment", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const stage = setStage();
      const client = stage.connect();
      subscribe(client, 1, ["orderbook_delta"], bothBooks);
      for (const { middle, sizes, take, rest } of steps) {
        const [a = 1, b = 1, c = 1, d = 1] = sizes;
        const bids = levels([middle - 1, a], [middle - 4, b]);
        stage.exchange.quote(HOME, bids, levels([middle + 1, c], [middle + 2, d]));
        if (rest !== undefined) {
          const body = order({
            side: rest < 0 ? "bid" : "ask",
            price: ((middle + rest) / 100).toFixed(2),
            time_in_force: "good_till_canceled",
          });
          stage.ask("POST", "/portfolio/events/orders", body);
        }
        if (take !== undefined) stage.exchange.take(HOME, "bid", contracts(take), cents(99));
      }
      const seqs = client.frames.flatMap(({ seq }) => (seq === undefined ? [] : [seq]));
      expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
      const books = follow(client.frames, HOME);
      const { orderbook_fp: rest } = stage.read(`/markets/${HOME}/orderbook`) as unknown as {
        orderbook_fp: Record<string, [string, string][]>;
      };
      const units = (pairs: [string, string][] | undefined, flip: boolean): [number, number][] =>
        (pairs ?? []).map(([at, size]) => {
          const price = parseDecimal(at, 4) ?? 0;
          return [flip ? 10_000 - price : price, parseDecimal(size, 2) ?? 0];
        });
      expect(new Map(units(rest["yes_dollars"], false))).toEqual(books["yes"]);
      expect(new Map(units(rest["no_dollars"], true))).toEqual(books["no"]);
    }),
    { numRuns: 60 },
  );
});

test("trades, own fills and own orders go to their channels", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, levels([62, 100]), levels([63, 20]));
  const client = stage.connect();
  subscribe(client, 1, ["trade", "fill", "user_orders"], {});
  stage.exchange.take(HOME, "ask", contracts(3), cents(62));
  const body = order({ client_order_id: "mine", count: "25" });
  stage.ask("POST", "/portfolio/events/orders", body);
  const [public1, public2, fill, done] = client.frames.filter(({ sid }) => sid !== undefined);
  expect(public1).toMatchObject({
    type: "trade",
    sid: 1,
    seq: 1,
    sending_ts_ms: START,
    msg: { yes_price_dollars: "0.6200", no_price_dollars: "0.3800", count_fp: "3.00" },
  });
  expect(public1?.msg).toMatchObject({ taker_book_side: "ask", taker_outcome_side: "no" });
  expect(public2).toMatchObject({ type: "trade", seq: 2, msg: { count_fp: "20.00" } });
  expect(fill).toMatchObject({ type: "fill", sid: 2, msg: { client_order_id: "mine" } });
  expect(fill).not.toHaveProperty("seq");
  expect(fill?.msg).toMatchObject({
    trade_id: public2?.msg?.["trade_id"],
    fee_cost: "0.326400",
    post_position_fp: "20.00",
    is_taker: true,
  });
  expect(done).toMatchObject({
    type: "user_order",
    sid: 3,
    msg: { ticker: HOME, status: "canceled", fill_count_fp: "20.00", remaining_count_fp: "0.00" },
  });
});

test("a delta names the own order that caused it, where that has a client order id", () => {
  const stage = setStage();
  const client = stage.connect();
  subscribe(client, 1, ["orderbook_delta"], { market_ticker: HOME });
  client.heard();
  const rests = { price: "0.5000", time_in_force: "good_till_canceled" };
  stage.ask("POST", "/portfolio/events/orders", order({ ...rests, client_order_id: "mine" }));
  stage.ask("POST", "/portfolio/events/orders", order(rests));
  const [named, bare] = client.heard();
  expect(named?.msg).toMatchObject({ client_order_id: "mine" });
  expect(bare?.msg).not.toHaveProperty("client_order_id");
});

test("the ticker is conflated to one a second per market and shows the top of the book", () => {
  const stage = setStage();
  const client = stage.connect();
  subscribe(client, 1, ["ticker"], { market_ticker: HOME, send_initial_snapshot: true });
  expect(client.heard()[1]?.msg).toMatchObject({ yes_bid_size_fp: "0.00" });
  for (let count = 1; count <= 5; count += 1) {
    stage.exchange.quote(HOME, levels([62, count]), levels([63, 20]));
    stage.exchange.quote(AWAY, levels([37, count]), levels([38, 20]));
  }
  stage.exchange.print(HOME, cents(63), contracts(7), "bid");
  expect(client.heard()).toEqual([]);
  stage.clock.wind(1000);
  expect(client.heard().map(({ msg }) => msg)).toMatchObject([
    {
      market_ticker: HOME,
      price_dollars: "0.6300",
      yes_bid_dollars: "0.6200",
      yes_bid_size_fp: "5.00",
      yes_ask_dollars: "0.6300",
      volume_fp: "7.00",
      dollar_volume: 4,
      ts_ms: START + 1000,
    },
  ]);
});

test("the server pings every ten seconds of the operator's time", () => {
  const stage = setStage();
  const client = stage.connect();
  stage.clock.wind(30_000);
  expect(client.pings()).toBe(3);
  client.listener.closed("gone");
  stage.clock.wind(30_000);
  expect(client.pings()).toBe(3);
});

test("a result closes, determines, and a minute later settles both markets", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, levels([97, 100]), levels([98, 20]));
  const client = stage.connect();
  subscribe(client, 1, ["orderbook_delta"], { market_ticker: HOME });
  subscribe(client, 2, ["market_lifecycle_v2"]);
  client.heard();
  stage.exchange.determine(EVENT, 10_000 as Price);
  const home = client
    .heard()
    .filter(({ msg }) => msg?.["market_ticker"] === HOME)
    .map(({ type, msg }) => [
      type,
      msg?.["event_type"],
      msg?.["result"],
      msg?.["settlement_value"],
    ]);
  expect(home).toEqual([
    ["market_lifecycle_v2", "close_date_updated", undefined, undefined],
    ["orderbook_snapshot", undefined, undefined, undefined],
    ["market_lifecycle_v2", "determined", "yes", "1.0000"],
  ]);
  expect(stage.read(`/markets/${HOME}`)["market"]).toMatchObject({
    status: "determined",
    result: "yes",
    yes_ask_size_fp: "0.00",
  });
  stage.clock.wind(59_999);
  expect(client.heard()).toEqual([]);
  stage.clock.wind(1);
  const settled = client.heard().map(({ seq, msg }) => [seq, msg?.["event_type"]]);
  expect(settled).toEqual([
    [5, "settled"],
    [6, "settled"],
  ]);
  expect(stage.read(`/markets/${AWAY}`)["market"]).toMatchObject({
    status: "finalized",
    result: "no",
    settlement_value_dollars: "0.0000",
  });
});

test("a tie pays half a dollar on both markets", () => {
  const stage = setStage();
  stage.exchange.determine(EVENT, 5000 as Price);
  for (const ticker of [HOME, AWAY]) {
    expect(stage.read(`/markets/${ticker}`)["market"]).toMatchObject({
      result: "scalar",
      settlement_value_dollars: "0.5000",
    });
  }
});
