/** A view with something in every place of the screen: a signal, a position, trades, orders. */
import { GATE_CODES } from "../../src/domain/codes.ts";
import type {
  AccountView,
  BookView,
  GateView,
  OrderView,
  SignalView,
  StatusView,
  TradeView,
  UnknownOrderView,
  View,
} from "../../src/engine/view-types.ts";
import { baseView } from "../security/fake-desk.ts";

export const homeTicker = "KXNFLGAME-25SEP07DENKC-KC";
export const awayTicker = "KXNFLGAME-25SEP07DENKC-DEN";
const at = "2025-09-08T00:15:07.000Z";

type Levels = readonly (readonly [number, number])[];

function ladder(best: number, step: number, sizes: readonly number[]): Levels {
  return sizes.map((size, index) => [Math.round((best + index * step) * 100) / 100, size] as const);
}

function bookOf(ticker: string, team: string, bid: number, ask: number, volume: number): BookView {
  return {
    ticker,
    team,
    status: "active",
    bid,
    bid_size: 240,
    ask,
    ask_size: 310,
    mid: (bid + ask) / 2,
    spread: Math.round((ask - bid) * 1e4) / 1e4,
    last: bid,
    volume,
    volume_5m: 9_120,
    bids: ladder(bid, -0.01, [240, 800, 1_250, 400, 3_100, 90]),
    asks: ladder(ask, 0.01, [310, 620, 1_900, 2_500, 150, 700]),
    book: "live",
    why: null,
  };
}

/** The card of trading semantics §10.2, E1: KC at 75, the market at 84/86. */
export const richSignal: SignalView = {
  signal_id: "signal-4",
  version: 7,
  signal: "SELL",
  team: "KC",
  toward: "DEN",
  action: "SELL KC (= buy DEN)",
  edge: -0.1,
  net_edge: 0.0805,
  strong: false,
  ticker: homeTicker,
  side: "SELL",
  quantity: 100,
  limit: 0.84,
  fee: 0.9408,
  max_loss: 16.9408,
  max_gain: 83.0592,
  reduces: 0,
  routes: { own: 0.16, other: 0.17 },
  stale_in: 8.2,
  executable: true,
  blocked_by: [],
  needs_reason: false,
  opened_at: at,
};

function gate(code: GateView["code"], index: number): GateView {
  const verdict = index % 9 === 8 ? "unchecked" : "pass";
  const applies = { auto: true, execute: index % 5 !== 0, ticket: index % 2 === 0 };
  return { code, verdict, value: `${index}.0¢`, limit: "≤ 10.0¢", applies };
}

function trade(index: number, part: Partial<TradeView>): TradeView {
  return {
    trade_id: `T${index}`,
    session_id: "s1",
    source: "sim",
    mode: "PAPER",
    opened_at: "2025-09-08T00:05:07.000Z",
    game_clock: `Q2 ${9 - (index % 9)}:41`,
    ticker: homeTicker,
    team: "KC",
    side: "SELL",
    quantity: 100,
    entry_price: 0.84,
    exit_price: 0.77,
    gross: 7,
    fees: 2.19,
    net: 4.81,
    state: "closed",
    closed_at: at,
    ...part,
  };
}

function order(intentId: number, part: Partial<OrderView>): OrderView {
  return {
    intent_id: intentId,
    at,
    ticker: homeTicker,
    side: "SELL",
    quantity: 100,
    filled: 100,
    limit: 0.84,
    origin: "execute",
    state: "filled",
    ...part,
  };
}

const trades: readonly TradeView[] = [
  trade(5, {
    state: "open",
    exit_price: null,
    gross: null,
    net: null,
    fees: 0.95,
    closed_at: null,
  }),
  trade(4, {
    team: "DEN",
    side: "BUY",
    entry_price: 0.31,
    exit_price: 0.55,
    net: 20.76,
    fees: 3.24,
  }),
  trade(3, { side: "BUY", entry_price: 0.54, exit_price: 0.46, net: -11.48, fees: 3.48 }),
  trade(2, { side: "BUY", entry_price: 0.52, exit_price: 0.86, net: 31.4, fees: 2.6 }),
  trade(1, {
    side: "BUY",
    entry_price: 0.17,
    exit_price: 1,
    net: 82.01,
    fees: 0.99,
    state: "settled",
  }),
];

