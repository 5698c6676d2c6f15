import { describe, expect, test } from "vitest";
import { contracts, price } from "../domain/numbers.ts";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import { Hand } from "./desk-fixture.ts";

/** E1 of the golden vectors: the model says 75, the market 84/86. */
function handAtE1(auto: boolean): Hand {
  const hand = new Hand({ auto });
  hand.believe(75);
  hand.settleIn();
  hand.quote(74, 76);
  hand.wait(60_000);
  hand.answer({ clockSeconds: 515 });
  hand.quote(74, 76);
  return hand;
}

function moveToE1(hand: Hand): void {
  hand.answer({ homeScore: 24, clockSeconds: 500 });
  hand.quote(84, 86);
}

describe("an order takes two steps", () => {
  test("auto makes an intent, and sends only when the intent is durable", () => {
    const hand = handAtE1(true);
    moveToE1(hand);
    const [intent] = hand.of("intent");
    expect(intent?.order).toMatchObject({
      intentId: 1,
      team: "home",
      side: "ask",
      quantity: contracts(100),
      limit: price(8400),
      reduceOnly: false,
      origin: "auto",
    });
    expect(hand.of("send")).toEqual([]);
    hand.wait(3);
    hand.give({ kind: "durable", intentId: 1 });
    expect(hand.of("send").map(({ order }) => order.intentId)).toEqual([1]);
  });

  test("a paper order meets the book only after its latency, at the book as it stands then", () => {
    const hand = handAtE1(true);
    moveToE1(hand);
    hand.give({ kind: "durable", intentId: 1 });
    const [send] = hand.of("send");
    expect(send?.paperDueMono).toBeGreaterThan(hand.mono);
    expect(hand.deadline).toBe(send?.paperDueMono);
    hand.snapshot("home", [[84, 40]], [[86, 500]]);
    expect(hand.of("fill")).toEqual([]);
    hand.wait(1600);
    hand.give({ kind: "timer" });
    expect(hand.of("fill").map(({ fill }) => [fill.price, fill.quantity])).toEqual([[8400, 4000]]);
    expect(hand.of("orderEnded").map(({ how }) => how)).toEqual(["partlyFilled"]);
  });

  test("ORD-26: STOP between click and send takes the intent back, nothing is sent", () => {
    const hand = handAtE1(true);
    moveToE1(hand);
    const answer = hand.command({ kind: "stop" });
    expect(answer.body).toMatchObject({ confirmed: true, state: "STOPPED", cancelled: 1 });
    hand.give({ kind: "durable", intentId: 1 });
    expect(hand.of("send")).toEqual([]);
    expect(hand.of("cancel").map(({ intentId }) => intentId)).toEqual([1]);
  });

  test("a gate that fails meanwhile abandons the intent with its code", () => {
    const hand = handAtE1(true);
    moveToE1(hand);
    hand.give({ kind: "market", news: { kind: "exchange", active: true, trading: false } });
    hand.give({ kind: "durable", intentId: 1 });
    expect(hand.of("abandon").map(({ codes }) => codes)).toEqual([["EXCHANGE_ACTIVE"]]);
    expect(hand.of("send")).toEqual([]);
  });

  test("ORD-26: a breaker that opens between click and send abandons the intent", () => {
    const hand = handAtE1(true);
    moveToE1(hand);
    for (let failure = 0; failure < 5; failure += 1) {
      hand.give({ kind: "market", news: { kind: "failed", why: "503" } });
    }
    hand.give({ kind: "durable", intentId: 1 });
    expect(hand.of("abandon").flatMap(({ codes }) => codes)).toContain("BREAKERS");
    expect(hand.of("send")).toEqual([]);
    expect(hand.desk.auto).toBe(false);
  });

  test("ORD-25: an entry whose signal has ended meanwhile is abandoned, not sent", () => {
    const hand = handAtE1(true);
    moveToE1(hand);
    hand.quote(75, 77);
    hand.give({ kind: "durable", intentId: 1 });
    expect(hand.of("send")).toEqual([]);
    expect(hand.of("abandon")[0]?.codes).toContain("SIGNAL");
  });
});

