import { expect, test } from "vitest";
import type { TradingState } from "../domain/orders.ts";
import { nextStanding, type Standing, startingState, type StateEvent } from "./states.ts";

const day = "2026-10-12";

function standing(state: TradingState): Standing {
  return { state, halt: undefined };
}

function start(person: number, on = day, streakWaitMs = 0): StateEvent {
  return { kind: "start", person, day: on, streakWaitMs };
}

function stateAfter(from: Standing, event: StateEvent): string {
  const answer = nextStanding(from, event);
  return answer.kind === "moved" ? answer.to.state : answer.kind;
}

test("PAPER starts in TRADING, DEMO and LIVE in MONITORING", () => {
  expect([startingState("PAPER"), startingState("DEMO"), startingState("LIVE")]).toEqual([
    "TRADING",
    "MONITORING",
    "MONITORING",
  ]);
});

test("Start leads from STOPPED and MONITORING to TRADING, not from REDUCE-ONLY", () => {
  expect(stateAfter(standing("STOPPED"), start(0))).toBe("TRADING");
  expect(stateAfter(standing("MONITORING"), start(0))).toBe("TRADING");
  expect(stateAfter(standing("TRADING"), start(0))).toBe("same");
  expect(stateAfter(standing("REDUCE-ONLY"), start(0))).toBe("refused");
});

test("STOP stops and switches auto off; it lifts neither a halt nor REDUCE-ONLY", () => {
  expect(nextStanding(standing("TRADING"), { kind: "stop" })).toMatchObject({
    to: { state: "STOPPED" },
    autoOff: true,
  });
  expect(stateAfter(standing("MONITORING"), { kind: "stop" })).toBe("STOPPED");
  expect(stateAfter(standing("HALTED"), { kind: "stop" })).toBe("same");
  expect(stateAfter(standing("REDUCE-ONLY"), { kind: "stop" })).toBe("same");
});

test("Kill halts; a person re-enables 60 s later", () => {
  const answer = nextStanding(standing("TRADING"), { kind: "kill", person: 1_000 });
  if (answer.kind !== "moved") throw new Error(answer.kind);
  expect([answer.to.state, answer.autoOff]).toEqual(["HALTED", true]);
  expect(nextStanding(answer.to, start(60_999))).toMatchObject({ kind: "refused", waitMs: 1 });
  expect(stateAfter(answer.to, start(61_000))).toBe("TRADING");
});

test("RSK-06 a daily loss halts until the next trading day, whatever happens after", () => {
  const tripped = nextStanding(standing("TRADING"), {
    kind: "trip",
    code: "DAILY_LOSS",
    person: 0,
    day,
  });
  if (tripped.kind !== "moved") throw new Error(tripped.kind);
  expect(nextStanding(tripped.to, start(3_600_000))).toMatchObject({
    kind: "refused",
    waitMs: undefined,
  });
  const again = nextStanding(tripped.to, { kind: "trip", code: "RATE", person: 5, day });
  if (again.kind !== "moved") throw new Error(again.kind);
  expect(stateAfter(again.to, start(3_600_000))).toBe("refused");
  const killed = nextStanding(tripped.to, { kind: "kill", person: 5 });
  if (killed.kind !== "moved") throw new Error(killed.kind);
  expect(stateAfter(killed.to, start(3_600_000))).toBe("refused");
  expect(stateAfter(tripped.to, start(3_600_000, "2026-10-13"))).toBe("TRADING");
});

test("RSK-07 a loss streak leads to MONITORING with auto OFF, and Start waits for its 60 s", () => {
  const trip: StateEvent = { kind: "trip", code: "STREAK", person: 0, day };
  const answer = nextStanding(standing("TRADING"), trip);
  expect(answer).toMatchObject({ to: { state: "MONITORING" }, autoOff: true });
  expect(nextStanding(standing("MONITORING"), start(0, day, 500))).toMatchObject({ waitMs: 500 });
});

test("arming that runs out leads to REDUCE-ONLY while something is held", () => {
  expect(stateAfter(standing("TRADING"), { kind: "disarmed", flat: false })).toBe("REDUCE-ONLY");
  expect(stateAfter(standing("TRADING"), { kind: "disarmed", flat: true })).toBe("MONITORING");
  expect(stateAfter(standing("REDUCE-ONLY"), { kind: "flat" })).toBe("MONITORING");
});
