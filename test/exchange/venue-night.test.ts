/** The product's venue trades at the night's exchange under the scheduler. */
import { afterEach, expect, test } from "vitest";
import type { MarketNews } from "../../src/domain/events.ts";
import { contracts, money } from "../../src/domain/numbers.ts";
import type { Price } from "../../src/domain/numbers.ts";
import { openVenueNight } from "./venue-night.ts";
import type { VenueNight } from "./venue-night.ts";

const open: VenueNight[] = [];
const never = new AbortController().signal;
/** Thursday 2026-09-17, 2:15 in New York: from three to five this game is on. */
const lateKickoff = Date.UTC(2026, 8, 17, 6, 15);
const threeOClock = Date.UTC(2026, 8, 17, 7);
const hourMs = 3_600_000;

async function openNight(...options: Parameters<typeof openVenueNight>): Promise<VenueNight> {
  const night = await openVenueNight(...options);
  open.push(night);
  return night;
}

afterEach(async () => {
  for (const night of open.splice(0)) await night.close();
});

function tradingNews({ posted }: VenueNight): readonly MarketNews[] {
  const market = posted.flatMap((event) => (event.kind === "market" ? [event.news] : []));
  return market.filter(({ kind }) => kind === "exchange");
}

async function evening(): Promise<readonly unknown[]> {
  const night = await openNight({ cash: money(500_000_000) });
  const { account, during } = night;
  const entry = await during(account.submit(night.order(), never));
  await night.wind(3000);
  const exit = await during(
    account.submit(night.order({ side: "ask", limit: 100 as Price, reduceOnly: true }), never),
  );
  await night.wind(3000);
  const reading = await during(account.readAccount());
  return [entry, exit, reading, night.news, night.posted, night.night.exchange.member.cash()];
}

test("entry and exit, channels, reads and cash agree, and are the same on every run", async () => {
  const first = await evening();
  const [entry, exit, reading, news, , cash] = first;
  expect(entry).toMatchObject({ kind: "accepted", filled: 1000, remaining: 0 });
  expect(exit).toMatchObject({ kind: "accepted", filled: 1000, remaining: 0 });
  expect(reading).toMatchObject({ kind: "reading", reading: { balance: { cash } } });
  expect(cash).toBeLessThan(500_000_000);
  const kinds = (news as VenueNight["news"]).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(["accountStream", "entryGroup", "fill", "ended"]));
  expect(await evening()).toEqual(first);
});

test("SIM-08 the Thursday pause at three finds orders resting: ours are cancelled and known to be, a person's rests on; at five trading goes on", async () => {
  const night = await openNight({}, lateKickoff);
  const { account, during } = night;
  const { member } = night.night.exchange;
  const low = { limit: 200 as Price, quantity: contracts(5) };
  await night.wind(threeOClock - 30_000 - night.now());
  const ours = night.order(low);
  const terms = { restUntil: threeOClock + 4 * hourMs };
  const accepted = await during(account.submit(ours, never, terms));
  expect(accepted).toMatchObject({ kind: "accepted", filled: 0 });
  const external = { ...low, ticker: night.home, side: "bid", price: low.limit } as const;
  expect(member.place(external).kind).toBe("placed");
  const restingIds = async (): Promise<readonly unknown[]> => {
    const answer = await during(account.readAccount());
    if (answer.kind === "failed") throw new Error(answer.why);
    const resting = answer.reading.orders.filter(({ status }) => status === "resting");
    return resting.map(({ orderId }) => orderId);
  };
  const [, theirs] = member.orders();
  await night.wind(10_000);
  expect(await restingIds()).toHaveLength(2);
  await night.wind(threeOClock + 60_000 - night.now());
  // The connection broke at three and came back.
  const ups = night.news.flatMap((one) => (one.kind === "accountStream" ? [one.up] : []));
  expect(ups).toEqual([true, false, true]);
  expect(night.news).toContainEqual({ kind: "ended", intentId: ours.intentId, how: "canceled" });
  expect(await restingIds()).toEqual([theirs?.orderId]);
  expect(tradingNews(night).at(-1)).toEqual({ kind: "exchange", active: true, trading: false });
  const refused = { kind: "rejected", code: "trading_is_paused" };
  expect(await during(account.submit(night.order(), never))).toMatchObject(refused);
  expect(member.cancel(theirs?.orderId ?? "")).toBe(true);
  await night.wind(threeOClock + 2 * hourMs + 60_000 - night.now());
  expect(tradingNews(night).at(-1)).toEqual({ kind: "exchange", active: true, trading: true });
  const entry = await during(account.submit(night.order(), never));
  expect(entry).toMatchObject({ kind: "accepted", filled: 1000 });
});
