/** The money state as plain JSON, for checkpoints. */
import type { Stamp } from "../domain/events.ts";
import type { TeamSide } from "../domain/game.ts";
import type { Money, Price, Quantity } from "../domain/numbers.ts";
import type { Mode } from "../domain/orders.ts";
import type { Ledger, LedgerEntry, Lot, OpenTrade, Position, Trade } from "./ledger.ts";

/** `null` stands for "absent" here and nowhere else: this is a wire shape. */
type Absent<T> = {
  readonly [Field in keyof T]: undefined extends T[Field] ? Nullable<T[Field]> : T[Field];
};
type Nullable<T> = Exclude<T, undefined> | null;

type SavedLot = Omit<Lot, "trade"> & { readonly trade: number };

export type LedgerSnapshot = {
  readonly schema: 1;
  readonly sessionId: string;
  /** Absent in records from before there was more than PAPER. */
  readonly mode?: Mode;
  readonly returned?: Readonly<Record<string, Money>>;
  readonly openingCash: Money;
  readonly cash: Money;
  readonly realised: Money;
  readonly feesPaid: Money;
  readonly day: { readonly startAt: number; readonly realised: Money };
  readonly trades: readonly Absent<Trade>[];
  readonly entries: readonly Absent<LedgerEntry>[];
  readonly positions: readonly {
    readonly ticker: string;
    readonly team: TeamSide;
    readonly net: Quantity;
    readonly lots: readonly SavedLot[];
  }[];
  readonly settlements: readonly {
    readonly ticker: string;
    readonly value: Price;
    readonly parts: readonly { readonly trade: number; readonly quantity: Quantity }[];
  }[];
  readonly fillsSeen: readonly string[];
};

function indexOf(ledger: Ledger, trade: OpenTrade): number {
  const index = ledger.trades.indexOf(trade);
  if (index === -1) throw new Error(`trade ${trade.id} is not in its ledger`);
  return index;
}

/** Everything of the ledger as plain JSON; `ledgerFrom` makes the same ledger of it. */
export function ledgerSnapshot(ledger: Ledger): LedgerSnapshot {
  const { sessionId, mode, openingCash, cash, realised, feesPaid } = ledger;
  return {
    schema: 1,
    sessionId,
    mode,
    openingCash,
    cash,
    realised,
    feesPaid,
    returned: Object.fromEntries(ledger.returned),
    day: { ...ledger.day },
    trades: ledger.trades.map((trade) => ({ ...trade, closed: trade.closed ?? null })),
    entries: ledger.entries.map((entry) => ({
      ...entry,
      side: entry.side ?? null,
      tradeId: entry.tradeId ?? null,
      intentId: entry.intentId ?? null,
    })),
    positions: [...ledger.positions.values()].map(({ ticker, team, net, lots }) => ({
      ticker,
      team,
      net,
      lots: lots.map((lot) => ({ ...lot, trade: indexOf(ledger, lot.trade) })),
    })),
    settlements: [...ledger.settlements].map(([ticker, { value, parts }]) => ({
      ticker,
      value,
      parts: parts.map((part) => ({
        trade: indexOf(ledger, part.trade),
        quantity: part.quantity,
      })),
    })),
    fillsSeen: [...ledger.fillsSeen],
  };
}

function tradeAt(trades: readonly OpenTrade[], index: number): OpenTrade {
  const trade = trades[index];
  if (trade === undefined) throw new RangeError(`the snapshot has no trade ${index}`);
  return trade;
}

function absent<T>(value: T | null): T | undefined {
  return value ?? undefined;
}

/**
 * A ledger from its snapshot, for this session: trades made before keep theirs. Throws when the
 * snapshot contradicts itself.
 */
export function ledgerFrom(snapshot: LedgerSnapshot, sessionId = snapshot.sessionId): Ledger {
  const trades = snapshot.trades.map(
    (trade): OpenTrade => ({ ...trade, closed: absent<Stamp>(trade.closed) }),
  );
  const positions = snapshot.positions.map(({ lots, ...position }): Position => {
    const restored = lots.map((lot): Lot => ({ ...lot, trade: tradeAt(trades, lot.trade) }));
    return { ...position, lots: restored };
  });
  const { openingCash, cash, realised, feesPaid } = snapshot;
  return {
    sessionId,
    mode: snapshot.mode ?? "PAPER",
    returned: new Map(Object.entries(snapshot.returned ?? {})),
    openingCash,
    cash,
    realised,
    feesPaid,
    day: { ...snapshot.day },
    trades,
    positions: new Map(positions.map((position) => [position.ticker, position])),
    settlements: new Map(
      snapshot.settlements.map(({ ticker, value, parts }) => [
        ticker,
        {
          value,
          parts: parts.map((part) => ({ ...part, trade: tradeAt(trades, part.trade) })),
        },
      ]),
    ),
    entries: snapshot.entries.map(
      (entry): LedgerEntry => ({
        ...entry,
        side: absent(entry.side),
        tradeId: absent(entry.tradeId),
        intentId: absent(entry.intentId),
      }),
    ),
    fillsSeen: new Set(snapshot.fillsSeen),
  };
}
