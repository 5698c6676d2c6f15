/** How far the exchange's clock is from ours, also when ours is set while we trade. */
import { describe, expect, test } from "vitest";
import type { Instant } from "../../domain/ports.ts";
import { type ClockNews, createExchangeClock } from "./exchange-clock.ts";

const start = Date.UTC(2026, 9, 13, 0, 15);

/** Both clocks in one hand: the exchange's runs with `mono`, ours may be set. */
function world(offMs = 0) {
  const state = { mono: 0, setMs: -offMs };
  const now = (): Instant => ({ at: start + state.mono + state.setMs, mono: state.mono });
  const told: ClockNews[] = [];
  const clock = createExchangeClock({ now }, (news) => told.push(news));
  const date = (): string => new Date(start + state.mono).toUTCString();
  return {
    clock,
    told,
    now,
    state,
    /** One answer, which came after this long. */
    answer(tripMs = 0, stampRefused = false): void {
      const asked = now();
      state.mono += tripMs;
      clock.measure(date(), asked, stampRefused);
    },
    /** What a signature made now would be off. */
    stampOffMs: () => clock.now() - (start + state.mono),
  };
}

/** Eight answers, one every ten seconds. */
function measured(offMs = 0): ReturnType<typeof world> {
  const one = world(offMs);
  for (let k = 0; k < 8; k += 1) {
    one.answer();
    one.state.mono += 10_000;
  }
  return one;
}

describe("the exchange's clock", () => {
  test("an offset is the header's middle against the middle of the way there and back", () => {
    const { clock, told, now, answer, state } = world(3000);
    answer(200);
    expect(told).toEqual([{ kind: "clock", offsetMs: 3400, uncertainMs: 600 }]);
    answer(200);
    expect(told.length).toBe(1);
    state.mono += 10_000;
    answer(200);
    expect(told.length).toBe(2);
    expect(clock.now() - now().at).toBeGreaterThan(3000);
  });

  test("an offset within the header's coarseness corrects nothing, and no header tells nothing", () => {
    const { clock, told, now, answer } = world();
    answer();
    expect(clock.now()).toBe(now().at);
    clock.measure(undefined, now());
    clock.measure("yesterday", now());
    expect(told.length).toBe(1);
  });

  test("how much it may be ahead of ours is never less than it is", () => {
    const one = world(4000);
    expect(one.clock.aheadMsMax()).toBe(Number.POSITIVE_INFINITY);
    one.answer(700);
    expect(one.clock.aheadMsMax()).toBeGreaterThanOrEqual(4000);
    expect(one.clock.aheadMsMax()).toBeLessThanOrEqual(4000 + 2 * 850);
  });
});

describe("TIM-02 our clock is set while we trade", () => {
  test.each([3_600_000, 60_000, -60_000])(
    "by %i ms: the next answer sets the stamp right",
    (by) => {
      const one = measured();
      one.state.setMs += by;
      one.answer();
      expect(Math.abs(one.stampOffMs())).toBeLessThanOrEqual(1000);
    },
  );

  test.each([60_000, -60_000])(
    "by %i ms: CLOCK_OK hears at once that nobody knows, then what is",
    (by) => {
      const one = measured();
      const before = one.told.length;
      one.state.setMs += by;
      one.clock.now();
      expect(one.told.length).toBe(before + 1);
      expect(one.told.at(-1)?.uncertainMs).toBeGreaterThanOrEqual(60_000);
      one.answer();
      expect(one.told.at(-1)?.uncertainMs).toBeLessThan(1000);
      expect(Math.abs((one.told.at(-1)?.offsetMs ?? 0) + by)).toBeLessThanOrEqual(1000);
    },
  );

  test("while an answer is on its way: its way is measured by running time", () => {
    const one = measured();
    const asked = one.now();
    one.state.setMs -= 60_000;
    one.state.mono += 200;
    one.clock.measure(new Date(start + one.state.mono).toUTCString(), asked);
    expect(Math.abs(one.stampOffMs())).toBeLessThanOrEqual(1000);
    expect(one.told.at(-1)?.uncertainMs).toBe(600);
  });

  test("little by little, as the network does it: nothing is forgotten", () => {
    const one = measured(5000);
    for (let k = 0; k < 100; k += 1) {
      one.state.setMs += 40;
      one.state.mono += 1000;
      one.answer();
    }
    expect(Math.max(...one.told.map(({ uncertainMs }) => uncertainMs))).toBe(500);
    expect(Math.abs(one.stampOffMs())).toBeLessThanOrEqual(1000);
  });
});

describe("a stamp is refused", () => {
  test("and the header bears it out: what was measured before counts no more", () => {
    const one = measured();
    // The exchange's clock leaps: ours runs on.
    one.clock.measure(new Date(start + one.state.mono + 60_000).toUTCString(), one.now(), true);
    expect(Math.abs(one.stampOffMs() - 60_000)).toBeLessThanOrEqual(1000);
  });

  test("and the header agrees with what we knew: that stays", () => {
    const one = measured(5000);
    one.answer(3000, true);
    expect(Math.abs(one.stampOffMs())).toBeLessThanOrEqual(1000);
    expect(one.told.at(-1)?.uncertainMs).toBe(500);
  });

  test("one odd header without a refusal moves nothing", () => {
    const one = measured();
    one.clock.measure(new Date(start + one.state.mono - 60_000).toUTCString(), one.now());
    expect(Math.abs(one.stampOffMs())).toBeLessThanOrEqual(1000);
  });
});
