/** Our sender at the simulated exchange, over real sockets, with the answers going wrong. */
import { describe, expect, test } from "vitest";
import { contracts, type Price } from "../../src/domain/numbers.ts";
import { traceOf } from "../../src/execution/execution.ts";
import { answer, home, levels, type OpenNight, until } from "./floor.ts";
import { create, remove, open, pause, ordersAt, lostAfter, ends } from "./order-night.ts";

const count = (night: OpenNight, intentId: number, kind: string): number =>
  night.kinds(intentId).filter((one) => one === kind).length;

describe("an order", () => {
  test("fills, is told once, and carries what the exchange wants", async () => {
    const night = await open();
    const order = night.order();
    night.account.prepare();
    const outcome = await night.submit(order);
    expect(outcome).toMatchObject({ kind: "accepted", filled: 1000, remaining: 0 });
    await ends(night, 1);
    expect(night.kinds(1)).toEqual(["accepted", "fill", "ended"]);
    expect(night.of("fill")[0]?.fill).toMatchObject({
      intentId: 1,
      ticker: home,
      team: "home",
      side: "bid",
      price: 6300,
      quantity: 1000,
      fee: 163_200,
    });
    const body = JSON.parse(night.sent("POST", create.part)[0]?.body ?? "{}");
    expect(body).toEqual({
      ticker: home,
      side: "bid",
      count: "10.00",
      price: "0.6300",
      time_in_force: "immediate_or_cancel",
      self_trade_prevention_type: "taker_at_cross",
      client_order_id: order.clientOrderId,
      cancel_order_on_pause: true,
      exchange_index: 0,
      order_group_id: expect.any(String),
    });
  });

  test("an exit stands outside the entry group and may only reduce", async () => {
    const night = await open();
    await night.submit(night.order());
    await night.submit(night.order({ side: "ask", limit: 6000 as Price, reduceOnly: true }));
    const body = JSON.parse(night.sent("POST", create.part)[1]?.body ?? "{}");
    expect(body.order_group_id).toBeUndefined();
    expect(body.reduce_only).toBe(true);
    await ends(night, 2);
    expect(night.of("ended").at(-1)?.how).toBe("filled");
  });

  test("ORD-19 an exit larger than what is held: the exchange caps it, and it ends as partly filled", async () => {
    const night = await open();
    await night.submit(night.order());
    await ends(night, 1);
    const quantity = contracts(25);
    const exit = night.order({ side: "ask", limit: 6000 as Price, reduceOnly: true, quantity });
    expect(await night.submit(exit)).toMatchObject({ kind: "accepted", filled: contracts(10) });
    await ends(night, 2);
    expect(night.of("ended").at(-1)).toMatchObject({ how: "partlyFilled" });
    const { positions } = await night.reading();
    expect(positions.filter(({ net }) => net !== 0)).toEqual([]);
  });

  test("an order called off before it leaves is not sent", async () => {
    const night = await open();
    const outcome = await night.account.submit(night.order(), AbortSignal.abort());
    expect(outcome.kind).toBe("notSent");
    expect(night.sent("POST", create.part)).toEqual([]);
  });

  test("an intent is never submitted twice", async () => {
    const night = await open();
    const order = night.order();
    await night.submit(order);
    await expect(night.submit(order)).rejects.toThrow(/second time/);
    expect(night.sent("POST", create.part).length).toBe(1);
  });
});

