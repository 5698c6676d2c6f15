/** Every field that the dossier of the exchange names is sent, the deprecated ones too. */
import { expect, test } from "vitest";
import { ONE_DOLLAR, contracts } from "../../src/domain/numbers.ts";
import {
  EVENT,
  HOME,
  START,
  cents,
  levels,
  order,
  setStage,
} from "../../src/sim/exchange/stage.ts";
import type { Client, Stage } from "../../src/sim/exchange/stage.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const channels = ["orderbook_delta", "ticker", "trade", "fill", "market_positions", "user_orders"];

type Body = Readonly<Record<string, unknown>>;

/** A night of everything: quotes, a maker's and a taker's fill, a group, a result, a payment. */
function played(): { readonly stage: Stage; readonly client: Client } {
  const stage = setStage();
  const client = stage.connect();
  client.send({ id: 1, cmd: "subscribe", params: { channels, market_tickers: [HOME] } });
  const more = ["market_lifecycle_v2", "order_group_updates"];
  client.send({ id: 2, cmd: "subscribe", params: { channels: more } });
  stage.exchange.quote(HOME, levels([60, 100]), levels([62, 100]));
  const group = stage.ask("POST", "/portfolio/order_groups/create", { contracts_limit: 100 });
  const { order_group_id } = JSON.parse(group.body) as { order_group_id: string };
  const resting = { time_in_force: "good_till_canceled", price: "0.6100", order_group_id };
  const expiry = { expiration_time: START / 1000 + 600, client_order_id: "mine" };
  stage.ask("POST", "/portfolio/events/orders", order({ ...resting, ...expiry }));
  stage.exchange.take(HOME, "ask", contracts(4), cents(61));
  stage.ask("POST", "/portfolio/events/orders", order({ price: "0.6200" }));
  stage.clock.wind(2000);
  return { stage, client };
}

function row(stage: Stage, path: string, name: string): Body {
  const value: unknown = stage.read(path)[name];
  return (Array.isArray(value) ? value[0] : value) as Body;
}

const rest = [
  [
    `/markets/${HOME}`,
    "market",
    "ticker event_ticker market_type title subtitle yes_sub_title no_sub_title created_time " +
      "updated_time open_time close_time expected_expiration_time occurrence_datetime " +
      "latest_expiration_time expiration_time settlement_timer_seconds status yes_bid_dollars " +
      "yes_ask_dollars no_bid_dollars no_ask_dollars yes_bid_size_fp yes_ask_size_fp " +
      "last_price_dollars previous_price_dollars previous_yes_bid_dollars " +
      "previous_yes_ask_dollars volume_fp volume_24h_fp open_interest_fp notional_value_dollars " +
      "result settlement_ts expiration_value can_close_early early_close_condition strike_type " +
      "custom_strike floor_strike cap_strike functional_strike primary_participant_key " +
      "rules_primary rules_secondary price_level_structure price_ranges " +
      "fee_waiver_expiration_time settlement_bounds_type is_provisional exchange_index",
  ],
  [
    `/events/${EVENT}`,
    "event",
    "event_ticker series_ticker title sub_title mutually_exclusive collateral_return_type " +
      "settlement_sources product_metadata strike_date strike_period fee_type_override " +
      "fee_multiplier_override exchange_index category last_updated_ts",
  ],
  [
    "/series/KXNFLGAME",
    "series",
    "ticker frequency title category categories tags settlement_sources contract_url " +
      "contract_terms_url product_metadata fee_type fee_multiplier additional_prohibitions " +
      "last_updated_ts exchange_index",
  ],
  [
    "/milestones?limit=5",
    "milestones",
    "id category type start_date end_date title notification_message related_event_tickers " +
      "primary_event_tickers source_id source_ids details last_updated_ts",
  ],
  [
    "/markets/trades",
    "trades",
    "trade_id ticker count_fp yes_price_dollars no_price_dollars taker_outcome_side " +
      "taker_book_side taker_side created_time is_block_trade",
  ],
  [
    "/portfolio/orders",
    "orders",
    "order_id user_id client_order_id ticker outcome_side book_side side action type status " +
      "yes_price_dollars no_price_dollars initial_count_fp fill_count_fp remaining_count_fp " +
      "taker_fill_cost_dollars maker_fill_cost_dollars taker_fees_dollars maker_fees_dollars " +
      "expiration_time created_time last_update_time self_trade_prevention_type order_group_id " +
      "cancel_order_on_pause subaccount_number exchange_index last_update_reason",
  ],
  [
    "/portfolio/fills",
    "fills",
    "fill_id trade_id order_id ticker market_ticker exchange_index outcome_side book_side side " +
      "action count_fp yes_price_dollars no_price_dollars is_taker fee_cost created_time ts " +
      "subaccount_number",
  ],
  [
    "/portfolio/positions",
    "market_positions",
    "ticker exchange_index position_fp market_exposure_dollars total_traded_dollars " +
      "realized_pnl_dollars fees_paid_dollars last_updated_ts",
  ],
  [
    "/portfolio/positions",
    "event_positions",
    "event_ticker total_cost_dollars total_cost_shares_fp event_exposure_dollars " +
      "realized_pnl_dollars fees_paid_dollars",
  ],
] as const;