describe("auto", () => {
  test("is off after every start and then makes no intent", () => {
    const hand = handAtE1(false);
    moveToE1(hand);
    expect(hand.of("signal").map(({ what }) => what)).toEqual(["opened"]);
    expect(hand.of("intent")).toEqual([]);
  });

  test("enters once on a signal, not again with every frame", () => {
    const hand = handAtE1(true);
    moveToE1(hand);
    hand.carryThrough(1);
    for (let frame = 0; frame < 20; frame += 1) {
      hand.wait(1000);
      hand.answer({ clockSeconds: 500 - frame });
      hand.quote(84, 86);
    }
    expect(hand.of("intent")).toHaveLength(1);
    expect(hand.of("block").flatMap(({ codes }) => codes)).toContain("COOLDOWN");
  });

  test("tells each code that blocks a signal once", () => {
    const hand = new Hand({ auto: true, config: { ...DEFAULT_CONFIG, observeMinutes: 30 } });
    hand.believe(75);
    hand.settleIn();
    hand.quote(84, 86);
    hand.quote(84, 86);
    const told = hand.of("block").flatMap(({ codes }) => codes);
    expect(told).toContain("OBSERVE");
    expect(new Set(told).size).toBe(told.length);
  });

  test("does nothing while the journal cannot be written, and is off afterwards", () => {
    const hand = handAtE1(true);
    hand.give({ kind: "journal", writable: false, why: "disk full" });
    moveToE1(hand);
    expect(hand.of("intent")).toEqual([]);
    expect(hand.desk.auto).toBe(false);
  });
});

describe("the signal", () => {
  test("keeps its id while its conditions hold, and every change is a new version", () => {
    const hand = handAtE1(false);
    moveToE1(hand);
    const first = hand.desk.live;
    const version = first?.version ?? 0;
    hand.quote(85, 87);
    expect(hand.desk.live?.id).toBe(first?.id);
    expect(hand.desk.live?.version).toBeGreaterThan(version);
  });

  test("ends when the edge is gone, and a new one has a new id", () => {
    const hand = handAtE1(false);
    moveToE1(hand);
    hand.quote(75, 77);
    moveToE1(hand);
    expect(hand.of("signal").map(({ what, signalId }) => `${what} ${signalId}`)).toEqual([
      "opened S1",
      "ended S1",
      "opened S2",
    ]);
  });

  test("a one-sided HOME book has no mid and no signal", () => {
    const hand = handAtE1(false);
    hand.snapshot("home", [], [[51, 100]]);
    expect(hand.desk.live).toBeUndefined();
    expect(hand.of("signal")).toEqual([]);
  });
});

describe("a person's Execute", () => {
  test("sends what was shown, at the limit that was shown", () => {
    const hand = handAtE1(false);
    moveToE1(hand);
    const live = hand.desk.live;
    const answer = hand.command({
      kind: "execute",
      signalId: live?.id ?? "",
      version: live?.version ?? 0,
      quantity: contracts(100),
      limit: price(8400),
      idempotencyKey: "click-1",
      reason: undefined,
    });
    expect(answer.status).toBe(202);
    hand.carryThrough(1);
    expect(hand.of("fill").map(({ fill }) => fill.price)).toEqual([8400]);
    expect(hand.desk.ledger.trades).toHaveLength(1);
  });

  test("ORD-11: two clicks with one key are one intent and one answer", () => {
    const hand = handAtE1(false);
    moveToE1(hand);
    const click = {
      kind: "execute",
      signalId: "S1",
      version: hand.desk.live?.version ?? 0,
      quantity: contracts(10),
      limit: price(8400),
      idempotencyKey: "click-1",
      reason: undefined,
    } as const;
    const first = hand.command(click);
    const second = hand.command(click);
    expect(second).toEqual(first);
    expect(hand.of("intent")).toHaveLength(1);
  });

  test("ORD-24: a quote one tick worse than the limit is refused, a better one is sent", () => {
    const click = (hand: Hand, version: number) =>
      hand.command({
        kind: "execute",
        signalId: "S1",
        version,
        quantity: contracts(100),
        limit: price(8400),
        idempotencyKey: undefined,
        reason: undefined,
      });
    const worse = handAtE1(false);
    moveToE1(worse);
    const shown = worse.desk.live?.version ?? 0;
    worse.snapshot("home", [[83, 500]], [[87, 500]]);
    const refused = click(worse, shown);
    expect(refused.status).toBe(422);
    expect(refused.body["codes"]).toContain("QUOTE_MOVED");

    const better = handAtE1(false);
    moveToE1(better);
    const offered = better.desk.live?.version ?? 0;
    better.snapshot("home", [[85, 500]], [[87, 500]]);
    expect(click(better, offered).body).toMatchObject({ limit: 0.84, state: "intent" });
  });

  test("a limit that was never on the card is refused", () => {
    const hand = handAtE1(false);
    moveToE1(hand);
    const answer = hand.command({
      kind: "execute",
      signalId: "S1",
      version: hand.desk.live?.version ?? 0,
      quantity: contracts(100),
      limit: price(8300),
      idempotencyKey: undefined,
      reason: undefined,
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "QUOTE_MOVED" } });
  });
});

