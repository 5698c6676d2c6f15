/**
 * What the portfolio reads show: the account as it was a moment ago. The real reads lag the
 * matching engine by up to about a second, positions more than orders.
 */
import type { Money } from "../../domain/numbers.ts";
import type { World } from "../world.ts";
import type { AccountFill, AccountOrder, Position, Settlement, Transfer } from "./records.ts";

export type ReadSide = {
  cash: Money;
  /** Signed positions as the balance knows them: they change with it. */
  readonly held: Map<string, number>;
  readonly orders: Map<string, AccountOrder>;
  readonly positions: Map<string, Position>;
  readonly fills: AccountFill[];
  readonly settlements: Settlement[];
  readonly transfers: Transfer[];
};

/** What there is to read before anything has happened. */
export function emptySide(cash: Money): ReadSide {
  return {
    cash,
    held: new Map(),
    orders: new Map(),
    positions: new Map(),
    fills: [],
    settlements: [],
    transfers: [],
  };
}

type Change = (shown: ReadSide) => void;

export interface LaggedReads {
  readonly shown: ReadSide;
  /** Shows a change of orders, fills or balance after their lag. */
  later(change: Change): void;
  /** Shows a change of positions or settlements after theirs. */
  laterPositions(change: Change): void;
  /** How fresh all of what is shown is: Unix ms, source time. */
  asOf(): number;
}

/** In ms of the operator's time. */
export type Lags = { readonly readLagMs: number; readonly positionsLagMs: number };

/** Fills and ended orders kept; the real tier keeps about two weeks. What rests always is. */
const rowsKept = 20_000;

export function createReads(
  cash: Money,
  source: World,
  operator: World,
  { readLagMs, positionsLagMs }: Lags,
): LaggedReads {
  const shown = emptySide(cash);
  /** Source times of changes that are not shown yet. */
  const pending = new Set<{ readonly at: number }>();
  const trim = (): void => {
    if (shown.fills.length > rowsKept) shown.fills.splice(0, shown.fills.length - rowsKept);
    if (shown.orders.size <= rowsKept) return;
    for (const { orderId, status } of shown.orders.values()) {
      if (status === "resting") continue;
      shown.orders.delete(orderId);
      return;
    }
  };
  const show = (lagMs: number, change: Change): void => {
    if (lagMs <= 0) {
      change(shown);
      trim();
      return;
    }
    const waits = { at: source.clock.now().at };
    pending.add(waits);
    operator.timers.after(lagMs, () => {
      pending.delete(waits);
      change(shown);
      trim();
    });
  };
  return {
    shown,
    later: (change) => show(readLagMs, change),
    laterPositions: (change) => show(positionsLagMs, change),
    asOf: () => {
      const oldest = Math.min(...[...pending].map(({ at }) => at));
      return Math.floor(Number.isFinite(oldest) ? oldest - 1 : source.clock.now().at);
    },
  };
}
