import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { verifyNight } from "../../src/journal/journal.ts";
import { dataFolder, type Desk, eventually } from "../cli/product.ts";
import type { Fields } from "../cli/requests.ts";
import { buyHome, intoDemo, openTown, post, stateOf, type Town, when } from "./demo-desk.ts";
import type { KillPoint } from "./kill-at.ts";
import { isAccountRead, isCreate } from "./toll-gate.ts";

/**
 * A desk in DEMO with auto ON is killed around one order; what the next one finds and does. The
 * gate between it and the exchange tells what was sent, the exchange itself what came of it.
 */
const passes = ({ body }: { readonly body: string }): Promise<string> => Promise.resolve(body);

function creates({ gate }: Town): number {
  return gate.seen.filter(isCreate).length;
}

/** Kinds of record of a data folder's newest session. */
function newestKinds(data: string): readonly string[] {
  const nights = readdirSync(join(data, "nights")).map((name) => {
    const text = readFileSync(join(data, "nights", name, "journal-0001.ndjson"), "utf8");
    return { text, at: Number(/"at":(\d+)/.exec(text)?.[1]) };
  });
  const [newest] = nights.toSorted((left, right) => right.at - left.at);
  return Array.from(
    newest?.text.matchAll(/"kind":"(out\.[a-z_]+)"/g) ?? [],
    ([, kind = ""]) => kind,
  );
}

const status = (state: Fields): Fields => state["status"] as Fields;
const unknownOf = (state: Fields): unknown[] => status(state)["unknown_orders"] as unknown[];

/** In DEMO, one order wanted, the process dead at that point of writing its record. */
async function killedAt(town: Town, killAt: KillPoint): Promise<string> {
  const desk = await town.startDesk({ killAt });
  await intoDemo(desk);
  await buyHome(desk, 10).catch(() => undefined);
  expect(await desk.ended).toMatchObject({ signal: "SIGKILL" });
  return desk.data;
}

/** The exchange's reads are held back until they are let go: what the desk knows by itself. */
function holdReads({ gate }: Town): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  gate.before = async (passing) => {
    if (isAccountRead(passing)) await promise;
    return passing.body;
  };
  return () => {
    gate.before = passes;
    resolve();
  };
}

const reduceOnly = { mode: "DEMO", status: { state: "REDUCE-ONLY", auto: false } };

/** The next process: REDUCE-ONLY with the open question, and nothing sent by itself. */
async function startsWithQuestion(town: Town, data: string): Promise<Desk> {
  const before = creates(town);
  const letReadsGo = holdReads(town);
  const desk = await town.startDesk({ data });
  const state = await stateOf(desk);
  expect(state).toMatchObject(reduceOnly);
  expect(unknownOf(state)).toHaveLength(1);
  letReadsGo();
  expect(creates(town)).toBe(before);
  return desk;
}

/** The position is taken over, flatten sells it, and the desk is on paper again. */
async function adoptsAndFlattens(town: Town, desk: Desk, data: string): Promise<void> {
  const before = creates(town);
  const state = await when(desk, "the order is found", (now) => unknownOf(now).length === 0);
  expect(state).toMatchObject(reduceOnly);
  expect(state["position"]).toMatchObject({ home_contracts: 10 });
  expect(creates(town)).toBe(before);
  expect(newestKinds(data).filter((kind) => ["out.intent", "out.send"].includes(kind))).toEqual([]);
  await eventually(
    "flat and on paper",
    async () => {
      const { mode } = await stateOf(desk);
      if (mode === "PAPER") return true;
      await post(desk, "/api/flatten");
      return undefined;
    },
    700,
  );
  // The exchange's reads lag behind.
  await eventually("flat at the exchange", async () =>
    (await town.held()) === 0 ? true : undefined,
  );
}

const stopsWithinMs = 100;

/** A copy of one moment: the process stands still meanwhile. */
async function copyStill(desk: Desk, from: string, to: string): Promise<void> {
  desk.process.kill("SIGSTOP");
  await new Promise((resolve) => setTimeout(resolve, stopsWithinMs));
  cpSync(from, to, { recursive: true });
  desk.process.kill("SIGCONT");
}

/** The desk's state when nothing is open any more; the desk is ended whatever came of it. */
async function untilProvenAbsent(desk: Desk): Promise<Fields> {
  try {
    return await when(desk, "proven absent", (state) => unknownOf(state).length === 0);
  } finally {
    await desk.end("SIGTERM");
  }
}

