/** What the ledger takes over from an exchange: positions that stood before, and foreign cash. */
import type { HeldBefore } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { TeamSide } from "../domain/game.ts";
import type { VenuePosition } from "../domain/account.ts";
import { complement, type Money, NO_MONEY, type Price, type Quantity } from "../domain/numbers.ts";
import { applyFill, type Moment } from "./booking.ts";
import type { Fill, Mode } from "../domain/orders.ts";
import { createLedger, type Ledger, type Position, positionOf } from "./ledger.ts";

const halfDollar = 5_000;

/**
 * Average YES price of a position by what it cost: a short one cost 1 $ − price each. What nobody
 * says the cost of is taken at half a dollar: neither end of the scale would hide a loss.
 */
function priceOf({ net, cost }: VenuePosition): Price {
  const each = cost === undefined ? halfDollar : Math.round(cost / Math.abs(net));
  const inside = Math.min(9_999, Math.max(1, each)) as Price;
  return net > 0 ? inside : complement(inside);
}

/**
 * Books a position that stood at the exchange before this ledger was opened: a trade that is not
 * ours (intent 0), at the average that the exchange says it cost. The opening cash was read after
 * it was paid, so the cash does not move. Nothing happens for a position of 0.
 */
function adoptPosition(
  ledger: Ledger,
  position: VenuePosition,
  team: TeamSide,
  moment: Moment,
): void {
  const { ticker, net } = position;
  if (net === 0) return;
  const { cash } = ledger;
  const price = priceOf(position);
  const side = net > 0 ? "bid" : "ask";
  const quantity = Math.abs(net) as Quantity;
  const fill = { tradeId: `adopted/${ticker}`, intentId: 0, ticker, team, side, price } as const;
  const booked = applyFill(ledger, { ...fill, quantity, fee: NO_MONEY }, moment);
  const entry = ledger.entries.at(-1);
  if (booked.kind === "duplicate" || entry === undefined) return;
  ledger.cash = cash;
  ledger.entries[ledger.entries.length - 1] = { ...entry, kind: "adopted", cash: NO_MONEY };
}

/** How the books of an account at an exchange begin. */
export type Beginning = {
  readonly mode: Mode;
  readonly cash: Money;
  readonly held: readonly HeldBefore[];
  /** Trades that this cash has paid: told late, they do not count again. */
  readonly known: readonly string[];
  readonly gameClock: string;
  /** Start of the trading day in force, Unix ms. */
  readonly dayStartAt: number;
};

/** A ledger on the cash that the exchange shows, with what was held before it was opened. */
export function openLedger(sessionId: string, beginning: Beginning, stamp: Stamp): Ledger {
  const { mode, cash, held, known, gameClock, dayStartAt } = beginning;
  const ledger = createLedger(sessionId, mode, cash, dayStartAt);
  for (const { team, position } of held) {
    adoptPosition(ledger, position, team, { stamp, gameClock });
  }
  for (const tradeId of known) ledger.fillsSeen.add(tradeId);
  return ledger;
}

/** Books cash that moved without a trade of this game: no result, the cash follows. */
export function adjustCash(ledger: Ledger, amount: Money, stamp: Stamp): void {
  ledger.cash = (ledger.cash + amount) as Money;
  ledger.entries.push({
    kind: "adjustment",
    stamp,
    ticker: "",
    team: "home",
    side: undefined,
    price: 0 as Price,
    quantity: 0 as Quantity,
    cash: amount,
    fee: NO_MONEY,
    realised: NO_MONEY,
    tradeId: undefined,
    intentId: undefined,
  });
}

/** Takes this much off what stands, lot by lot at the price it was bought at: without a result. */
function closings({ ticker, team, net, lots }: Position, amount: number): Omit<Fill, "tradeId">[] {
  let left = amount;
  const side = net > 0 ? "ask" : "bid";
  const fills: Omit<Fill, "tradeId">[] = [];
  for (const { price, quantity, closed } of lots) {
    const taken = Math.min(left, quantity - closed) as Quantity;
    if (taken === 0) break;
    left -= taken;
    fills.push({ intentId: 0, ticker, team, side, price, quantity: taken, fee: NO_MONEY });
  }
  return fills;
}

/**
 * The trades that make our position of a market what the exchange shows, when nobody was looking
 * while it changed. What is gone is closed without a result, for its price is not known; what is
 * more is opened at the average that the exchange says. `idStem` makes their ids unique.
 */
export function tradesToMatch(
  ledger: Ledger,
  team: TeamSide,
  theirs: VenuePosition,
  idStem: string,
): readonly Fill[] {
  const { ticker, net } = theirs;
  const ours = positionOf(ledger, ticker);
  const kept = ours * net > 0 ? Math.sign(ours) * Math.min(Math.abs(ours), Math.abs(net)) : 0;
  const position = ledger.positions.get(ticker);
  const gone = Math.abs(ours - kept);
  const fills = position === undefined || gone === 0 ? [] : closings(position, gone);
  const more = net - kept;
  if (more !== 0) {
    const side = more > 0 ? "bid" : "ask";
    const quantity = Math.abs(more) as Quantity;
    const price = priceOf(theirs);
    fills.push({ intentId: 0, ticker, team, side, price, quantity, fee: NO_MONEY });
  }
  return fills.map((fill, index) => ({ ...fill, tradeId: `${idStem}/${ticker}/${index}` }));
}
