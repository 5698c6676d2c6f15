/** Our sender at the simulated exchange, over real sockets, with the answers going wrong. */
import { afterEach, describe, expect, test } from "vitest";
import type { Price } from "../../src/domain/numbers.ts";
import { home, openNight, type OpenNight, until } from "./floor.ts";

const create = { method: "POST", part: "/portfolio/events/orders" } as const;
const nights: OpenNight[] = [];

async function open(...options: Parameters<typeof openNight>): Promise<OpenNight> {
  const night = await openNight(...options);
  nights.push(night);
  return night;
}

afterEach(async () => {
  for (const night of nights.splice(0)) await night.close();
});

async function ordersAt(night: OpenNight): Promise<Record<string, unknown>[]> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { orders } = await night.truth("/portfolio/orders");
  return orders ?? [];
}

describe("an order", () => {
  test("fills, is told once, and carries what the exchange wants", async () => {
    const night = await open();
    const order = night.order();
    night.account.prepare();
    const outcome = await night.submit(order);
    expect(outcome).toMatchObject({ kind: "accepted", filled: 1000, remaining: 0 });
    await until("the end is told", () => night.kinds(1).includes("ended"));
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
    await until("it is over", () => night.kinds(2).includes("ended"));
    expect(night.of("ended").at(-1)?.how).toBe("filled");
  });

  test("ORD-01 accepted, the answer lost: UNKNOWN, found by its id, adopted; one order in total", async () => {
    const night = await open();
    night.faults.push({
      ...create,
      does: async (send) => {
        await send();
        return { kind: "lost", why: "no answer in time" };
      },
    });
    const outcome = await night.submit(night.order());
    expect(outcome.kind).toBe("unknown");
    await until("it is adopted", () => night.kinds(1).includes("ended"));
    expect(night.kinds(1).filter((kind) => kind === "accepted").length).toBe(1);
    expect(night.kinds(1).filter((kind) => kind === "fill").length).toBe(1);
    expect(night.sent("POST", create.part).length).toBe(1);
    expect((await ordersAt(night)).length).toBe(1);
  });
});