describe("an answer that does not come", () => {
  test("ORD-01 accepted, the answer lost: UNKNOWN, found by its id, adopted; one order in total", async () => {
    const night = await open();
    night.faults.push({ ...create, does: lostAfter });
    const outcome = await night.submit(night.order());
    expect(outcome.kind).toBe("unknown");
    await ends(night, 1);
    expect(count(night, 1, "accepted")).toBe(1);
    expect(count(night, 1, "fill")).toBe(1);
    expect(night.sent("POST", create.part).length).toBe(1);
    expect((await ordersAt(night)).length).toBe(1);
  });

  test("ORD-01 without the stream the look-up alone adopts it", async () => {
    const night = await open({ switches: { readLagMs: 300 } });
    night.ears.hear = (text) => (/"type":"(fill|user_order)"/.test(text) ? [] : [text]);
    night.faults.push({ ...create, does: lostAfter });
    const order = night.order({ limit: 6000 as Price });
    const outcome = await night.rest(order);
    expect(outcome.kind).toBe("unknown");
    await until("it is adopted", () => night.kinds(1).includes("accepted"));
    await pause(500);
    const reading = await night.reading();
    const trace = traceOf(reading, order, Date.now());
    expect(trace.order?.clientOrderId).toBe(order.clientOrderId);
    expect((await ordersAt(night)).length).toBe(1);
  });

  test("ORD-02 nothing left the socket: not sent", async () => {
    const night = await open();
    night.faults.push({ ...create, does: () => ({ kind: "notSent", why: "ECONNREFUSED" }) });
    expect((await night.submit(night.order())).kind).toBe("notSent");
    expect(night.kinds(1)).toEqual(["notSent"]);
    expect(await ordersAt(night)).toEqual([]);
  });

  test("ORD-02 the connection was reset while sending: UNKNOWN, and stays so", async () => {
    const night = await open();
    night.faults.push({ ...create, does: () => ({ kind: "lost", why: "ECONNRESET" }) });
    const order = night.order();
    const sentAt = Date.now() - 1000;
    expect((await night.submit(order)).kind).toBe("unknown");
    const reading = await night.reading();
    const trace = traceOf(reading, order, sentAt);
    expect([trace.order, trace.unexplained.length, trace.conclusive]).toEqual([
      undefined,
      0,
      false,
    ]);
    const later = { ...reading, dataAt: reading.dataAt + 31_000 };
    expect(traceOf(later, order, sentAt).conclusive).toBe(true);
    expect(night.kinds(1)).toEqual(["unknown"]);
  });

  test("ORD-03 looked up and absent, it appears later: adopted, nothing is resent", async () => {
    const night = await open();
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let sent: Promise<unknown> = Promise.resolve();
    night.faults.push({
      ...create,
      does: (send) => {
        sent = held.then(() => send());
        return { kind: "lost", why: "no answer in time" };
      },
    });
    const order = night.order();
    const sentAt = Date.now();
    expect((await night.submit(order)).kind).toBe("unknown");
    for (let read = 0; read < 3; read += 1) {
      expect(traceOf(await night.reading(), order, sentAt)).toMatchObject({
        order: undefined,
        conclusive: false,
      });
    }
    expect(night.kinds(1)).toEqual(["unknown"]);
    release();
    await sent;
    await ends(night, 1);
    expect(night.kinds(1)).toEqual(["unknown", "accepted", "fill", "ended"]);
    expect(night.sent("POST", create.part).length).toBe(1);
  });

  test.each([500, 502, 503, 504])(
    "ORD-04 %i after it was accepted: UNKNOWN, then adopted",
    async (status) => {
      const night = await open();
      night.faults.push({
        ...create,
        does: async (send) => {
          await send();
          const code = "service_unavailable";
          return answer(status, JSON.stringify({ error: { code, message: code } }));
        },
      });
      expect((await night.submit(night.order())).kind).toBe("unknown");
      await ends(night, 1);
      expect(count(night, 1, "fill")).toBe(1);
      expect(night.sent("POST", create.part).length).toBe(1);
      expect(
        night.posted.some((event) => event.kind === "market" && event.news.kind === "failed"),
      ).toBe(true);
    },
  );

  test("ORD-05 409 for an id that exists: looked up and adopted", async () => {
    const night = await open();
    night.faults.push({
      ...create,
      does: async (send) => {
        await send();
        await pause(200);
        return await send();
      },
    });
    expect(await night.submit(night.order())).toMatchObject({ kind: "accepted", filled: 1000 });
    await ends(night, 1);
    expect(count(night, 1, "accepted")).toBe(1);
    expect(count(night, 1, "rejected")).toBe(0);
    expect((await ordersAt(night)).length).toBe(1);
  });

  test("ORD-06 429 on create: not sent, and not sent again", async () => {
    const night = await open();
    night.faults.push({ ...create, does: () => answer(429, '{"error":"too many requests"}') });
    const outcome = await night.submit(night.order());
    expect(outcome).toMatchObject({ kind: "notSent", why: expect.stringMatching(/rate limit/) });
    await pause(300);
    expect(night.sent("POST", create.part).length).toBe(1);
    expect(await ordersAt(night)).toEqual([]);
  });

  test.each([
    ["201 without an order id", 201, "{}"],
    ["HTML with 200", 200, "<html></html>"],
    ["nothing at all with 201", 201, ""],
  ])("ORD-08 %s: UNKNOWN and an alarm", async (_name, status, body) => {
    const night = await open();
    night.faults.push({ ...create, does: () => answer(status, body) });
    expect((await night.submit(night.order())).kind).toBe("unknown");
    const alarms = night.posted.filter(
      (event) => event.kind === "market" && event.news.kind === "unreadable",
    );
    expect(alarms.length).toBe(1);
  });

  test("ORD-09 a removed address that answers 200 and says deprecated is seen", async () => {
    const night = await open();
    const body = '{"code":"deprecated_v1_order_endpoint","message":"use V2"}';
    night.faults.push({ ...create, does: () => answer(200, body) });
    expect(await night.submit(night.order())).toMatchObject({
      kind: "unknown",
      why: expect.stringMatching(/address may have been removed/),
    });
    night.faults.push({ ...create, does: () => answer(410, body) });
    expect(await night.submit(night.order())).toMatchObject({
      kind: "rejected",
      words: expect.stringMatching(/address was removed/),
    });
  });

  test("a proxy's page with a 4xx says nothing about the order", async () => {
    const night = await open();
    night.faults.push({ ...create, does: () => answer(403, "<html>blocked</html>") });
    expect((await night.submit(night.order())).kind).toBe("unknown");
  });

  test("an answer that speaks of another order is not believed", async () => {
    const night = await open();
    night.faults.push({
      ...create,
      does: () =>
        answer(
          201,
          '{"order_id":"x","client_order_id":"y","fill_count":"10.00","remaining_count":"0.00"}',
        ),
    });
    expect((await night.submit(night.order())).kind).toBe("unknown");
    expect(night.kinds(1)).toEqual(["unknown"]);
  });
});

