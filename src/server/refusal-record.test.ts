import { expect, test } from "vitest";
import type { DeskPort } from "./desk-port.ts";
import { createRefusalRecord } from "./refusal-record.ts";

const note = { route: "/api/config", code: "TOKEN", mode: "PAPER", caller: "curl" };

function stand() {
  const records: unknown[] = [];
  const waiting = new Set<() => void>();
  const desk = { record: (_kind: string, body: unknown) => records.push(body) };
  const timers = {
    after: (_ms: number, task: () => void) => {
      waiting.add(task);
      return () => waiting.delete(task);
    },
  };
  return { records, waiting, record: createRefusalRecord(desk as unknown as DeskPort, timers) };
}

test("thirty refusals a minute are written one by one, the others are counted", () => {
  const { records, waiting, record } = stand();
  for (let refusal = 0; refusal < 35; refusal += 1) record.note(note);
  expect(records).toHaveLength(30);
  for (const task of waiting) task();
  expect(records.at(-1)).toEqual({ more: 5 });
});

test("closing leaves no timer behind and loses no count", () => {
  const { records, waiting, record } = stand();
  for (let refusal = 0; refusal < 31; refusal += 1) record.note(note);
  record.close();
  expect(waiting.size).toBe(0);
  expect(records.at(-1)).toEqual({ more: 1 });
});
