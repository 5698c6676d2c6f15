import { beforeAll, describe, expect, test } from "vitest";
import { buildHash } from "../../src/app/app.ts";
import type { View } from "../../src/engine/engine.ts";
import { verifyNight } from "../../src/journal/journal.ts";
import { replayNight } from "../../src/replay/replay.ts";
import { type DemoNight, intoDemo, openDemoNight, switchAutoOn } from "./demo-night.ts";

let night: DemoNight;
let view: View;

beforeAll(async () => {
  night = await openDemoNight();
  await intoDemo(night);
  await switchAutoOn(night);
  await night.until(() => night.running.over());
  view = night.running.loop.view();
  await night.end();
}, 120_000);

describe("a night in DEMO on the built-in exchange", () => {
  test("trades, every order with an end", () => {
    expect(view.performance.total_trades).toBeGreaterThanOrEqual(3);
    expect(view.performance.open_trades).toBe(0);
    expect(view.trades.map(({ mode }) => mode)).not.toContain("PAPER");
    expect(view.status.unknown_orders).toEqual([]);
  });

  test("ends with the exchange's cash to the millionth of a dollar", () => {
    const balance = Math.round((view.performance.balance ?? Number.NaN) * 1e6);
    expect(balance).toBe(night.night().exchange.member.cash());
    expect(view.status.account?.ledger_agrees).toBe(true);
  });

  test("is disarmed at the end of the game, auto off", () => {
    expect(view.status.auto).toBe(false);
    expect(view.status.account?.arming).not.toBe("armed");
  });

  test("verifies, and replays to the same decisions", async () => {
    expect((await verifyNight(night.data)).kind).toBe("ok");
    const replayed = await replayNight(night.data, await buildHash());
    expect(replayed.kind).toBe("identical");
  });
});

test("a desk that is asked to end places nothing more from that moment on", async () => {
  const ended = await openDemoNight();
  await intoDemo(ended);
  await switchAutoOn(ended);
  const ending = ended.end();
  const { standing, auto } = ended.running.desk;
  expect([standing.state, auto]).toEqual(["STOPPED", false]);
  await ending;
});