test.each(rest)("%s has every field of %s", (path, name, fields) => {
  const { stage } = played();
  const sent = Object.keys(row(stage, path, name));
  expect(sent.toSorted()).toEqual(fields.split(" ").toSorted());
});

test("balance and status have theirs, and a settled night its settlement", () => {
  const { stage } = played();
  expect(Object.keys(stage.read("/portfolio/balance"))).toEqual([
    "balance",
    "balance_dollars",
    "portfolio_value",
    "updated_ts",
    "balance_breakdown",
  ]);
  expect(Object.keys(stage.read("/exchange/status"))).toEqual([
    "exchange_active",
    "trading_active",
    "intra_exchange_transfers_active",
    "exchange_estimated_resume_time",
    "exchange_index_statuses",
  ]);
  stage.exchange.determine(EVENT, ONE_DOLLAR);
  stage.clock.wind(61_000);
  const fields =
    "ticker event_ticker exchange_index market_result yes_count_fp yes_total_cost_dollars " +
    "no_count_fp no_total_cost_dollars revenue value settled_time fee_cost";
  const settled = row(stage, "/portfolio/settlements", "settlements");
  expect(Object.keys(settled).toSorted()).toEqual(fields.split(" ").toSorted());
  const market = row(stage, `/markets/${HOME}`, "market");
  expect(market).toMatchObject({ settlement_value_dollars: "1.0000", expiration_value: "yes" });
});

const frames = [
  [
    "orderbook_delta",
    "market_ticker market_id price_dollars delta_fp side ts ts_ms client_order_id",
  ],
  ["orderbook_snapshot", "market_ticker market_id yes_dollars_fp no_dollars_fp"],
  [
    "ticker",
    "market_id market_ticker price_dollars yes_bid_dollars yes_ask_dollars volume_fp " +
      "open_interest_fp dollar_volume dollar_open_interest yes_bid_size_fp yes_ask_size_fp " +
      "last_trade_size_fp ts ts_ms time",
  ],
  [
    "trade",
    "trade_id market_ticker yes_price_dollars no_price_dollars count_fp taker_outcome_side " +
      "taker_book_side taker_side is_block_trade ts ts_ms",
  ],
  [
    "fill",
    "trade_id order_id client_order_id market_ticker exchange_index is_taker outcome_side " +
      "book_side side action purchased_side yes_price_dollars count_fp fee_cost " +
      "post_position_fp subaccount ts ts_ms",
  ],
  [
    "market_position",
    "user_id market_ticker position_fp position_cost_dollars realized_pnl_dollars " +
      "fees_paid_dollars position_fee_cost_dollars volume_fp subaccount",
  ],
  [
    "user_order",
    "order_id user_id ticker exchange_index status side is_yes outcome_side book_side " +
      "yes_price_dollars fill_count_fp remaining_count_fp initial_count_fp " +
      "taker_fill_cost_dollars maker_fill_cost_dollars taker_fees_dollars maker_fees_dollars " +
      "client_order_id order_group_id self_trade_prevention_type created_time created_ts_ms " +
      "last_update_time last_updated_ts_ms last_update_reason expiration_time expiration_ts_ms " +
      "subaccount_number",
  ],
  ["order_group_updates", "event_type order_group_id contracts_limit_fp ts_ms"],
] as const;

