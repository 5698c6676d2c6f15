/** A desk written by hand: it remembers what it was told and stands in any mode. */
import type { Command, CommandOrigin } from "../../src/domain/commands.ts";
import { configOnWire } from "../../src/domain/config-wire.ts";
import { DEFAULT_CONFIG, type Config } from "../../src/domain/config.ts";
import type { Answer } from "../../src/domain/effects.ts";
import type { Mode } from "../../src/domain/orders.ts";
import type { View } from "../../src/engine/view-types.ts";
import type { AuditEntry, AuditQuery, DeskPort } from "../../src/server/server.ts";

export const hostileText = '<img src=x onerror="alert(1)">';

function book(ticker: string, team: string) {
  const tops = { bid: 0.84, bid_size: 100, ask: 0.86, ask_size: 100, mid: 0.85, spread: 0.02 };
  const levels = { bids: [[0.84, 100]] as const, asks: [[0.86, 100]] as const };
  const rest = { last: null, volume: 10, volume_5m: null, book: "live", why: null } as const;
  return { ticker, team, status: "active", ...tops, ...levels, ...rest };
}

const game: View["game_state"] = {
  event_id: "401772510",
  home: "KC",
  away: "DEN",
  home_name: "Kansas City Chiefs",
  away_name: "Denver Broncos",
  state: "in",
  phase: "inProgress",
  status: "Q1 2:00",
  period: 1,
  clock: "2:00",
  clock_seconds: 120,
  home_score: 7,
  away_score: 3,
  possession: "KC",
  yardline: 35,
  yardline_100: 65,
  down: 1,
  distance: 10,
  home_timeouts: 3,
  away_timeouts: 3,
  last_play: "Kickoff",
  kickoff_at: null,
};

function breaker() {
  return { state: "CLOSED", failures: 0, next_probe_at: null, last_error: null } as const;
}

/** A whole view, plain and valid. */
export function baseView(): View {
  const home = book("KXNFLGAME-25SEP07DENKC-KC", "KC");
  const away = book("KXNFLGAME-25SEP07DENKC-DEN", "DEN");
  const { ticker, bid, ask, mid, spread, volume } = home;
  const at = "2025-09-07T20:00:00.000Z";
  const money = { realized_pnl: 0, unrealized_pnl: 0, fees: 0, total_pnl: 0, balance: 1000 };
  const counts = { total_trades: 0, open_trades: 0, winning_trades: 0, closed_trades: 0 };
  return {
    seq: 1,
    as_of: at,
    mode: "PAPER",
    source: "sim",
    game_state: game,
    market_state: { event_ticker: "E", ticker, bid, ask, mid, spread, volume, home, away },
    model_prediction: {
      home_wp: 0.75,
      away_wp: 0.25,
      tie: 0,
      market_price: 0.85,
      edge: -0.1,
      net_edge: null,
      signal: "SELL",
      action: "SELL KC (= buy DEN)",
      model: "baseline",
      band: null,
      pooled_home: null,
      note: null,
    },
    last_signal: null,
    trades: [],
    orders: [],
    position: {
      home_contracts: 0,
      away_contracts: 0,
      words: "flat",
      left_over: null,
      if_home: 0,
      if_away: 0,
      if_tie: 0,
      if_closed: null,
    },
    performance: { ...counts, ...money, win_rate: null, at_risk: 0 },
    circuit_breaker: { kalshi: breaker(), espn: breaker() },
    config: {} as View["config"],
    status: {
      state: "TRADING",
      why: null,
      auto: false,
      journal: "ok",
      connected: { espn: true, kalshi: true },
      source_words: "simulated night",
      caution: null,
      speed: 12,
      session_id: "s1",
      unknown_orders: [],
      account: null,
      second_mode: "DEMO",
      second_mode_why: null,
      resting_orders: 0,
    },
    gates: [],
    ages: { espn_answer: 1, espn_content: 1, kalshi_frame: 0, kalshi_check: 5 },
    feed_lag: { events: 0, median_s: null, p90_s: null },
    notices: [],
    last_update: at,
  };
}

export type Heard = { readonly command: Command; readonly origin: CommandOrigin };

export interface FakeDesk extends DeskPort {
  readonly heard: Heard[];
  readonly records: { readonly kind: string; readonly body: Readonly<Record<string, unknown>> }[];
  readonly queries: AuditQuery[];
  readonly attached: number[];
  config(): Config;
  setMode(mode: Mode): void;
  /** Changes the view and tells the listeners. */
  change(part: Partial<View>): void;
  /** Makes every command fail as a bug would. */
  breakDown(error: Error): void;
}

export function createFakeDesk(): FakeDesk {
  const heard: Heard[] = [];
  const records: FakeDesk["records"] = [];
  const queries: AuditQuery[] = [];
  const attached: number[] = [];
  const listeners = new Set<() => void>();
  let config = DEFAULT_CONFIG;
  let version = 1;
  let auto = false;
  let view = baseView();
  let failure: Error | undefined;

  const wire = () =>
    ({
      ...configOnWire(config),
      version,
      paper_trading: view.mode === "PAPER",
      auto_trading: auto,
    }) as View["config"];

  const change = (part: Partial<View>): void => {
    view = { ...view, seq: view.seq + 1, ...part };
    for (const listener of listeners) listener();
  };

  const changeConfig = (command: Extract<Command, { kind: "config" }>): Answer => {
    const { settings, autoTrading, paperTrading, version: seen } = command.change;
    if (seen !== undefined && seen !== version) return { status: 409, body: { version } };
    config = { ...config, ...settings };
    auto = autoTrading ?? auto;
    version += 1;
    if (paperTrading !== undefined) change({ mode: paperTrading ? "PAPER" : "DEMO" });
    return { status: 200, body: { config: wire(), version } };
  };

  const entries: AuditEntry[] = Array.from({ length: 120 }, (_, index) => ({
    seq: index + 1,
    at: 1_757_275_200_000 + index * 1000,
    kind: index % 2 === 0 ? "signal" : "block",
    body: { index },
  }));

  return {
    heard,
    records,
    queries,
    attached,
    config: () => config,
    setMode: (mode) => change({ mode }),
    change,
    breakDown: (error) => {
      failure = error;
    },
    view: () => ({ ...view, config: wire() }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    command: async (command, origin) => {
      if (failure !== undefined) throw failure;
      heard.push({ command, origin });
      if (command.kind === "config") return changeConfig(command);
      return { status: 202, body: { kind: command.kind } };
    },
    audit: async (query) => {
      queries.push(query);
      const { limit, kinds, from } = query;
      const wanted = entries.filter(
        (entry) =>
          (kinds === undefined || kinds.includes(entry.kind)) &&
          (from === undefined || entry.at >= from),
      );
      return wanted.slice(-limit);
    },
    trades: () => [],
    fills: () => [],
    pages: (count) => {
      attached.push(count);
    },
    games: async () => [{ event_id: "401772510", home: "KC", away: "DEN" }],
    health: () => ({ status: "ok" }),
    setSpeed: (speed) => ({ status: 200, body: { speed } }),
    record: (kind, body) => {
      records.push({ kind, body });
    },
  };
}
