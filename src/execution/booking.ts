/** What changes the ledger: fills, settlements, and the corrections of settlements. */
import type { Stamp } from "../domain/events.ts";
import type { TeamSide } from "../domain/game.ts";
import {
  complement,
  cost,
  type Money,
  money,
  NO_MONEY,
  NO_QUANTITY,
  type Price,
  type Quantity,
  quantity,
} from "../domain/numbers.ts";
import type { Fill } from "../domain/orders.ts";
import {
  type Ledger,
  type Lot,
  type LedgerEntry,
  netOf,
  type OpenTrade,
  type Position,
  type Settlement,
  type Trade,
} from "./ledger.ts";

/** What an entry did. `closed`: trades that this very entry completed, oldest first. */
export type Booked = {
  readonly kind: "booked";
  readonly cash: Money;
  readonly realised: Money;
  readonly opened: Trade | undefined;
  readonly closed: readonly Trade[];
};

/** When a fill came, and the game clock in words then. */
export type Moment = { readonly stamp: Stamp; readonly gameClock: string };

function share(whole: Money, part: number, of: number): Money {
  const product = whole * part;
  if (Number.isSafeInteger(product)) return Math.floor(product / of) as Money;
  return Number((BigInt(whole) * BigInt(part)) / BigInt(of)) as Money;
}

function positionFor(ledger: Ledger, ticker: string, team: TeamSide): Position {
  const found = ledger.positions.get(ticker);
  if (found !== undefined) return found;
  const position: Position = { ticker, team, net: NO_QUANTITY, lots: [] };
  ledger.positions.set(ticker, position);
  return position;
}

/** Takes up to `amount` off the oldest lots at one price. */
function reduce(
  position: Position,
  amount: number,
  at: Price,
  stamp: Stamp,
  closes: (trade: OpenTrade, taken: Quantity) => void,
): { realised: number; trades: OpenTrade[] } {
  let left = amount;
  let realised = 0;
  const trades: OpenTrade[] = [];
  while (left > 0) {
    const lot = position.lots[0];
    if (lot === undefined) throw new Error(`${position.ticker}: position without a lot`);
    const taken = Math.min(left, lot.quantity - lot.closed) as Quantity;
    left -= taken;
    const before = netOf(lot.trade);
    closeLot(lot, taken, at);
    closes(lot.trade, taken);
    realised += netOf(lot.trade) - before;
    if (lot.closed === lot.quantity) position.lots.shift();
    if (lot.trade.closedQuantity === lot.trade.quantity) {
      lot.trade.closed = stamp;
      trades.push(lot.trade);
    }
  }
  return { realised, trades };
}

function closeLot(lot: Lot, taken: Quantity, at: Price): void {
  const { trade } = lot;
  lot.closed = quantity(lot.closed + taken);
  const closedFee = share(lot.fee, lot.closed, lot.quantity);
  trade.closedEntryFees = money(trade.closedEntryFees + closedFee - lot.closedFee);
  lot.closedFee = closedFee;
  trade.closedQuantity = quantity(trade.closedQuantity + taken);
  trade.closedEntryValue = money(trade.closedEntryValue + cost(lot.price, taken));
  trade.exitValue = money(trade.exitValue + cost(at, taken));
}

function tradeFor(ledger: Ledger, fill: Fill, moment: Moment): OpenTrade {
  // Intent 0 stands for orders that are not ours: each of their fills is a trade of its own.
  const found =
    fill.intentId === 0
      ? undefined
      : ledger.trades.findLast(
          (one) => one.intentId === fill.intentId && one.ticker === fill.ticker,
        );
  if (found !== undefined && found.side === fill.side && found.sessionId === ledger.sessionId) {
    found.closed = undefined;
    return found;
  }
  const trade: OpenTrade = {
    id: `T${ledger.trades.length + 1}`,
    sessionId: ledger.sessionId,
    intentId: fill.intentId,
    opened: moment.stamp,
    gameClock: moment.gameClock,
    ticker: fill.ticker,
    team: fill.team,
    side: fill.side,
    quantity: NO_QUANTITY,
    entryValue: NO_MONEY,
    entryFees: NO_MONEY,
    closedQuantity: NO_QUANTITY,
    closedEntryValue: NO_MONEY,
    closedEntryFees: NO_MONEY,
    exitValue: NO_MONEY,
    exitFees: NO_MONEY,
    settledQuantity: NO_QUANTITY,
    closed: undefined,
  };
  ledger.trades.push(trade);
  return trade;
}

function open(position: Position, trade: OpenTrade, at: Price, amount: Quantity, fee: Money): void {
  trade.quantity = quantity(trade.quantity + amount);
  trade.entryValue = money(trade.entryValue + cost(at, amount));
  trade.entryFees = money(trade.entryFees + fee);
  const lot = { trade, price: at, quantity: amount, fee, closed: NO_QUANTITY };
  position.lots.push({ ...lot, closedFee: NO_MONEY });
}

function book(ledger: Ledger, entry: LedgerEntry): void {
  ledger.entries.push(entry);
  ledger.cash = money(ledger.cash + entry.cash - entry.fee);
  ledger.feesPaid = money(ledger.feesPaid + entry.fee);
  ledger.realised = money(ledger.realised + entry.realised);
  const { startAt, realised } = ledger.day;
  ledger.day = { startAt, realised: money(realised + entry.realised) };
}

/**
 * What a contract costs to hold: its price when long YES; 1 $ − price, the collateral, when short.
 * Opening pays it, closing gets it back at the price of the day.
 */
function holdingValue(isLong: boolean, at: Price, amount: Quantity): Money {
  return cost(isLong ? at : complement(at), amount);
}

