import { beforeAll, expect, test } from "vitest";
import { buildHash } from "../../src/app/app.ts";
import { fillsCsv, tradesCsv, verifyNight } from "../../src/journal/journal.ts";
import type { Entry, Verdict } from "../../src/journal/journal.ts";
import { replayNight, type ReplayResult } from "../../src/replay/replay.ts";
import { fillRowsOf, inMicroDollars, tradeRowsOf, type CsvRow } from "../cli/csv-rows.ts";
import { type Ended, emptyFolder, freePort, mnf } from "../cli/product.ts";
import { ask, type Fields, fieldsOf, get } from "../cli/requests.ts";
import { playNight, type Played } from "./play-night.ts";
import { type Story, storyOf, windowsOf } from "./record.ts";

type Asked = {
  readonly state: Fields;
  readonly trades: readonly CsvRow[];
  readonly fills: readonly CsvRow[];
  readonly newest: readonly Fields[];
};

let played: Played;
let asked: Asked;
let story: Story;
let verdict: Verdict;
let replayed: ReplayResult;
let again: Ended;
let otherSeed: Ended;

const toTheEnd = ["start", "--speed", "max", "--auto", "--exit-at-end"];

async function playElsewhere(args: readonly string[], zone: string): Promise<Ended> {
  const port = await freePort();
  const folder = `${emptyFolder()}/another-place`;
  const places = ["--port", `${port}`, "--data", folder];
  return mnf([...toTheEnd, ...places, ...args], { env: { TZ: zone } });
}

async function askAll(url: string): Promise<Asked> {
  const csv = (query: string): Promise<string> =>
    ask("GET", `${url}/api/export/trades.csv${query}`).then(({ text }) => text);
  const trades = tradeRowsOf(await csv(""));
  const fills = fillRowsOf(await csv("?kind=fills"));
  const audit = await get(`${url}/api/audit-log?limit=50`);
  const newest = audit["entries"] as readonly Fields[];
  return { state: await get(`${url}/api/state`), trades, fills, newest };
}

beforeAll(async () => {
  const elsewhere = playElsewhere([], "Pacific/Apia").then(async (first) => {
    again = first;
    otherSeed = await playElsewhere(["--seed", "20260914"], "America/New_York");
  });
  played = await playNight(["--auto"]);
  asked = await askAll(played.url);
  await played.stop();
  verdict = await verifyNight(played.data);
  replayed = await replayNight(played.data, await buildHash());
  story = await storyOf(played.data);
  await elsewhere;
});

function performanceIn(fields: Fields): Readonly<Record<string, number>> {
  return fields["performance"] as Readonly<Record<string, number>>;
}

/** Numbers of the records of a kind, by the intent that they speak of. */
function placesOf(kind: string): Map<number, number[]> {
  const places = new Map<number, number[]>();
  for (const entry of story.acts.filter((act) => act.kind === kind)) {
    const id = intentOf(entry);
    if (id !== undefined) places.set(id, [...(places.get(id) ?? []), entry.seq]);
  }
  return places;
}

function intentOf({ body }: Entry): number | undefined {
  const { intentId, order, fill } = body as {
    intentId?: number;
    order?: { intentId: number };
    fill?: { intentId: number };
  };
  return intentId ?? order?.intentId ?? fill?.intentId;
}

test("the built-in night is played to the final whistle and paid", () => {
  const game = asked.state["game_state"] as Fields;
  expect(story.gameStates).toEqual(["in", "post"]);
  expect([game["state"], game["phase"], game["clock"]]).toEqual(["post", "final", "0:00"]);
  expect(played.summary.final).toEqual({ home: game["home_score"], away: game["away_score"] });
  const market = asked.state["market_state"] as Record<"home" | "away", Fields>;
  expect([market.home["status"], market.away["status"]]).toEqual(["finalized", "finalized"]);
  const paid = story.acts.filter(({ kind }) => kind === "out.settle");
  const values = paid.map(({ body }) => (body as { value: number }).value);
  expect(values.toSorted((one, other) => one - other)).toEqual([0, 10_000]);
});

test("with auto ON the default night has 3 to 15 entries, all of them closed at its end", () => {
  const { total_trades, open_trades, closed_trades } = performanceIn(asked.state);
  expect(total_trades).toBeGreaterThanOrEqual(3);
  expect(total_trades).toBeLessThanOrEqual(15);
  expect([open_trades, closed_trades]).toEqual([0, total_trades]);
});

test("Execute is enabled for 15 s and longer at least six times", () => {
  expect(story.samples.length).toBeGreaterThan(3_600);
  expect(windowsOf(story.samples, 15)).toBeGreaterThanOrEqual(6);
});

