/** Random walks through arming, trading, stopping and leaving: what must hold at every step. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Command } from "../domain/commands.ts";
import { money } from "../domain/numbers.ts";
import type { TrackedOrder } from "../execution/execution.ts";
import { ledgersOf } from "./desk.ts";
import { armDemo, autoOn, AWAY, HOME, toPaper, VenueHand } from "./venue-fixture.ts";

/** A hand that knows what it has asked, and has an exchange that owes answers. */
class Walker extends VenueHand {
  readonly asked: string[] = [];

  press(command: Command): void {
    this.asked.push(this.ask(command));
  }

  typed(side: "bid" | "ask", cents: number, ticker: string): void {
    const quantity = 1_000 as never;
    const price = (cents * 100) as never;
    this.press({ kind: "ticket", ticker, side, quantity, price, idempotencyKey: undefined });
  }

  /** Our oldest order that has left for the exchange. */
  oldest(...kinds: readonly TrackedOrder["state"]["kind"][]): number | undefined {
    const live = [...this.desk.orders.live].filter(
      ({ order, state }) => order.mode !== "PAPER" && kinds.includes(state.kind),
    );
    return live[0]?.order.intentId;
  }

  /** The oldest intent is on disk; intents of PAPER are among them. */
  durable(): void {
    const waiting = [...this.desk.orders.live].find(({ state }) => state.kind === "intent");
    if (waiting === undefined) return;
    this.give({ kind: "durable", intentId: waiting.order.intentId });
  }

  with(intentId: number | undefined, happen: (intentId: number) => void): void {
    if (intentId !== undefined) happen(intentId);
  }

  /** The exchange has answered the stop that it was asked for last. */
  answerStop(confirmed: boolean): void {
    const asked = this.of("stopOrders").at(-1);
    const triggered = asked?.how === "kill" ? true : undefined;
    if (asked !== undefined) this.prove({ confirmed, triggered });
  }

  /** The rest of an order cannot fill more than was ordered. */
  fillOne(intentId: number): void {
    const tracked = this.desk.orders.byIntent.get(intentId);
    if (tracked === undefined || tracked.filled >= tracked.order.quantity) return;
    this.fill(intentId, 1, tracked.order.limit / 100);
  }
}

const sent = ["sent", "open", "cancelInFlight", "unknown"] as const;

const moves: Readonly<Record<string, (hand: Walker) => void>> = {
  arm: (hand) => hand.press(armDemo),
  account: (hand) => hand.showAccount(),
  noStream: (hand) => void hand.tell({ kind: "accountStream", up: false, why: "lost" }),
  start: (hand) => hand.press({ kind: "start" }),
  stop: (hand) => hand.press({ kind: "stop" }),
  kill: (hand) => hand.press({ kind: "kill" }),
  paper: (hand) => hand.press(toPaper),
  auto: (hand) => hand.press(autoOn),
  flatten: (hand) => hand.press({ kind: "flatten", worst: undefined }),
  cancel: (hand) => hand.press({ kind: "cancel", intentId: undefined }),
  buyHome: (hand) => hand.typed("bid", 76, HOME),
  sellHome: (hand) => hand.typed("ask", 74, HOME),
  buyAway: (hand) => hand.typed("bid", 27, AWAY),
  durable: (hand) => hand.durable(),
  accepted: (hand) => hand.with(hand.oldest("sent", "unknown"), (id) => hand.accept(id)),
  unknown: (hand) =>
    hand.with(hand.oldest("sent"), (intentId) =>
      hand.tell({ kind: "unknown", intentId, why: "no answer" }),
    ),
  fill: (hand) => hand.with(hand.oldest(...sent), (id) => hand.fillOne(id)),
  ended: (hand) => hand.with(hand.oldest("open", "cancelInFlight"), (id) => hand.end(id)),
  notSent: (hand) =>
    hand.with(hand.oldest("sent"), (intentId) =>
      hand.tell({ kind: "notSent", intentId, why: "429" }),
    ),
  proven: (hand) => hand.answerStop(true),
  unproven: (hand) => hand.answerStop(false),
  byHand: (hand) => void hand.tradeElsewhere("bid", 1, 50, HOME, "somebody"),
  read: (hand) => void hand.read(),
  second: (hand) => hand.pass(1_000),
  while: (hand) => hand.pass(16_000),
  goal: (hand) => {
    hand.answer({ homeScore: (hand.desk.game.situation?.homeScore ?? 0) + 7 });
    hand.quote(84, 86);
  },
  deposit: (hand) => {
    hand.shown.cash = money(hand.shown.cash + 7_000_000);
    hand.shown.transferred = money(hand.shown.transferred + 7_000_000);
  },
  declare: (hand) =>
    hand.with(hand.oldest("unknown"), (intentId) => {
      hand.wait(300_000);
      hand.press({ kind: "resolveUnknown", intentId, how: "absent" });
    }),
  everything: (hand) => hand.press({ kind: "cancelEverything" }),
  over: (hand) => void hand.answer({ state: "post", completed: true, phase: "final" }),
  paidHome: (hand) => hand.settle("home", 100),
  paidAway: (hand) => hand.settle("away", 0),
  late: (hand) => hand.wait(14_400_000),
};

