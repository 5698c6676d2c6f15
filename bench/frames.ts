/** Frames of the stream, read and applied to both books, against JSON.parse alone. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { createFrameReader } from "../src/venues/kalshi/frames.ts";
import { createLadders } from "../src/venues/kalshi/ladders.ts";
import { createSubscriptions } from "../src/venues/kalshi/subscriptions.ts";
import { median, times } from "./measure.ts";

const recording = fileURLToPath(
  new URL(
    "../../shared/data/kalshi-sample/ws_session_btc15m_2026-05-13.ndjson.gz",
    import.meta.url,
  ),
);
const rounds = 7;
const madeFrames = 50_000;

type Stream = {
  readonly name: string;
  readonly frames: readonly string[];
  readonly ticker: string;
};

type Recorded = {
  readonly type: string;
  readonly control?: boolean;
  readonly msg: { readonly market_ticker?: string };
};

/** The recording's first market, numbered anew as one subscription would be. */
function recorded(): Stream {
  const lines = gunzipSync(readFileSync(recording)).toString("utf8").trim().split("\n");
  const told = lines.map((line) => JSON.parse(line) as Recorded);
  const ticker = told.find(({ type }) => type === "orderbook_snapshot")?.msg.market_ticker ?? "";
  const mine = told.filter((one) => one.control !== true && one.msg.market_ticker === ticker);
  let seq = 0;
  const frames = mine.map(({ type, msg }) => {
    if (!type.startsWith("orderbook")) return JSON.stringify({ type, sid: 2, msg });
    seq += 1;
    return JSON.stringify({ type, sid: 1, seq, msg });
  });
  return { name: "recorded session", frames, ticker };
}

/** Without the recording: levels that come and go around 60 cents, by a fixed rule. */
function made(): Stream {
  const ticker = "KXNFLGAME-26OCT12BUFLAR-LAR";
  const at = (cents: number): string => (cents / 100).toFixed(4);
  const side = (from: number): string[][] =>
    Array.from({ length: 40 }, (_, index) => [at(from + index), "1000000.00"]);
  const snapshot = { market_ticker: ticker, yes_dollars_fp: side(20), no_dollars_fp: side(60) };
  const frames = [JSON.stringify({ type: "orderbook_snapshot", sid: 1, seq: 1, msg: snapshot })];
  for (let seq = 2; seq <= madeFrames; seq += 1) {
    const isYes = seq % 2 === 0;
    const msg = {
      market_ticker: ticker,
      market_id: "3f8f2a52-6f0d-4a8f-9a3e-5d1c7b0e9a11",
      price_dollars: at((isYes ? 20 : 60) + (seq % 40)),
      delta_fp: seq % 4 < 2 ? "-5.50" : "5.50",
      side: isYes ? "yes" : "no",
      ts_ms: 1_791_851_465_000 + seq,
    };
    frames.push(JSON.stringify({ type: "orderbook_delta", sid: 1, seq, msg }));
  }
  return { name: "made-up session (no recording at hand)", frames, ticker };
}

/** Applies every frame; answers ms and how many changes of books were told. */
function apply({ frames, ticker }: Stream): { readonly ms: number; readonly told: number } {
  const subscriptions = createSubscriptions();
  subscriptions.subscribed(1, "orderbook_delta");
  subscriptions.subscribed(2, "ticker");
  let told = 0;
  let broken = 0;
  const take = createFrameReader({
    subscriptions,
    ladders: createLadders(),
    eventTicker: "",
    teamOf: (name) => (name === ticker ? "home" : undefined),
    at: () => 0,
    say: ({ kind }) => {
      if (kind === "snapshot" || kind === "delta") told += 1;
    },
    heard: () => undefined,
    up: () => undefined,
    suspect: () => {
      broken += 1;
    },
    fail: () => undefined,
    status: () => undefined,
    reread: () => undefined,
    fees: () => undefined,
    account: () => undefined,
  });
  const from = performance.now();
  for (const frame of frames) take(frame);
  const elapsed = performance.now() - from;
  if (broken > 0) throw new Error(`${broken} frames broke the book: nothing was measured`);
  return { ms: elapsed, told };
}

function parse({ frames }: Stream): number {
  const from = performance.now();
  let types = 0;
  for (const frame of frames) {
    const value = JSON.parse(frame) as { readonly type: string };
    types += value.type.length;
  }
  const elapsed = performance.now() - from;
  if (types === 0) throw new Error("nothing was parsed");
  return elapsed;
}

export function benchFrames(): readonly string[] {
  const stream = existsSync(recording) ? recorded() : made();
  const applied: number[] = [];
  const parsed: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    parsed.push(parse(stream));
    applied.push(apply(stream).ms);
  }
  const [full, floor] = [median(applied), median(parsed)];
  const perSecond = (elapsed: number): string =>
    Math.round((stream.frames.length / elapsed) * 1000).toLocaleString("en-US");
  return [
    `frames: ${stream.name}, ${stream.frames.length} frames, median of ${rounds}`,
    `  applied            ${perSecond(full)} frames/s`,
    `  JSON.parse alone   ${perSecond(floor)} frames/s`,
    `  applied / floor    ${times(full / floor)}`,
  ];
}
