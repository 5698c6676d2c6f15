import { describe, expect, test } from "vitest";
import { positionOf } from "../execution/execution.ts";
import type { Entry } from "../journal/journal.ts";
import { tradingDayOf } from "../risk/risk.ts";
import { VenueHand } from "../engine/venue-fixture.ts";
import { checkpointOf } from "./checkpoint.ts";
import { createFolding, foldFact, type Folding } from "./fold-facts.ts";
import { recoveredFrom } from "./recover.ts";

const ticker = "KXNFLGAME-26OCT12DENKC-KC";
const startedAt = 1_791_853_200_000;

/** Folds records in this order, a second apart. */
function folded(...records: readonly (readonly [kind: string, body: unknown])[]): Folding {
  const folding = createFolding(startedAt);
  for (const [at, [kind, body]] of records.entries()) {
    const stamp = { at: startedAt + at * 1000, mono: at * 1000, person: at * 1000 };
    const entry: Entry = { ...stamp, seq: at + 1, kind, body };
    foldFact(folding, entry);
  }
  return folding;
}

const session = ["session", { session: "demo-1" }] as const;
const books = { kind: "openBooks", mode: "DEMO", cash: 500_000_000, held: [] };
const opened = ["out.reconcile", books] as const;
const order = { intentId: 1, clientOrderId: "c1", mode: "DEMO", ticker, quantity: 1000 };
const intent = ["out.intent", { kind: "intent", order, gates: [] }] as const;
const sent = ["out.send", { kind: "send", order }] as const;

function fill(tradeId: string, count: number): readonly [string, unknown] {
  const terms = { ticker, team: "home", side: "bid", price: 5000, fee: 0 };
  const one = { ...terms, tradeId, intentId: 1, quantity: count * 100 };
  return ["out.fill", { kind: "fill", mode: "DEMO", fill: one }];
}

describe("what a record leaves open", () => {
  test("ORD-13 an intent without an end is a question, sent or not", () => {
    for (const facts of [[intent], [intent, sent]]) {
      const { second } = recoveredFrom(folded(session, opened, ...facts));
      expect(second?.orders.map((open) => open.order.intentId)).toEqual([1]);
    }
  });

  test.each([
    ["abandoned", ["out.block", { kind: "abandon", intentId: 1, codes: ["SPREAD"] }]],
    ["refused", ["out.reject", { kind: "orderEnded", intentId: 1, how: "rejected", filled: 0 }]],
    ["filled", ["out.ack", { kind: "orderEnded", intentId: 1, how: "filled", filled: 1000 }]],
    ["taken back", ["out.cancel", { kind: "cancel", intentId: 1, at: "desk" }]],
  ] as const)("ORD-13 one that was %s is none", (_, end) => {
    expect(recoveredFrom(folded(session, opened, intent, sent, end)).second?.orders).toEqual([]);
  });

  test("ORD-13 a cancel that was only asked for, or an answer, ends nothing", () => {
    const asked = ["out.cancel", { kind: "cancel", intentId: 1, at: "venue" }] as const;
    const answered = ["out.ack", { kind: "ack", intentId: 1, venueOrderId: "v1" }] as const;
    const unknown = ["out.unknown", { kind: "unknown", intentId: 1, why: "no answer" }] as const;
    const { second } = recoveredFrom(
      folded(session, opened, intent, sent, answered, asked, unknown),
    );
    expect(second?.orders).toHaveLength(1);
  });

  test("it comes with what the books hold of it, each trade once", () => {
    const { second } = recoveredFrom(
      folded(session, opened, intent, sent, fill("t1", 4), fill("t1", 4), fill("t2", 1)),
    );
    expect(second?.orders).toEqual([expect.objectContaining({ filled: 500 })]);
  });

  test("I8 trades that the opening cash has paid do not count when a read tells them again", () => {
    const known = ["out.reconcile", { ...books, known: ["t0"] }] as const;
    const ledger = folded(session, known, intent, sent, fill("t0", 5), fill("t1", 10)).second
      ?.ledger;
    expect(ledger?.cash).toBe(495_000_000);
    expect(ledger === undefined ? 0 : positionOf(ledger, ticker)).toBe(1000);
  });
});

const dayMs = 86_400_000;

