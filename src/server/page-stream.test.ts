import { expect, test } from "vitest";
import type { Timers } from "../domain/ports.ts";
import type { PageMessage, View } from "../engine/view-types.ts";
import { applyChanges } from "./changes.ts";
import type { DeskPort } from "./desk-port.ts";
import { createPageStream, type PageSocket } from "./page-stream.ts";

/** Time that a test moves by hand. */
function handTime(): Timers & { pass(ms: number): void } {
  let now = 0;
  let waiting: { due: number; task: () => void }[] = [];
  const pass = (ms: number): void => {
    const until = now + ms;
    for (;;) {
      const [next] = waiting.filter(({ due }) => due <= until).toSorted((a, b) => a.due - b.due);
      if (next === undefined) break;
      waiting = waiting.filter((entry) => entry !== next);
      now = next.due;
      next.task();
    }
    now = until;
  };
  const after: Timers["after"] = (ms, task) => {
    const entry = { due: now + ms, task };
    waiting.push(entry);
    return () => {
      waiting = waiting.filter((other) => other !== entry);
    };
  };
  return { after, pass };
}

type Page = PageSocket & {
  readonly heard: PageMessage[];
  readonly closed: number[];
  backlog: number;
};

function page(): Page {
  const heard: PageMessage[] = [];
  const closed: number[] = [];
  return {
    heard,
    closed,
    backlog: 0,
    send: (text) => heard.push(JSON.parse(text) as PageMessage),
    close: (code) => closed.push(code),
    buffered() {
      return this.backlog;
    },
  };
}

function desk() {
  let view = { seq: 1, mode: "PAPER", clock: 900, trades: [] } as unknown as View;
  let listener = (): void => {};
  let views = 0;
  const port = {
    view: () => {
      views += 1;
      return view;
    },
    onChange: (heard: () => void) => {
      listener = heard;
      return () => {};
    },
    pages: () => {},
  } as unknown as DeskPort;
  const set = (part: object): void => {
    view = { ...view, seq: view.seq + 1, ...part };
    listener();
  };
  return { port, set, current: () => view, views: () => views };
}

function replica(heard: readonly PageMessage[]): { seq: number; view: unknown } {
  let seq = -1;
  let view: unknown;
  for (const message of heard) {
    if (message.type === "initial_state") [seq, view] = [message.seq, message.state];
    if (message.type !== "patch") continue;
    expect(message.seq).toBe(seq + 1);
    [seq, view] = [message.seq, applyChanges(view, message.changes)];
  }
  return { seq, view };
}

test("many changes within 50 ms are one patch, and the last of them arrives", () => {
  const time = handTime();
  const { port, set, current } = desk();
  const reader = page();
  createPageStream(port, time, "b").attach(reader, "page");
  for (let change = 0; change < 500; change += 1) {
    set({ clock: 900 - change });
    time.pass(1);
  }
  const patches = reader.heard.filter(({ type }) => type === "patch");
  expect(patches.length).toBeLessThanOrEqual(11);
  time.pass(50);
  expect(replica(reader.heard).view).toEqual(current());
});

test("nothing is computed while nobody looks, and a late page starts from the present", () => {
  const time = handTime();
  const { port, set, current, views } = desk();
  const stream = createPageStream(port, time, "b");
  const first = page();
  stream.attach(first, "page")?.detach();
  set({ clock: 800 });
  time.pass(200);
  expect(views()).toBe(1);
  const late = page();
  stream.attach(late, "page");
  expect(late.heard[0]).toMatchObject({ type: "initial_state", page: "b", state: current() });
  expect(first.heard.length).toBe(1);
});

test("a page that joins between two patches follows without a gap", () => {
  const time = handTime();
  const { port, set, current } = desk();
  const stream = createPageStream(port, time, "b");
  stream.attach(page(), "page");
  set({ clock: 880 });
  time.pass(10);
  set({ clock: 870 });
  const late = page();
  stream.attach(late, "page");
  time.pass(100);
  set({ clock: 860 });
  time.pass(100);
  expect(replica(late.heard).view).toEqual(current());
});

test("a page that does not read is sent nothing more, then one snapshot when it has read", () => {
  const time = handTime();
  const { port, set, current } = desk();
  const stream = createPageStream(port, time, "b");
  const slow = page();
  const quick = page();
  stream.attach(slow, "page");
  stream.attach(quick, "page");
  slow.backlog = 1_000_001;
  for (let change = 0; change < 20; change += 1) {
    set({ clock: 700 - change });
    time.pass(60);
  }
  expect(slow.heard.length).toBe(1);
  expect(quick.heard.length).toBe(21);
  slow.backlog = 0;
  time.pass(1000);
  expect(slow.heard.map(({ type }) => type)).toEqual(["initial_state", "initial_state"]);
  set({ clock: 600 });
  time.pass(60);
  expect(replica(slow.heard).view).toEqual(current());
  expect(replica(quick.heard).view).toEqual(current());
});

test("a page that asks for snapshots without reading them does not grow its buffer", () => {
  const time = handTime();
  const stream = createPageStream(desk().port, time, "b");
  const slow = page();
  const attached = stream.attach(slow, "page");
  slow.backlog = 1_000_001;
  for (let count = 0; count < 10; count += 1) attached?.heard('{"type":"snapshot"}');
  expect(slow.heard.length).toBe(1);
  slow.backlog = 0;
  time.pass(1000);
  expect(slow.heard.length).toBe(2);
});

test("closing the stream says goodbye to every page and stops listening to the desk", () => {
  const time = handTime();
  const { port, set } = desk();
  const stream = createPageStream(port, time, "b");
  const reader = page();
  stream.attach(reader, "page");
  stream.close();
  expect(reader.closed).toEqual([1001]);
  set({ clock: 1 });
  time.pass(100);
  expect(reader.heard.length).toBe(1);
});
