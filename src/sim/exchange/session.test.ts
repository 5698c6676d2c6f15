import { expect, test } from "vitest";
import { contracts } from "../../domain/numbers.ts";
import { AWAY, HOME, cents, levels, setStage } from "./stage.ts";
import type { Client } from "./stage.ts";

function subscribe(client: Client, id: number, channels: readonly string[], more = {}): void {
  client.send({ id, cmd: "subscribe", params: { channels, ...more } });
}

test("a subscription counts every message of its sid: snapshots, deltas and control replies", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, levels([62, 100]), levels([63, 20]));
  const client = stage.connect();
  subscribe(client, 5, ["orderbook_delta", "trade"], { market_ticker: HOME, use_yes_price: true });
  stage.exchange.quote(HOME, levels([62, 110]), levels([63, 20]));
  client.send({
    id: 6,
    cmd: "update_subscription",
    params: { action: "add_markets", sids: [1], market_tickers: [AWAY, HOME] },
  });
  client.send({
    id: 7,
    cmd: "update_subscription",
    params: { action: "get_snapshot", sid: 1, market_ticker: HOME },
  });
  client.send({
    id: 8,
    cmd: "update_subscription",
    params: { action: "delete_markets", sid: 1, market_ticker: AWAY },
  });
  client.send({ id: 9, cmd: "list_subscriptions" });
  client.send({ id: 10, cmd: "unsubscribe", params: { sids: [1] } });
  stage.exchange.quote(HOME, levels([62, 120]), levels([63, 20]));
  const told = client.frames.map(({ type, id, sid, seq, msg }) => [
    type,
    id,
    sid,
    seq,
    Array.isArray(msg) ? msg : (msg?.["market_ticker"] ?? msg?.["market_tickers"]),
  ]);
  expect(told).toEqual([
    ["subscribed", 5, undefined, undefined, undefined],
    ["orderbook_snapshot", undefined, 1, 1, HOME],
    ["subscribed", 5, undefined, undefined, undefined],
    ["orderbook_delta", undefined, 1, 2, HOME],
    ["ok", 6, 1, 3, [AWAY, HOME]],
    ["orderbook_snapshot", undefined, 1, 4, AWAY],
    ["orderbook_snapshot", 7, 1, 5, HOME],
    ["ok", 8, 1, 6, [HOME]],
    [
      "ok",
      9,
      undefined,
      undefined,
      [
        { channel: "orderbook_delta", sid: 1 },
        { channel: "trade", sid: 2 },
      ],
    ],
    ["unsubscribed", 10, 1, 7, undefined],
  ]);
});

test("subscribing again to a channel adds the markets to its sid", () => {
  const stage = setStage();
  const client = stage.connect();
  subscribe(client, 1, ["orderbook_delta"], { market_ticker: HOME });
  subscribe(client, 2, ["orderbook_delta"], { market_ticker: AWAY });
  expect(client.frames.map(({ type, sid, seq }) => [type, sid, seq])).toEqual([
    ["subscribed", undefined, undefined],
    ["orderbook_snapshot", 1, 1],
    ["ok", 1, 2],
    ["orderbook_snapshot", 1, 3],
  ]);
  expect(client.frames[2]?.msg).toEqual({ market_tickers: [AWAY, HOME] });
});

test.each(["add_markets", "delete_markets"])(
  "%s leaves a subscription of all markets one of all, and a channel that knows no filter too",
  (action) => {
    const stage = setStage();
    const client = stage.connect();
    subscribe(client, 1, ["trade", "market_lifecycle_v2"]);
    for (const sid of [1, 2]) {
      const params = { action, sid, market_ticker: AWAY };
      client.send({ id: 2, cmd: "update_subscription", params });
    }
    expect(client.heard().map(({ type }) => type)).toEqual([
      "subscribed",
      "subscribed",
      "ok",
      "ok",
    ]);
    stage.exchange.print(HOME, cents(63), contracts(7), "bid");
    stage.exchange.print(AWAY, cents(37), contracts(7), "bid");
    stage.exchange.setStatus(HOME, "inactive");
    expect(client.heard().map(({ sid, msg }) => [sid, msg?.["market_ticker"]])).toEqual([
      [1, HOME],
      [1, AWAY],
      [2, HOME],
    ]);
  },
);

