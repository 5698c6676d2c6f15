/** Into DEMO or LIVE and back (trading semantics §1). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { VenueFill } from "../domain/account.ts";
import type { Command, ConfigChange } from "../domain/commands.ts";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import { contracts, money, price } from "../domain/numbers.ts";
import { ledgerSnapshot } from "../execution/execution.ts";
import { tradingDayOf } from "../risk/risk.ts";
import { viewOf } from "./view.ts";
import {
  armDemo,
  AWAY,
  foreignOrder,
  HOME,
  liveOpening,
  proven,
  VenueHand,
} from "./venue-fixture.ts";

const hourMs = 3_600_000;

function changeTo(change: Partial<ConfigChange>): Command {
  const none = { autoTrading: undefined, paperTrading: undefined, version: undefined };
  return { kind: "config", change: { settings: {}, ...none, ...change } };
}

const toPaper = changeTo({ paperTrading: true });
const fromPaper = changeTo({ paperTrading: false });
const autoOn = changeTo({ autoTrading: true });
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
  expect(hand.of("trip").map(({ code }) => code)).toEqual(["DAILY_LOSS"]);
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

describe("the end of arming", () => {
  test("after 4 h on the operator's clock the desk only reduces while something is held", () => {
    const hand = inDemo();
    hand.buy(10, 76);
    hand.answerNow(autoOn);
    hand.pass(4 * hourMs - hand.mono + 201);
    expect(hand.desk.arming.kind).toBe("disarmed");
    expect(hand.desk).toMatchObject({
      mode: "DEMO",
      auto: false,
      standing: { state: "REDUCE-ONLY" },
    });
    expect(hand.ticket("bid", 10, 76)).toMatchObject({ status: 422 });
    expect(hand.answerNow({ kind: "start" }).status).toBe(409);
    expect(hand.answerNow({ kind: "flatten", worst: undefined }).status).toBe(202);
    const { intentId, reduceOnly } = hand.sendNewest();
    expect(reduceOnly).toBe(true);
    hand.accept(intentId);
    hand.fill(intentId, 10, 74);
    expect(hand.desk.mode).toBe("DEMO");
    hand.end(intentId);
    expect(hand.desk).toMatchObject({ mode: "PAPER", standing: { state: "MONITORING" } });
    expect(hand.of("closeAccount")).toHaveLength(1);
  });

  test("until then it is armed, to the millisecond", () => {
    const hand = inDemo();
    const { arming } = hand.desk;
    if (arming.kind !== "armed") throw new Error("not armed");
    hand.pass(arming.untilPerson - hand.mono - 1);
    expect(hand.desk.arming.kind).toBe("armed");
    hand.pass(1);
    expect([hand.desk.arming.kind, hand.desk.mode]).toEqual(["disarmed", "PAPER"]);
  });

  test("paper_trading: true when flat is PAPER at once, with something held REDUCE-ONLY", () => {
    const flat = inDemo();
    expect(flat.answerNow(toPaper).status).toBe(200);
    expect([flat.desk.mode, flat.desk.standing.state]).toEqual(["PAPER", "MONITORING"]);
    const holding = inDemo();
    holding.buy(10, 76);
    holding.answerNow(toPaper);
    expect([holding.desk.mode, holding.desk.standing.state]).toEqual(["DEMO", "REDUCE-ONLY"]);
  });

  test("an entry on its way, or of unknown fate, keeps the mode until its end", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.answerNow(toPaper);
    expect(hand.desk.mode).toBe("DEMO");
    hand.tell({ kind: "unknown", intentId, why: "no answer" });
    hand.pass(20_000);
    expect(hand.desk.mode).toBe("DEMO");
    hand.accept(intentId);
    hand.end(intentId, "unfilled");
    expect(hand.desk.mode).toBe("PAPER");
  });

  test("an entry that has not left yet is abandoned", () => {
    const hand = inDemo();
    hand.ticket("bid", 10, 76);
    hand.answerNow(toPaper);
    hand.give({ kind: "durable", intentId: 1 });
    expect(hand.of("send")).toEqual([]);
    expect(hand.of("abandon")[0]?.codes).toContain("MODE");
    expect(hand.desk.mode).toBe("PAPER");
  });

  test("at the end of the game, when both markets have paid", () => {
    const hand = inDemo();
    hand.buy(10, 76);
    hand.answer({ state: "post", completed: true, phase: "final" });
    hand.settle("home", 100);
    expect(hand.desk.arming.kind).toBe("armed");
    hand.settle("away", 0);
    expect(hand.of("mode").at(-1)).toMatchObject({ armed: false, why: "the game is over" });
    hand.give({ kind: "timer" });
    expect([hand.desk.mode, hand.desk.arming.kind]).toEqual(["PAPER", "disarmed"]);
    const demo = hand.desk.otherPurses.get("DEMO")?.ledger;
    expect([demo?.cash, demo?.positions.get(HOME)?.net]).toEqual([hand.shown.cash, 0]);
  });

  test("books that begin after one market has paid pay it too", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.settle("home", 100);
    // The exchange has not paid what this reading shows.
    hand.shown.held.set(HOME, 10);
    hand.arm();
    hand.shown.held.delete(HOME);
    hand.shown.cash = money(hand.shown.cash + 10_000_000);
    expect(hand.of("settle").at(-1)).toMatchObject({ mode: "DEMO", amount: 10_000_000 });
    hand.tradeElsewhere("bid", 3, 50);
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(0);
    expect(hand.desk.ledger.cash).toBe(hand.shown.cash);
  });

  test("a game that is over is not armed for", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.answer({ state: "post", completed: true, phase: "final" });
    hand.settle("home", 100);
    hand.settle("away", 0);
    expect(hand.answerNow(armDemo)).toMatchObject({ status: 409, body: { code: "GAME_LIVE" } });
    expect(hand.of("openAccount")).toEqual([]);
  });

  test("nor is one begun while an order is on its way", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.ticket("bid", 10, 76);
    expect(hand.answerNow(armDemo)).toMatchObject({ body: { code: "ORDER_IN_FLIGHT" } });
  });

  test("every purse is paid: a position on paper as well as one at the exchange", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.ticket("bid", 10, 76);
    hand.sendNewest();
    hand.pass(2_000);
    hand.intoDemo();
    hand.buy(10, 76);
    hand.settle("home", 100);
    const settled = hand.of("settle").map(({ mode, amount }) => [mode, amount]);
    expect(settled).toEqual([
      ["DEMO", 10_000_000],
      ["PAPER", 10_000_000],
    ]);
    hand.settle("home", 100);
    expect(hand.desk.ledger.cash).toBe(hand.shown.cash);
  });

  test("a disarmed desk that holds something never trades: Start after a halt only reduces", () => {
    const hand = inDemo();
    hand.buy(10, 76);
    hand.tell({ kind: "entryGroup", state: { kind: "triggered", groupId: "g1", why: "300" } });
    hand.answerNow(toPaper);
    expect(hand.desk.standing.state).toBe("HALTED");
    hand.pass(61_000);
    hand.answerNow({ kind: "start" });
    expect([hand.desk.mode, hand.desk.standing.state]).toEqual(["DEMO", "REDUCE-ONLY"]);
    expect(hand.ticket("bid", 10, 76).status).toBe(422);
  });

  test("PAPER waits for the proof of a stop that is still being read", () => {
    const hand = inDemo();
    const id = hand.ask(stop);
    hand.answerNow(toPaper);
    hand.pass(2_000);
    expect([hand.desk.mode, hand.answersTo(id).length]).toEqual(["DEMO", 0]);
    expect(hand.answerNow({ kind: "start" }).status).toBe(409);
    hand.tell({ kind: "stopped", proof: proven });
    expect([hand.desk.mode, hand.answersTo(id).length]).toEqual(["PAPER", 1]);
  });

  test("a fill that comes after all is booked where it belongs, and the desk reduces there", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.accept(intentId);
    hand.end(intentId, "unfilled");
    hand.answerNow(toPaper);
    expect(hand.desk.mode).toBe("PAPER");
    const paper = hand.desk.ledger.cash;
    hand.fill(intentId, 10, 76);
    expect(hand.desk).toMatchObject({ mode: "DEMO", standing: { state: "REDUCE-ONLY" } });
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(1_000);
    expect(hand.desk.otherPurses.get("PAPER")?.ledger.cash).toBe(paper);
    expect(hand.of("openAccount")).toHaveLength(2);
  });

  test("armed again, the books go on, with what was traded elsewhere meanwhile", () => {
    const hand = inDemo();
    hand.buy(10, 76);
    hand.answerNow({ kind: "flatten", worst: undefined });
    const exit = hand.sendNewest().intentId;
    hand.accept(exit);
    hand.fill(exit, 10, 74);
    hand.end(exit);
    hand.answerNow(toPaper);
    // Nobody looks: bought by hand, and a deposit.
    hand.shown.held.set(HOME, 40).set(AWAY, -5);
    hand.shown.cash = money(hand.shown.cash - 20_000_000);
    const before = hand.desk.otherPurses.get("DEMO")?.ledger.realised;
    hand.pass(70_000);
    hand.arm();
    hand.answerNow({ kind: "start" });
    expect(hand.of("openBooks")).toHaveLength(1);
    for (let look = 0; look < 3; look += 1) {
      hand.pass(15_000);
      hand.read();
      expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(4_000);
    }
    expect(hand.desk.venue).toMatchObject({ differences: 0 });
    expect(hand.of("trip")).toEqual([]);
    const { ledger } = hand.desk;
    expect([ledger.cash, ledger.realised]).toEqual([hand.shown.cash, before]);
    expect(ledger.positions.get(HOME)?.net).toBe(4_000);
    expect(ledger.positions.get(AWAY)?.net).toBe(-500);
  });
});

const lines = [
  "ESPN answer",
  "ESPN content",
  "Kalshi REST",
  "Kalshi WS whole",
  "model",
  "balance read",
  "clock",
  "disk",
  "journal",
  "key scopes",
  "attestation",
  "fee and exchange status",
] as const;

/** Makes one line of the pre-flight fail, everything else is well. */
const spoil: Readonly<Record<(typeof lines)[number], (hand: VenueHand) => void>> = {
  "ESPN answer": (hand) => {
    hand.wait(10_001);
    hand.show(74, 76);
    hand.crossCheck();
    hand.showAccount();
  },
  "ESPN content": (hand) => {
    const { situation } = hand.desk.game;
    if (situation === undefined) throw new Error("no situation");
    for (let second = 0; second <= 180; second += 5) {
      hand.wait(5_000);
      const news = {
        kind: "answer",
        game: hand.desk.game.game,
        situation,
        changed: false,
      } as const;
      hand.give({ kind: "game", news });
      hand.show(74, 76);
      hand.crossCheck();
    }
  },
  "Kalshi REST": (hand) => {
    for (let failure = 0; failure < 5; failure += 1) {
      hand.give({ kind: "market", news: { kind: "failed", why: "503" } });
    }
    hand.showAccount();
  },
  "Kalshi WS whole": (hand) => hand.showAccount(["stream"]),
  model: (hand) => {
    hand.desk.modelMissing = "no answer";
    hand.showAccount();
  },
  "balance read": (hand) => {
    hand.tell({ kind: "external", order: foreignOrder({ clientOrderId: otherDesk(hand) }) });
    hand.showAccount(["account"]);
    hand.shown.orders = [foreignOrder({ clientOrderId: otherDesk(hand) })];
    hand.read();
  },
  clock: (hand) => {
    hand.give({ kind: "market", news: { kind: "clock", offsetMs: 9_000, uncertainMs: 20 } });
    hand.showAccount();
  },
  disk: (hand) => {
    hand.give({ kind: "disk", freeBytes: 199_999_999 });
    hand.showAccount();
  },
  journal: (hand) => {
    hand.give({ kind: "journal", writable: false, why: "read-only" });
    hand.showAccount();
  },
  "key scopes": (hand) => {
    const attestedUntil = hand.now().at + hourMs;
    hand.tell({ kind: "keys", keys: { mayTrade: false, words: "read", attestedUntil } });
    hand.showAccount(["keys"]);
  },
  attestation: (hand) => {
    const attestedUntil = hand.now().at + 59_000;
    hand.tell({ kind: "keys", keys: { mayTrade: true, words: "read, write", attestedUntil } });
    hand.showAccount(["keys"]);
  },
  "fee and exchange status": (hand) => {
    hand.give({ kind: "market", news: { kind: "exchange", active: true, trading: false } });
    hand.showAccount();
  },
};

