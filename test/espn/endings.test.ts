/** Points of every kind, overtime and ties, from the payload to the money. */
import { describe, expect, test } from "vitest";
import { changeBetween } from "../../src/domain/game.ts";
import { beliefOf, inputsOf, predict } from "../../src/model/model.ts";
import { game, Hand } from "../../src/engine/desk-fixture.ts";
import type { EventParts } from "../../src/feeds/espn/test-payloads.ts";
import { price } from "../../src/domain/numbers.ts";
import { clockAt, EspnNight } from "./night.ts";

const noField = {
  downDistanceText: undefined,
  shortDownDistanceText: undefined,
  possessionText: undefined,
  possession: undefined,
  down: -1,
  distance: 10,
};

/** A moment without a play from scrimmage to come; DEN (away) 0, KC (home) 100 are goal lines. */
function dead(
  score: readonly [home: number, away: number],
  play: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): EventParts {
  const [home, away] = score;
  const lastPlay = { id: `${game.eventId}500`, ...play };
  return {
    homeScore: String(home),
    awayScore: String(away),
    situation: { ...noField, lastPlay, ...more },
  };
}

type Moment = readonly [parts: EventParts, kind: string];

async function follow(moments: readonly Moment[]): Promise<readonly (readonly unknown[])[]> {
  const night = new EspnNight();
  await night.play({ homeScore: "7", awayScore: "3" });
  const told: (readonly unknown[])[] = [];
  for (const [parts, kind] of moments) {
    const before = night.situation;
    expect(await night.play(parts)).toEqual(["answer"]);
    const { homeScore, awayScore, possession, down, lastPlay } = night.situation;
    expect([possession, down]).toEqual([undefined, undefined]);
    expect(lastPlay?.kind).toBe(kind);
    const change = changeBetween(before, night.situation);
    told.push([homeScore, awayScore, change.kind === "gameEvent"]);
  }
  return told;
}

describe("ESP-27 points go to the team that made them", () => {
  test("a touchdown and its two-point try", async () => {
    const moments: Moment[] = [
      [dead([13, 3], { type: { id: "68" }, scoreValue: 6 }, { isRedZone: true }), "touchdown"],
      [
        dead([15, 3], { id: "-88", type: { id: "903", text: "Two Point Pass" }, scoreValue: 2 }),
        "extraPoint",
      ],
    ];
    expect(await follow(moments)).toEqual([
      [13, 3, true],
      [15, 3, true],
    ]);
  });

  test("a safety: two points for the team without the ball", async () => {
    const play = { type: { id: "20", text: "Safety" }, scoreValue: 2, team: { id: "12" } };
    expect(await follow([[dead([7, 5], play, { yardLine: 0 }), "safety"]])).toEqual([[7, 5, true]]);
  });

  test("a defence that scores: a pass carried back, and the kick after it", async () => {
    const moments: Moment[] = [
      [dead([7, 9], { type: { id: "36" }, scoreValue: 6, team: { id: "7" } }), "touchdown"],
      [dead([7, 10], { id: "-90", type: { id: "61" }, scoreValue: 1 }), "extraPoint"],
    ];
    expect(await follow(moments)).toEqual([
      [7, 9, true],
      [7, 10, true],
    ]);
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["a fumble carried back", { type: { id: "39", text: "Fumble Return Touchdown" } }, "touchdown"],
    ["a punt carried back", { type: { id: "34", text: "Punt Return Touchdown" } }, "touchdown"],
    ["a missed kick", { type: { id: "62", text: "Extra Point Missed" } }, "extraPoint"],
    ["a failed rush", { type: { id: "16", text: "Two Point Rush" } }, "extraPoint"],
    ["a kind without words", { type: { id: "999" }, scoreValue: 6 }, "touchdown"],
  ])("a kind of play that no table has: %s", async (_name, play, kind) => {
    await follow([[dead([7, 9], play), kind]]);
  });
});

