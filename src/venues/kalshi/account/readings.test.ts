/** What a look at the account asks the exchange for. */
import { expect, test } from "vitest";
import type { z } from "zod";
import type { Clock } from "../../../domain/ports.ts";
import type { Rest, RestAnswer } from "../rest.ts";
import { createAccountReads } from "./readings.ts";

const openedAt = Date.UTC(2026, 9, 13, 20);
const hourMs = 3_600_000;
const clock: Clock = { now: () => ({ at: openedAt, mono: 0, person: 0 }) };

/** A market that paid this long before the account was opened. */
function paid(ticker: string, hoursAgo: number): Readonly<Record<string, unknown>> {
  const settled_time = new Date(openedAt - hoursAgo * hourMs).toISOString();
  const counts = { yes_count_fp: "10.00", no_count_fp: "0.00" };
  return { ticker, market_result: "yes", ...counts, revenue: 1000, value: 100, settled_time };
}

/** An account on which nothing happens but that these were paid; counts what it is asked. */
function exchange(rows: readonly Readonly<Record<string, unknown>>[]) {
  const asked: string[] = [];
  let down = false;
  const listed = (path: string): unknown => {
    const since = Number(/min_ts=(\d+)/.exec(path)?.[1] ?? 0) * 1000;
    const settlements = rows.filter((row) => Date.parse(String(row["settled_time"])) >= since);
    const lists = { orders: [], fills: [], market_positions: [], event_positions: [] };
    return { settlements, ...lists, deposits: [], withdrawals: [], cursor: "" };
  };
  const rest: Rest = {
    get<T>(path: string, shape: z.ZodType<T>): Promise<RestAnswer<T>> {
      asked.push(path);
      if (down && path.startsWith("/portfolio/settlements")) {
        return Promise.resolve({ kind: "skipped" } as RestAnswer<T>);
      }
      const times = { as_of_time: new Date(openedAt).toISOString() };
      const balance = { balance: 100, balance_dollars: "1.0000", portfolio_value: 0 };
      const body = { ...(listed(path) as object), ...times, ...balance };
      return Promise.resolve({ kind: "read", value: shape.parse(body) } as RestAnswer<T>);
    },
    setBreaker: () => undefined,
  };
  const reads = createAccountReads(rest, clock);
  return {
    async settlements(sinceAt = openedAt - 60_000): Promise<readonly string[] | undefined> {
      const result = await reads.readAccount(sinceAt);
      if (result.kind === "failed") return undefined;
      return result.reading.settlements.map(({ ticker }) => ticker);
    },
    fail: (is: boolean) => {
      down = is;
    },
    asked: () => asked.filter((path) => path.startsWith("/portfolio/settlements")).length,
  };
}

const rows = [
  paid("KXNFLGAME-26OCT12BUFLAR-BUF", 16),
  paid("KXNFLGAME-26FEB08KCSEA-SEA", 24 * 245),
  paid("KXNFLGAME-24SEP09NYJSF-SF", 24 * 760),
  paid("KXELECTION-28-X", 16),
  paid("KXRAIN-26OCT13", 0),
  paid("KXNFLGAME-26OCT13DENKC-KC", 0),
];

test("LED-09 what was paid before the desk was started is read: once, and football alone", async () => {
  const { settlements, asked } = exchange(rows);
  const told = ["KXNFLGAME-26OCT12BUFLAR-BUF", "KXNFLGAME-26FEB08KCSEA-SEA"];
  const recent = ["KXRAIN-26OCT13", "KXNFLGAME-26OCT13DENKC-KC"];
  expect(await settlements()).toEqual([...told, ...recent]);
  expect(await settlements()).toEqual([...told, ...recent]);
  expect(asked()).toBe(3);
  // An order of unknown fate widens the look: nothing is told twice.
  const wider = await settlements(openedAt - 20 * hourMs);
  expect(wider?.toSorted()).toEqual([...told, "KXELECTION-28-X", ...recent].toSorted());
});

test("without them nobody knows what was paid: there is no reading", async () => {
  const { settlements, fail } = exchange(rows);
  fail(true);
  expect(await settlements()).toBeUndefined();
  fail(false);
  expect(await settlements()).toHaveLength(4);
});
