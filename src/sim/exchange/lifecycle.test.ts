import { expect, test } from "vitest";
import { ONE_DOLLAR } from "../../domain/numbers.ts";
import type { Price } from "../../domain/numbers.ts";
import { AWAY, EVENT, HOME, START, levels, order, setStage } from "./stage.ts";
import type { Client, Stage } from "./stage.ts";

const orders = "/portfolio/events/orders";

function listening(stage: Stage): Client {
  const client = stage.connect();
  client.send({ id: 1, cmd: "subscribe", params: { channels: ["market_lifecycle_v2"] } });
  client.heard();
  return client;
}

/** [event type, ticker] of what was told since the last call. */
function told(client: Client): unknown[] {
  return client.heard().map(({ type, msg }) => {
    return type === "market_lifecycle_v2" ? msg?.["event_type"] : type;
  });
}

function market(stage: Stage, ticker = HOME): Readonly<Record<string, unknown>> {
  return stage.read(`/markets/${ticker}`)["market"] as unknown as Record<string, unknown>;
}

function place(stage: Stage, change: Readonly<Record<string, unknown>> = {}): string {
  return String(JSON.parse(stage.ask("POST", orders, order(change)).body).order_id);
}

function cash(stage: Stage): number {
  return Number(stage.read("/portfolio/balance")["balance_dollars"]);
}

/** Holds ten YES of the home market, bought at 0.60; what they and their fee cost is gone. */
function holding(): { readonly stage: Stage; readonly left: number } {
  const stage = setStage();
  stage.exchange.quote(HOME, levels([59, 100]), levels([60, 100]));
  place(stage, { price: "0.6000" });
  return { stage, left: 9993.832 };
}

test("a winner: early close, result, and payment a minute later, told in this order", () => {
  const { stage, left } = holding();
  const client = listening(stage);
  stage.clock.wind(1000);
  stage.exchange.determine(EVENT, ONE_DOLLAR);
  expect(told(client)).toEqual([
    "close_date_updated",
    "determined",
    "close_date_updated",
    "determined",
  ]);
  expect(market(stage)).toMatchObject({
    status: "determined",
    result: "yes",
    close_time: "2026-10-13T00:31:06Z",
    settlement_value_dollars: "1.0000",
    settlement_ts: null,
  });
  stage.clock.wind(59_999);
  expect([told(client), cash(stage)]).toEqual([[], left]);
  stage.clock.wind(1);
  expect(told(client)).toEqual(["settled", "settled"]);
  expect(market(stage)).toMatchObject({ status: "finalized", settlement_ts: expect.anything() });
  expect(cash(stage)).toBe(left + 10);
});

test("a fair price pays each market its own value", () => {
  const { stage, left } = holding();
  stage.exchange.quote(AWAY, levels([40, 100]), levels([41, 100]));
  place(stage, { ticker: AWAY, side: "ask", price: "0.4000" });
  const before = cash(stage);
  expect(before).toBeLessThan(left);
  stage.exchange.determine(EVENT, 5500 as Price, 4400 as Price);
  stage.clock.wind(60_000);
  expect(market(stage)).toMatchObject({ result: "scalar", settlement_value_dollars: "0.5500" });
  expect(market(stage, AWAY)).toMatchObject({ settlement_value_dollars: "0.4400" });
  // Ten YES at 0.55 and ten NO at 0.56.
  expect(cash(stage) - before).toBeCloseTo(5.5 + 5.6, 4);
});

test("a dispute holds the payment; an amendment pays the new result after a new minute", () => {
  const { stage, left } = holding();
  const client = listening(stage);
  stage.exchange.determine(EVENT, ONE_DOLLAR);
  stage.clock.wind(30_000);
  stage.exchange.dispute(EVENT);
  stage.clock.wind(120_000);
  expect([market(stage)["status"], cash(stage)]).toEqual(["disputed", left]);
  client.heard();
  stage.exchange.amend(EVENT, 0 as Price);
  expect(market(stage)).toMatchObject({ status: "amended", result: "no" });
  expect(told(client)).toEqual(["determined", "determined"]);
  stage.clock.wind(59_999);
  expect(cash(stage)).toBe(left);
  stage.clock.wind(1);
  expect([market(stage)["status"], cash(stage)]).toEqual(["finalized", left]);
  stage.exchange.amend(EVENT, ONE_DOLLAR);
  stage.clock.wind(120_000);
  expect(cash(stage)).toBe(left);
});

test("an amendment inside the first minute overtakes the payment that waited", () => {
  const { stage, left } = holding();
  stage.exchange.determine(EVENT, ONE_DOLLAR);
  stage.clock.wind(50_000);
  stage.exchange.amend(EVENT, 5000 as Price);
  stage.clock.wind(10_000);
  expect([market(stage)["status"], cash(stage)]).toEqual(["amended", left]);
  stage.clock.wind(50_000);
  expect(cash(stage)).toBe(left + 5);
});

