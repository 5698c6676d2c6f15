import { expect, test } from "vitest";
import { contracts, money } from "../../domain/numbers.ts";
import { EVENT, HOME, START, cents, levels, order, setStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

const orders = "/portfolio/events/orders";
const cent = { feePrecision: "cent" } as const;

type Row = Readonly<Record<string, string>>;

function fees(stage: Stage): string[] {
  const rows: unknown = stage.read("/portfolio/fills")["fills"];
  return (rows as Row[]).map((row) => row["fee_cost"] ?? "").toReversed();
}

function cash(stage: Stage): number {
  return Number(stage.read("/portfolio/balance")["balance_dollars"]);
}

function buy(
  stage: Stage,
  count: number,
  at: number,
  more: Readonly<Record<string, unknown>> = {},
) {
  const price = (at / 100).toFixed(4);
  return stage.ask("POST", orders, order({ count: String(count), price, ...more }));
}

/** [contracts, cents, taker, net fee of a cent member, change of the balance], dossier §10.3. */
const centExamples = [
  [1, 50, true, "0.020000", -0.52],
  [10, 50, true, "0.180000", -5.18],
  [100, 50, true, "1.750000", -51.75],
  [25, 63, true, "0.410000", -16.16],
  [100, 55, true, "1.740000", -56.74],
  [100, 90, true, "0.630000", -90.63],
  [100, 97, true, "0.210000", -97.21],
  [100, 50, false, "0.440000", -50.44],
  [25, 63, false, "0.110000", -15.86],
] as const;

test.each(centExamples)("a cent member: %i at %i cents, taker %s, pays %s", (...example) => {
  const [count, at, taker, fee, change] = example;
  const stage = setStage({ switches: cent });
  if (taker) stage.exchange.quote(HOME, [], levels([at, count]));
  buy(stage, count, at, { time_in_force: "good_till_canceled" });
  if (!taker) stage.exchange.take(HOME, "ask", contracts(count), cents(at));
  expect(fees(stage)).toEqual([fee]);
  expect(cash(stage) - 10_000).toBeCloseTo(change, 6);
});

test("a cent member's order gives back a cent when its rounding has taken more than one", () => {
  const stage = setStage({ switches: cent });
  buy(stage, 3, 50, { time_in_force: "good_till_canceled" });
  for (let fill = 0; fill < 3; fill += 1) {
    stage.exchange.take(HOME, "ask", contracts(1), cents(50));
  }
  // A maker's 0.0044 makes a change of -0.5044, floored to -0.51: 0.0056 too much each time.
  expect(fees(stage)).toEqual(["0.010000", "0.000000", "0.010000"]);
  expect(cash(stage)).toBe(9998.48);
});

test("an event's override replaces the series' fees for its fills, is told, listed and taken away", () => {
  const stage = setStage();
  const client = stage.connect();
  client.send({ id: 1, cmd: "subscribe", params: { channels: ["market_lifecycle_v2"] } });
  client.heard();
  stage.exchange.quote(HOME, [], levels([50, 1000]));
  buy(stage, 100, 50);
  stage.exchange.overrideFees(EVENT, { multiplier: "0.5" });
  buy(stage, 100, 50);
  stage.exchange.overrideFees(EVENT, { feeType: "quadratic", multiplier: "2" });
  buy(stage, 100, 50);
  stage.exchange.overrideFees(EVENT, undefined);
  buy(stage, 100, 50);
  expect(fees(stage)).toEqual(["1.750000", "0.875000", "3.500000", "1.750000"]);
  expect(client.heard().map(({ type, seq, msg }) => [type, seq, msg])).toEqual(
    [
      { fee_type_override: null, fee_multiplier_override: 0.5 },
      { fee_type_override: "quadratic", fee_multiplier_override: 2 },
      { fee_type_override: null, fee_multiplier_override: null },
    ].map((change, index) => ["event_fee_update", index + 1, { event_ticker: EVENT, ...change }]),
  );
  const listed: unknown = stage.read(`/events/fee_changes?event_ticker=${EVENT}`)[
    "event_fee_changes"
  ];
  expect(listed).toHaveLength(3);
  expect(stage.read(`/events/${EVENT}`)["event"]).toMatchObject({ fee_type_override: null });
});

test("a market's waiver takes no fee until it runs out", () => {
  const stage = setStage();
  const event = "KXNFLGAME-26OCT18DALPHI";
  const ticker = `${event}-PHI`;
  stage.exchange.list({
    eventTicker: event,
    seriesTicker: "KXNFLGAME",
    title: "Dallas vs Philadelphia",
    subTitle: "DAL vs PHI (Oct 18)",
    home: { ticker, name: "Philadelphia" },
    away: { ticker: `${event}-DAL`, name: "Dallas" },
    kickoffAt: START + 5 * 86_400_000,
    feesWaivedUntil: START + 10_000,
  });
  stage.exchange.quote(ticker, [], levels([50, 1000]));
  buy(stage, 100, 50, { ticker });
  stage.clock.wind(10_000);
  buy(stage, 100, 50, { ticker });
  expect(fees(stage)).toEqual(["0.000000", "1.750000"]);
  expect(stage.read(`/markets/${ticker}`)["market"]).toMatchObject({
    fee_waiver_expiration_time: "2026-10-13T00:31:15Z",
  });
});

test("a flat fee takes its amount of a taker's contract, nothing of a maker's", () => {
  const stage = setStage({ fees: { feeType: "flat", multiplier: "1", flat: money(20_000) } });
  stage.exchange.quote(HOME, [], levels([50, 10]));
  buy(stage, 10, 50);
  buy(stage, 10, 40, { time_in_force: "good_till_canceled" });
  stage.exchange.take(HOME, "ask", contracts(10), cents(40));
  expect(fees(stage)).toEqual(["0.200000", "0.000000"]);
});
