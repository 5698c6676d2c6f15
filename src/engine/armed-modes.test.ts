/** What each mode asks for: the pre-flight, the clock, a page, a cap; and PAPER nothing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Command } from "../domain/commands.ts";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import { contracts, money } from "../domain/numbers.ts";
import {
  armDemo,
  autoOn,
  foreignOrder,
  HOME,
  liveOpening,
  toPaper,
  VenueHand,
} from "./venue-fixture.ts";

const hourMs = 3_600_000;
const stop: Command = { kind: "stop" };

function inDemo(): VenueHand {
  return new VenueHand().intoDemo();
}

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
