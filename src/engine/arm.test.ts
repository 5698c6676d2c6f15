/** Into DEMO or LIVE (trading semantics §1). */
import { describe, expect, test } from "vitest";
import type { VenueFill } from "../domain/account.ts";
import type { Command } from "../domain/commands.ts";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import { contracts, money, price } from "../domain/numbers.ts";
import { ledgerSnapshot } from "../execution/execution.ts";
import { tradingDayOf } from "../risk/risk.ts";
import {
  armDemo,
  autoOn,
  AWAY,
  foreignOrder,
  fromPaper,
  HOME,
  liveOpening,
  toPaper,
  VenueHand,
} from "./venue-fixture.ts";
import { viewOf } from "./view.ts";

const stop: Command = { kind: "stop" };

function inDemo(): VenueHand {
  return new VenueHand().intoDemo();
}

describe("arming", () => {
  test("waits for the account and is answered once, watching, with auto off", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.answerNow(autoOn);
    const id = hand.ask(armDemo);
    expect(hand.of("openAccount")).toEqual([{ kind: "openAccount", maxPosition: contracts(100) }]);
    expect(hand.answersTo(id)).toEqual([]);
    hand.showAccount(["account"]);
    expect([hand.desk.mode, hand.answersTo(id)]).toEqual(["PAPER", []]);
    hand.read();
    expect(hand.desk).toMatchObject({
      mode: "DEMO",
      auto: false,
      standing: { state: "MONITORING" },
    });
    hand.pass(60_000);
    expect(hand.answersTo(id).map(({ status }) => status)).toEqual([200]);
    expect(hand.of("openBooks")).toMatchObject([{ mode: "DEMO", cash: 500_000_000, held: [] }]);
  });

  test("paper_trading: false asks for it too", () => {
    const hand = new VenueHand();
    hand.calm();
    const id = hand.ask(fromPaper);
    expect(hand.answersTo(id)).toEqual([]);
    hand.showAccount();
    expect(hand.answersTo(id).map(({ status }) => status)).toEqual([200]);
    expect(hand.desk.mode).toBe("DEMO");
  });

  test("is refused as too soon while a pre-flight runs, and both commands have one answer", () => {
    const hand = new VenueHand();
    hand.calm();
    const first = hand.ask(armDemo);
    expect(hand.answerNow(armDemo)).toMatchObject({ status: 409, body: { code: "TOO_SOON" } });
    hand.showAccount();
    expect(hand.answersTo(first)).toHaveLength(1);
    expect(hand.of("openAccount")).toHaveLength(1);
  });

  test("gives up when the account has not shown itself for 15 s on both clocks", () => {
    const hand = new VenueHand();
    hand.calm();
    const id = hand.ask(armDemo);
    hand.showAccount(["stream"]);
    expect(hand.deadline).toBe(hand.mono + 15_001);
    hand.pass(15_000);
    expect(hand.answersTo(id)).toEqual([]);
    hand.wait(1);
    hand.give({ kind: "timer" });
    const [answer] = hand.answersTo(id);
    expect(answer).toMatchObject({ status: 422, body: { code: "PREFLIGHT" } });
    expect(hand.of("closeAccount")).toHaveLength(1);
    expect([hand.desk.mode, hand.desk.venue.open]).toEqual(["PAPER", false]);
    // What the account still says changes nothing any more.
    hand.showAccount();
    expect([hand.desk.mode, hand.answersTo(id).length]).toEqual(["PAPER", 1]);
    expect(hand.desk.venue.reading).toBeUndefined();
  });

  test("news of a closed account trip nothing", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.ask(armDemo);
    hand.ask(stop);
    hand.answerNow({ kind: "start" });
    hand.tell({ kind: "entryGroup", state: { kind: "triggered", groupId: "g1", why: "late" } });
    hand.tell({ kind: "external", order: foreignOrder() });
    expect(hand.of("trip")).toEqual([]);
    expect([hand.desk.standing.state, hand.desk.venue.externals.size]).toEqual(["TRADING", 0]);
  });

  test.each([
    ["without a key", { secondMode: undefined, secondModeWhy: "no key" }, armDemo, "NOT_OFFERED"],
    ["LIVE without its word", liveOpening, { ...armDemo, sessionCap: money(1e8) }, "MODE"],
    [
      "LIVE with another word",
      liveOpening,
      { kind: "arm", word: "live", sessionCap: money(1e8) },
      "MODE",
    ],
    ["LIVE without a cap", liveOpening, { ...armDemo, word: "LIVE" }, "SESSION_CAP"],
  ] as const)("is not offered, or not begun: %s", (_name, changes, command, code) => {
    const hand = new VenueHand(changes);
    hand.calm();
    expect(hand.answerNow(command)).toMatchObject({ status: 422, body: { code } });
    expect([hand.of("openAccount").length, hand.desk.arming.kind]).toEqual([0, "disarmed"]);
  });

  test("LIVE begins with the word and the cap, and the cap is in force", () => {
    const hand = new VenueHand(liveOpening);
    hand.calm();
    hand.arm({ kind: "arm", word: "LIVE", sessionCap: money(40_000_000) });
    expect([hand.desk.mode, hand.desk.config.sessionCap]).toEqual(["LIVE", 40_000_000]);
  });

  test("an armed desk is not armed a second time: nothing changes", () => {
    const hand = inDemo();
    expect(hand.answerNow(armDemo)).toMatchObject({ status: 409 });
    expect(hand.desk).toMatchObject({ standing: { state: "TRADING" }, arming: { kind: "armed" } });
  });

  test.each([
    ["STOP", stop],
    ["Kill", { kind: "kill" } as const],
    ["paper_trading: true", toPaper],
  ])("%s ends a pre-flight that runs: both are answered, nothing is armed", (_name, command) => {
    const hand = new VenueHand();
    hand.calm();
    const arming = hand.ask(armDemo);
    hand.showAccount(["account"]);
    const stopping = hand.ask(command);
    expect(hand.answersTo(arming)).toMatchObject([{ status: 422 }]);
    expect(hand.answersTo(stopping)).toMatchObject([{ status: 200 }]);
    hand.read();
    hand.pass(20_000);
    expect([hand.desk.mode, hand.desk.arming.kind]).toEqual(["PAPER", "disarmed"]);
    expect([hand.answersTo(arming).length, hand.answersTo(stopping).length]).toEqual([1, 1]);
  });

  test("paper orders end on paper: the new books begin only when none is left", () => {
    const hand = new VenueHand();
    hand.calm();
    const id = hand.ask(armDemo);
    expect(hand.ticket("bid", 10, 76).status).toBe(202);
    hand.sendNewest();
    hand.showAccount();
    expect([hand.desk.mode, hand.answersTo(id)]).toEqual(["PAPER", []]);
    hand.pass(2_000);
    expect(hand.of("fill").map(({ mode }) => mode)).toEqual(["PAPER"]);
    expect([hand.desk.mode, hand.answersTo(id).length]).toEqual(["DEMO", 1]);
    expect(hand.desk.ledger.trades).toEqual([]);
    expect(hand.desk.otherPurses.get("PAPER")?.ledger.trades).toHaveLength(1);
  });

  test("what others trade while the pre-flight runs is no business of the paper books", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.ask(armDemo);
    hand.showAccount(["account"]);
    hand.tradeElsewhere("bid", 20, 50);
    expect(hand.desk.ledger.trades).toEqual([]);
    hand.read();
    expect(hand.of("openBooks")[0]?.held).toMatchObject([{ position: { net: 2_000 } }]);
    hand.pass(15_000);
    hand.read();
    expect(hand.desk.venue.differences).toBe(0);
  });

  test("a reading that does not know of a trade is not what the books begin with", () => {
    const hand = new VenueHand();
    hand.calm();
    const id = hand.ask(armDemo);
    hand.showAccount(["stream"]);
    hand.tradeElsewhere("bid", 20, 50);
    hand.tell({ kind: "accountStream", up: true, why: "" });
    expect(hand.answersTo(id)).toEqual([]);
    hand.read();
    expect(hand.answersTo(id)).toMatchObject([{ status: 200 }]);
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(2_000);
  });

  test("what stood before is taken over at what it cost, and no cash moves", () => {
    const hand = new VenueHand();
    hand.shown.held.set(HOME, 30).set(AWAY, -12).set("OTHER", 99);
    hand.intoDemo();
    const { ledger } = hand.desk;
    expect([ledger.cash, ledger.openingCash]).toEqual([500_000_000, 500_000_000]);
    expect(ledger.positions.get(HOME)).toMatchObject({ net: 3_000, lots: [{ price: 5_000 }] });
    expect(ledger.positions.get(AWAY)).toMatchObject({ net: -1_200, lots: [{ price: 5_000 }] });
    expect(ledger.positions.has("OTHER")).toBe(false);
  });

  test.each([
    ["after the books have begun", []],
    ["before", ["stream"]],
  ] as const)("a trade that the first reading knew is not booked again: told %s", (_name, out) => {
    const hand = new VenueHand();
    hand.calm();
    const id = hand.ask(armDemo);
    hand.tradeElsewhere("bid", 20, 50);
    const fill: VenueFill = {
      tradeId: "e1",
      orderId: "x1",
      clientOrderId: "somebody",
      ticker: HOME,
      side: "bid",
      price: price(5_000),
      quantity: contracts(20),
      fee: money(0),
      isTaker: true,
      at: hand.now().at,
    };
    hand.shown.fills.push(fill);
    hand.showAccount(out);
    hand.tell({ kind: "externalFill", fill });
    hand.tell({ kind: "accountStream", up: true, why: "" });
    expect(hand.answersTo(id)).toMatchObject([{ status: 200 }]);
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(2_000);
  });

  test("paper and DEMO never share a result", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.ticket("bid", 50, 76);
    hand.sendNewest();
    hand.pass(2_000);
    const paper = hand.desk.ledger.cash;
    hand.intoDemo();
    hand.buy(10, 76);
    expect(hand.desk.otherPurses.get("PAPER")?.ledger.cash).toBe(paper);
    expect(hand.desk.ledger.trades.map(({ quantity }) => quantity)).toEqual([1_000]);
    expect(viewOf(hand.desk, hand.now(), 1).performance.total_trades).toBe(1);
  });
});

