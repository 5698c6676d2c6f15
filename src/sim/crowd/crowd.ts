/**
 * The crowd of a simulated game: a market maker in both markets and takers around the
 * generator's own win chance. It reacts to a play before the scoreboard shows it.
 */
import { exponential, normal, wholeBetween } from "../../domain/chance.ts";
import type { Chance } from "../../domain/chance.ts";
import { otherBookSide } from "../../domain/market.ts";
import type { BookSide } from "../../domain/market.ts";
import { contracts, quantity } from "../../domain/numbers.ts";
import type { Cancel } from "../../domain/ports.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { World } from "../world.ts";
import { createBelief, createWander } from "./belief.ts";
import type { Belief, CrowdStyle } from "./belief.ts";
import { BASIS, LOOKS, NEWS_MOVE, REACTION_LAG, TAKERS } from "./constants.ts";
import { createMaker, mirrored } from "./maker.ts";
import type { Maker } from "./maker.ts";

export type { CrowdStyle } from "./belief.ts";

export type CrowdOptions = {
  readonly exchange: Pick<Exchange, "quote" | "take" | "top">;
  readonly source: World;
  readonly chance: Chance;
  /** Tickers of the two markets. */
  readonly home: string;
  readonly away: string;
  /** The generator's own win chance of the home team, ties shared, 0–1. */
  readonly fairHome: () => number;
  /** `overreacting`: overshoots after news, then fades. `efficient`: only a lag and noise. */
  readonly style: CrowdStyle;
  /** The game is being played: takers come more often. */
  readonly live: () => boolean;
};

export interface Crowd {
  /** Quotes both books at once and keeps trading until `stop`. */
  start(): void;
  stop(): void;
  /** A play's true result is known now. */
  gameMoved(): void;
}

type State = {
  readonly options: CrowdOptions;
  readonly belief: Belief;
  readonly basis: (seconds: number) => number;
  readonly makers: Readonly<Record<"home" | "away", Maker>>;
  readonly cancels: Set<Cancel>;
  running: boolean;
  /** mono ms of the last look. */
  lookedAt: number;
  /** mono ms until which the crowd is busy with news. */
  busyUntil: number;
  newsPending: boolean;
  /** Which way the news pushes: sign of the home team's chance. */
  push: number;
};

/** Takers are this much rarer while nothing is played. */
const idleFactor = 3;

function mono(state: State): number {
  return state.options.source.clock.now().mono;
}

function isBusy(state: State): boolean {
  return mono(state) < state.busyUntil;
}

function later(state: State, seconds: number, task: () => void): void {
  const cancel = state.options.source.timers.after(Math.round(seconds * 1000), () => {
    state.cancels.delete(cancel);
    if (state.running) task();
  });
  state.cancels.add(cancel);
}

function between(chance: Chance, range: { readonly min: number; readonly max: number }): number {
  return range.min + chance.next() * (range.max - range.min);
}

/** Looks at the game once and quotes both markets anew. */
function look(state: State): void {
  const { exchange, home, away, fairHome } = state.options;
  const now = mono(state);
  const seconds = Math.max(0, now - state.lookedAt) / 1000;
  state.lookedAt = now;
  const busy = isBusy(state);
  // While news is on its way to the crowd, it knows neither the news nor what follows from it.
  const price = state.belief.pass(seconds, state.newsPending ? undefined : fairHome());
  const homeTouch = state.makers.home.touch(price, busy);
  const awayBelief = 1 - price + state.basis(seconds);
  const awayTouch = mirrored(homeTouch, state.makers.away.touch(awayBelief, busy));
  const quotes = [
    [home, state.makers.home, homeTouch],
    [away, state.makers.away, awayTouch],
  ] as const;
  for (const [ticker, maker, touch] of quotes) {
    maker.refresh(touch);
    const { bids, asks } = maker.levels(touch, busy);
    exchange.quote(ticker, bids, asks);
  }
}

function keepLooking(state: State): void {
  const range = isBusy(state) ? LOOKS.busy : LOOKS.quiet;
  later(state, between(state.options.chance, range), () => {
    look(state);
    keepLooking(state);
  });
}

/** The side a taker comes from: with the news while it is fresh, either way otherwise. */
function takerSide(state: State, team: "home" | "away"): BookSide {
  const { chance } = state.options;
  const push = team === "home" ? state.push : -state.push;
  const buys = isBusy(state) ? 0.5 + 0.25 * push : 0.5;
  return chance.next() < buys ? "bid" : "ask";
}

function takeOnce(state: State, team: "home" | "away"): void {
  const { exchange, chance } = state.options;
  const ticker = state.options[team];
  const side = takerSide(state, team);
  const usual = Math.exp(normal(chance, Math.log(TAKERS.median), TAKERS.spread));
  const wanted = isBusy(state) ? usual * TAKERS.busyFactor : usual;
  const hundredths = chance.next() < 0.12 ? wholeBetween(chance, 1, 99) : 0;
  const top = exchange.top(ticker);
  const best = side === "bid" ? top.ask : top.bid;
  if (best === undefined) return;
  const [at, shown] = best;
  const most = Math.floor((shown * TAKERS.shareMax) / 100);
  const whole = Math.min(Math.max(1, Math.round(wanted)), most);
  if (whole < 1) return;
  const taken = exchange.take(ticker, side, quantity(contracts(whole) + hundredths), at);
  state.makers[team].consumed(otherBookSide(side), at, taken);
}

function keepTaking(state: State, team: "home" | "away"): void {
  const { chance, live } = state.options;
  const mean = isBusy(state) ? TAKERS.busyMean : TAKERS.quietMean;
  later(state, exponential(chance, live() ? mean : mean * idleFactor), () => {
    takeOnce(state, team);
    keepTaking(state, team);
  });
}

function takeIn(state: State): void {
  state.newsPending = false;
  const move = state.belief.learn(state.options.fairHome());
  if (Math.abs(move) < NEWS_MOVE) return;
  state.push = Math.sign(move);
  state.busyUntil = mono(state) + LOOKS.busySeconds * 1000;
  look(state);
}

/** A crowd for one game. Everything it does is drawn from `chance`. */
export function createCrowd(options: CrowdOptions): Crowd {
  const { chance, style, fairHome } = options;
  const state: State = {
    options,
    belief: createBelief(chance, style, fairHome()),
    basis: createWander(chance, BASIS),
    makers: { home: createMaker(chance), away: createMaker(chance) },
    cancels: new Set(),
    running: false,
    lookedAt: 0,
    busyUntil: 0,
    newsPending: false,
    push: 0,
  };
  return {
    start: () => {
      if (state.running) return;
      state.running = true;
      state.lookedAt = mono(state);
      look(state);
      keepLooking(state);
      keepTaking(state, "home");
      keepTaking(state, "away");
    },
    stop: () => {
      state.running = false;
      for (const cancel of state.cancels) cancel();
      state.cancels.clear();
    },
    gameMoved: () => {
      if (!state.running || state.newsPending) return;
      state.newsPending = true;
      later(state, between(chance, REACTION_LAG), () => takeIn(state));
    },
  };
}
