/** The recorded sample, where it is there, and what its sessions say of message rates and depth. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const sample = new URL("../../../shared/data/kalshi-sample/", import.meta.url);

/** The text of a file of the recorded sample; undefined when there is no such folder here. */
export function recorded(name: string): string | undefined {
  try {
    return gunzipSync(readFileSync(new URL(name, sample))).toString("utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Value below which this share of the sorted values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Moments a second, between the first and the last of them (ms). */
function rateOf(moments: readonly number[]): number {
  const [first = 0] = moments;
  return moments.length / (((moments.at(-1) ?? 0) - first) / 1000);
}

type Recorded = {
  readonly frames: readonly {
    readonly received_ms: number;
    readonly frame: {
      readonly type: string;
      readonly msg?: {
        readonly market_ticker?: string;
        readonly yes_dollars_fp?: readonly (readonly [string, string])[];
        readonly no_dollars_fp?: readonly (readonly [string, string])[];
      };
    };
  }[];
};

const sports = "ws_orderbook_stream_mlb_wnba_2026-08-07.json.gz";
const cryptoSession = "ws_session_btc15m_2026-05-13.ndjson.gz";

/**
 * Book changes a second in the recorded sessions: the median and the busiest of the markets of
 * games, and one of crypto. Undefined without the sample.
 */
export function recordedRates():
  | { readonly quiet: number; readonly busiest: number; readonly crypto: number }
  | undefined {
  const games = recorded(sports);
  const session = recorded(cryptoSession);
  if (games === undefined || session === undefined) return undefined;
  const { frames } = JSON.parse(games) as Recorded;
  const changes = frames.filter(({ frame }) => frame.type === "orderbook_delta");
  const times = changes.map(({ received_ms }) => received_ms);
  const seconds = times.length / rateOf(times);
  const counts = new Map<string, number>();
  for (const { frame } of frames) {
    const ticker = frame.msg?.market_ticker;
    if (ticker === undefined) continue;
    const more = frame.type === "orderbook_delta" ? 1 : 0;
    counts.set(ticker, (counts.get(ticker) ?? 0) + more);
  }
  const rates = [...counts.values()].map((number) => number / seconds);
  const moments: number[] = [];
  for (const text of session.split("\n")) {
    if (!text.includes('"type":"orderbook_delta"')) continue;
    moments.push(Number(/"recv_ns":(\d+)/.exec(text)?.[1]) / 1e6);
  }
  return { quiet: quantile(rates, 0.5), busiest: Math.max(...rates), crypto: rateOf(moments) };
}

/** Median size at the best bids of the recorded books of games; undefined without the sample. */
export function recordedDepth(): number | undefined {
  const games = recorded(sports);
  if (games === undefined) return undefined;
  const { frames } = JSON.parse(games) as Recorded;
  const best = frames.flatMap(({ frame }) =>
    [frame.msg?.yes_dollars_fp, frame.msg?.no_dollars_fp].flatMap((levels) => {
      const top = levels?.toSorted(([left], [right]) => Number(right) - Number(left))[0];
      return top === undefined ? [] : [Number(top[1])];
    }),
  );
  return quantile(best, 0.5);
}
