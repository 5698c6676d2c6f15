import fc from "fast-check";
import { expect, test } from "vitest";
import { newYorkTime } from "../../domain/calendar.ts";
import { createPauses, weeklyPauseAt } from "./pauses.ts";
import { HOME, START, levels, order, setStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

const orders = "/portfolio/events/orders";
const hourMs = 3_600_000;
/** Thursday 2026-10-15, 3:00 in New York (daylight saving). */
const pauseAt = Date.UTC(2026, 9, 15, 7);

function place(stage: Stage, change: Readonly<Record<string, unknown>>): string {
  const rests = { price: "0.5000", time_in_force: "good_till_canceled" };
  const { body } = stage.ask("POST", orders, order({ ...rests, ...change }));
  return String((JSON.parse(body) as { order_id: string }).order_id);
}

test.each([
  ["on a Monday evening", START, pauseAt],
  ["a moment before", pauseAt - 1, pauseAt],
  ["as it begins", pauseAt, pauseAt],
  ["a moment before its end", pauseAt + 2 * hourMs - 1, pauseAt],
  ["as it ends", pauseAt + 2 * hourMs, pauseAt + 7 * 24 * hourMs],
  ["over the end of daylight saving", Date.UTC(2026, 9, 30), Date.UTC(2026, 10, 5, 8)],
  ["over the turn of the year", Date.UTC(2026, 11, 31, 12), Date.UTC(2027, 0, 7, 8)],
])("the weekly pause %s", (_name, at, from) => {
  expect(weeklyPauseAt(at)).toEqual({ from, to: from + 2 * hourMs });
});

test("the weekly pause lies ahead or holds, within a week, on a Thursday from three to five", () => {
  const moments = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) });
  fc.assert(
    fc.property(moments, (at) => {
      const { from, to } = weeklyPauseAt(at);
      expect(at).toBeLessThan(to);
      expect(from - at).toBeLessThanOrEqual(7 * 24 * hourMs + hourMs);
      expect(newYorkTime(from)).toMatchObject({ weekday: 4, hour: 3, minute: 0, second: 0 });
      expect(newYorkTime(to)).toMatchObject({ weekday: 4, hour: 5, minute: 0, second: 0 });
    }),
  );
});

test("on Thursday at three trading pauses by itself; what rests stays, may be cancelled, trades again at five", () => {
  const stage = setStage({ weeklyPause: true });
  const { exchange, clock } = stage;
  // The game was put off: its market would have closed by now.
  exchange.closeAt(HOME, pauseAt + 24 * hourMs);
  exchange.quote(HOME, levels([60, 100]), levels([63, 100]));
  clock.wind(pauseAt - START - 1);
  const kept = place(stage, {});
  const cancelled = place(stage, {});
  const asked = place(stage, { cancel_order_on_pause: true });
  const client = stage.connect();
  clock.wind(1);
  expect(stage.read("/exchange/status")).toMatchObject({
    exchange_active: true,
    trading_active: false,
    exchange_estimated_resume_time: "2026-10-15T09:00:00Z",
  });
  expect(client.closed()).toBe(1006);
  const status = (id: string): unknown => stage.read(`/portfolio/orders/${id}`)["order"];
  expect(status(asked)).toMatchObject({ status: "canceled", last_update_reason: "HaltCancel" });
  const refused = stage.ask("POST", orders, order());
  expect(refused.status).toBe(409);
  expect(refused.body).toContain("trading_is_paused");
  expect(stage.ask("DELETE", `${orders}/${cancelled}`).status).toBe(200);
  exchange.quote(HOME, levels([40, 100]), levels([42, 100]));
  expect(exchange.top(HOME).ask).toEqual(levels([63, 100])[0]);
  clock.wind(2 * hourMs - 1);
  expect(status(kept)).toMatchObject({ status: "resting" });
  clock.wind(1);
  expect(stage.read("/exchange/status")).toMatchObject({
    trading_active: true,
    exchange_estimated_resume_time: null,
  });
  exchange.quote(HOME, levels([40, 100]), levels([42, 100]));
  expect(status(kept)).toMatchObject({ status: "executed" });
});

test("a pause by hand outlasts the weekly one, and stopping the exchange ends its watch", () => {
  const pauses = createPauses();
  pauses.maintain(1);
  pauses.set({ trading: false });
  pauses.maintain(undefined);
  expect(pauses.tradingActive()).toBe(false);
  const stage = setStage({ weeklyPause: true });
  stage.exchange.stop();
  stage.clock.wind(pauseAt - START);
  expect(stage.read("/exchange/status")).toMatchObject({ trading_active: true });
});