describe("ORD-10 a definite no is a rejection in plain words, and no breaker counts it", () => {
  async function refusal(night: OpenNight, wish: Parameters<OpenNight["order"]>[0] = {}) {
    const outcome = await night.submit(night.order(wish));
    const failed = night.posted.filter(
      (event) => event.kind === "market" && event.news.kind === "failed",
    );
    expect(failed).toEqual([]);
    return outcome;
  }

  test("not enough cash", async () => {
    const night = await open({ cash: 1_000_000 as never });
    expect(await refusal(night)).toMatchObject({
      kind: "rejected",
      words: expect.stringMatching(/not enough cash/),
    });
  });

  test("market closed", async () => {
    const night = await open();
    night.exchange.setStatus(home, "closed");
    expect(await refusal(night)).toMatchObject({
      kind: "rejected",
      words: expect.stringMatching(/market is (closed|not active)/),
    });
  });

  test("price off the grid", async () => {
    const night = await open();
    expect(await refusal(night, { limit: 6355 as Price })).toMatchObject({
      kind: "rejected",
      words: expect.stringMatching(/off the market's grid/),
    });
  });

  test("self-trade: 201 with nothing done ends as unfilled", async () => {
    const night = await open();
    await night.rest(night.order({ side: "ask", limit: 6200 as Price }));
    const outcome = await refusal(night, { limit: 6200 as Price });
    expect(outcome).toMatchObject({ kind: "accepted", filled: 0, remaining: 0 });
    await ends(night, 2);
    expect(night.of("ended").at(-1)?.how).toBe("unfilled");
  });

  test.each(["rest", "fix"] as const)("the order group has triggered (%s codes)", async (codes) => {
    const night = await open({ switches: { orderGroupRefusal: codes } });
    const group = night.of("entryGroup").at(-1)?.state;
    const id = group?.kind === "ready" ? group.groupId : "";
    // Unheard of by us: as if the news had been lost.
    night.faults.length = 0;
    const before = night.of("entryGroup").length;
    await night.account.kill();
    expect(night.of("entryGroup").length).toBeGreaterThan(before);
    const kept = await night.submit(night.order());
    expect(kept).toMatchObject({ kind: "notSent", why: expect.stringMatching(/triggered/) });
    expect(id).not.toBe("");
  });
});

describe("fills", () => {
  test("ORD-14 40 of 100, the rest of the IOC is cancelled", async () => {
    const night = await open();
    const outcome = await night.submit(night.order({ quantity: contracts(100) }));
    expect(outcome).toMatchObject({ kind: "accepted", filled: 4000, remaining: 0 });
    await ends(night, 1);
    expect(night.of("ended")).toEqual([{ kind: "ended", intentId: 1, how: "partlyFilled" }]);
    await pause(250);
    const reading = await night.reading();
    expect(reading.positions.find(({ ticker }) => ticker === home)?.net).toBe(4000);
  });

  test("ORD-16 a fill that is told after the cancel's answer is booked", async () => {
    const night = await open();
    const order = night.order({ limit: 6000 as Price });
    await night.rest(order);
    night.exchange.quote(home, levels([55, 100]), levels([63, 100]));
    // The matching engine fills it while our cancel is on its way; the cancel's answer comes first.
    night.faults.push({
      ...remove,
      does: (send) => {
        night.exchange.take(home, "ask", contracts(4), 6000 as Price);
        return send();
      },
    });
    const outcome = await night.account.cancel(1);
    expect(outcome).toMatchObject({ kind: "canceled", reduced: 600 });
    await ends(night, 1);
    const filled = night.of("fill").reduce((sum, { fill }) => sum + fill.quantity, 0);
    expect(filled).toBe(400);
    expect(night.of("ended")).toEqual([{ kind: "ended", intentId: 1, how: "partlyFilled" }]);
  });

  test("ORD-22 the market moves away on the way: an IOC is unfilled and nothing rests", async () => {
    const night = await open();
    night.faults.push({
      ...create,
      does: (send) => {
        night.exchange.quote(home, levels([70, 100]), levels([75, 100]));
        return send();
      },
    });
    expect(await night.submit(night.order())).toMatchObject({ filled: 0, remaining: 0 });
    await ends(night, 1);
    expect(night.of("ended")[0]?.how).toBe("unfilled");
    const resting = (await ordersAt(night)).filter(({ status }) => status === "resting");
    expect(resting).toEqual([]);
  });

  test("ORD-23 an order expires by the exchange's time", async () => {
    const night = await open();
    await night.rest(night.order({ limit: 6000 as Price }), 2);
    expect(night.kinds(1)).toEqual(["accepted"]);
    await ends(night, 1);
    expect(night.of("ended")[0]?.how).toBe("canceled");
  });
});