test("a snapshot leaves the key of an empty side out; NO prices unless YES prices are asked", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, [], levels([63, 20], [64, 5]));
  const plain = stage.connect();
  subscribe(plain, 1, ["orderbook_delta"], { market_tickers: [HOME, AWAY], use_yes_price: false });
  const [, home, away] = plain.frames;
  expect(home?.msg).toEqual({
    market_ticker: HOME,
    market_id: expect.any(String),
    no_dollars_fp: [
      ["0.3600", "5.00"],
      ["0.3700", "20.00"],
    ],
  });
  expect(Object.keys(away?.msg ?? {})).toEqual(["market_ticker", "market_id"]);
  const inYes = stage.connect();
  subscribe(inYes, 1, ["orderbook_delta"], { market_ticker: HOME, use_yes_price: true });
  expect(inYes.frames[1]?.msg?.["no_dollars_fp"]).toEqual([
    ["0.6400", "5.00"],
    ["0.6300", "20.00"],
  ]);
  stage.exchange.quote(HOME, [], levels([63, 21], [64, 5]));
  expect(plain.frames.at(-1)?.msg).toMatchObject({ price_dollars: "0.3700", delta_fp: "1.00" });
  expect(inYes.frames.at(-1)?.msg).toMatchObject({ price_dollars: "0.6300", side: "no" });
});

test.each([
  ["not json", "{", 1],
  ["an array", [], 1],
  ["no params", { id: 3, cmd: "subscribe" }, 2],
  ["no channels", { id: 3, cmd: "subscribe", params: {} }, 3],
  ["no sids", { id: 3, cmd: "unsubscribe", params: {} }, 4],
  ["an unknown command", { id: 3, cmd: "shout", params: {} }, 5],
  ["an inherited name", { id: 3, cmd: "toString", params: {} }, 5],
  ["an unknown sid", { id: 3, cmd: "unsubscribe", params: { sids: [9] } }, 7],
  ["an unknown channel", { id: 3, cmd: "subscribe", params: { channels: ["weather"] } }, 8],
  [
    "ticker and tickers",
    {
      id: 3,
      cmd: "subscribe",
      params: { channels: ["trade"], market_ticker: HOME, market_tickers: [HOME] },
    },
    11,
  ],
  ["two sids", { id: 3, cmd: "update_subscription", params: { action: "x", sids: [1, 2] } }, 12],
  [
    "an unknown action",
    { id: 3, cmd: "update_subscription", params: { action: "x", sid: 1, market_ticker: HOME } },
    13,
  ],
  [
    "a book without ticker",
    { id: 3, cmd: "subscribe", params: { channels: ["orderbook_delta"] } },
    14,
  ],
  [
    "action outside params",
    { id: 3, cmd: "update_subscription", action: "x", params: { sid: 1 } },
    15,
  ],
])("answers %s with its error code", (_what, command, code) => {
  const client = setStage().connect();
  subscribe(client, 1, ["orderbook_delta"], { market_ticker: HOME });
  client.heard();
  if (typeof command === "string") client.listener.message(command);
  else client.send(command);
  const [frame, ...others] = client.heard();
  expect(others).toEqual([]);
  expect(frame).toMatchObject({ type: "error", msg: { code, msg: expect.any(String) } });
  expect(frame?.id).toBe(code === 1 ? undefined : 3);
});

test("an unknown ticker is refused or gets an empty book, by the switch", () => {
  const params = { market_ticker: "KXNFLGAME-NONE" };
  const strict = setStage().connect();
  subscribe(strict, 1, ["orderbook_delta"], params);
  expect(strict.frames).toMatchObject([{ type: "error", msg: { code: 11 } }]);
  const lenient = setStage({ switches: { unknownTicker: "emptyBook" } }).connect();
  subscribe(lenient, 1, ["orderbook_delta"], params);
  expect(lenient.frames.at(-1)?.msg).toEqual(params);
});
