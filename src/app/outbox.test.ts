import { beforeEach, describe, expect, test } from "vitest";
import type { Effect } from "../domain/effects.ts";
import type { DeskEvent } from "../domain/events.ts";
import type { Durable } from "../journal/journal.ts";
import { createOutbox, type Outbox } from "./outbox.ts";

/** A journal whose disk answers when the test says so. */
class HandDisk {
  readonly asked: ((result: Durable) => void)[] = [];
  retries = 0;

  commit(): Promise<Durable> {
    return new Promise((resolve) => {
      this.asked.push(resolve);
    });
  }

  retry(): Promise<Durable> {
    this.retries += 1;
    return Promise.resolve({ kind: "durable", seq: 9 });
  }

  answer(result: Durable): void {
    this.asked.shift()?.(result);
  }
}

const durable: Durable = { kind: "durable", seq: 7 };
const failed: Durable = { kind: "failed", why: "disk full" };
const intent = { kind: "intent", order: { intentId: 3 }, gates: [] } as unknown as Effect;
const ok = { status: 200, body: {} } as const;

let disk: HandDisk;
let posted: DeskEvent[];
let timers: { ms: number; task: () => void }[];
let outbox: Outbox;

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

beforeEach(() => {
  disk = new HandDisk();
  posted = [];
  timers = [];
  outbox = createOutbox({
    journal: disk,
    timers: {
      after: (ms, task) => {
        timers.push({ ms, task });
        return () => {};
      },
    },
    durableAfterMs: undefined,
    outside: { breaker: () => {}, resubscribe: () => {}, refresh: () => {}, orders: () => {} },
    post: (event) => posted.push(event),
  });
});

describe("an intent", () => {
  test("is durable only when the disk says so", async () => {
    outbox.carryOut(intent);
    await turn();
    expect(posted).toEqual([]);
    disk.answer(durable);
    await turn();
    expect(posted).toEqual([{ kind: "durable", intentId: 3 }]);
  });

  test("that cannot be written is never durable; the desk is told, and the disk is tried again", async () => {
    outbox.carryOut(intent);
    disk.answer(failed);
    await turn();
    expect(posted).toEqual([{ kind: "journal", writable: false, why: "disk full" }]);
    timers[0]?.task();
    await turn();
    expect(disk.retries).toBe(1);
    expect(posted.at(-1)).toMatchObject({ kind: "journal", writable: true });
  });
});

describe("what moves money or limits", () => {
  test("is written at once", () => {
    outbox.carryOut({ kind: "auto", on: false, why: "a person switched it" });
    expect(disk.asked).toHaveLength(1);
    outbox.carryOut({ kind: "resubscribe", why: "a gap" });
    expect(disk.asked).toHaveLength(1);
  });
});

describe("a command's answer", () => {
  test("comes when what it did is on the disk", async () => {
    let answered = false;
    const answer = outbox.answerTo("c1", "durable").then(() => {
      answered = true;
    });
    outbox.carryOut({ kind: "answer", commandId: "c1", answer: ok });
    await turn();
    expect(answered).toBe(false);
    disk.answer(durable);
    await answer;
    expect(answered).toBe(true);
  });

  test("to STOP waits for no disk", async () => {
    const answer = outbox.answerTo("c2", "atOnce");
    outbox.carryOut({ kind: "answer", commandId: "c2", answer: ok });
    await expect(answer).resolves.toEqual(ok);
    expect(disk.asked).toEqual([]);
  });
});
