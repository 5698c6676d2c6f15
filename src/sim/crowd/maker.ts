/** The crowd's market maker in one market: where it quotes, and how much. */
import { normal, wholeBetween } from "../../domain/chance.ts";
import type { Chance } from "../../domain/chance.ts";
import type { BookSide, Level } from "../../domain/market.ts";
import { ONE_CENT, contracts, price, quantity } from "../../domain/numbers.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";
import { DEPTH, SPREADS } from "./constants.ts";

/** Best bid and best ask, whole cents of YES. */
export type Touch = { readonly bid: number; readonly ask: number };

export interface Maker {
  /** Where to quote around a belief (0–1); keeps the quote that stands while it is near enough. */
  touch(belief: number, busy: boolean): Touch;
  /** Levels of both sides around a touch, best first. */
  levels(touch: Touch, busy: boolean): { readonly bids: Level[]; readonly asks: Level[] };
  /** Draws the size of one level near the best anew, so that the book lives. */
  refresh(touch: Touch): void;
  /** Somebody took this much at a price: it is not there the next moment. */
  consumed(side: BookSide, at: Price, taken: Quantity): void;
}

/** A quote stays while its middle is within this of the belief, cents. */
const nearCents = 0.8;

type Odds = readonly (readonly [cents: number, chance: number])[];

function drawCents(chance: Chance, odds: Odds): number {
  let left = chance.next();
  for (const [cents, share] of odds) {
    left -= share;
    if (left < 0) return cents;
  }
  return odds.at(-1)?.[0] ?? 1;
}

/** Keeps a touch inside the scale and uncrossed. */
export function insideScale(bid: number, ask: number): Touch {
  const low = Math.min(98, Math.max(1, bid));
  return { bid: low, ask: Math.min(99, Math.max(low + 1, ask)) };
}

/** The away book mirrors the home book: together their bids or asks are no free money. */
export function mirrored(home: Touch, away: Touch): Touch {
  const bid = Math.min(away.bid, 100 - home.bid);
  return insideScale(bid, Math.max(away.ask, 100 - home.ask));
}

/** Mostly whole contracts; a small share of the sizes on the real tape is fractional. */
function drawSize(chance: Chance): Quantity {
  const count = Math.exp(normal(chance, Math.log(DEPTH.median), DEPTH.spread));
  const whole = contracts(Math.max(DEPTH.min, Math.round(count)));
  const hundredths = chance.next() < 0.12 ? wholeBetween(chance, 1, 99) : 0;
  return quantity(whole + hundredths);
}

function shareAt(distance: number, busy: boolean): number {
  const share = DEPTH.shares[distance];
  if (share === undefined) return 1;
  return busy ? share * DEPTH.newsShare : share;
}

export function createMaker(chance: Chance): Maker {
  const bases: Readonly<Record<BookSide, Map<number, Quantity>>> = {
    bid: new Map(),
    ask: new Map(),
  };
  let spread = 1;
  let standing: Touch | undefined;

  function sizeAt(side: BookSide, cents: number, distance: number, busy: boolean): Quantity {
    const base = bases[side].get(cents) ?? drawSize(chance);
    bases[side].set(cents, base);
    const share = shareAt(distance, busy);
    if (share === 1) return base;
    return contracts(Math.max(DEPTH.min, Math.floor((base * share) / 100)));
  }

  function side(name: BookSide, best: number, busy: boolean): Level[] {
    const step = name === "bid" ? -1 : 1;
    const levels: Level[] = [];
    for (let distance = 0; distance < DEPTH.levels; distance += 1) {
      const cents = best + step * distance;
      if (cents < 1 || cents > 99) break;
      levels.push([price(cents * ONE_CENT), sizeAt(name, cents, distance, busy)]);
    }
    return levels;
  }

  return {
    touch: (belief, busy) => {
      const redraw = chance.next() < SPREADS.redraw || busy;
      const drawn = drawCents(chance, busy ? SPREADS.busy : SPREADS.quiet);
      const wanted = redraw ? drawn : spread;
      const cents = belief * 100;
      if (standing !== undefined && wanted === spread) {
        const middle = (standing.bid + standing.ask) / 2;
        if (Math.abs(middle - cents) <= nearCents) return standing;
      }
      spread = wanted;
      const bid = Math.round(cents - spread / 2);
      standing = insideScale(bid, bid + spread);
      return standing;
    },
    levels: (touch, busy) => ({
      bids: side("bid", touch.bid, busy),
      asks: side("ask", touch.ask, busy),
    }),
    refresh: (touch) => {
      const name = chance.next() < 0.5 ? "bid" : "ask";
      const distance = wholeBetween(chance, 0, 3);
      const cents = name === "bid" ? touch.bid - distance : touch.ask + distance;
      bases[name].set(cents, drawSize(chance));
    },
    consumed: (name, at, taken) => {
      const cents = at / ONE_CENT;
      const base = bases[name].get(cents);
      if (base === undefined) return;
      bases[name].set(cents, quantity(Math.max(DEPTH.min * 100, base - taken)));
    },
  };
}