export function richView(): View {
  const base = baseView();
  const home = bookOf(homeTicker, "KC", 0.84, 0.86, 412_300);
  const away = bookOf(awayTicker, "DEN", 0.14, 0.16, 96_410);
  return {
    ...base,
    as_of: at,
    game_state: {
      ...base.game_state,
      status: "8:41 - 3rd Quarter",
      period: 3,
      clock: "8:41",
      clock_seconds: 521,
      home_score: 17,
      away_score: 10,
      possession: "KC",
      yardline: 62,
      yardline_100: 38,
      down: 2,
      distance: 7,
      home_timeouts: 3,
      away_timeouts: 1,
      last_play:
        "(9:20) P.Mahomes pass short right to T.Kelce to DEN 38 for 9 yards (P.Surtain II; J.Simmons).",
      kickoff_at: "2025-09-07T23:20:00.000Z",
    },
    market_state: { ...base.market_state, event_ticker: "KXNFLGAME-25SEP07DENKC", home, away },
    model_prediction: {
      ...base.model_prediction,
      tie: 0.002,
      band: 0.04,
      pooled_home: 0.776,
      home_wp: 0.749,
      away_wp: 0.249,
      net_edge: 0.0805,
    },
    last_signal: richSignal,
    gates: GATE_CODES.map(gate),
    trades,
    orders: [
      order(7, { state: "partlyFilled", filled: 40 }),
      order(6, { state: "sent", filled: 0 }),
      order(5, {}),
      order(4, { ticker: awayTicker, side: "BUY", limit: 0.31, origin: "auto" }),
    ],
    position: {
      home_contracts: -100,
      away_contracts: 0,
      words: "100 NO KC",
      left_over: "DEMO: 10 YES KXNFLGAME-26OCT05LVSEA-SEA",
      if_home: -16.9408,
      if_away: 83.0592,
      if_tie: 33.0592,
      if_closed: -3.75,
    },
    performance: {
      ...base.performance,
      total_trades: 5,
      open_trades: 1,
      winning_trades: 3,
      closed_trades: 4,
      win_rate: 0.75,
      realized_pnl: 127.5344,
      unrealized_pnl: -3.75,
      fees: 12.4656,
      total_pnl: 123.7844,
      balance: 1127.5344,
      at_risk: 16.9408,
    },
    status: {
      ...base.status,
      caution: "simulated crowd, set to overreact: results here prove nothing",
      speed: 1,
    },
    ages: { espn_answer: 1.2, espn_content: 38, kalshi_frame: 0.3, kalshi_check: 12 },
    feed_lag: { events: 4, median_s: 17, p90_s: 31 },
    notices: [
      { at, level: "info", text: "Signal: SELL KC (= buy DEN)." },
      { at, level: "warn", text: "refused: SPREAD, NET_EDGE" },
    ],
    last_update: at,
  };
}

/** An account with nothing wrong about it, armed for almost four hours. */
export const armedAccount: AccountView = {
  arming: "armed",
  armed_for: 14_340,
  orders_stream: true,
  orders_stream_why: "",
  entry_group: "ready",
  entry_group_why: null,
  ledger_agrees: true,
  ledger_why: null,
  cash: 1127.53,
  external_orders: 0,
  stop: null,
};

/** The rich view in DEMO; `account` says what is different about the account. */
export function demoView(account: Partial<AccountView> = {}, status: Partial<StatusView> = {}) {
  const view = richView();
  return {
    ...view,
    mode: "DEMO",
    trades: view.trades.map((one) => ({ ...one, mode: "DEMO" })),
    status: { ...view.status, account: { ...armedAccount, ...account }, ...status },
  } as const satisfies View;
}

export const unknownOrder: UnknownOrderView = {
  intent_id: 7,
  ticker: homeTicker,
  side: "SELL",
  quantity: 100,
  why: "no answer within 10 s",
  seconds: 42,
  declare_in: 258,
};
