/**
 * The desk as the world sees it: the body of `GET /api/state`, of the page's snapshot and of its
 * patches. Snake case, prices and money in dollars, probabilities and edges 0–1, null = unknown.
 */
import type { GateCode, GateVerdict } from "../domain/codes.ts";
import type { Mode, Source, TradingState } from "../domain/orders.ts";

export type GameView = {
  readonly event_id: string | null;
  readonly home: string | null;
  readonly away: string | null;
  readonly home_name: string | null;
  readonly away_name: string | null;
  readonly state: "pre" | "in" | "post" | null;
  /** The phase in the house's words: scheduled, inProgress, halftime, final … */
  readonly phase: string | null;
  readonly status: string | null;
  readonly period: number | null;
  readonly clock: string | null;
  readonly clock_seconds: number | null;
  readonly home_score: number | null;
  readonly away_score: number | null;
  /** Abbreviation of the team with the ball. */
  readonly possession: string | null;
  /** 0–100 from the own goal line of the team with the ball. */
  readonly yardline: number | null;
  /** Yards to the goal line attacked. */
  readonly yardline_100: number | null;
  readonly down: number | null;
  readonly distance: number | null;
  readonly home_timeouts: number | null;
  readonly away_timeouts: number | null;
  readonly last_play: string | null;
  readonly kickoff_at: string | null;
};

/** Top of one market and the eleven best levels each side, best first, in dollars and contracts. */
export type BookView = {
  readonly ticker: string;
  readonly team: string;
  readonly status: string;
  readonly bid: number | null;
  readonly bid_size: number | null;
  readonly ask: number | null;
  readonly ask_size: number | null;
  readonly mid: number | null;
  readonly spread: number | null;
  readonly last: number | null;
  readonly volume: number | null;
  readonly volume_5m: number | null;
  readonly bids: readonly (readonly [price: number, contracts: number])[];
  readonly asks: readonly (readonly [price: number, contracts: number])[];
  /** live: usable; waiting: no snapshot yet; broken: resyncing, with the reason. */
  readonly book: "live" | "waiting" | "broken";
  readonly why: string | null;
};

/** The HOME market's numbers at the top level, both books below. */
export type MarketView = {
  readonly event_ticker: string | null;
  readonly ticker: string | null;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly mid: number | null;
  readonly spread: number | null;
  readonly volume: number | null;
  readonly home: BookView | null;
  readonly away: BookView | null;
};

export type ModelView = {
  readonly home_wp: number | null;
  readonly away_wp: number | null;
  readonly tie: number | null;
  /** Mid of the HOME market. */
  readonly market_price: number | null;
  /** fair(HOME) − mid(HOME), signed. */
  readonly edge: number | null;
  /** Net of spread and fee for the signal's size; null without a signal. */
  readonly net_edge: number | null;
  readonly signal: "BUY" | "SELL" | null;
  /** e.g. "SELL KC (= buy DEN)". */
  readonly action: string | null;
  readonly model: string;
  /** Usual error of the model in this situation, e.g. 0.04 for ± 4 points. */
  readonly band: number | null;
  /** Model and market pooled: the same chance of HOME, with the market's mid counted in. */
  readonly pooled_home: number | null;
  /** Why there is no answer, or what the model did without. */
  readonly note: string | null;
};