/** An order id as a desk like this one makes it. */
function otherDesk(hand: VenueHand): string {
  const order = hand.of("intent")[0]?.order;
  return order?.clientOrderId ?? "";
}

describe("RSK-19: a pre-flight with one line that fails", () => {
  test.each(
    lines.flatMap(
      (name) =>
        [
          [name, "DEMO"],
          [name, "LIVE"],
        ] as const,
    ),
  )("%s refuses %s", (name, mode) => {
    const hand = new VenueHand(mode === "LIVE" ? liveOpening : {});
    hand.calm();
    if (name === "balance read") {
      hand.ticket("bid", 10, 76);
      hand.sendNewest();
      hand.pass(2_000);
    }
    if (name === "ESPN content") spoil[name](hand);
    const id = hand.ask({ kind: "arm", word: "LIVE", sessionCap: money(1e8) });
    if (name !== "ESPN content") spoil[name](hand);
    hand.pass(16_000);
    const [answer] = hand.answersTo(id);
    expect(answer).toMatchObject({ status: 422, body: { code: "PREFLIGHT" } });
    const told = answer?.body["preflight"] as readonly { name: string; passed: boolean }[];
    expect(told.map((line) => line.name)).toEqual(lines);
    expect(told.find((line) => line.name === name)?.passed).toBe(false);
    expect([hand.desk.mode, hand.of("openBooks").length]).toEqual(["PAPER", 0]);
  });

  test("with all twelve well it passes", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.arm();
    expect(hand.desk.mode).toBe("DEMO");
  });
});