describe("RSK-06 what is folded counts for the trading day in which it was recorded", () => {
  /** A checkpoint, and then $90 lost in DEMO and in PAPER, this much later. */
  function lostAfter(ms: number): Folding {
    const hand = new VenueHand().intoDemo();
    const body: unknown = JSON.parse(JSON.stringify(checkpointOf(hand.desk)));
    const records: (readonly [kind: string, body: unknown])[] = [["session", session[1]]];
    for (const mode of ["DEMO", "PAPER"]) {
      for (const [side, price] of [
        ["bid", 9_500],
        ["ask", 500],
      ] as const) {
        const terms = { ticker, team: "home", intentId: 1, quantity: 10_000, fee: 0 };
        const fill = { ...terms, tradeId: `${mode}/${side}`, side, price };
        records.push(["out.fill", { kind: "fill", mode, fill }]);
      }
    }
    const folding = createFolding(startedAt + ms);
    const stamp = { mono: 0, person: 0 };
    foldFact(folding, { ...stamp, at: startedAt, seq: 1, kind: "checkpoint", body });
    for (const [index, [kind, one]] of records.entries()) {
      const at = startedAt + ms + index * 1_000;
      foldFact(folding, { ...stamp, at, seq: index + 2, kind, body: one });
    }
    return folding;
  }

  test.each([
    ["the same day", 1_000],
    ["the next day, within a minute of its start", dayMs],
  ])("a loss before a crash counts after it: %s", (_, ms) => {
    const folding = lostAfter(ms);
    const { ledger, second } = recoveredFrom(folding);
    expect([ledger?.day.realised, second?.ledger.day.realised]).toEqual([-90_000_000, -90_000_000]);
    const hand = new VenueHand({ second });
    hand.wait(ms + 30_000);
    hand.calm();
    const demo = hand.desk.otherPurses.get("DEMO")?.ledger;
    expect(demo?.day.realised).toBe(-90_000_000);
  });

  test("a day later it does not", () => {
    const folding = lostAfter(1_000);
    foldFact(folding, {
      at: startedAt + dayMs,
      mono: 0,
      person: 0,
      seq: 9,
      kind: "out.settle",
      body: { kind: "settle", mode: "DEMO", ticker, team: "home", value: 0, amount: 0 },
    });
    expect(recoveredFrom(folding).second?.ledger.day.realised).toBe(0);
  });
});

test("LED-09 a payment that the account told afterwards counts for the day on which it was made", () => {
  const told = { kind: "settle", mode: "DEMO", ticker, team: "home", value: 10_000, amount: 0 };
  const after = (paidAt: number | undefined) => {
    const fact = ["out.settle", { ...told, paidAt }] as const;
    return folded(session, opened, intent, sent, fill("t1", 10), fact).second?.ledger;
  };
  for (const paidAt of [startedAt - dayMs, undefined]) {
    const ledger = after(paidAt);
    expect(ledger).toMatchObject({ cash: 505_000_000, realised: 5_000_000 });
    expect(ledger?.day.realised).toBe(paidAt === undefined ? 5_000_000 : 0);
    expect(ledger?.entries.at(-1)?.stamp.at).toBe(paidAt ?? startedAt + 5_000);
  }
});

describe("RSK-06 a daily loss trips in the books that lost", () => {
  const hand = new VenueHand().intoDemo();
  const checkpoint: unknown = JSON.parse(JSON.stringify(checkpointOf(hand.desk)));
  const why = "the daily loss limit is reached";
  const trip = ["out.trip", { kind: "trip", mode: "DEMO", code: "DAILY_LOSS", why }] as const;
  const toPaper = { kind: "mode", mode: "PAPER", armed: false, why: "nothing is held any more" };
  const back = { kind: "mode", mode: "DEMO", armed: false, why: "a late fill" };
  const day = tradingDayOf(startedAt);

  test.each([
    ["after a checkpoint", [["checkpoint", checkpoint], trip]],
    [
      "after a late fill brought its mode back",
      [session, opened, ["out.arm", toPaper], fill("t1", 10), ["out.arm", back], trip],
    ],
  ] as const)("%s", (_, records) => {
    const left = recoveredFrom(folded(...records));
    expect([left.dailyLossTrippedDay, left.second?.dailyLossTrippedDay]).toEqual([undefined, day]);
  });
});

describe("N-05 what a game's beginning told outlives its session", () => {
  const beginning = {
    eventId: "g1",
    at: startedAt,
    doubledMid: 16_200,
    openingReceiver: "home",
  } as const;

  test("as it was recorded last", () => {
    const first = { ...beginning, openingReceiver: undefined };
    const told = [first, beginning].map((one) => ["do.beginning", { beginning: one }] as const);
    expect(recoveredFrom(folded(session, ...told)).beginning).toEqual(beginning);
  });

  test("and through a checkpoint", () => {
    const hand = new VenueHand({ beginning });
    hand.desk.beginning = beginning;
    const checkpoint: unknown = JSON.parse(JSON.stringify(checkpointOf(hand.desk)));
    expect(recoveredFrom(folded(["checkpoint", checkpoint])).beginning).toEqual(beginning);
  });
});
