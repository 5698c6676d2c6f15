import { expect, test } from "vitest";
import { seededChance } from "../../domain/chance.ts";
import { ONE_DOLLAR } from "../../domain/numbers.ts";
import { createExchange } from "../exchange/exchange.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { createHandClock } from "../exchange/hand-clock.ts";
import { OVERSHOOT, REACTION_LAG } from "./constants.ts";
import { createCrowd } from "./crowd.ts";
import { mirrored } from "./maker.ts";
import type { Crowd, CrowdStyle } from "./crowd.ts";

const home = "EVENT-HOME";
const away = "EVENT-AWAY";
const kickoffAt = 1_791_850_500_000;

type Night = {
  readonly exchange: Exchange;
  readonly crowd: Crowd;
  readonly wind: (ms: number) => void;
  /** Sets the generator's own win chance and tells the crowd of the play. */
  readonly play: (fair: number) => void;
  readonly mid: (ticker: string) => number;
  /** Frames of both books, the tape and the tickers. */
  readonly frames: string[];
};

function beginNight(style: CrowdStyle, seed = 11): Night {
  const clock = createHandClock(kickoffAt);
  const exchange = createExchange({
    source: clock,
    operator: clock,
    chance: seededChance(seed, "exchange"),
    listings: [
      {
        eventTicker: "EVENT",
        seriesTicker: "SERIES",
        title: "",
        subTitle: "",
        home: { ticker: home, name: "Home" },
        away: { ticker: away, name: "Away" },
        kickoffAt,
      },
    ],
    verify: undefined,
  });
  exchange.start();
  const frames: string[] = [];
  const client = {
    send: (text: string): void => {
      frames.push(text);
    },
    ping: () => undefined,
    close: () => undefined,
  };
  const url = "ws://127.0.0.1:1/trade-api/ws/v2";
  const listener = exchange.socket.accept({ method: "GET", url, headers: {} }, client);
  const params = {
    channels: ["orderbook_delta", "trade", "ticker"],
    market_tickers: [home, away],
    use_yes_price: true,
  };
  listener.message(JSON.stringify({ id: 1, cmd: "subscribe", params }));
  let fair = 0.6;
  const crowd = createCrowd({
    exchange,
    source: clock,
    chance: seededChance(seed, "crowd"),
    home,
    away,
    fairHome: () => fair,
    style,
    live: () => true,
  });
  crowd.start();
  return {
    exchange,
    crowd,
    wind: clock.wind,
    play: (next) => {
      fair = next;
      crowd.gameMoved();
    },
    mid: (ticker) => {
      const { bid, ask } = exchange.top(ticker);
      if (bid === undefined || ask === undefined) throw new Error("one-sided");
      return (bid[0] + ask[0]) / 20_000;
    },
    frames,
  };
}

/** Chances that jump, drift and touch both ends. */
const path = [0.6, 0.72, 0.7, 0.31, 0.35, 0.08, 0.02, 0.2, 0.55, 0.97, 0.999, 0.62];

test.each(["overreacting", "efficient"] as const)(
  "%s: books stay two-sided, uncrossed and mirrored through every play",
  (style) => {
    const night = beginNight(style);
    let seconds = 0;
    for (const fair of path) {
      night.play(fair);
      for (let second = 0; second < 60; second += 1) {
        night.wind(1000);
        seconds += 1;
        const tops = [home, away].map((ticker) => night.exchange.top(ticker));
        for (const { bid, ask } of tops) {
          expect(bid?.[0]).toBeLessThan(ask?.[0] ?? 0);
          expect(bid?.[1]).toBeGreaterThan(0);
        }
        const [homeTop, awayTop] = tops;
        // No free money across the two markets, and mids that agree within 3 cents.
        expect((homeTop?.bid?.[0] ?? 0) + (awayTop?.bid?.[0] ?? 0)).toBeLessThanOrEqual(10_000);
        expect((homeTop?.ask?.[0] ?? 0) + (awayTop?.ask?.[0] ?? 0)).toBeGreaterThanOrEqual(10_000);
        expect(Math.abs(night.mid(home) + night.mid(away) - 1)).toBeLessThanOrEqual(0.03);
      }
    }
    expect(seconds).toBe(720);
    expect(night.frames.length).toBeGreaterThan(1000);
  },
);

