/** Cancels, Kill, the entry group and the shard, at the simulated exchange over real sockets. */
import { describe, expect, test } from "vitest";
import { contracts, type Price } from "../../src/domain/numbers.ts";
import { answer, home, levels, until } from "./floor.ts";
import { create, remove, open, pause, ordersAt, lostAfter, ends } from "./order-night.ts";

describe("cancels", () => {
  test("ORD-07 429 on cancel: told, not repeated by the venue, and the next one passes", async () => {
    const night = await open();
    await night.rest(night.order({ limit: 6000 as Price }));
    night.faults.push({ ...remove, does: () => answer(429, '{"error":"too many requests"}') });
    expect((await night.account.cancel(1)).kind).toBe("notSent");
    await pause(300);
    expect(night.sent("DELETE", remove.part).length).toBe(1);
    await pause(300);
    expect((await night.account.cancel(1)).kind).toBe("canceled");
  });

  test("ORD-17 the cancel's answer is lost: UNKNOWN, then read back", async () => {
    const night = await open();
    await night.rest(night.order({ limit: 6000 as Price }));
    night.faults.push({ ...remove, does: lostAfter });
    expect((await night.account.cancel(1)).kind).toBe("unknown");
    const proof = await night.account.cancelOurs();
    expect(proof).toMatchObject({ left: [], unknown: [], confirmed: true });
    expect(night.of("ended")).toEqual([{ kind: "ended", intentId: 1, how: "canceled" }]);
  });

  test("ORD-18 a cancel of a filled order is looked up: no alarm", async () => {
    const night = await open();
    await night.submit(night.order());
    await ends(night, 1);
    await pause(200);
    const outcome = await night.account.cancel(1);
    expect(outcome).toMatchObject({ kind: "gone", order: { status: "executed" } });
    expect(night.kinds(1)).toEqual(["accepted", "fill", "ended", "cancel"]);
    const alarms = night.posted.filter(
      (event) => event.kind === "market" && ["failed", "unreadable"].includes(event.news.kind),
    );
    expect(alarms).toEqual([]);
  });

  test("ORD-30 orders placed by hand are recognised, counted and never cancelled by STOP", async () => {
    const night = await open();
    await night.rest(night.order({ limit: 6000 as Price }));
    const byHand = {
      ...JSON.parse(night.sent("POST", create.part)[0]?.body ?? "{}"),
      client_order_id: "by-hand",
      price: "0.5900",
      count: "7",
      order_group_id: undefined,
      expiration_time: undefined,
    };
    await night.place(byHand);
    await until("it is seen", () => night.of("external").length > 0);
    expect(night.of("external")[0]?.order).toMatchObject({ remaining: 700, ticker: home });
    const proof = await night.account.kill();
    expect(proof).toMatchObject({ confirmed: true, triggered: true, left: [] });
    const resting = (await ordersAt(night)).filter(({ status }) => status === "resting");
    expect(resting.map(({ client_order_id }) => client_order_id)).toEqual(["by-hand"]);
    await night.account.cancelEverything();
    const after = (await ordersAt(night)).filter(({ status }) => status === "resting");
    expect(after).toEqual([]);
  });

  test("ORD-34 while the exchange is paused nothing can be cancelled, and after it can", async () => {
    const night = await open();
    await night.place({
      ticker: home,
      side: "bid",
      count: "1",
      price: "0.5000",
      time_in_force: "good_till_canceled",
      self_trade_prevention_type: "taker_at_cross",
      client_order_id: "stays",
      exchange_index: 0,
    });
    const order = night.order({ clientOrderId: "stays", limit: 5000 as Price });
    night.account.remember(order, Date.now(), undefined);
    await until("it is adopted", () => night.kinds(1).includes("accepted"));
    night.exchange.pause({ exchange: false });
    expect(await night.account.cancel(1)).toMatchObject({
      kind: "refused",
      words: expect.stringMatching(/whole exchange is paused/),
    });
    night.exchange.pause({ exchange: true });
    expect((await night.account.cancel(1)).kind).toBe("canceled");
  });
});

