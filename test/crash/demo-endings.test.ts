import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clientOrderIdOf } from "../../src/execution/execution.ts";
import { verifyNight } from "../../src/journal/journal.ts";
import { dataFolder, type Desk, eventually } from "../cli/product.ts";
import type { Fields } from "../cli/requests.ts";
import { buyHome, intoDemo, openTown, post, stateOf, type Town, when } from "./demo-desk.ts";
import { isCreate } from "./toll-gate.ts";

let town: Town;

beforeEach(async () => {
  town = await openTown();
});

afterEach(() => town.close());

const atRest = { time_in_force: "good_till_canceled", price: "0.0500" };

/** Every order that leaves comes to rest, far from the market, instead of ending at once. */
function makeOrdersRest({ gate }: Town): void {
  gate.before = (passing) => {
    if (!isCreate(passing)) return Promise.resolve(passing.body);
    const order = JSON.parse(passing.body) as Fields;
    return Promise.resolve(JSON.stringify({ ...order, ...atRest }));
  };
}

const ordersOf = (state: Fields): readonly Fields[] => state["orders"] as Fields[];

/** Records of a data folder's one session. */
function recordsOf(data: string): readonly { readonly kind: string; readonly body: Fields }[] {
  const [night = ""] = readdirSync(join(data, "nights"));
  const lines = readFileSync(join(data, "nights", night, "journal-0001.ndjson"), "utf8");
  return lines.split("\n").flatMap((line) => {
    return line === "" ? [] : [JSON.parse(line) as { kind: string; body: Fields }];
  });
}

const endings: Readonly<Record<string, readonly NodeJS.Signals[]>> = {
  SIGTERM: ["SIGTERM"],
  SIGHUP: ["SIGHUP"],
  "SIGINT twice": ["SIGINT", "SIGINT"],
};
const endsWithinMs = 5_000;

describe("CRS-11 asked to end in DEMO with an order resting", () => {
  test.each(Object.keys(endings))(
    "%s cancels it, records that, and ends within 5 s",
    async (how) => {
      const desk = await town.startDesk();
      await intoDemo(desk);
      makeOrdersRest(town);
      await buyHome(desk, 10);
      await when(desk, "it rests", (state) => ordersOf(state)[0]?.["state"] === "open");
      expect(await town.orders()).toEqual([expect.objectContaining({ status: "resting" })]);
      const askedAt = performance.now();
      for (const signal of endings[how] ?? []) desk.process.kill(signal);
      expect(await desk.ended).toMatchObject({ code: 0, signal: null, err: "" });
      expect(performance.now() - askedAt).toBeLessThan(endsWithinMs);
      expect(await town.orders()).toEqual([expect.objectContaining({ status: "canceled" })]);
      const records = recordsOf(desk.data);
      expect(records.map(({ body }) => body)).toContainEqual(
        expect.objectContaining({ kind: "orderEnded", intentId: 1, filled: 0 }),
      );
      expect(records.findLast(({ kind }) => kind.startsWith("app."))?.kind).toBe("app.shutdown");
      expect((await verifyNight(desk.data)).kind).toBe("ok");
    },
  );
});

describe("RSK-15 a stop that fails by a mistake of the program", () => {
  test("the entries are triggered, the person is told, and the process ends with code 70", async () => {
    const desk = await town.startDesk({ brokenStop: true });
    await intoDemo(desk);
    makeOrdersRest(town);
    await buyHome(desk, 10);
    await when(desk, "it rests", (state) => ordersOf(state)[0]?.["state"] === "open");
    const { status, body } = await post(desk, "/api/stop");
    expect(status).toBe(200);
    expect(body).toMatchObject({ confirmed: false });
    expect(String(body["text"])).toMatch(/^NOT CONFIRMED/);
    const ended = await desk.ended;
    expect(ended).toMatchObject({ code: 70, signal: null });
    expect(ended.err).toContain("The desk stopped itself after a fault of its own");
    const { seen } = town.gate;
    expect(seen.some(({ method, path }) => method === "PUT" && path.endsWith("/trigger"))).toBe(
      true,
    );
    // The group's trigger has cancelled what rested in it.
    expect(await town.orders()).toEqual([expect.objectContaining({ status: "canceled" })]);
    const records = recordsOf(desk.data);
    expect(records.findLast(({ kind }) => kind.startsWith("app."))?.kind).toBe("app.shutdown");
    expect((await verifyNight(desk.data)).kind).toBe("ok");
  });
});

describe("ORD-29 two copies with the same key", () => {
  function place(clientOrderId: string): Promise<Fields> {
    return town.ask("POST", "/portfolio/events/orders", {
      ...atRest,
      ticker: town.homeTicker,
      side: "bid",
      count: "5.00",
      self_trade_prevention_type: "taker_at_cross",
      client_order_id: clientOrderId,
    });
  }

  async function armed(desk: Desk, wanted: (answer: Fields) => boolean): Promise<Fields> {
    let last: Fields = {};
    return await eventually(
      () => JSON.stringify(last),
      async () => {
        last = (await post(desk, "/api/arm")).body;
        return wanted(last) ? last : undefined;
      },
      500,
    );
  }

  const otherCopy = /another copy of this desk has an order resting on this account/;

  test("the second, with a data folder of its own, is not armed while the first has an order", async () => {
    await place(clientOrderIdOf("demo-0123456789ab", 1));
    const desk = await town.startDesk();
    const refused = await armed(desk, ({ error }) => otherCopy.test(String(error)));
    expect(refused).toMatchObject({ code: "PREFLIGHT" });
    expect(await stateOf(desk)).toMatchObject({ mode: "PAPER", status: { account: null } });
    expect(town.gate.seen.filter(isCreate)).toEqual([]);
    await desk.end("SIGTERM");
  });

  test("an order that a person placed elsewhere does not keep it from being armed", async () => {
    await place("3b0a4f0e-6a52-4b86-9d1e-2f7f4f0d6c11");
    const desk = await town.startDesk();
    expect(await armed(desk, ({ mode }) => mode === "DEMO")).toMatchObject({ state: "MONITORING" });
    await desk.end("SIGTERM");
    expect(await town.orders()).toEqual([expect.objectContaining({ status: "resting" })]);
  });

  test("on the same data folder it does not even start, and says where the first one is", async () => {
    const data = dataFolder();
    const desk = await town.startDesk({ data });
    const second = await town.startDesk({ data }).catch((error: unknown) => String(error));
    expect(second).toContain(`Already running on ${data}`);
    expect(second).toContain(desk.url);
    await desk.end("SIGTERM");
  });
});
