import { describe, expect, test } from "vitest";
import type { DeskEvent } from "../domain/events.ts";
import type { StopProof } from "../domain/venue-news.ts";
import type { KalshiAccount } from "../venues/kalshi/kalshi.ts";
import { createOrderDesk, type OrderDesk } from "./order-desk.ts";

const broken = new Error("a mistake in the stop itself");

/** An account that can do nothing but be told; what a test needs is put in its place. */
function accountWith(changes: Partial<KalshiAccount>): KalshiAccount {
  const notAsked = (): Promise<never> => Promise.reject(new Error("not asked in this test"));
  return {
    prepare: () => undefined,
    submit: notAsked,
    cancel: notAsked,
    cancelOurs: notAsked,
    kill: notAsked,
    cancelEverything: notAsked,
    readAccount: notAsked,
    remember: () => undefined,
    letGo: () => undefined,
    setMaxPosition: () => undefined,
    triggerEntries: () => Promise.resolve(true),
    resetEntryGroup: () => Promise.resolve(true),
    streamUp: () => true,
    ...changes,
  };
}

type Seen = { readonly posted: DeskEvent[]; readonly faults: unknown[]; triggers: number };

function deskWith(changes: Partial<KalshiAccount>): { desk: OrderDesk; seen: Seen } {
  const seen: Seen = { posted: [], faults: [], triggers: 0 };
  const triggerEntries = (): Promise<boolean> => {
    seen.triggers += 1;
    return Promise.resolve(true);
  };
  const account = accountWith({ triggerEntries, ...changes });
  const desk = createOrderDesk({
    venue: { openAccount: () => account, closeAccount: () => undefined },
    clock: { now: () => ({ at: 0, mono: 0 }) },
    post: (event) => void seen.posted.push(event),
    failed: (error) => void seen.faults.push(error),
  });
  desk.takeOver(10_000, []);
  return { desk, seen };
}

/** The proof that answers this asking. */
function proofIn({ posted }: Seen, asking: number): StopProof | undefined {
  const news = posted.flatMap((event) => (event.kind === "venue" ? [event.news] : []));
  const told = news.find((one) => one.kind === "stopped" && one.asking === asking);
  return told?.kind === "stopped" ? told.proof : undefined;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A stop may fail by a promise that rejects, or before there is one. */
const waysToFail = {
  rejects: () => Promise.reject(broken),
  throws: () => {
    throw broken;
  },
} as const;

describe("RSK-15 a stop that fails by a mistake of its own", () => {
  test.each([
    ["stop", "rejects"],
    ["stop", "throws"],
    ["kill", "rejects"],
    ["kill", "throws"],
  ] as const)(
    "%s that %s: entries are triggered, nothing is proven, the run ends",
    async (how, way) => {
      const fails = waysToFail[way];
      const { desk, seen } = deskWith(how === "stop" ? { cancelOurs: fails } : { kill: fails });
      desk.carryOut({ kind: "stopOrders", asking: 7, how });
      await settled();
      expect(seen.triggers).toBe(1);
      expect(proofIn(seen, 7)).toMatchObject({ confirmed: false, triggered: true });
      expect(seen.faults).toEqual([broken]);
    },
  );

  test.each(Object.entries(waysToFail))(
    "a trigger that %s too is told as not done",
    async (_, fails) => {
      const { desk, seen } = deskWith({ cancelOurs: fails, triggerEntries: fails });
      desk.carryOut({ kind: "stopOrders", asking: 7, how: "stop" });
      await settled();
      expect(proofIn(seen, 7)).toMatchObject({ confirmed: false, triggered: false });
      expect(seen.faults).toEqual([broken]);
    },
  );

  test.each(Object.entries(waysToFail))(
    "the end of the run does not hang on a cancel that %s: the entries are triggered",
    async (_, fails) => {
      const { desk, seen } = deskWith({ cancelOurs: fails });
      await desk.end();
      expect(seen.triggers).toBe(1);
    },
  );
});

describe("the order desk without an account", () => {
  test("an order has nowhere to go, and that is told", () => {
    const posted: DeskEvent[] = [];
    const desk = createOrderDesk({
      venue: { openAccount: () => undefined, closeAccount: () => undefined },
      clock: { now: () => ({ at: 0, mono: 0 }) },
      post: (event) => void posted.push(event),
      failed: () => undefined,
    });
    const order = { intentId: 7 } as never;
    desk.carryOut({ kind: "send", order, paperDueMono: undefined });
    desk.carryOut({ kind: "send", order, paperDueMono: 5 });
    expect(posted).toEqual([
      { kind: "venue", news: { kind: "notSent", intentId: 7, why: "no order sender" } },
    ]);
  });
});

test("RSK-12 without an account, as after a restart without the key, a stop says that it is not proven", async () => {
  const posted: DeskEvent[] = [];
  const desk = createOrderDesk({
    venue: { openAccount: () => undefined, closeAccount: () => undefined },
    clock: { now: () => ({ at: 0, mono: 0 }) },
    post: (event) => void posted.push(event),
    failed: () => undefined,
  });
  desk.takeOver(10_000, []);
  desk.carryOut({ kind: "stopOrders", asking: 7, how: "stop" });
  await settled();
  expect(proofIn({ posted, faults: [], triggers: 0 }, 7)).toMatchObject({ confirmed: false });
});
