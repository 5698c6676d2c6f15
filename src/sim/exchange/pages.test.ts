import { expect, test } from "vitest";
import { EVENT, HOME, AWAY, START, levels, order, setStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

const orders = "/portfolio/events/orders";
const resting = { price: "0.2000", count: "1", time_in_force: "good_till_canceled" };

function quoted(change: Parameters<typeof setStage>[0] = {}): Stage {
  const stage = setStage(change);
  for (const ticker of [HOME, AWAY]) {
    stage.exchange.quote(ticker, levels([40, 1000]), levels([50, 1000]));
  }
  return stage;
}

function place(stage: Stage, change: Readonly<Record<string, unknown>>): string {
  return String(JSON.parse(stage.ask("POST", orders, order(change)).body).order_id);
}

type Row = Readonly<Record<string, unknown>>;

/** The ids of one page, and the cursor to the next. */
function page(
  stage: Stage,
  path: string,
  list: string,
  id: string,
): { readonly ids: readonly unknown[]; readonly cursor: string } {
  const body: Readonly<Record<string, unknown>> = stage.read(path);
  return {
    ids: (body[list] as readonly Row[]).map((row) => row[id]),
    cursor: String(body["cursor"]),
  };
}

test("pages skip nothing while what has been read ends: also the row that the cursor names", () => {
  const stage = quoted();
  const ids = Array.from({ length: 6 }, () => place(stage, resting)).toReversed();
  const path = "/portfolio/orders?status=resting&limit=2";
  const first = page(stage, path, "orders", "order_id");
  for (const id of first.ids) stage.ask("DELETE", `${orders}/${String(id)}`);
  const second = page(stage, `${path}&cursor=${first.cursor}`, "orders", "order_id");
  const third = page(stage, `${path}&cursor=${second.cursor}`, "orders", "order_id");
  expect([...first.ids, ...second.ids, ...third.ids]).toEqual(ids);
  expect(third.cursor).toBe("");
});

test("pages repeat nothing while rows arrive", () => {
  const stage = quoted();
  for (let count = 0; count < 4; count += 1) place(stage, { price: "0.5000", count: "1" });
  for (const [list, id] of [
    ["portfolio/fills", "trade_id"],
    ["markets/trades", "trade_id"],
  ] as const) {
    const key = list.endsWith("fills") ? "fills" : "trades";
    const first = page(stage, `/${list}?limit=2`, key, id);
    place(stage, { price: "0.5000", count: "1" });
    const second = page(stage, `/${list}?limit=2&cursor=${first.cursor}`, key, id);
    expect(new Set([...first.ids, ...second.ids]).size).toBe(4);
  }
});

test.each([
  ["/events", 400],
  ["/portfolio/orders", 400],
  ["/portfolio/positions", 400],
  ["/milestones", 400],
  ["/markets", 200],
])("a limit of 0 of %s is %i: only the markets take it", (path, status) => {
  expect(setStage().ask("GET", `${path}?limit=0`).status).toBe(status);
});

test.each([
  "/markets?event_ticker=NONE&status=bogus",
  "/markets?status=toString",
  "/markets?mve_filter=bogus",
  "/events?series_ticker=NONE&status=bogus",
  "/portfolio/orders?status=bogus",
  "/portfolio/positions?settlement_status=bogus",
  "/milestones?limit=10&minimum_start_date=yesterday",
])("%s is a bad parameter, whatever else it would find", (path) => {
  expect(setStage().ask("GET", path).status).toBe(400);
});

const late = START / 1000 + 3 * 86_400;

test.each([
  [`/events?min_close_ts=${late}`, "events"],
  [`/events?min_updated_ts=${late}`, "events"],
  ["/markets?mve_filter=only", "markets"],
  ["/series?tags=Basketball", "series"],
  [`/series?min_updated_ts=${late}`, "series"],
  ["/milestones?limit=10&source_id=none", "milestones"],
  [`/milestones?limit=10&min_updated_ts=${late}`, "milestones"],
  ["/milestones?limit=10&minimum_start_date=2026-10-12T21:20:00-04:00", "milestones"],
  ["/structured_targets?type=basketball_player", "structured_targets"],
])("%s finds nothing", (path, list) => {
  expect(setStage().read(path)[list]).toEqual([]);
});

test.each([
  [`/events?min_close_ts=${START / 1000}&min_updated_ts=1`, "events", 1],
  ["/markets?mve_filter=exclude", "markets", 2],
  ["/series?tags=Basketball,Football&min_updated_ts=1", "series", 1],
  // The kickoff, 2026-10-13T00:15:00Z, in two other places' time.
  ["/milestones?limit=10&minimum_start_date=2026-10-13T05:45:00%2B05:30", "milestones", 1],
  ["/milestones?limit=10&minimum_start_date=2026-10-12T20:15:00-04:00", "milestones", 1],
  ["/structured_targets?type=football_team", "structured_targets", 2],
] as const)("%s finds what there is", (path, list, count) => {
  expect(setStage().read(path)[list]).toHaveLength(count);
});

test("a series tells its volume when asked for it", () => {
  const stage = quoted();
  place(stage, { price: "0.5000", count: "7" });
  expect(stage.read("/series?include_volume=true")["series"]).toMatchObject([
    { volume_fp: "7.00" },
  ]);
  expect(stage.read("/series/KXNFLGAME?include_volume=true")["series"]).toMatchObject({
    volume_fp: "7.00",
  });
  expect(stage.read("/series/KXNFLGAME")["series"]).not.toHaveProperty("volume_fp");
});

test("an event comes with its markets, nested in it or beside it", () => {
  const stage = setStage();
  const both = [{ ticker: HOME }, { ticker: AWAY }];
  const nested: unknown = stage.read(`/events/${EVENT}?with_nested_markets=true`);
  expect(nested).toMatchObject({ event: { markets: both }, markets: both });
  const beside = stage.read(`/events/${EVENT}`);
  expect(beside["markets"]).toMatchObject(both);
  expect(beside["event"]).not.toHaveProperty("markets");
});

test("an event's position is that of all its markets, whichever page shows one of them", () => {
  const stage = quoted();
  for (const ticker of [HOME, AWAY]) place(stage, { ticker, price: "0.5000", count: "1" });
  const whole: unknown = stage.read("/portfolio/positions")["event_positions"];
  expect(whole).toMatchObject([{ total_cost_shares_fp: "2.00" }]);
  expect(stage.read("/portfolio/positions?limit=1")["event_positions"]).toEqual(whole);
});

test("of another shard the account reads nothing; the own one may be named", () => {
  const stage = quoted();
  place(stage, resting);
  place(stage, { price: "0.5000", count: "1" });
  const rows = (shard: number): unknown[] =>
    [
      ["orders", "orders"],
      ["fills", "fills"],
      ["positions", "market_positions"],
    ].map(([path, list]) => {
      const body = stage.read(`/portfolio/${path}?exchange_index=${shard}`);
      return (body[list ?? ""] as unknown as unknown[]).length;
    });
  expect([rows(0), rows(3)]).toEqual([
    [2, 1, 1],
    [0, 0, 0],
  ]);
  expect(stage.read("/portfolio/balance?exchange_index=3")).toMatchObject({
    balance: 0,
    balance_dollars: "0.0000",
    portfolio_value: 0,
    balance_breakdown: [{ exchange_index: 3, balance: "0.0000" }],
  });
  expect(stage.read("/portfolio/balance?exchange_index=0")["balance"]).toBeGreaterThan(0);
});

test("a resting order never leaves the list, however many come after it", () => {
  const stage = quoted();
  const id = place(stage, resting);
  const first = place(stage, { price: "0.1000", count: "1" });
  for (let count = 0; count < 20_000; count += 1) place(stage, { price: "0.1000", count: "1" });
  expect(stage.ask("GET", `/portfolio/orders/${id}`).status).toBe(200);
  expect(stage.ask("GET", `/portfolio/orders/${first}`).status).toBe(404);
});