test("a suspended market tells it; its return cancels every order that rests in it, only there", () => {
  const stage = setStage();
  const client = listening(stage);
  const resting = { price: "0.5000", time_in_force: "good_till_canceled" };
  const own = [place(stage, resting), place(stage, resting)];
  const other = place(stage, { ...resting, ticker: AWAY });
  stage.exchange.setStatus(HOME, "inactive");
  expect(market(stage)["status"]).toBe("inactive");
  expect(stage.ask("DELETE", `${orders}/${own[0]}`).status).toBe(200);
  stage.exchange.setStatus(HOME, "active");
  expect(told(client)).toEqual(["deactivated", "activated"]);
  const status = (id: string): unknown =>
    (stage.read(`/portfolio/orders/${id}`)["order"] as unknown as { status: string }).status;
  expect([...own, other].map(status)).toEqual(["canceled", "canceled", "resting"]);
});

test("a market's return empties its book, the crowd's part too, level by level", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, levels([62, 10], [61, 5]), levels([63, 10]));
  place(stage, { price: "0.6200", time_in_force: "good_till_canceled", count: "3" });
  const client = stage.connect();
  const params = { channels: ["orderbook_delta"], market_ticker: HOME, use_yes_price: true };
  client.send({ id: 1, cmd: "subscribe", params });
  stage.exchange.setStatus(HOME, "inactive");
  client.heard();
  stage.exchange.setStatus(HOME, "active");
  const deltas = client.heard().map(({ msg }) => [msg?.["price_dollars"], msg?.["delta_fp"]]);
  expect(deltas).toEqual([
    ["0.6200", "-3.00"],
    ["0.6200", "-10.00"],
    ["0.6100", "-5.00"],
    ["0.6300", "-10.00"],
  ]);
  expect(stage.exchange.top(HOME)).toMatchObject({ bid: undefined, ask: undefined });
  stage.exchange.quote(HOME, levels([62, 10]), levels([63, 10]));
  expect(stage.ask("POST", orders, order()).status).toBe(201);
});

test("a close by the clock is told by no lifecycle event; our orders are cancelled a moment later", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, levels([62, 10]), levels([63, 10]));
  const id = place(stage, { price: "0.5000", time_in_force: "good_till_canceled" });
  stage.exchange.closeAt(HOME, START + 5000);
  const client = listening(stage);
  const users = stage.connect();
  users.send({ id: 1, cmd: "subscribe", params: { channels: ["user_orders"] } });
  users.heard();
  stage.clock.wind(5000);
  expect([told(client), market(stage)["status"]]).toEqual([[], "closed"]);
  expect(stage.exchange.top(HOME)).toMatchObject({ bid: undefined, ask: undefined });
  expect(users.heard()).toEqual([]);
  expect(stage.ask("DELETE", `${orders}/${id}`).status).toBe(400);
  stage.clock.wind(1000);
  const [frame] = users.heard();
  expect(frame?.msg).toMatchObject({ status: "canceled", last_update_reason: "CloseCancel" });
});

test("the cancels that follow a close touch nothing that was placed after the market reopened", () => {
  const stage = setStage();
  const resting = { price: "0.5000", time_in_force: "good_till_canceled" };
  const before = place(stage, resting);
  stage.exchange.closeAt(HOME, START);
  stage.clock.wind(300);
  stage.exchange.closeAt(HOME, START + 60_000);
  const after = place(stage, resting);
  stage.clock.wind(2000);
  const status = (id: string): unknown => stage.read(`/portfolio/orders/${id}`)["order"];
  expect(status(before)).toMatchObject({ status: "canceled", last_update_reason: "CloseCancel" });
  expect(status(after)).toMatchObject({ status: "resting" });
});

test("a closed market opens again when its close time moves on", () => {
  const stage = setStage();
  const client = listening(stage);
  stage.exchange.closeAt(HOME, START);
  expect(told(client)).toEqual(["close_date_updated"]);
  stage.exchange.closeAt(HOME, START + 60_000);
  expect(told(client)).toEqual(["close_date_updated", "activated"]);
  stage.exchange.quote(HOME, [], levels([63, 10]));
  expect(stage.ask("POST", orders, order()).status).toBe(201);
});

test("a new price grid is told with its ranges; what rests stays", () => {
  const stage = setStage();
  const client = listening(stage);
  const id = place(stage, { price: "0.5000", time_in_force: "good_till_canceled" });
  expect(stage.ask("POST", orders, order({ price: "0.6350" })).status).toBe(400);
  stage.exchange.setGrid(HOME, "deci_cent");
  const [frame] = client.heard();
  expect(frame?.msg).toMatchObject({
    event_type: "price_level_structure_updated",
    price_level_structure: "deci_cent",
    price_ranges: [{ start: "0.0000", end: "1.0000", step: "0.0010" }],
  });
  expect(stage.ask("POST", orders, order({ price: "0.6350" })).status).toBe(201);
  expect(market(stage)).toMatchObject({ price_level_structure: "deci_cent" });
  expect(stage.read(`/portfolio/orders/${id}`)["order"]).toMatchObject({ status: "resting" });
});