test("after every fill, fee and settlement the cash is what they make of it", () => {
  expect(story.cashChecks).toBeGreaterThan(10);
  expect(story.wrongCash).toEqual([]);
});

test("LED-19 the exported trades, read back and summed, are the API's and the account's", () => {
  const { realized_pnl, total_pnl, balance, fees, total_trades } = performanceIn(asked.state);
  const net = asked.trades.reduce((sum, row) => sum + inMicroDollars(row["net"]), 0);
  const gross = asked.trades.reduce((sum, row) => sum + inMicroDollars(row["gross"]), 0);
  const paid = asked.trades.reduce((sum, row) => sum + inMicroDollars(row["fees"]), 0);
  const moved = asked.fills.reduce((sum, row) => sum + inMicroDollars(row["cash"]), 0);
  expect(asked.trades).toHaveLength(total_trades ?? -1);
  expect(asked.trades.length).toBeGreaterThanOrEqual(3);
  expect([net, net, moved]).toEqual([realized_pnl, total_pnl, total_pnl].map(inMicroDollars));
  expect([gross - paid, paid]).toEqual([net, inMicroDollars(fees)]);
  expect(story.opening.config.paperBalance + moved).toBe(inMicroDollars(balance));
  expect(performanceIn({ performance: played.summary.performance })).toEqual(
    performanceIn(asked.state),
  );
});

test("the same night in another process, zone, folder and port decides the same", () => {
  expect(again).toMatchObject({ code: 0, signal: null });
  expect(fieldsOf(again.out)).toEqual(JSON.parse(JSON.stringify(played.summary)));
});

test("another seed is another night with other decisions", () => {
  expect(otherSeed.code).toBe(0);
  const other = fieldsOf(otherSeed.out);
  expect(other["decisions_sha256"]).toMatch(/^[0-9a-f]{64}$/);
  expect(other["decisions_sha256"]).not.toBe(played.summary.decisions_sha256);
});

test("every send stands on the record after its intent, with the intent made durable between", () => {
  const intents = placesOf("out.intent");
  const durables = placesOf("in.durable");
  const sends = placesOf("out.send");
  expect(sends.size).toBeGreaterThanOrEqual(3);
  for (const [id, at] of sends) {
    const order = [intents.get(id), durables.get(id), at].flat();
    expect(order).toHaveLength(3); // one of each
    expect(order).toEqual(order.toSorted((one, other) => Number(one) - Number(other)));
  }
});

test("what was sent is filled or ended after, what was not sent is never filled", () => {
  const sends = placesOf("out.send");
  const ends = placesOf("out.ack");
  expect(new Set(ends.keys())).toEqual(new Set(sends.keys()));
  for (const [id, at] of [...placesOf("out.fill"), ...ends]) {
    expect(Math.min(...at)).toBeGreaterThan(sends.get(id)?.[0] ?? Number.POSITIVE_INFINITY);
  }
});

test("each kind of act that a paper night has is on the record, start first, shutdown last", () => {
  const acts = story.acts.filter(({ kind }) => /^(app|out)\./.test(kind)).map(({ kind }) => kind);
  expect(acts[0]).toBe("app.start");
  expect(acts.at(-1)).toBe("app.shutdown");
  const kinds = ["signal", "block", "intent", "send", "fill", "ack", "settle", "feed_state"];
  expect([...new Set(acts)]).toEqual(
    expect.arrayContaining([...kinds.map((kind) => `out.${kind}`), "app.export"]),
  );
});

test("the audit log answers with the newest 50 acts, newest last, and no market data", () => {
  expect(asked.newest).toHaveLength(50);
  const numbers = asked.newest.map((entry) => Number(entry["seq"]));
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  expect(asked.newest.slice(-2).map((entry) => entry["event_type"])).toEqual(["export", "export"]);
  const market = asked.newest.filter(({ event_type: kind }) => /^in\.|market/.test(String(kind)));
  expect(market).toEqual([]);
});

test("the night's journal verifies, and its replay gives every decision again", () => {
  expect(verdict).toMatchObject({ kind: "ok", sessions: 1, sealsChecked: true, unsealed: 0 });
  expect(replayed.kind).toBe("identical");
  expect(replayed).toMatchObject({ events: story.events, effects: story.effects });
});

test("AUD-08 the record alone gives the same ledger: every trade, every movement of cash", () => {
  if (replayed.kind === "unreadable") throw new Error(replayed.why);
  expect(tradeRowsOf(tradesCsv(replayed.trades))).toEqual(asked.trades);
  expect(fillRowsOf(fillsCsv(replayed.fills))).toEqual(asked.fills);
  expect(asked.fills.length).toBeGreaterThan(asked.trades.length);
});