describe.each(["DEMO", "LIVE"] as const)(
  "RSK-18: begins with the books of a %s session",
  (mode) => {
    const changes = mode === "LIVE" ? liveOpening : {};
    const armed: Command = { kind: "arm", word: "LIVE", sessionCap: money(1e8) };

    function leftBehind(change: (hand: VenueHand) => void) {
      const hand = new VenueHand(changes).intoDemo(armed);
      hand.answerNow(autoOn);
      change(hand);
      const { ledger, orders, intents } = hand.desk;
      const open = [...orders.live].map(({ order, sentAt }) => ({ order, sentAt: sentAt ?? 0 }));
      return {
        mode,
        ledger: ledgerSnapshot(ledger),
        dailyLossTrippedDay: undefined,
        orders: open,
        intents,
      } as const;
    }

    function later(change: (hand: VenueHand) => void, auto = false): VenueHand {
      return new VenueHand({ ...changes, sessionId: "later", second: leftBehind(change), auto });
    }

    test("flat: PAPER, and the books wait for the next arming", () => {
      const hand = later(() => {});
      expect([hand.desk.mode, hand.desk.standing.state]).toEqual(["PAPER", "TRADING"]);
      hand.calm();
      expect([hand.desk.mode, hand.desk.auto]).toEqual(["PAPER", false]);
      expect([hand.of("openAccount"), hand.of("closeAccount")]).toEqual([[], []]);
    });

    test("a position: REDUCE-ONLY with auto off, only exits pass, PAPER when it is closed", () => {
      const hand = later((before) => before.buy(10, 76), true);
      hand.shown.held.set(HOME, 10);
      hand.calm();
      hand.showAccount();
      expect(hand.desk).toMatchObject({ mode, auto: false, standing: { state: "REDUCE-ONLY" } });
      expect(viewOf(hand.desk, hand.now(), 1).position).not.toBeNull();
      expect(hand.ticket("bid", 10, 76).status).toBe(422);
      hand.answerNow({ kind: "flatten", worst: undefined });
      const { intentId } = hand.sendNewest();
      hand.accept(intentId);
      hand.fill(intentId, 10, 74);
      hand.end(intentId);
      expect(hand.desk.mode).toBe("PAPER");
    });

    test("an order on its way: its fate is open, and decides when PAPER is again", () => {
      const hand = later((before) => void before.sendTicket("bid", 10, 76));
      hand.calm();
      expect([hand.desk.mode, hand.desk.standing.state]).toEqual([mode, "REDUCE-ONLY"]);
      expect(viewOf(hand.desk, hand.now(), 1).status.unknown_orders).toMatchObject([
        { intent_id: 1, quantity: 10 },
      ]);
      hand.accept(1);
      hand.end(1, "unfilled");
      expect(hand.desk.mode).toBe("PAPER");
    });

    test("from there it may be armed without a detour", () => {
      const hand = later((before) => before.buy(10, 76));
      hand.shown.held.set(HOME, 10);
      hand.calm();
      hand.arm(armed);
      expect(hand.of("openBooks")).toEqual([]);
      expect(hand.desk).toMatchObject({ mode, standing: { state: "MONITORING" } });
      expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(1_000);
    });
  },
);