/** The signal card: what Execute would send. */
export type SignalView = {
  readonly signal_id: string;
  /** Every play update and quote change makes a new version; Execute carries it. */
  readonly version: number;
  readonly signal: "BUY" | "SELL";
  readonly team: string;
  /** The team whose winning the signal wants to hold. */
  readonly toward: string;
  readonly action: string;
  readonly edge: number;
  readonly net_edge: number | null;
  readonly strong: boolean;
  /** What would be sent: market, side of its YES book, contracts, limit in dollars. */
  readonly ticker: string | null;
  readonly side: "BUY" | "SELL" | null;
  readonly quantity: number | null;
  readonly limit: number | null;
  readonly fee: number | null;
  readonly max_loss: number | null;
  readonly max_gain: number | null;
  /** Part of the quantity that only reduces what is held. */
  readonly reduces: number;
  /** Average cost of holding `toward`, in dollars: by its own market, by the other; null: no way. */
  readonly routes: { readonly own: number | null; readonly other: number | null };
  /** Seconds until the oldest input goes stale. */
  readonly stale_in: number | null;
  /** Execute is possible now. */
  readonly executable: boolean;
  /** Gate codes that block Execute, most telling first. */
  readonly blocked_by: readonly string[];
  /** A reason and a confirm make it possible. */
  readonly needs_reason: boolean;
  readonly opened_at: string;
};

export type GateView = {
  readonly code: GateCode;
  readonly verdict: GateVerdict;
  readonly value: string;
  readonly limit: string;
  /** Does this gate apply to: auto, Execute, a ticket. */
  readonly applies: { readonly auto: boolean; readonly execute: boolean; readonly ticket: boolean };
};

export type PerformanceView = {
  readonly total_trades: number;
  readonly open_trades: number;
  readonly winning_trades: number;
  readonly closed_trades: number;
  readonly win_rate: number | null;
  readonly realized_pnl: number;
  readonly unrealized_pnl: number | null;
  readonly fees: number;
  readonly total_pnl: number | null;
  readonly balance: number | null;
  readonly at_risk: number;
};

/** Net contracts of this game's markets, and what each final outcome would make of all of them. */
export type PositionView = {
  readonly home_contracts: number;
  readonly away_contracts: number;
  readonly words: string;
  /** What is held of other games, and whether that is compared; null: nothing. */
  readonly left_over: string | null;
  readonly if_home: number;
  readonly if_away: number;
  readonly if_tie: number;
  readonly if_closed: number | null;
};

/** One row of trades.csv and of the page's list. Dollars; times ISO 8601 UTC. */
export type TradeView = {
  readonly trade_id: string;
  readonly session_id: string;
  readonly source: Source;
  readonly mode: Mode;
  readonly opened_at: string;
  readonly game_clock: string;
  readonly ticker: string;
  readonly team: string;
  readonly side: "BUY" | "SELL";
  readonly quantity: number;
  readonly entry_price: number;
  readonly exit_price: number | null;
  readonly gross: number | null;
  readonly fees: number;
  readonly net: number | null;
  readonly state: "open" | "closed" | "settled";
  readonly closed_at: string | null;
};

export type OrderView = {
  readonly intent_id: number;
  readonly at: string;
  readonly ticker: string;
  readonly side: "BUY" | "SELL";
  readonly quantity: number;
  readonly filled: number;
  readonly limit: number;
  readonly origin: string;
  /** intent, sent, filled, partlyFilled, unfilled, abandoned … */
  readonly state: string;
};

export type BreakerView = {
  readonly state: "CLOSED" | "OPEN" | "HALF_OPEN";
  readonly failures: number;
  /** ISO time of the next probe. */
  readonly next_probe_at: string | null;
  readonly last_error: string | null;
};

/** Settings in force, wire names and wire units. */
export type ConfigView = Readonly<Record<string, number | string | boolean | null>> & {
  readonly version: number;
  readonly paper_trading: boolean;
  readonly auto_trading: boolean;
  readonly min_edge: number;
  readonly min_net_edge: number;
  readonly max_position_size: number;
};