test("the crowd has moved within its lag, long before a scoreboard could show the play", () => {
  const night = beginNight("efficient");
  night.wind(20_000);
  const before = night.mid(home);
  night.play(0.8);
  night.wind(REACTION_LAG.min * 1000 - 1);
  expect(Math.abs(night.mid(home) - before)).toBeLessThan(0.03);
  night.wind((REACTION_LAG.max - REACTION_LAG.min) * 1000 + 1);
  expect(Math.abs(night.mid(home) - 0.8)).toBeLessThan(0.03);
});

test("an overreacting crowd exceeds the move and comes back; an efficient one does not exceed it", () => {
  const excessAfter = (style: CrowdStyle, seconds: number): number => {
    const night = beginNight(style);
    night.wind(20_000);
    night.play(0.75);
    night.wind(seconds * 1000);
    return night.mid(home) - 0.75;
  };
  const move = 0.15;
  expect(excessAfter("overreacting", 5)).toBeGreaterThan(move * OVERSHOOT.shareMin - 0.03);
  expect(excessAfter("overreacting", 5)).toBeLessThan(OVERSHOOT.cap + 0.03);
  expect(excessAfter("overreacting", 6 * OVERSHOOT.halfLife)).toBeLessThan(0.03);
  expect(Math.abs(excessAfter("efficient", 5))).toBeLessThan(0.03);
});

test("the same seed gives the same frames, another seed others", () => {
  const framesOf = (seed: number): string => {
    const night = beginNight("overreacting", seed);
    for (const fair of path) {
      night.play(fair);
      night.wind(20_000);
    }
    return night.frames.join("\n");
  };
  expect(framesOf(5)).toBe(framesOf(5));
  expect(framesOf(5)).not.toBe(framesOf(6));
});

test("a quiet book still lives, and a busy one stays within what one core reads", () => {
  const night = beginNight("overreacting");
  const deltas = (): number =>
    night.frames.filter((text) => text.includes('"orderbook_delta","sid"')).length;
  for (let window = 0; window < 20; window += 1) {
    const before = deltas();
    night.wind(15_000);
    expect(deltas() - before).toBeGreaterThanOrEqual(3);
  }
  const quiet = night.frames.length / 300;
  expect(quiet).toBeLessThan(10);
  const before = night.frames.length;
  for (const fair of path) {
    night.play(fair);
    night.wind(10_000);
  }
  expect((night.frames.length - before) / (path.length * 10)).toBeLessThan(60);
});

test("a stopped crowd is silent, and a closed market leaves it without effect", () => {
  const night = beginNight("overreacting");
  night.exchange.determine("EVENT", ONE_DOLLAR);
  night.wind(5000);
  expect(night.exchange.top(home)).toMatchObject({ bid: undefined, ask: undefined });
  night.crowd.stop();
  night.wind(120_000);
  const { length } = night.frames;
  night.wind(120_000);
  expect(night.frames).toHaveLength(length);
});

test("the away quote gives way where it would make free money with the home quote", () => {
  expect(mirrored({ bid: 63, ask: 64 }, { bid: 38, ask: 39 })).toEqual({ bid: 37, ask: 39 });
  expect(mirrored({ bid: 63, ask: 64 }, { bid: 34, ask: 35 })).toEqual({ bid: 34, ask: 36 });
  expect(mirrored({ bid: 98, ask: 99 }, { bid: 2, ask: 3 })).toEqual({ bid: 2, ask: 3 });
  expect(mirrored({ bid: 1, ask: 2 }, { bid: 98, ask: 99 })).toEqual({ bid: 98, ask: 99 });
});
