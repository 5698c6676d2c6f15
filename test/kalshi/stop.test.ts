/** STOP and Kill at the simulated exchange: proof, or no proof, never a guess. */
import { afterEach, describe, expect, test } from "vitest";
import type { Price } from "../../src/domain/numbers.ts";
import { answer, openNight, type OpenNight } from "./floor.ts";

const remove = { method: "DELETE", part: "/portfolio/events/orders/" } as const;
const nights: OpenNight[] = [];

async function open(...options: Parameters<typeof openNight>): Promise<OpenNight> {
  const night = await openNight(...options);
  nights.push(night);
  return night;
}

afterEach(async () => {
  for (const night of nights.splice(0)) await night.close();
});

async function restMany(night: OpenNight, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const outcome = await night.rest(
      night.order({ limit: (3000 + index * 10 - ((index * 10) % 100)) as Price }),
    );
    expect(outcome.kind).toBe("accepted");
  }
}

async function restingAt(night: OpenNight): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { orders } = await night.truth("/portfolio/orders?status=resting&limit=1000");
  return orders?.length ?? -1;
}

const small = {
  name: "small",
  read: { refillRate: 200, capacity: 200 },
  write: { refillRate: 50, capacity: 50 },
};

describe("RSK-12 STOP", () => {
  test.each([0, 1, 50])("with %i resting: cancelled and proven", async (count) => {
    const night = await open();
    await restMany(night, count);
    const proof = await night.account.cancelOurs();
    expect(proof).toMatchObject({ confirmed: true, left: [], unknown: [] });
    expect(proof.canceled.length).toBe(count);
    expect(await restingAt(night)).toBe(0);
  });

  test("CRS-11 whose account is closed meanwhile reads on no more: the process must end", async () => {
    const night = await open();
    await restMany(night, 1);
    const proving = night.account.cancelOurs();
    await expect.poll(() => night.sent("DELETE", remove.part).length).toBe(1);
    night.venue.stop();
    await proving;
    const asked = night.sent("GET", "/exchange/user_data_timestamp").length;
    night.faults.push({
      method: "GET",
      part: "/exchange/user_data_timestamp",
      times: 99,
      does: () => answer(503, "{}"),
    });
    expect(await night.account.cancelOurs()).toMatchObject({ confirmed: false });
    expect(night.sent("GET", "/exchange/user_data_timestamp").length - asked).toBe(1);
  });

  test("one cancel's answer lost: the read-back proves it all the same", async () => {
    const night = await open();
    await restMany(night, 3);
    night.faults.push({
      ...remove,
      does: async (send) => {
        await send();
        return { kind: "lost", why: "no answer in time" };
      },
    });
    const proof = await night.account.cancelOurs();
    expect(proof.canceled.map(({ outcome }) => outcome.kind)).toContain("unknown");
    expect(proof.confirmed).toBe(true);
  });

  test("one cancel lost on the way: not confirmed, and what is left is named", async () => {
    const night = await open();
    await restMany(night, 3);
    night.faults.push({ ...remove, does: () => ({ kind: "lost", why: "ECONNRESET" }) });
    const proof = await night.account.cancelOurs();
    expect(proof).toMatchObject({ confirmed: false });
    expect(proof.left.length).toBe(1);
    expect(await restingAt(night)).toBe(1);
  });

  test("while the exchange is paused: not confirmed", async () => {
    const night = await open();
    const byHand = {
      ticker: night.order().ticker,
      side: "bid",
      count: "1",
      price: "0.3000",
      time_in_force: "good_till_canceled",
      self_trade_prevention_type: "taker_at_cross",
      client_order_id: "mine",
      exchange_index: 0,
    };
    await night.place(byHand);
    night.account.remember(night.order({ clientOrderId: "mine" }), Date.now(), undefined);
    await night.reading();
    night.exchange.pause({ exchange: false });
    const proof = await night.account.cancelOurs();
    expect(proof).toMatchObject({ confirmed: false });
  });
});