export type StatusView = {
  readonly state: TradingState;
  readonly why: string | null;
  readonly auto: boolean;
  readonly journal: "ok" | "down";
  readonly connected: { readonly espn: boolean; readonly kalshi: boolean };
  /** What the source's banner says, e.g. "simulated night". */
  readonly source_words: string;
  /** A sentence that always stands under the bar, e.g. about the simulated crowd. */
  readonly caution: string | null;
  /** Speed of the source's clock, for sources that have one. */
  readonly speed: number | null;
  readonly session_id: string;
  readonly resting_orders: number;
  /** Orders whose fate is open: they count as filled and block entries. */
  readonly unknown_orders: readonly UnknownOrderView[];
  /** What concerns really sending; null on paper, where no account is open. */
  readonly account: AccountView | null;
  /** The mode beside PAPER that this source offers; null: none, and why. */
  readonly second_mode: Mode | null;
  readonly second_mode_why: string | null;
};

export type UnknownOrderView = {
  readonly intent_id: number;
  readonly ticker: string;
  readonly side: "BUY" | "SELL";
  readonly quantity: number;
  readonly why: string;
  readonly seconds: number;
  /** A person may declare its fate in so many seconds; 0: now. */
  readonly declare_in: number;
};

/** The account at the exchange as far as it decides about sending. */
export type AccountView = {
  /** checking: the pre-flight is under way. reduceOnly: not armed, something is held. */
  readonly arming: "checking" | "armed" | "reduceOnly";
  /** Seconds until the arming runs out; null while not armed. */
  readonly armed_for: number | null;
  /** The channels of our orders and fills are up. */
  readonly orders_stream: boolean;
  readonly orders_stream_why: string;
  /** The exchange's own kill switch on our entries. */
  readonly entry_group: "none" | "ready" | "triggered";
  readonly entry_group_why: string | null;
  /** Our books and the exchange's; null: not compared yet. */
  readonly ledger_agrees: boolean | null;
  readonly ledger_why: string | null;
  /** Cash as the exchange says it, dollars. */
  readonly cash: number | null;
  /** Resting orders that this desk did not place. */
  readonly external_orders: number;
  /** The last STOP or Kill; null: none since Start. */
  readonly stop: { readonly confirmed: boolean; readonly text: string } | null;
};

/** Ages in seconds on the source's clock at `as_of`; the page counts on. null = never heard. */
export type AgesView = {
  readonly espn_answer: number | null;
  readonly espn_content: number | null;
  readonly kalshi_frame: number | null;
  readonly kalshi_check: number | null;
};

/**
 * How far ESPN was behind the market tonight: seconds from a jump of the price to the game event
 * that explained it. null until three events were measured.
 */
export type FeedLagView = {
  readonly events: number;
  readonly median_s: number | null;
  readonly p90_s: number | null;
};

/** One notice for the person, newest first, at most 10. */
export type NoticeView = {
  readonly at: string;
  readonly level: "info" | "warn";
  readonly text: string;
};

export type View = {
  /** Grows with every change of the view. */
  readonly seq: number;
  readonly as_of: string;
  readonly mode: Mode;
  readonly source: Source;
  readonly game_state: GameView;
  readonly market_state: MarketView;
  readonly model_prediction: ModelView;
  readonly last_signal: SignalView | null;
  readonly trades: readonly TradeView[];
  readonly orders: readonly OrderView[];
  readonly position: PositionView;
  readonly performance: PerformanceView;
  readonly circuit_breaker: { readonly kalshi: BreakerView; readonly espn: BreakerView };
  readonly config: ConfigView;
  readonly status: StatusView;
  readonly gates: readonly GateView[];
  readonly ages: AgesView;
  readonly feed_lag: FeedLagView;
  readonly notices: readonly NoticeView[];
  readonly last_update: string;
};

/** One change of the view: the value at a path of keys. An array is replaced as a whole. */
export type Change = readonly [path: readonly string[], value: unknown];

/** What `/ws` speaks to the page. */
export type PageMessage =
  | {
      readonly type: "initial_state";
      readonly seq: number;
      readonly page: string;
      readonly state: View;
    }
  | { readonly type: "patch"; readonly seq: number; readonly changes: readonly Change[] }
  | { readonly type: "pong" };