describe("I1: in PAPER nothing leaves the process", () => {
  const events = fc.constantFrom<(hand: VenueHand) => void>(
    (hand) => void hand.ask(armDemo),
    (hand) => void hand.ask(toPaper),
    (hand) => void hand.ask(stop),
    (hand) => void hand.ask({ kind: "start" }),
    (hand) => void hand.ask({ kind: "flatten", worst: undefined }),
    (hand) => void hand.ask(autoOn),
    (hand) => hand.showAccount(["account"]),
    (hand) => void hand.ticket("bid", 10, 76),
    (hand) => void hand.give({ kind: "durable", intentId: hand.desk.intents }),
    (hand) => hand.pass(5_000),
    (hand) => hand.pass(5_000, [84, 86]),
    (hand) => void hand.tradeElsewhere("bid", 1, 50, HOME, "somebody"),
  );

  test("whatever happens short of arming, every send has its paper time", () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), (played) => {
        const hand = new VenueHand();
        hand.calm();
        for (const happen of played) happen(hand);
        expect(hand.desk.mode).toBe("PAPER");
        expect(hand.of("send").every(({ paperDueMono }) => paperDueMono !== undefined)).toBe(true);
        expect(hand.of("stopOrders")).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test("and once armed no send has one", () => {
    const hand = inDemo();
    hand.buy(10, 76);
    expect(hand.of("send").map(({ paperDueMono }) => paperDueMono)).toEqual([undefined]);
  });
});

test("TIM-04: without a usable clock an armed desk sends nothing, a paper desk goes on", () => {
  const clocks = [
    [500, 100, true],
    [3_000, 100, true],
    [9_000, 100, false],
    [500, 3_000, false],
  ] as const;
  for (const mode of ["PAPER", "DEMO", "LIVE"] as const) {
    for (const [offsetMs, uncertainMs, usable] of clocks) {
      const hand = new VenueHand(mode === "LIVE" ? liveOpening : {});
      if (mode === "PAPER") hand.calm();
      else hand.intoDemo({ kind: "arm", word: "LIVE", sessionCap: money(1e8) });
      hand.give({ kind: "market", news: { kind: "clock", offsetMs, uncertainMs } });
      const answer = hand.ticket("bid", 10, 76);
      const passes = usable || mode === "PAPER";
      expect([mode, offsetMs, answer.status]).toEqual([mode, offsetMs, passes ? 202 : 422]);
      if (!passes) expect(answer.body["codes"]).toEqual(["CLOCK_OK"]);
    }
  }
});

test("RSK-20: the LIVE session cap: what just fits passes, a cent more is refused, exits pass", () => {
  const config = { ...DEFAULT_CONFIG, maxGameExposure: contracts(1_000) };
  const hand = new VenueHand({ ...liveOpening, config });
  // 10 at 76¢ cost 7.60 $ and 0.1277 $ of fee: twice that is 15.4554 $.
  hand.intoDemo({ kind: "arm", word: "LIVE", sessionCap: money(15_455_400) });
  hand.buy(10, 76);
  expect(hand.ticket("bid", 11, 76).body["codes"]).toEqual(["SESSION_CAP"]);
  hand.buy(10, 76);
  expect(hand.ticket("bid", 1, 76).body["codes"]).toEqual(["SESSION_CAP"]);
  expect(hand.desk.standing.state).toBe("TRADING");
  expect(hand.answerNow({ kind: "flatten", worst: undefined }).status).toBe(202);
});

describe("RSK-17: no page for 120 s, auto on", () => {
  function alone(mode: "PAPER" | "DEMO" | "LIVE"): VenueHand {
    const hand = new VenueHand(mode === "LIVE" ? liveOpening : {});
    if (mode === "PAPER") hand.calm();
    else hand.intoDemo({ kind: "arm", word: "LIVE", sessionCap: money(1e8) });
    hand.answerNow(autoOn);
    hand.give({ kind: "pages", attached: 0 });
    return hand;
  }

  test.each(["DEMO", "LIVE"] as const)("%s: auto enters no more", (mode) => {
    const hand = alone(mode);
    hand.pass(120_001);
    hand.answer({ homeScore: 24 });
    hand.quote(84, 86);
    expect(hand.of("intent")).toEqual([]);
    expect(hand.of("block").flatMap(({ codes }) => codes)).toContain("DEAD_MAN");
  });

  test.each(["DEMO", "LIVE"] as const)("%s: within 120 s it does", (mode) => {
    const hand = alone(mode);
    hand.pass(119_000);
    hand.answer({ homeScore: 24 });
    hand.quote(84, 86);
    expect(hand.of("intent")).toHaveLength(1);
  });

  test("PAPER goes on", () => {
    const hand = alone("PAPER");
    hand.pass(120_001);
    hand.answer({ homeScore: 24 });
    hand.quote(84, 86);
    expect(hand.of("intent")).toHaveLength(1);
  });
});