describe("RSK-12 no proof while an order of ours rests, whatever our clock says", () => {
  const slow = { switches: { readLagMs: 950 } };

  test.each([0, -5000, 5000])(
    "ahead by %i ms, a cancel is refused for now",
    async (clockAheadMs) => {
      const night = await open({ ...slow, clockAheadMs });
      await restMany(night, 1);
      night.faults.push({ ...remove, does: () => answer(503, "unavailable") });
      expect((await night.account.cancelOurs()).confirmed).toBe(false);
      expect(await restingAt(night)).toBe(1);
    },
  );

  test("behind by 5 s, and a cancel is acknowledged that was not carried out", async () => {
    const night = await open({ ...slow, clockAheadMs: -5000 });
    const outcome = await night.rest(night.order({ limit: 3000 as Price }));
    const order_id = outcome.kind === "accepted" ? outcome.venueOrderId : "";
    const body = JSON.stringify({ order_id, reduced_by: "10.00", ts_ms: Date.now() });
    night.faults.push({ ...remove, does: () => answer(200, body) });
    const proof = await night.account.cancelOurs();
    expect(proof).toMatchObject({ confirmed: false, left: [{ orderId: order_id }] });
    // What an acknowledgement got wrong is cancelled again.
    expect(await night.account.cancelOurs()).toMatchObject({ confirmed: true, left: [] });
    expect(await restingAt(night)).toBe(0);
  });

  test.each([-5000, 5000])(
    "ahead by %i ms: what is cancelled is proven all the same",
    async (ms) => {
      const night = await open({ ...slow, clockAheadMs: ms });
      await restMany(night, 2);
      expect(await night.account.cancelOurs()).toMatchObject({ confirmed: true, left: [] });
      expect(await restingAt(night)).toBe(0);
    },
  );

  test("a list that lacks an order is not enough: the order itself must be over", async () => {
    const night = await open();
    await restMany(night, 1);
    night.ears.hear = () => [];
    night.faults.push(
      { ...remove, does: () => answer(503, "unavailable") },
      {
        method: "GET",
        part: "/portfolio/orders?status=resting",
        times: 9,
        does: () => answer(200, '{"orders":[],"cursor":""}'),
      },
    );
    expect(await night.account.cancelOurs()).toMatchObject({ confirmed: false, left: [] });
  });

  test("an order that the exchange neither cancels nor shows does not rest", async () => {
    const night = await open();
    const order = night.order({ limit: 3000 as Price });
    night.account.remember(order, Date.now(), "00000000-0000-4000-8000-000000000000");
    const proof = await night.account.cancelOurs();
    expect(proof).toMatchObject({ confirmed: true, canceled: [{ outcome: { kind: "gone" } }] });
  });
});

describe("RSK-12 Kill", () => {
  const trigger = { method: "PUT", part: "/trigger" } as const;

  test("the trigger is lost on the way: not confirmed, and asked again it is triggered", async () => {
    const night = await open();
    await restMany(night, 1);
    night.faults.push({ ...trigger, does: () => ({ kind: "lost", why: "ECONNRESET" }) });
    const first = await night.account.kill();
    expect(first).toMatchObject({ confirmed: false, triggered: false, left: [] });
    expect(await restingAt(night)).toBe(0);
    expect(await night.account.kill()).toMatchObject({ confirmed: true, triggered: true });
    expect(night.of("entryGroup").at(-1)?.state.kind).toBe("triggered");
  });

  test("the group is gone: there is nothing to trigger", async () => {
    const night = await open();
    const body = '{"error":{"code":"order_group_not_found","message":"order group not found"}}';
    night.faults.push({ ...trigger, does: () => answer(404, body) });
    expect(await night.account.kill()).toMatchObject({ confirmed: true, triggered: undefined });
  });

  test("what is refused for a key that only reads are refused with holds neither Kill nor proof", async () => {
    const night = await open();
    await restMany(night, 2);
    const body = '{"error":{"code":"authentication_error","details":"NOT_FOUND"}}';
    night.faults.push({
      method: "GET",
      part: "/portfolio/orders?min_ts",
      does: () => answer(401, body),
    });
    expect((await night.account.readAccount()).kind).toBe("failed");
    expect((await night.submit(night.order())).kind).toBe("notSent");
    expect(await night.account.kill()).toMatchObject({ confirmed: true, triggered: true });
  });
});

test("RSK-13 STOP while an order is on its way: it lands, then it is cancelled", async () => {
  const night = await open();
  night.faults.push({
    method: "POST",
    part: "/portfolio/events/orders",
    does: async (send) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      return await send();
    },
  });
  const landed = night.rest(night.order({ limit: 3000 as Price }));
  const proof = await night.account.cancelOurs();
  expect((await landed).kind).toBe("accepted");
  expect(proof).toMatchObject({ confirmed: true, canceled: [{ outcome: { kind: "canceled" } }] });
  expect(await restingAt(night)).toBe(0);
});

describe("RSK-14 STOP works", () => {
  test("while the breaker is open", async () => {
    const night = await open();
    await restMany(night, 2);
    night.venue.setBreaker({ kind: "open", failures: 5, until: 1e12, why: "test" });
    expect(await night.account.kill()).toMatchObject({ confirmed: true, triggered: true });
  });

  test("while a cancel is refused with 429: said, and the next decision passes", async () => {
    const night = await open();
    await restMany(night, 1);
    night.faults.push({ ...remove, does: () => answer(429, '{"error":"too many requests"}') });
    expect(await night.account.cancelOurs()).toMatchObject({ confirmed: false });
    expect(await night.account.cancelOurs()).toMatchObject({ confirmed: true });
  });

  test("with more orders than the rate budget takes at once", async () => {
    const night = await open({ tier: small });
    for (let index = 0; index < 16; index += 1) {
      const client = `mine-${index}`;
      const order = night.order({ clientOrderId: client, limit: 3000 as Price, reduceOnly: true });
      let outcome = await night.rest(order);
      for (let again = 0; outcome.kind === "notSent" && again < 100; again += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        outcome = await night.rest(night.order({ limit: 3000 as Price, reduceOnly: true }));
      }
    }
    const resting = await restingAt(night);
    expect(resting).toBeGreaterThan(10);
    const proof = await night.account.cancelOurs();
    expect(proof.confirmed).toBe(true);
    expect(await restingAt(night)).toBe(0);
  });
});
