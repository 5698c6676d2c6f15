/** Many frames at once, and large ones: nothing is dropped, nothing is applied twice. */
import { expect, test } from "vitest";
import { homeTicker, deltaFrame } from "./test-exchange.ts";
import { open, started } from "./test-night.ts";

test("KWS-19 a burst of 2,000 frames: every delta is applied, in order", async () => {
  const night = await started();
  const from = night.heard.length;
  for (let index = 0; index < 2000; index += 1) {
    const change = index % 2 === 0 ? "1.00" : "-1.00";
    const cents = 10 + (Math.floor(index / 2) % 80);
    const price = `0.${cents}00`;
    night.socket().send(deltaFrame(night.exchange, { price_dollars: price, delta_fp: change }));
  }
  const told = night.heard.slice(from).map(({ news }) => news);
  const deltas = told.filter((news) => news.kind === "delta");
  expect(deltas.length).toBe(2000);
  expect(deltas.reduce((sum, { change }) => sum + change, 0)).toBe(0);
  expect(deltas.every(({ change }, index) => change === (index % 2 === 0 ? 100 : -100))).toBe(true);
  expect(told.some(({ kind }) => kind === "broken")).toBe(false);
});

test("KWS-20 a snapshot of 99 levels on both sides is read whole, best first", async () => {
  const night = open();
  const levels = Array.from({ length: 99 }, (_, index) => {
    const at = `0.${String(index + 1).padStart(2, "0")}00`;
    return [at, "5.00"] as const;
  });
  night.exchange.books[homeTicker] = { yes: levels, no: levels };
  night.venue.start();
  await night.world.advance(500);
  const home = night.of("snapshot").find(({ team }) => team === "home");
  expect([home?.bids.length, home?.asks.length]).toEqual([99, 99]);
  expect([home?.bids[0]?.[0], home?.asks[0]?.[0]]).toEqual([9900, 100]);
});