describe("a typed ticket", () => {
  const ticket = (hand: Hand, ticker: string, side: "bid" | "ask", count: number, at: number) =>
    hand.command({
      kind: "ticket",
      ticker,
      side,
      quantity: contracts(count),
      price: price(at * 100),
      idempotencyKey: undefined,
    });

  test("needs no signal, goes to the market that was typed, and passes its gates", () => {
    const hand = handAtE1(false);
    const answer = ticket(hand, "KXNFLGAME-26OCT12DENKC-DEN", "bid", 50, 27);
    expect(answer.status).toBe(202);
    hand.carryThrough(1);
    expect(hand.of("fill").map(({ fill }) => [fill.ticker, fill.side])).toEqual([
      ["KXNFLGAME-26OCT12DENKC-DEN", "bid"],
    ]);
  });

  test("CFG-09: a ticker that is none of the game's two is refused", () => {
    const hand = handAtE1(false);
    for (const ticker of ["KXNFLGAME-26OCT12BUFLAR-BUF", "kxnflgame-26oct12denkc-kc", " ", "<b>"]) {
      expect(ticket(hand, ticker, "bid", 10, 50)).toMatchObject({
        status: 422,
        body: { code: "UNKNOWN_TICKER" },
      });
    }
  });

  test("RSK-04: 100 contracts pass at Max Position 100; 101 are refused, not clamped", () => {
    const hand = handAtE1(false);
    const refused = ticket(hand, "KXNFLGAME-26OCT12DENKC-KC", "bid", 101, 76);
    expect(refused.body["codes"]).toEqual(["MAX_ORDER"]);
    expect(ticket(hand, "KXNFLGAME-26OCT12DENKC-KC", "bid", 100, 76).status).toBe(202);
  });

  test("against a position in its market it first reduces; the rest is a second ticket", () => {
    const hand = handAtE1(false);
    ticket(hand, "KXNFLGAME-26OCT12DENKC-KC", "bid", 40, 76);
    hand.carryThrough(1);
    hand.answer({ clockSeconds: 511 });
    hand.quote(74, 76);
    const answer = ticket(hand, "KXNFLGAME-26OCT12DENKC-KC", "ask", 100, 74);
    expect(answer.body).toMatchObject({ quantity: 40, reduce_only: true });
    expect(answer.body["note"]).toContain("60 contracts");
  });
});

describe("exits pass in every state", () => {
  test("after Kill the desk is HALTED, and Flatten still closes what is held", () => {
    const hand = handAtE1(false);
    hand.command({
      kind: "ticket",
      ticker: "KXNFLGAME-26OCT12DENKC-KC",
      side: "bid",
      quantity: contracts(40),
      price: price(7600),
      idempotencyKey: undefined,
    });
    hand.carryThrough(1);
    hand.command({ kind: "kill" });
    expect(hand.desk.standing.state).toBe("HALTED");
    hand.answer({ clockSeconds: 511 });
    hand.quote(74, 76);
    const answer = hand.command({ kind: "flatten", worst: undefined });
    expect(answer.status).toBe(202);
    hand.carryThrough(2);
    expect(hand.desk.ledger.trades[0]?.closedQuantity).toBe(contracts(40));
  });

  test("RSK-16: after STOP ten thousand perfect frames make no order", () => {
    const hand = handAtE1(true);
    hand.command({ kind: "stop" });
    for (let frame = 0; frame < 10_000; frame += 1) {
      hand.wait(100);
      if (frame % 20 === 0) hand.answer({ clockSeconds: 515 - (frame % 500) });
      hand.snapshot("home", [[84, 500 + (frame % 7)]], [[86, 500]]);
    }
    expect(hand.of("intent")).toEqual([]);
  });
});

describe("settings", () => {
  const change = (settings: object, version?: number) =>
    ({
      kind: "config",
      change: { settings, autoTrading: undefined, paperTrading: undefined, version },
    }) as const;

  test("AUD-05: a change is recorded with old and new value and its origin", () => {
    const hand = handAtE1(false);
    hand.command(change({ minEdge: 1500 }));
    expect(hand.of("configChanged")).toEqual([
      { kind: "configChanged", origin: "api", version: 2, changes: { min_edge: [0.1, 0.15] } },
    ]);
  });

  test("CFG-06: a change made on a stale version is refused and changes nothing", () => {
    const hand = handAtE1(false);
    hand.command(change({ minEdge: 1500 }, 1));
    const late = hand.command(change({ minEdge: 500 }, 1));
    expect(late.status).toBe(409);
    expect(hand.desk.config.minEdge).toBe(1500);
  });

  test("Max Game Exposure below Max Position is refused with its field", () => {
    const hand = handAtE1(false);
    const answer = hand.command(change({ maxGameExposure: contracts(50) }));
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ field: "max_game_exposure" }] },
    });
    expect(hand.desk.config.maxGameExposure).toBeUndefined();
  });
});
