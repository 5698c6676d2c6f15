/** What the exchange has announced for the next day, as `mnf doctor kalshi` tells it. */
import { expect, test } from "vitest";
import type { Http } from "../../domain/ports.ts";
import { type Check, examineKalshi } from "./examination.ts";

const at = Date.UTC(2026, 10, 23, 20);

function inHours(hours: number): string {
  return new Date(at + hours * 3_600_000).toISOString();
}

const maintenance = (from: number, to: number) => ({
  start_datetime: inHours(from),
  end_datetime: inHours(to),
});

const feeChange = (multiplier: number, hours: number | undefined) => ({
  id: `${multiplier}`,
  series_ticker: "KXNFLGAME",
  fee_type: "quadratic",
  fee_multiplier: multiplier,
  ...(hours === undefined ? {} : { scheduled_ts: inHours(hours) }),
});

type Announced = { readonly windows?: readonly object[]; readonly changes?: readonly object[] };

/** The checks of an exchange that is open and has announced this; undefined: it does not tell. */
async function checksOf({ windows, changes }: Announced): Promise<readonly Check[]> {
  const bodies: Readonly<Record<string, unknown>> = {
    "/exchange/status": { exchange_active: true, trading_active: true },
    "/exchange/schedule": windows && {
      schedule: { standard_hours: [], maintenance_windows: windows },
    },
    "/series/fee_changes": changes && { series_fee_change_arr: changes },
  };
  const http: Pick<Http, "request"> = {
    request: ({ url }) => {
      const body = bodies[new URL(url).pathname];
      const status = body === undefined ? 500 : 200;
      const headers = { date: new Date(at).toUTCString() };
      return Promise.resolve({
        kind: "answered",
        response: { status, headers, body: JSON.stringify(body ?? {}) },
      });
    },
  };
  return examineKalshi({
    http: http as Http,
    clock: { now: () => ({ at, mono: 0 }) },
    restUrl: "http://exchange.test",
    credentials: undefined,
  });
}

async function told(name: string, announced: Announced): Promise<Check | undefined> {
  return (await checksOf(announced)).find((check) => check.name === name);
}

test("maintenance within a day is warned of, the next one first; what is over or far is not", async () => {
  const windows = [maintenance(30, 32), maintenance(5, 6), maintenance(2, 4), maintenance(-2, -1)];
  expect(await told("maintenance", { windows })).toEqual({
    name: "maintenance",
    verdict: "warn",
    words: "closed from 2026-11-23T22:00Z to 2026-11-24T00:00Z",
  });
  const quiet = await told("maintenance", { windows: [maintenance(30, 32), maintenance(-2, -1)] });
  expect(quiet?.verdict).toBe("ok");
  const now = await told("maintenance", { windows: [maintenance(-1, 1)] });
  expect(now?.verdict).toBe("warn");
});

test("a fee change that may hold tonight is warned of with what it will be", async () => {
  const changes = [feeChange(2, 3), feeChange(9, -1), feeChange(8, 30)];
  expect(await told("fees", { changes })).toEqual({
    name: "fees",
    verdict: "warn",
    words: "the exchange changes them: quadratic × 2 from 2026-11-23T23:00Z",
  });
  const undated = await told("fees", { changes: [feeChange(3, undefined)] });
  expect(undated?.words).toContain("quadratic × 3 at a time not told");
  expect((await told("fees", { changes: [feeChange(9, -1)] }))?.verdict).toBe("ok");
});

test("what is not told is a warning and never taken for nothing", async () => {
  expect((await told("maintenance", {}))?.verdict).toBe("warn");
  expect((await told("fees", {}))?.verdict).toBe("warn");
});