test("a new name is told and shown, with the time of the change", () => {
  const stage = setStage();
  const client = listening(stage);
  stage.clock.wind(7000);
  stage.exchange.rename(HOME, "Los Angeles Rams");
  expect(client.heard()[0]?.msg).toMatchObject({
    event_type: "metadata_updated",
    yes_sub_title: "Los Angeles Rams",
  });
  expect(market(stage)).toMatchObject({
    no_sub_title: "Los Angeles Rams",
    updated_time: "2026-10-13T00:31:12Z",
  });
});

test("a game listed while the exchange runs is told whole, opens by the clock and can be traded", () => {
  const stage = setStage();
  const client = listening(stage);
  const event = "KXNFLGAME-26OCT18DALPHI";
  stage.exchange.list({
    eventTicker: event,
    seriesTicker: "KXNFLGAME",
    title: "Dallas vs Philadelphia",
    subTitle: "DAL vs PHI (Oct 18)",
    home: { ticker: `${event}-PHI`, name: "Philadelphia" },
    away: { ticker: `${event}-DAL`, name: "Dallas" },
    kickoffAt: START + 5 * 86_400_000,
    openAt: START + 60_000,
  });
  const frames = client.heard();
  expect(frames.map(({ type, seq }) => [type, seq])).toEqual([
    ["event_lifecycle", 1],
    ["market_lifecycle_v2", 2],
    ["market_lifecycle_v2", 3],
  ]);
  expect(frames[0]?.msg).toEqual({
    event_ticker: event,
    exchange_index: 0,
    title: "Dallas vs Philadelphia",
    subtitle: "DAL vs PHI (Oct 18)",
    collateral_return_type: "MECNET",
    series_ticker: "KXNFLGAME",
  });
  expect(frames[1]?.msg).toMatchObject({
    event_type: "created",
    market_ticker: `${event}-PHI`,
    open_ts: START / 1000 + 60,
    additional_metadata: { yes_sub_title: "Philadelphia", strike_type: "structured" },
    price_level_structure: "linear_cent",
  });
  const ticker = `${event}-PHI`;
  expect(stage.ask("GET", `/markets/${ticker}`).status).toBe(404);
  stage.clock.wind(500);
  expect(market(stage, ticker)["status"]).toBe("initialized");
  expect(stage.ask("POST", orders, order({ ticker })).status).toBe(400);
  stage.clock.wind(60_000);
  stage.exchange.quote(ticker, [], levels([63, 10]));
  expect(stage.ask("POST", orders, order({ ticker })).status).toBe(201);
});

test("a pause cancels only the orders that asked for it", () => {
  const stage = setStage();
  const resting = { price: "0.5000", time_in_force: "good_till_canceled" };
  const stays = place(stage, resting);
  const goes = place(stage, { ...resting, cancel_order_on_pause: true });
  stage.exchange.pause({ exchange: false });
  const status = (id: string): unknown => stage.read(`/portfolio/orders/${id}`)["order"];
  expect(status(stays)).toMatchObject({ status: "resting", cancel_order_on_pause: false });
  expect(status(goes)).toMatchObject({ status: "canceled", last_update_reason: "HaltCancel" });
  expect(stage.read("/exchange/status")).toMatchObject({ exchange_active: false });
  stage.exchange.pause({ exchange: true });
  expect(stage.ask("DELETE", `${orders}/${stays}`).status).toBe(200);
});

test("positions are told after each fill and at the payment", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, levels([59, 100]), levels([60, 100]));
  const client = stage.connect();
  const channels = ["market_positions"];
  client.send({ id: 1, cmd: "subscribe", params: { channels, market_tickers: [HOME] } });
  client.heard();
  place(stage, { price: "0.6000", count: "25" });
  place(stage, { price: "0.5900", count: "5", side: "ask" });
  stage.exchange.determine(EVENT, ONE_DOLLAR);
  stage.clock.wind(60_000);
  const rows = client
    .heard()
    .map(({ type, seq, msg }) => [
      type,
      seq,
      msg?.["position_fp"],
      msg?.["position_cost_dollars"],
      msg?.["realized_pnl_dollars"],
      msg?.["fees_paid_dollars"],
      msg?.["position_fee_cost_dollars"],
      msg?.["volume_fp"],
    ]);
  const type = "market_position";
  expect(rows).toEqual([
    [type, undefined, "25.00", "15.0000", "0.0000", "0.4200", "0.4200", "25.00"],
    [type, undefined, "20.00", "12.0000", "-0.0500", "0.5047", "0.3360", "30.00"],
    [type, undefined, "0.00", "0.0000", "7.9500", "0.5047", "0.0000", "30.00"],
  ]);
});