/**
 * Books a fill: first it takes off what stands on the other side of its market, oldest lots first,
 * then it opens. The fill's own fee is what is booked. A fill seen before is a duplicate and
 * changes nothing. A fill of a market that is settled already is settled at once.
 */
export function applyFill(
  ledger: Ledger,
  fill: Fill,
  moment: Moment,
): Booked | { readonly kind: "duplicate" } {
  if (ledger.fillsSeen.has(fill.tradeId)) return { kind: "duplicate" };
  ledger.fillsSeen.add(fill.tradeId);
  const position = positionFor(ledger, fill.ticker, fill.team);
  const direction = fill.side === "bid" ? 1 : -1;
  const standing = Math.max(0, -direction * position.net);
  const closing = Math.min(standing, fill.quantity) as Quantity;
  const opening = (fill.quantity - closing) as Quantity;
  const closingFee = share(fill.fee, closing, fill.quantity);
  let charged = 0;
  let taken = 0;
  const reduced = reduce(position, closing, fill.price, moment.stamp, (trade, amount) => {
    taken += amount;
    const fee = share(closingFee, taken, closing) - charged;
    charged += fee;
    trade.exitFees = money(trade.exitFees + fee);
  });
  let opened: OpenTrade | undefined;
  if (opening > 0) {
    opened = tradeFor(ledger, fill, moment);
    open(position, opened, fill.price, opening, money(fill.fee - closingFee));
  }
  position.net = quantity(position.net + direction * fill.quantity);
  const isLong = fill.side === "bid";
  const back = holdingValue(!isLong, fill.price, closing);
  const paid = holdingValue(isLong, fill.price, opening);
  const realised = money(reduced.realised);
  const cash = money(back - paid);
  const { ticker, team, side, price, tradeId, intentId } = fill;
  const done = { kind: "fill", stamp: moment.stamp, ticker, team, side, price } as const;
  const amounts = { quantity: fill.quantity, cash, fee: fill.fee, realised };
  book(ledger, { ...done, ...amounts, tradeId, intentId });
  const late = settleRest(ledger, position, moment.stamp);
  const closed = [...reduced.trades, ...late.closed];
  return {
    kind: "booked",
    cash: money(cash - fill.fee + late.cash),
    realised: money(realised + late.realised),
    opened,
    closed,
  };
}

type Settled = { readonly cash: number; readonly realised: number; readonly closed: OpenTrade[] };

/** Settles what is held of a market whose value is known. */
function settleRest(ledger: Ledger, position: Position, stamp: Stamp): Settled {
  const settlement = ledger.settlements.get(position.ticker);
  const held = position.net;
  if (settlement === undefined || held === 0) return { cash: 0, realised: 0, closed: [] };
  const amount = Math.abs(held) as Quantity;
  const { realised, trades } = reduce(
    position,
    amount,
    settlement.value,
    stamp,
    (trade, quantityTaken) => {
      trade.settledQuantity = quantity(trade.settledQuantity + quantityTaken);
      settlement.parts.push({ trade, quantity: quantityTaken });
    },
  );
  position.net = NO_QUANTITY;
  const cash = holdingValue(held > 0, settlement.value, amount);
  book(ledger, {
    ...settlementEntry("settlement", position, stamp, settlement.value),
    quantity: held,
    cash,
    realised: money(realised),
  });
  return { cash, realised, closed: trades };
}

function settlementEntry(
  kind: "settlement" | "correction",
  of: { readonly ticker: string; readonly team: TeamSide },
  stamp: Stamp,
  value: Price,
): Omit<LedgerEntry, "quantity" | "cash" | "realised"> {
  const { ticker, team } = of;
  const none = { side: undefined, fee: NO_MONEY, tradeId: undefined, intentId: undefined };
  return { kind, stamp, ticker, team, price: value, ...none };
}

/**
 * Pays out a market at `value` per YES contract: 1 $, 0, 0.50 $ for a tie, or a fair price. Told
 * again with the same value it changes nothing; with another value it books a correcting entry for
 * what was settled. `undefined`: nothing changed.
 */
export function settle(
  ledger: Ledger,
  ticker: string,
  team: TeamSide,
  value: Price,
  stamp: Stamp,
): Booked | undefined {
  const standing = ledger.settlements.get(ticker);
  if (standing === undefined) {
    ledger.settlements.set(ticker, { value, parts: [] });
  } else if (standing.value !== value) {
    return correct(ledger, { ticker, team }, standing, value, stamp);
  }
  const done = settleRest(ledger, positionFor(ledger, ticker, team), stamp);
  if (done.closed.length === 0 && done.cash === 0 && done.realised === 0) return undefined;
  const { closed } = done;
  const amounts = { cash: money(done.cash), realised: money(done.realised) };
  return { kind: "booked", ...amounts, opened: undefined, closed };
}

function correct(
  ledger: Ledger,
  of: { readonly ticker: string; readonly team: TeamSide },
  standing: Settlement,
  value: Price,
  stamp: Stamp,
): Booked | undefined {
  const difference = value - standing.value;
  standing.value = value;
  let change = 0;
  let net = 0;
  for (const { trade, quantity: settled } of standing.parts) {
    const signed = trade.side === "bid" ? settled : -settled;
    trade.exitValue = money(trade.exitValue + difference * settled);
    change += difference * signed;
    net += signed;
  }
  if (standing.parts.length === 0) return undefined;
  const cash = money(change);
  book(ledger, {
    ...settlementEntry("correction", of, stamp, value),
    quantity: quantity(net),
    cash,
    realised: cash,
  });
  return { kind: "booked", cash, realised: cash, opened: undefined, closed: [] };
}
