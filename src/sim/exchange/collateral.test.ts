import { expect, test } from "vitest";
import { contracts, money } from "../../domain/numbers.ts";
import { AWAY, HOME, cents, levels, order, setStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

const gtc = { time_in_force: "good_till_canceled" };

function place(
  stage: Stage,
  change: Readonly<Record<string, unknown>>,
): { readonly status: number; readonly id: string } {
  const { status, body } = stage.ask("POST", "/portfolio/events/orders", order(change));
  return { status, id: String(JSON.parse(body).order_id) };
}

function seen(stage: Stage, id: string): unknown {
  return stage.read(`/portfolio/orders/${id}`)["order"];
}

function balance(stage: Stage): unknown {
  return stage.read("/portfolio/balance")["balance_dollars"];
}

/** Ten contracts of home, bought at 0.50 for 5.175 with the fee, and only bids in the book. */
function holding(cash: number, switches = {}): Stage {
  const stage = setStage({ cash: money(cash), switches });
  stage.exchange.quote(HOME, levels([4, 100]), levels([50, 10]));
  stage.exchange.quote(AWAY, levels([40, 1000]), levels([50, 1000]));
  expect(place(stage, { price: "0.5000" }).status).toBe(201);
  stage.exchange.quote(HOME, levels([4, 100]), []);
  return stage;
}

test("of two exits the one that fills first reduces, whichever is older", () => {
  const stage = holding(30_000_000);
  expect(place(stage, { ...gtc, side: "ask", price: "0.6000" }).status).toBe(201);
  expect(place(stage, { ...gtc, side: "ask", price: "0.5500" }).status).toBe(201);
  // The dearer one opens: 10 · 0.40, and 0.042 of a maker's fee.
  expect(balance(stage)).toBe("20.7830");
});

test("what a reduce-only fill leaves another exit to open without cover is cancelled", () => {
  const stage = holding(20_000_000);
  const normal = place(stage, { ...gtc, side: "ask", price: "0.3500" }).id;
  const reducing = place(stage, { ...gtc, side: "ask", price: "0.3000", reduce_only: true }).id;
  expect(place(stage, { ticker: AWAY, count: "28.6", price: "0.5000" }).status).toBe(201);
  stage.exchange.take(HOME, "bid", contracts(20), cents(35));
  expect(seen(stage, reducing)).toMatchObject({ status: "executed" });
  expect(seen(stage, normal)).toMatchObject({
    status: "canceled",
    fill_count_fp: "0.00",
    last_update_reason: "MarginCancel",
  });
  expect(stage.exchange.member.position(HOME)).toBe(0);
  expect(stage.exchange.member.cash()).toBeGreaterThanOrEqual(0);
});

test("what the cash covers stays when a reduce-only order fills first, and opens", () => {
  const stage = holding(20_000_000);
  const normal = place(stage, { ...gtc, side: "ask", price: "0.3500" }).id;
  place(stage, { ...gtc, side: "ask", price: "0.3000", reduce_only: true });
  stage.exchange.take(HOME, "bid", contracts(20), cents(35));
  expect(seen(stage, normal)).toMatchObject({ status: "executed" });
  expect(stage.exchange.member.position(HOME)).toBe(-1000);
});

test("a reduce-only exit needs no cash, whatever else rests", () => {
  const stage = holding(5_175_000);
  expect(place(stage, { ...gtc, side: "ask", price: "0.4500" }).status).toBe(201);
  const exit = { side: "ask", price: "0.0400", reduce_only: true };
  const out = place(stage, { ...exit, self_trade_prevention_type: "maker" });
  expect(out.status).toBe(201);
  expect(seen(stage, out.id)).toMatchObject({ fill_count_fp: "10.00" });
  expect(stage.exchange.member.cash()).toBeGreaterThanOrEqual(0);
});

test.each([
  ["at once", {}],
  ["reduce-only", { reduce_only: true }],
  ["when it fills", { ...gtc, price: "0.4500" }],
  ["reduce-only when it fills", { ...gtc, price: "0.4500", reduce_only: true }],
])(
  "selling from a sure pair pays its dollar back, %s: without the cash it is refused",
  (...row) => {
    const stage = holding(20_000_000, { collateralReturn: "pairs" });
    expect(place(stage, { ticker: AWAY, price: "0.5000" }).status).toBe(201);
    // 20 - 2 · 5.175 and the ten dollars of the pairs.
    expect(balance(stage)).toBe("19.6500");
    const sale = { side: "ask", price: "0.0400", ...row[1] };
    stage.exchange.member.withdraw(money(19_650_000));
    expect(place(stage, sale).status).toBe(400);
    stage.exchange.member.deposit(money(10_000_000));
    const sold = place(stage, sale);
    expect(sold.status).toBe(201);
    stage.exchange.take(HOME, "bid", contracts(10), cents(45));
    expect(stage.exchange.member.position(HOME)).toBe(0);
    expect(stage.exchange.member.cash()).toBeGreaterThanOrEqual(0);
  },
);