describe("ESP-24 overtime", () => {
  const overtime = (seconds: number, more: EventParts = {}): EventParts => ({
    homeScore: "20",
    awayScore: "20",
    ...more,
    type: { name: "STATUS_IN_PROGRESS", detail: "10:00 - OT" },
    status: { ...clockAt(seconds), period: 5 },
  });

  test("the model is told, a tie is possible, and entries are blocked", async () => {
    const night = new EspnNight();
    await night.play({
      homeScore: "20",
      awayScore: "20",
      status: { period: 4, clock: 3, displayClock: "0:03" },
    });
    expect(await night.play(overtime(600), overtime(560))).toEqual(["answer", "answer"]);
    expect(night.situation).toMatchObject({ period: 5, clockSeconds: 560 });
    const inputs = inputsOf(night.situation, game, { kind: "line" });
    expect(inputs).toMatchObject({ qtr: 5, gameSecondsRemaining: 560 });
    const answer = predict(
      inputsOf({ ...night.situation, clockSeconds: 60 }, game, { kind: "line" }),
    );
    if (answer.kind === "noAnswer") throw new Error(answer.why);
    expect(beliefOf(answer).tie).toBeGreaterThan(0);
    expect(night.refuses("LATE_GAME")).toEqual(["auto", "execute", "ticket"]);
    night.hand.desk.lateGameOverride = true;
    expect(night.refuses("LATE_GAME")).toEqual(["auto"]);
  });

  test("who has the ball changes as in the game before", async () => {
    const night = new EspnNight();
    await night.play(overtime(400));
    const before = night.situation;
    await night.play(overtime(380, { situation: { possession: "7" } }));
    expect(night.situation.possession).toBe("away");
    const change = changeBetween(before, night.situation);
    expect(change).toEqual({ kind: "gameEvent", what: ["possession"] });
  });

  test("Final/OT is final with its clock at 0:00 of the fifth period", async () => {
    const night = new EspnNight();
    const over: EventParts = {
      homeScore: "23",
      awayScore: "20",
      situation: null,
      type: { id: "3", name: "STATUS_FINAL", state: "post", completed: true, detail: "Final/OT" },
      status: { clock: 0, displayClock: "0:00", period: 5 },
    };
    await night.play(overtime(100), over, over);
    expect(night.situation).toMatchObject({ phase: "final", completed: true, period: 5 });
  });
});

describe("ESP-28 a tie", () => {
  const tie: EventParts = {
    homeScore: "20",
    awayScore: "20",
    situation: null,
    type: { id: "3", name: "STATUS_FINAL", state: "post", completed: true, detail: "Final/OT" },
    status: { clock: 0, displayClock: "0:00", period: 5 },
  };

  test("is final only when said twice, and half a dollar is paid for either team", async () => {
    const hand = new Hand();
    const night = new EspnNight(hand);
    await night.play({ homeScore: "20", awayScore: "20" });
    hand.settleIn();
    hand.quote(48, 50);
    const ticket = (team: "KC" | "DEN", cents: number): void => {
      const answer = hand.command({
        kind: "ticket",
        ticker: `KXNFLGAME-26OCT12DENKC-${team}`,
        side: "bid",
        quantity: 1000 as never,
        price: price(cents * 100),
        idempotencyKey: undefined,
      });
      expect(answer.status).toBeLessThan(300);
      hand.carryThrough(Number(answer.body["intent_id"]));
    };
    ticket("KC", 50);
    ticket("DEN", 53);
    expect(hand.of("fill").length).toBe(2);
    expect(await night.play(tie)).toEqual(["answer"]);
    expect(night.situation).toMatchObject({ phase: "unknown", completed: false });
    await night.play(tie);
    expect(night.situation).toMatchObject({ phase: "final", completed: true });
    const before = hand.desk.ledger.cash;
    for (const team of ["home", "away"] as const) {
      hand.give({ kind: "market", news: { kind: "settled", team, value: price(5000) } });
    }
    expect(hand.of("settle").map(({ amount }) => amount)).toEqual([5_000_000, 5_000_000]);
    expect(hand.desk.ledger.cash - before).toBe(10_000_000);
  });
});