test.each(frames)("a %s has every field", (type, fields) => {
  const { stage, client } = played();
  const params = { action: "get_snapshot", sid: 1, market_tickers: [HOME] };
  client.send({ id: 3, cmd: "update_subscription", params });
  expect(stage.exchange.top(HOME).bid).toBeDefined();
  const all = new Set(
    client.frames
      .filter((frame) => frame.type === type)
      .flatMap(({ msg }) => Object.keys(msg ?? {})),
  );
  expect([...all].toSorted()).toEqual(fields.split(" ").toSorted());
});

test("ids are UUIDs: of markets, orders, trades, users, groups and teams", () => {
  const { stage, client } = played();
  const placed = row(stage, "/portfolio/orders?status=resting", "orders");
  const fill = row(stage, "/portfolio/fills", "fills");
  const delta = client.frames.find(({ type }) => type === "orderbook_delta")?.msg ?? {};
  const { custom_strike } = row(stage, `/markets/${HOME}`, "market") as { custom_strike: Body };
  const ids = [
    placed["order_id"],
    placed["user_id"],
    placed["order_group_id"],
    fill["trade_id"],
    delta["market_id"],
    custom_strike["football_team"],
  ];
  for (const id of ids) expect(id).toMatch(uuid);
});

test("lists of markets are cut by one family of times, which has to fit the status", () => {
  const { stage } = played();
  const count = (query: string): unknown => {
    const { status, body } = stage.ask("GET", `/markets?${query}`);
    return status === 200 ? (JSON.parse(body) as { markets: unknown[] }).markets.length : status;
  };
  const now = START / 1000;
  expect(count(`min_close_ts=${now}`)).toBe(2);
  expect(count(`max_close_ts=${now}`)).toBe(0);
  expect(count(`max_created_ts=${now}&status=open`)).toBe(2);
  expect(count(`min_settled_ts=${now}`)).toBe(0);
  expect(count(`min_close_ts=${now}&status=open`)).toBe(400);
  expect(count(`min_close_ts=${now}&max_created_ts=${now}`)).toBe(400);
});

test("a ticker may be asked for by the market's id, and nothing else", () => {
  const { stage, client } = played();
  const id = client.frames.find(({ type }) => type === "orderbook_delta")?.msg?.["market_id"];
  const other = stage.connect();
  const params = { channels: ["ticker"], market_ids: [id], send_initial_snapshot: true };
  other.send({ id: 1, cmd: "subscribe", params });
  const tickers = other.frames.filter(({ type }) => type === "ticker");
  expect(tickers.map(({ msg }) => msg?.["market_ticker"])).toEqual([HOME]);
});

test("cancel-all reaches what comes to rest within the minute; an IOC still fills", () => {
  const { stage } = played();
  const path = "/portfolio/events/orders";
  expect(stage.ask("DELETE", path).status).toBe(204);
  const taker = JSON.parse(stage.ask("POST", path, order({ price: "0.6200" })).body);
  expect(taker).toMatchObject({ fill_count: "10.00" });
  const gtc = { time_in_force: "good_till_canceled", price: "0.5000" };
  const late = JSON.parse(stage.ask("POST", path, order(gtc)).body);
  expect(late).toMatchObject({ remaining_count: "0.00" });
});

test("another subaccount is not there; the next tier needs an order placed over the API", () => {
  const stage = setStage();
  for (const path of ["balance", "positions", "orders", "fills", "settlements"]) {
    expect(stage.ask("GET", `/portfolio/${path}?subaccount=0`).status).toBe(200);
    expect(stage.ask("GET", `/portfolio/${path}?subaccount=1`).status).toBe(404);
  }
  const upgrade = "/account/api_usage_level/upgrade";
  expect(stage.ask("POST", upgrade).status).toBe(403);
  stage.ask("POST", "/portfolio/events/orders", order());
  expect(stage.ask("POST", upgrade).status).toBe(204);
});
