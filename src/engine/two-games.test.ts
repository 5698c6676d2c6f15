/** Another game is not paid yet when this one begins: it is left over, and no part of this one. */
import { describe, expect, test } from "vitest";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import { contracts, money } from "../domain/numbers.ts";
import { isHolding, ledgerSnapshot, positionOf } from "../execution/execution.ts";
import type { Opening, SecondBooks } from "./desk.ts";
import { markets } from "./desk-fixture.ts";
import { gatherFacts, onlyLooking } from "./gather-facts.ts";
import { AWAY, HOME, liveOpening, toPaper, VenueHand } from "./venue-fixture.ts";
import { viewOf } from "./view.ts";

const OLD = "KXNFLGAME-26OCT05LVSEA-SEA";
const cap = { maxPosition: contracts(100), maxGameExposure: contracts(100) } as const;
const config = { ...DEFAULT_CONFIG, ...cap };
const armLive = { kind: "arm", word: "LIVE", sessionCap: money(100_000_000) } as const;

/** Books that hold so many YES of another game's home team, bought at 76¢. */
function leftOver(count: number): SecondBooks {
  const before = new VenueHand().intoDemo();
  for (let left = count; left > 0; left -= 100) before.buy(Math.min(100, left), 76);
  const text = JSON.stringify(ledgerSnapshot(before.desk.ledger)).replaceAll(HOME, OLD);
  const ledger = JSON.parse(text) as SecondBooks["ledger"];
  return { mode: "DEMO", ledger, dailyLossTrippedDay: undefined, orders: [], intents: 9 };
}

/** The desk as it starts; the exchange still holds the other game's contracts. */
function restarted(second: SecondBooks, changes: Partial<Opening> = {}): VenueHand {
  const hand = new VenueHand({ config, second, ...changes });
  // The record goes on where it ended.
  hand.wait(60_000);
  hand.trades = 50;
  hand.shown.cash = second.ledger.cash;
  for (const { ticker, net } of second.ledger.positions) hand.shown.held.set(ticker, net / 100);
  return hand;
}

/** The account has been read once. */
function tonight(count: number, changes: Partial<Opening> = {}): VenueHand {
  const hand = restarted(leftOver(count), changes);
  hand.calm();
  hand.read();
  return hand;
}

/** Armed and trading, and the books have been compared. */
function trading(count: number): VenueHand {
  const hand = tonight(count);
  hand.arm();
  hand.pass(20_000);
  hand.read();
  expect(hand.answerNow({ kind: "start" }).status).toBe(200);
  return hand;
}

describe("tonight's limits", () => {
  test("RSK-04 Max Game Exposure 100: 100 of another game make no room for 200 of this one", () => {
    const hand = trading(100);
    hand.buy(100, 27, AWAY);
    expect(positionOf(hand.desk.ledger, AWAY)).toBe(10_000);
    hand.pass(20_000);
    hand.read();
    const { status, body } = hand.ticket("bid", 100, 27, AWAY);
    expect([status, body["codes"]]).toEqual([422, ["MAX_EXPOSURE"]]);
  });

  test("RSK-04 nor do they take any from it", () => {
    expect(trading(100).ticket("bid", 100, 76).status).toBe(202);
  });

  test("tonight's falling price is no loss on another game's contracts", () => {
    const hand = trading(200);
    hand.quote(20, 22);
    hand.pass(30_000, [20, 22]);
    expect(hand.desk.standing.state).toBe("TRADING");
    expect(viewOf(hand.desk, hand.now(), 1).performance).toMatchObject({
      unrealized_pnl: 0,
      at_risk: 0,
    });
  });

  test("the session cap takes it for lost until it is paid", () => {
    const hand = restarted({ ...leftOver(100), mode: "LIVE" }, liveOpening);
    hand.calm();
    hand.arm(armLive);
    const { money: facts } = gatherFacts(hand.desk, hand.now(), onlyLooking);
    expect(facts.sessionWorst).toBe(-76_000_000 - hand.feeOf(76, 100));
    expect(hand.answerNow({ kind: "start" }).status).toBe(200);
    hand.pass(20_000);
    hand.read();
    const { status, body } = hand.ticket("bid", 40, 76);
    expect([status, body["codes"]]).toEqual([422, ["SESSION_CAP"]]);
  });
});

