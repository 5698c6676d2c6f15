/** The readers by hand against their schemas: on recordings where at hand, and on mutants. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createLadders } from "../ladders.ts";
import type { Reading } from "../../../domain/reading.ts";
import { OrderbookDeltaShape, readOrderbookDelta } from "./orderbook-delta.ts";
import { OrderbookSnapshotShape, readOrderbookSnapshot } from "./orderbook-snapshot.ts";
import { TickerShape } from "./ticker.ts";

const folder = fileURLToPath(new URL("../../../../../shared/data/kalshi-sample/", import.meta.url));
const session = `${folder}ws_session_btc15m_2026-05-13.ndjson.gz`;
const shared = `${folder}ws_orderbook_stream_mlb_wnba_2026-08-07.json.gz`;
const missing = !existsSync(session) || !existsSync(shared);

function unzip(file: string): string {
  return gunzipSync(readFileSync(file)).toString("utf8");
}

/** Both ways of reading give the same value, or both refuse. */
function agree<T>(byHand: Reading<T>, bySchema: z.ZodSafeParseResult<T>): void {
  expect(byHand.kind).toBe(bySchema.success ? "read" : "unreadable");
  if (byHand.kind === "read") expect(byHand.value).toEqual(bySchema.data);
}

function compare(msg: unknown): void {
  agree(readOrderbookDelta(msg), OrderbookDeltaShape.safeParse(msg));
  agree(readOrderbookSnapshot(msg), OrderbookSnapshotShape.safeParse(msg));
}

const line = z.object({
  type: z.string(),
  seq: z.number().optional(),
  control: z.boolean().optional(),
  msg: z.unknown(),
});
type Line = z.output<typeof line>;

function sessionLines(): readonly Line[] {
  const text = unzip(session).trim().split("\n");
  return text.map((one) => line.parse(JSON.parse(one)));
}

describe("readers by hand equal their schemas", () => {
  const text = fc.constantFrom("0.6100", "0.61", "1.0000", "0.0000", "-5.00", "x", "", "0.00001");
  const value = fc.oneof(text, fc.constantFrom(undefined, null, 5, true), fc.jsonValue());
  const levels = fc.array(fc.oneof(fc.tuple(text, text), fc.array(value, { maxLength: 3 })), {
    maxLength: 4,
  });

  test("on mutants of both messages", () => {
    const ticker = fc.oneof(fc.constant("A-B"), value);
    const side = fc.oneof(fc.constantFrom("yes", "no"), value);
    const message = fc.record(
      {
        market_ticker: ticker,
        price_dollars: value,
        delta_fp: value,
        side,
        yes_dollars_fp: fc.oneof(levels, value),
        no_dollars_fp: fc.oneof(levels, value),
        extra: fc.oneof(levels, value),
      },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(fc.oneof(message, fc.jsonValue()), compare), { numRuns: 3000 });
  });

  test("a price that stands twice in a snapshot is refused by both", () => {
    const twice = [
      ["0.6100", "1.00"],
      ["0.61", "2.00"],
    ];
    const msg = { market_ticker: "A", yes_dollars_fp: twice };
    compare(msg);
    expect(readOrderbookSnapshot(msg).kind).toBe("unreadable");
  });

  test.skipIf(missing)("on every recorded frame (skipped without ../shared/data)", () => {
    const frames = z
      .object({ frames: z.array(z.object({ frame: line })) })
      .parse(JSON.parse(unzip(shared)))
      .frames.map(({ frame }) => frame);
    const books = [...frames, ...sessionLines()].filter(({ type }) =>
      type.startsWith("orderbook_"),
    );
    expect(books.length).toBeGreaterThan(90_000);
    const sample = books.filter(
      ({ type }, index) => type === "orderbook_snapshot" || index % 7 === 0,
    );
    for (const { msg } of sample) compare(msg);
    for (const { type, msg } of books) {
      const reading =
        type === "orderbook_delta" ? readOrderbookDelta(msg) : readOrderbookSnapshot(msg);
      if (reading.kind === "unreadable") throw new Error(`${type}: ${reading.why}`);
    }
  });
});

describe.skipIf(missing)("a recorded session (skipped without ../shared/data)", () => {
  test("no gap, no level below zero, and the ticker's top of book on nine of ten frames", () => {
    const ladders = createLadders();
    const tops: Record<"yes" | "no", Map<number, number>> = { yes: new Map(), no: new Map() };
    let seq = 0;
    let [tickers, equal, gaps, negative, deltas] = [0, 0, 0, 0, 0];
    const Quote = z.object({ yes_bid_dollars: z.string(), yes_ask_dollars: z.string() });
    const best = (side: "yes" | "no") => Math.max(0, ...tops[side].keys());
    for (const frame of sessionLines()) {
      if (frame.control === true) {
        if (frame.type === "ws_connected") seq = 0;
        continue;
      }
      if (frame.type === "ticker") {
        const quote = Quote.parse(frame.msg);
        expect(TickerShape.safeParse(frame.msg).success).toBe(true);
        tickers += 1;
        const bid = Math.round(Number(quote.yes_bid_dollars) * 10_000);
        const ask = Math.round(Number(quote.yes_ask_dollars) * 10_000);
        if (best("yes") === bid && 10_000 - best("no") === ask) equal += 1;
        continue;
      }
      if (frame.seq !== seq + 1) gaps += 1;
      seq = frame.seq ?? 0;
      if (frame.type === "orderbook_snapshot") {
        const reading = readOrderbookSnapshot(frame.msg);
        if (reading.kind === "unreadable") throw new Error(reading.why);
        ladders.snapshot("home", reading.value.yes, reading.value.no);
        tops.yes = new Map(reading.value.yes);
        tops.no = new Map(reading.value.no);
        continue;
      }
      const reading = readOrderbookDelta(frame.msg);
      if (reading.kind === "unreadable") throw new Error(reading.why);
      const { side, price, change } = reading.value;
      deltas += 1;
      const bookSide = side === "yes" ? "bid" : "ask";
      if (ladders.delta("home", bookSide, price, change) === "negative") negative += 1;
      const size = (tops[side].get(price) ?? 0) + change;
      if (size === 0) tops[side].delete(price);
      else tops[side].set(price, size);
    }
    expect([gaps, negative]).toEqual([0, 0]);
    expect(deltas).toBe(97_077);
    expect(equal / tickers).toBeGreaterThan(0.85);
  });
});
