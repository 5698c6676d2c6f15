/** The account's channels at the simulated exchange, with frames lost, doubled and late. */
import { afterEach, describe, expect, test } from "vitest";
import { contracts, type Price } from "../../src/domain/numbers.ts";
import { away, home, levels, openNight, type OpenNight, until } from "./floor.ts";

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

const isFill = (text: string): boolean => text.includes('"type":"fill"');
const ends = (night: OpenNight, intentId: number): Promise<void> =>
  until(`intent ${intentId} ends`, () => night.kinds(intentId).includes("ended"));
const market = (night: OpenNight, kind: string): number =>
  night.posted.filter((event) => event.kind === "market" && event.news.kind === kind).length;

describe("fills", () => {
  test("KWS-14 a fill before the answer: the order is adopted through its client order id", async () => {
    const night = await open();
    night.faults.push({
      ...create,
      does: async (send) => {
        const outcome = await send();
        await until("the stream told it", () => night.kinds(1).includes("fill"));
        return outcome;
      },
    });
    await night.submit(night.order());
    await ends(night, 1);
    expect(night.kinds(1)).toEqual(["accepted", "fill", "ended"]);
  });

  test("KWS-15 a fill told twice, and again by a read, counts once", async () => {
    const night = await open();
    night.ears.hear = (text) => (isFill(text) ? [text, text, text] : [text]);
    await night.submit(night.order());
    await ends(night, 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await night.reading();
    await night.reading();
    expect(night.of("fill").length).toBe(1);
  });

  test("KWS-16 a fill that the stream misses is found by a read, with a notice", async () => {
    const night = await open();
    night.ears.hear = (text) => (isFill(text) ? [] : [text]);
    await night.submit(night.order({ quantity: contracts(7) }));
    expect(night.kinds(1)).toEqual(["accepted"]);
    await ends(night, 1);
    expect(night.of("fill").map(({ fill }) => fill.quantity)).toEqual([700]);
    expect(night.of("recovered").map(({ intentId }) => intentId)).toEqual([1]);
  });

  test("KWS-22 reconnected with an order open: its state is read again before anything else", async () => {
    const night = await open();
    await night.rest(night.order({ limit: 6000 as Price }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    // It fills while the stream is gone: nothing of it is heard.
    night.ears.hear = (text) => (/"type":"(fill|user_order)"/.test(text) ? [] : [text]);
    night.exchange.quote(home, levels([55, 100]), levels([63, 40]));
    night.exchange.take(home, "ask", contracts(10), 6000 as Price);
    const from = night.news.length;
    night.ears.drop();
    await until("the stream is gone", () => !night.account.streamUp());
    await until("the stream is new", () => night.account.streamUp());
    await ends(night, 1);
    const since = night.news.slice(from).map(({ kind }) => kind);
    // Down, the order's end from the reading, and only then up again.
    expect(since.indexOf("ended")).toBeLessThan(since.lastIndexOf("accountStream"));
    expect(night.of("ended")).toEqual([{ kind: "ended", intentId: 1, how: "filled" }]);
  });
});

describe("other tellers", () => {
  test("fills of an order placed by hand are told as external", async () => {
    const night = await open();
    await night.place({
      ticker: away,
      side: "bid",
      count: "3",
      price: "0.4000",
      time_in_force: "immediate_or_cancel",
      self_trade_prevention_type: "taker_at_cross",
      client_order_id: "by-hand",
      exchange_index: 0,
    });
    await until("it is told", () => night.of("externalFill").length > 0);
    expect(night.of("externalFill")[0]?.fill).toMatchObject({ ticker: away, quantity: 300 });
    expect(night.of("fill")).toEqual([]);
  });

  test("a position is told as one signed number", async () => {
    const night = await open();
    await night.submit(night.order({ side: "ask", limit: 6000 as Price }));
    await until("it is told", () => night.of("position").length > 0);
    expect(night.of("position").at(-1)).toMatchObject({ ticker: home, net: -1000 });
  });

  test("the account's reading is one value, no older than its data time", async () => {
    const night = await open();
    await night.submit(night.order());
    await ends(night, 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const reading = await night.reading();
    expect(reading.fills.map(({ price, quantity, fee }) => [price, quantity, fee])).toEqual([
      [6300, 1000, 163_200],
    ]);
    expect(reading.balance.cash).toBe(10_000_000_000 - 6_300_000 - 163_200);
    expect(reading.positions).toMatchObject([{ ticker: home, net: 1000 }]);
    expect(reading.dataAt).toBeGreaterThan(Date.now() - 5000);
    expect(market(night, "unreadable")).toBe(0);
  });
});