describe("the start", () => {
  test("with nothing but another game's contracts is on paper, as asked for", () => {
    for (const auto of [false, true]) {
      const hand = tonight(10, { auto });
      const { desk } = hand;
      expect([desk.mode, desk.standing.state, desk.auto]).toEqual(["PAPER", "TRADING", auto]);
      expect([desk.venue.open, desk.notices[0]?.text]).toEqual([
        false,
        `Left over from another game: DEMO: 10 YES ${OLD} (not compared yet).`,
      ]);
      const { left_over } = viewOf(desk, hand.now(), 1).position;
      expect(left_over).toBe(`DEMO: 10 YES ${OLD} (not paid yet)`);
    }
  });

  test("only reduces until the account was compared once: nobody is told it is not paid", () => {
    const hand = restarted(leftOver(10));
    // What is read before the markets are known is compared with nothing.
    hand.read();
    hand.calm();
    hand.pass(10_000);
    expect([hand.desk.mode, hand.desk.standing.state]).toEqual(["DEMO", "REDUCE-ONLY"]);
    expect(viewOf(hand.desk, hand.now(), 1).position.left_over).toBe(
      `DEMO: 10 YES ${OLD} (not compared yet)`,
    );
    hand.read();
    expect([hand.desk.mode, hand.desk.standing.state]).toEqual(["PAPER", "TRADING"]);
  });

  test.each([
    ["yes", 10_000_000],
    ["no", 0],
  ] as const)(
    "LED-09 books what was paid while no desk ran, then is on paper: %s",
    (result, paid) => {
      const second = leftOver(10);
      const hand = restarted(second);
      hand.wait(10 * 3_600_000);
      hand.shown.held.delete(OLD);
      hand.shown.cash = money(hand.shown.cash + paid);
      const counts = { yes: contracts(10), no: contracts(0) };
      const none = { paid: undefined, value: undefined, fee: undefined };
      const at = hand.now().at - 3_600_000;
      hand.shown.settlements = [{ ticker: OLD, result, ...counts, ...none, at }];
      hand.calm();
      hand.read();
      expect([hand.desk.mode, hand.desk.standing.state]).toEqual(["PAPER", "TRADING"]);
      expect(viewOf(hand.desk, hand.now(), 1).position.left_over).toBeNull();
      const demo = hand.desk.otherPurses.get("DEMO");
      if (demo === undefined) throw new Error("no books of DEMO");
      expect([isHolding(demo.ledger), demo.ledger.cash]).toEqual([false, hand.shown.cash]);
      expect(demo.ledger.realised).toBe(paid - 7_600_000 - hand.feeOf(76, 10));
    },
  );

  test("only reduces until it is known whose game they are", () => {
    const hand = restarted(leftOver(10));
    hand.give({ kind: "timer" });
    expect([hand.desk.mode, hand.desk.standing.state]).toEqual(["DEMO", "REDUCE-ONLY"]);
    expect(viewOf(hand.desk, hand.now(), 1).position).toMatchObject({
      words: "not known yet",
      left_over: null,
    });
    hand.give({ kind: "market", news: { kind: "markets", markets } });
    hand.read();
    expect(hand.desk.mode).toBe("PAPER");
  });

  test("only reduces while something of this game is held too", () => {
    const { ledger, ...rest } = leftOver(200);
    const [first] = ledger.positions;
    if (first === undefined) throw new Error("nothing is left over");
    const both = [first, { ...first, ticker: HOME }];
    const hand = restarted({ ...rest, ledger: { ...ledger, positions: both } });
    hand.calm();
    expect([hand.desk.mode, hand.desk.standing.state]).toEqual(["DEMO", "REDUCE-ONLY"]);
    expect(viewOf(hand.desk, hand.now(), 1).position).toMatchObject({
      home_contracts: 200,
      left_over: `DEMO: 200 YES ${OLD} (not compared yet)`,
    });
  });

  test("only reduces while the fate of an order is open, whatever its game", () => {
    const before = new VenueHand().intoDemo();
    before.sendTicket("bid", 10, 76);
    const [tracked] = before.desk.orders.byIntent.values();
    if (tracked === undefined) throw new Error("nothing was sent");
    const order = { ...tracked.order, ticker: OLD };
    const orders = [{ order, sentAt: before.now().at }];
    const hand = restarted({ ...leftOver(10), orders });
    hand.calm();
    expect([hand.desk.mode, hand.desk.standing.state]).toEqual(["DEMO", "REDUCE-ONLY"]);
  });

  test("after a STOP watches: the person's word outlasts the start", () => {
    const hand = restarted(leftOver(10), { auto: true });
    hand.ask({ kind: "stop" });
    hand.prove();
    hand.calm();
    hand.read();
    const { mode, standing, auto } = hand.desk;
    expect([mode, standing.state, auto]).toEqual(["PAPER", "MONITORING", false]);
  });
});

describe("once begun", () => {
  test("PAPER is reached again as soon as nothing of this game is held", () => {
    const hand = trading(10);
    hand.buy(10, 76);
    hand.answerNow(toPaper);
    expect([hand.desk.mode, hand.desk.standing.state]).toEqual(["DEMO", "REDUCE-ONLY"]);
    hand.answerNow({ kind: "flatten", worst: undefined });
    const { intentId } = hand.sendNewest();
    hand.accept(intentId);
    hand.fill(intentId, 10, 74);
    hand.end(intentId);
    expect(hand.desk.mode).toBe("PAPER");
    hand.give({ kind: "timer" });
    expect(hand.desk.mode).toBe("PAPER");
    const demo = hand.desk.otherPurses.get("DEMO");
    expect(demo !== undefined && isHolding(demo.ledger)).toBe(true);
  });

  test("Flatten and the panel know this game's contracts, and name the others apart", () => {
    const hand = trading(10);
    expect(hand.answerNow({ kind: "flatten", worst: undefined }).body["error"]).toBe(
      "nothing is held",
    );
    const { position, trades } = viewOf(hand.desk, hand.now(), 1);
    expect(position).toMatchObject({ words: "flat", if_home: 0, if_away: 0, if_closed: 0 });
    expect(position.left_over).toBe(`DEMO: 10 YES ${OLD} (not paid yet)`);
    expect(trades.map(({ team }) => team)).toEqual(["SEA"]);
  });

  test("its trades are not told to have been held long tonight", () => {
    const hand = restarted(leftOver(10), { config: { ...config, maxHoldMinutes: 5 } });
    hand.calm();
    hand.arm();
    hand.pass(400_000);
    expect(hand.desk.notices.filter(({ text }) => text.includes("has been held"))).toEqual([]);
  });

  test("paper contracts of another game do not keep the paper books from starting anew", () => {
    const { ledger } = leftOver(10);
    const paper = { ...ledger, mode: "PAPER" } as const;
    const hand = new VenueHand({ ledger: paper });
    hand.calm();
    expect(hand.desk.standing.state).toBe("TRADING");
    expect(hand.answerNow({ kind: "resetPaper" }).status).toBe(200);
    expect(isHolding(hand.desk.ledger)).toBe(false);
  });
});