describe("ORD-13 RSK-18 killed around one order in DEMO with auto ON", () => {
  let town: Town;
  /** Half a minute must pass in it: the other cases are told meanwhile. */
  let absent: { readonly town: Town; readonly data: string; readonly resolved: Promise<Fields> };

  beforeAll(async () => {
    const elsewhere = await openTown();
    const data = await killedAt(elsewhere, "intentSynced");
    const desk = await startsWithQuestion(elsewhere, data);
    const resolved = untilProvenAbsent(desk);
    resolved.catch(() => undefined);
    absent = { town: elsewhere, data, resolved };
  });

  beforeEach(async () => {
    town = await openTown();
  });

  afterEach(() => town.close());

  afterAll(() => absent?.town.close());

  test("before the intent is on the disk: no order, and the next start is on PAPER, auto OFF", async () => {
    const data = await killedAt(town, "intentUnwritten");
    expect(await town.orders()).toEqual([]);
    const desk = await town.startDesk({ data });
    expect(await stateOf(desk)).toMatchObject({
      mode: "PAPER",
      status: { state: "TRADING", auto: false, unknown_orders: [], account: null },
    });
    await desk.end("SIGTERM");
    expect(creates(town)).toBe(0);
  });

  test("written but not synced: no order, and an open question", async () => {
    const data = await killedAt(town, "intentUnsynced");
    expect(await town.orders()).toEqual([]);
    const desk = await startsWithQuestion(town, data);
    const isRead = (state: Fields): boolean =>
      (status(state)["account"] as Fields)["orders_stream"] === true;
    expect(unknownOf(await when(desk, "the account is read", isRead))).toHaveLength(1);
    await desk.end("SIGKILL");
    expect(creates(town)).toBe(0);
  });

  test("CRS-14 after the send, before its answer: one order, found through a crash loop", async () => {
    const desk = await town.startDesk();
    await intoDemo(desk);
    town.gate.after = async (passing) => {
      if (!isCreate(passing)) return "back";
      await desk.end("SIGKILL");
      return "lost";
    };
    await buyHome(desk, 10).catch(() => undefined);
    expect(await desk.ended).toMatchObject({ signal: "SIGKILL" });
    town.gate.after = () => Promise.resolve("back");
    expect(await town.orders()).toEqual([expect.objectContaining({ status: "executed" })]);
    for (let round = 0; round < 3; round += 1) {
      const again = await startsWithQuestion(town, desk.data);
      await again.end("SIGKILL");
    }
    const last = await startsWithQuestion(town, desk.data);
    await adoptsAndFlattens(town, last, desk.data);
    await last.end("SIGTERM");
    expect((await verifyNight(desk.data)).kind).toBe("ok");
  });

  test("after the answer, before it was recorded: one order, adopted", async () => {
    const data = await killedAt(town, "outcomeUnwritten");
    expect(creates(town)).toBe(1);
    expect(await town.orders()).toHaveLength(1);
    const desk = await startsWithQuestion(town, data);
    await adoptsAndFlattens(town, desk, data);
    await desk.end("SIGTERM");
  });

  test("CRS-04 everything after the durable intent is lost: UNKNOWN, then found and adopted", async () => {
    const desk = await town.startDesk();
    await intoDemo(desk);
    const kept = dataFolder();
    const nights = join(desk.data, "nights");
    town.gate.before = async (passing) => {
      // What leaves has its intent on the disk; the answer and all fills come later.
      if (isCreate(passing)) await copyStill(desk, nights, kept);
      return passing.body;
    };
    await buyHome(desk, 10);
    await when(
      desk,
      "it is filled",
      ({ position }) => (position as Fields)["home_contracts"] === 10,
    );
    town.gate.before = passes;
    await desk.end("SIGKILL");
    rmSync(nights, { recursive: true });
    cpSync(kept, nights, { recursive: true });
    const again = await startsWithQuestion(town, desk.data);
    await adoptsAndFlattens(town, again, desk.data);
    await again.end("SIGTERM");
  });

  test("on the disk, before the send: no order, nothing sent; 30 s and three reads prove it absent", async () => {
    expect(await absent.resolved).toMatchObject({ mode: "PAPER", status: { auto: false } });
    expect(await absent.town.orders()).toEqual([]);
    expect(creates(absent.town)).toBe(0);
    expect((await verifyNight(absent.data)).kind).toBe("ok");
  });
});