describe("the entry group", () => {
  test("ORD-35 more than 3 × Max Position in 15 s: triggered with a reason, entries stop until a reset", async () => {
    const night = await open({ maxPosition: 10 });
    night.exchange.quote(home, levels([60, 100]), levels([63, 500]));
    for (let index = 0; index < 4; index += 1) {
      await night.submit(night.order({ quantity: contracts(10) }));
    }
    await until("it is triggered", () => night.of("entryGroup").at(-1)?.state.kind === "triggered");
    const state = night.of("entryGroup").at(-1)?.state;
    expect(state).toMatchObject({ why: expect.stringMatching(/30 contracts in 15 s/) });
    expect((await night.submit(night.order())).kind).toBe("notSent");
    const exit = night.order({ side: "ask", limit: 6000 as Price, reduceOnly: true });
    expect((await night.submit(exit)).kind).toBe("accepted");
    expect(await night.account.resetEntryGroup()).toBe(true);
    expect((await night.submit(night.order({ quantity: contracts(1) }))).kind).toBe("accepted");
  });

  test("ORD-35 somebody else triggers it: nothing is claimed that is not known", async () => {
    const night = await open();
    night.exchange.member.triggerGroups();
    await until("it is triggered", () => night.of("entryGroup").at(-1)?.state.kind === "triggered");
    const why = expect.stringMatching(/by its limit of 300 contracts in 15 s or by a person/);
    expect(night.of("entryGroup").at(-1)?.state).toMatchObject({ why });
  });

  test("ORD-35 a group that the exchange has no more is made again, and entries leave again", async () => {
    const night = await open({ maxPosition: 10 });
    const body = '{"error":{"code":"order_group_not_found","message":"order group not found"}}';
    night.faults.push({ ...create, does: () => answer(404, body) });
    expect((await night.submit(night.order())).kind).toBe("rejected");
    expect(night.of("entryGroup").at(-1)?.state.kind).toBe("none");
    await until("it is there again", () => night.of("entryGroup").at(-1)?.state.kind === "ready");
    expect((await night.submit(night.order())).kind).toBe("accepted");
  }, 20_000);

  test("its limit rises at once with Max Position", async () => {
    const night = await open({ maxPosition: 10 });
    night.account.setMaxPosition(20);
    await until("it has risen", () => {
      const state = night.of("entryGroup").at(-1)?.state;
      return state?.kind === "ready" && state.limit === 60;
    });
    const body = night.sent("PUT", "/limit").at(-1)?.body;
    expect(JSON.parse(body ?? "{}")).toEqual({ contracts_limit_fp: "60.00" });
  });
});

describe("what the exchange tells in its own way", () => {
  test("ORD-12 after a reload the account tells the order's state", async () => {
    const night = await open();
    const order = night.order({ limit: 6000 as Price });
    await night.rest(order);
    await pause(100);
    const reading = await night.reading();
    const mine = reading.orders.find(({ clientOrderId }) => clientOrderId === order.clientOrderId);
    expect(mine).toMatchObject({ status: "resting", remaining: 1000, filled: 0 });
  });

  test("ORD-33 another shard is passed through to create, cancel and group", async () => {
    const night = await open({ switches: { shard: 3 } });
    const outcome = await night.rest(night.order({ limit: 6000 as Price }));
    expect(outcome.kind).toBe("accepted");
    const body = JSON.parse(night.sent("POST", create.part)[0]?.body ?? "{}");
    expect(body.exchange_index).toBe(3);
    expect((await night.account.cancel(1)).kind).toBe("canceled");
    expect(night.sent("DELETE", remove.part)[0]?.url).toContain("exchange_index=3");
    expect(night.sent("DELETE", remove.part)[0]?.url).toContain(`market_ticker=${home}`);
  });
});
