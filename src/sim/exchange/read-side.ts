/**
 * What the portfolio reads show: the account as it was a moment ago. The real reads lag the
 * matching engine by up to about a second.
 */
import type { Money } from "../../domain/numbers.ts";
import type { World } from "../world.ts";
import type { AccountFill, AccountOrder, Position, Settlement } from "./records.ts";

export type ReadSide = {
  cash: Money;
  readonly orders: Map<string, AccountOrder>;
  readonly positions: Map<string, Position>;
  readonly fills: AccountFill[];
  readonly settlements: Settlement[];
};

export interface LaggedReads {
  readonly shown: ReadSide;
  /** Shows a change after the lag. */
  later(change: (shown: ReadSide) => void): void;
  /** How fresh what is shown is: Unix ms, source time. */
  asOf(): number;
}

/** Fills and settled rows kept; the real tier keeps about two weeks. */
const rowsKept = 20_000;

export function createReads(
  cash: Money,
  source: World,
  operator: World,
  lagMs: number,
): LaggedReads {
  const shown: ReadSide = {
    cash,
    orders: new Map(),
    positions: new Map(),
    fills: [],
    settlements: [],
  };
  const pending: number[] = [];
  const trim = (): void => {
    if (shown.fills.length > rowsKept) shown.fills.splice(0, shown.fills.length - rowsKept);
    if (shown.orders.size <= rowsKept) return;
    const [oldest] = shown.orders.keys();
    if (oldest !== undefined) shown.orders.delete(oldest);
  };
  return {
    shown,
    later: (change) => {
      if (lagMs <= 0) {
        change(shown);
        trim();
        return;
      }
      pending.push(source.clock.now().at);
      operator.timers.after(lagMs, () => {
        pending.shift();
        change(shown);
        trim();
      });
    },
    asOf: () => {
      const oldest = pending[0];
      return Math.floor(oldest === undefined ? source.clock.now().at : oldest - 1);
    },
  };
}