test("RSK-06: each mode has a day's loss of its own", () => {
  const config = { ...DEFAULT_CONFIG, dailyLoss: money(15_000_000) };
  const lose = (hand: VenueHand): void => {
    hand.pass(1_000, [64, 66]);
    hand.answerNow({ kind: "flatten", worst: undefined });
    const { intentId } = hand.sendNewest();
    if (hand.desk.mode === "PAPER") return hand.pass(2_000, [64, 66]);
    hand.accept(intentId);
    hand.fill(intentId, 100, 64);
    hand.end(intentId);
  };
  const hand = new VenueHand({ config });
  hand.calm();
  hand.ticket("bid", 100, 76);
  hand.sendNewest();
  hand.pass(2_000);
  lose(hand);
  const paper = hand.desk.ledger.day.realised;
  expect(paper).toBeLessThan(-12_000_000);
  hand.intoDemo();
  hand.buy(100, 76);
  lose(hand);
  expect(hand.desk.ledger.day.realised).toBeLessThan(-12_000_000);
  expect(hand.of("trip")).toEqual([]);
  hand.buy(10, 66);
  hand.pass(12_000, [30, 32]);
  expect(hand.of("trip")).toMatchObject([{ mode: "DEMO", code: "DAILY_LOSS" }]);
  expect(hand.desk.otherPurses.get("PAPER")?.ledger.day.realised).toBe(paper);
  expect(hand.answerNow({ kind: "flatten", worst: undefined }).status).toBe(202);
});

test("RSK-06: a loss that has tripped at the exchange holds there over a restart, not on paper", () => {
  const before = inDemo();
  const { ledger, lastStamp } = before.desk;
  const second = {
    mode: "DEMO",
    ledger: ledgerSnapshot(ledger),
    dailyLossTrippedDay: tradingDayOf(lastStamp.at),
    orders: [],
    intents: 0,
  } as const;
  const hand = new VenueHand({ second });
  hand.calm();
  expect(hand.ticket("bid", 10, 76).status).toBe(202);
  hand.sendNewest();
  hand.pass(2_000);
  hand.intoDemo();
  expect(hand.ticket("bid", 10, 76).body["codes"]).toEqual(["DAILY_LOSS"]);
});
