/** Signed calls while the exchange refuses them: who waits, for how long, and who never does. */
import { describe, expect, test } from "vitest";
import type { HttpOutcome, HttpRequest, Instant } from "../../domain/ports.ts";
import { authHoldMs, createAuthHolds } from "./auth-refusal.ts";
import { type Call, createCaller } from "./caller.ts";
import { createExchangeClock } from "./exchange-clock.ts";
import { createRateBudget } from "./limits.ts";
import { stampHeader } from "./sign.ts";

const start = Date.UTC(2026, 9, 13, 0, 15);
/** The exchange refuses stamps that are more off than this. */
const toleranceMs = 15_000;
const limits = { timeoutMs: 1000, bytesMax: 1000 };
const expired = `{"error":{"code":"header_timestamp_expired","message":"header timestamp expired"}}`;
const revoked = `{"error":{"code":"authentication_error","details":"NOT_FOUND"}}`;

const read: Call = { method: "GET", path: "/portfolio/balance" };
const entry: Call = { method: "POST", path: "/portfolio/events/orders" };
const exit: Call = { ...entry, urgency: "cancel" };
const cancel: Call = { method: "DELETE", path: "/portfolio/events/orders/1", urgency: "cancel" };
const proof: Call = { ...read, urgency: "proof" };

/** An exchange that refuses what it is told to, and stamps that are off. */
function world(refuses: (request: HttpRequest) => boolean = () => false, why = revoked) {
  const state = { mono: 0, setMs: 0 };
  const now = (): Instant => ({ at: start + state.mono + state.setMs, mono: state.mono });
  const operatorClock = { now };
  const asked: HttpRequest[] = [];
  const answer = (request: HttpRequest): { status: number; body: string } => {
    if (refuses(request)) return { status: 401, body: why };
    const off = Math.abs(start + state.mono - Number(request.headers[stampHeader]));
    return off > toleranceMs ? { status: 401, body: expired } : { status: 200, body: "{}" };
  };
  const budget = createRateBudget(operatorClock);
  const caller = createCaller({
    http: {
      request(request): Promise<HttpOutcome> {
        asked.push(request);
        const headers = { date: new Date(start + state.mono).toUTCString() };
        const response = { ...answer(request), headers };
        return Promise.resolve({ kind: "answered", response });
      },
    },
    operatorClock,
    exchangeClock: createExchangeClock(operatorClock, () => undefined),
    budget,
    holds: createAuthHolds(operatorClock),
    restUrl: "http://127.0.0.1:1/trade-api/v2",
    credentials: { keyId: "desk-1234", sign: () => Promise.resolve("s") },
  });
  return {
    state,
    asked,
    budget,
    /** "200", "401", "held" or "spent". */
    async call(call: Call): Promise<string> {
      const outcome = await caller.call(call, limits);
      return outcome.kind === "answered" ? String(outcome.response.status) : outcome.kind;
    },
  };
}

describe("KEY-08 a refused key", () => {
  test.each([
    ["read", read],
    ["entry", entry],
  ])(
    "a refused %s holds reads and entries, but no exit, no cancel and no proof",
    async (_, call) => {
      const one = world((request) => request.method === call.method);
      expect(await one.call(call)).toBe("401");
      expect(await one.call(read)).toBe("held");
      expect(await one.call(entry)).toBe("held");
      expect(await one.call(cancel)).toBe("200");
      expect(await one.call(exit)).not.toBe("held");
      expect(await one.call(proof)).not.toBe("held");
    },
  );

  test("background reads never take the turn of what gets out", async () => {
    let revokedNow = true;
    const one = world(() => revokedNow);
    for (const call of [cancel, proof, read]) expect(await one.call(call)).toBe("401");
    one.state.mono += authHoldMs;
    revokedNow = false;
    expect(await one.call(read)).toBe("200");
    revokedNow = true;
    expect(await one.call(read)).toBe("401");
    revokedNow = false;
    for (const call of [cancel, exit, proof]) expect(await one.call(call)).toBe("200");
  });

  test("a turn that our own rate budget forbids is not used up", async () => {
    let revokedNow = true;
    const one = world(() => revokedNow);
    expect(await one.call(cancel)).toBe("401");
    revokedNow = false;
    one.state.mono += authHoldMs;
    one.budget.refused(cancel);
    expect(await one.call(cancel)).toBe("spent");
    one.state.mono += 1000;
    expect(await one.call(cancel)).toBe("200");
  });

  test("no storm: whatever is wanted each second, each kind asks once in 30 s", async () => {
    const one = world(() => true);
    for (let second = 0; second < 120; second += 1) {
      for (const call of [read, entry, exit, cancel, proof]) await one.call(call);
      one.state.mono += 1000;
    }
    expect(one.asked.length).toBe(3 * 4);
  });
});

describe("TIM-02 the computer's clock is set while orders may rest", () => {
  test.each([3_600_000, 60_000, -60_000])("by %i ms: at most one call is refused", async (by) => {
    const one = world();
    for (let second = 0; second < 20; second += 1) {
      expect(await one.call(read)).toBe("200");
      one.state.mono += 1000;
    }
    one.state.setMs = by;
    const became = [await one.call(cancel), await one.call(cancel), await one.call(exit)];
    expect(became.filter((outcome) => outcome !== "200").length).toBeLessThanOrEqual(1);
    expect(await one.call(read)).toBe("200");
  });

  test("KEY-08 a refused stamp that is right by the exchange's own header is no reason to hurry", async () => {
    const one = world(() => true, expired);
    for (let second = 0; second < 60; second += 1) {
      await one.call(read);
      one.state.mono += 1000;
    }
    expect(one.asked.length).toBe(2);
  });

  test("a signature made before the clock was found wrong holds nothing", async () => {
    const one = world();
    expect(await one.call(read)).toBe("200");
    const signed = { [stampHeader]: String(start - 60_000) };
    expect(await one.call({ ...exit, signed })).toBe("401");
    expect(await one.call(exit)).toBe("200");
  });
});