/** What leads somewhere comes more often. */
const often = ["arm", "account", "start", "buyHome", "sellHome", "buyAway", "durable", "accepted"];
const names = [...Object.keys(moves), ...often, ...often, ...often, "fill", "fill", "ended"];

function check(hand: Walker, before: number): void {
  const { desk } = hand;
  const { mode, arming, venue } = desk;
  for (const effect of hand.effects.slice(before)) {
    if (effect.kind !== "send") continue;
    expect(effect.paperDueMono === undefined).toBe(effect.order.mode !== "PAPER");
    const mayEnter = effect.order.mode === "PAPER" || arming.kind === "armed";
    expect(effect.order.reduceOnly || mayEnter).toBe(true);
  }
  if (mode === "PAPER" && arming.kind === "disarmed") expect(venue.open).toBe(false);
  if (mode !== "PAPER") {
    expect(venue.open).toBe(true);
    expect([...desk.orders.live].filter(({ order }) => order.mode === "PAPER")).toEqual([]);
  }
  if (mode !== "PAPER" && arming.kind === "disarmed") {
    expect(["REDUCE-ONLY", "HALTED", "MONITORING"]).toContain(desk.standing.state);
    expect(desk.auto).toBe(false);
  }
  const intents = hand.of("send").map(({ order }) => order.intentId);
  expect(new Set(intents).size).toBe(intents.length);
  for (const id of hand.asked) expect(hand.answersTo(id).length).toBeLessThanOrEqual(1);
  for (const ledger of ledgersOf(desk)) {
    for (const { tradeId, intentId } of ledger.entries) {
      const of = desk.orders.byIntent.get(intentId ?? 0)?.order.mode ?? "DEMO";
      if (tradeId !== undefined) expect(ledger.mode).toBe(of);
    }
  }
}

/** Whatever is open comes to its end: every answer is there then, exactly once. */
function bringToRest(hand: Walker): void {
  for (let round = 0; round < 4; round += 1) {
    for (let left = hand.desk.orders.live.size; left > 0; left -= 1) hand.durable();
    for (let more = hand.oldest(...sent); more !== undefined; more = hand.oldest(...sent)) {
      hand.accept(more);
      hand.end(more, "unfilled");
    }
    hand.answerStop(true);
    hand.pass(21_000);
  }
}

test("I1, I2, I4: whatever happens in whatever order, on the way into DEMO, there, and back", () => {
  const walks = fc.array(fc.constantFrom(...names), { minLength: 5, maxLength: 60 });
  fc.assert(
    fc.property(walks, fc.boolean(), (walk, armedFirst) => {
      const hand = new Walker();
      if (armedFirst) hand.intoDemo();
      else hand.calm();
      for (const name of walk) {
        const before = hand.effects.length;
        moves[name]?.(hand);
        check(hand, before);
      }
      bringToRest(hand);
      check(hand, hand.effects.length);
      expect(hand.asked.map((id) => hand.answersTo(id).length)).toEqual(hand.asked.map(() => 1));
      expect(hand.desk.orders.live.size).toBe(0);
      const demo = ledgersOf(hand.desk).find(({ mode }) => mode === "DEMO");
      if (demo !== undefined && hand.desk.mode === "DEMO") {
        // What moved unseen is taken over at the second look, and its cash at the third.
        for (let look = 0; look < 3; look += 1) {
          hand.pass(15_000);
          hand.read();
        }
        expect(demo.cash).toBe(hand.shown.cash);
      }
      expect(hand.of("reconcile").filter(({ what }) => what === "differs")).toEqual([]);
    }),
    { numRuns: 120 },
  );
}, 60_000);
