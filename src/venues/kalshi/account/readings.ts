/** One look at the account over REST, as a plain value that the engine can judge. */
import type { z } from "zod";
import type {
  AccountReading,
  VenueFill,
  VenueOrder,
  VenueSettlement,
} from "../../../domain/account.ts";
import type { Clock } from "../../../domain/ports.ts";
import { BalanceShape } from "../messages/balance.ts";
import { DataTimeShape } from "../messages/data-time.ts";
import type { Page } from "../messages/fields.ts";
import { FillsPageShape } from "../messages/fills.ts";
import { OneOrderShape, OrdersPageShape } from "../messages/orders.ts";
import { PositionsPageShape } from "../messages/positions.ts";
import { SettlementsPageShape } from "../messages/settlements.ts";
import { DepositsPageShape, sumOf, WithdrawalsPageShape } from "../messages/transfers.ts";
import { minus, type Money } from "../../../domain/numbers.ts";
import { seriesTicker } from "../event-reader.ts";
import type { Rest } from "../rest.ts";

export type AccountReadingOrFailure =
  | { readonly kind: "reading"; readonly reading: AccountReading }
  | { readonly kind: "failed"; readonly why: string };

export type AccountReads = {
  /**
   * Orders, fills and settlements from `sinceAt` (Unix ms) on; positions and balance of now. Of
   * football, what was paid before as well: perhaps after the desk that had bought it was quit.
   */
  readAccount(sinceAt: number): Promise<AccountReadingOrFailure>;
  /** One order; "absent": the exchange says 404; undefined: not known. */
  readOrder(orderId: string): Promise<VenueOrder | "absent" | undefined>;
  /** The order of a client order id among those since then; undefined: not seen, or not read. */
  findOrder(clientOrderId: string, sinceAt: number): Promise<VenueOrder | undefined>;
  restingOrders(): Promise<readonly VenueOrder[] | undefined>;
  fillsOf(orderId: string): Promise<readonly VenueFill[] | undefined>;
  /** How fresh reads are, Unix ms. */
  dataAt(): Promise<number | undefined>;
};

const pagesMax = 20;
const pageRows = 1000;
const transferRows = 500;
/** A season, and the summer after it. */
const paidBackMs = 400 * 86_400_000;

/** A list page after page; undefined when one cannot be had. A cursor that repeats ends it. */
export async function readPages<T>(
  rest: Rest,
  path: string,
  shape: z.ZodType<Page<T>>,
): Promise<readonly T[] | undefined> {
  const rows: T[] = [];
  let cursor: string | undefined;
  const joint = path.includes("?") ? "&" : "?";
  for (let page = 0; page < pagesMax; page += 1) {
    const more: string = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await rest.get(`${path}${joint}limit=${pageRows}${more}`, shape);
    if (answer.kind !== "read") return undefined;
    rows.push(...answer.value.rows);
    const following = answer.value.cursor;
    const isEnd = answer.value.rows.length === 0 || following === undefined;
    if (isEnd || following === cursor) return rows;
    cursor = following;
  }
  return undefined;
}

/** Later reads of the same order win: they are fresher. */
function mergeOrders(...lists: readonly (readonly VenueOrder[])[]): readonly VenueOrder[] {
  return [...new Map(lists.flat().map((order) => [order.orderId, order])).values()];
}

const failed = (what: string): AccountReadingOrFailure => ({
  kind: "failed",
  why: `${what} could not be read`,
});

const secondsOf = (at: number): number => Math.max(0, Math.floor(at / 1000));

/** Settlements since then, and football's before: what is old does not change and is read once. */
function createSettlementReads(rest: Rest) {
  const isFootball = ({ ticker }: VenueSettlement): boolean => ticker.startsWith(seriesTicker);
  let before: readonly VenueSettlement[] | undefined;

  const from = (seconds: number): Promise<readonly VenueSettlement[] | undefined> =>
    readPages(rest, `/portfolio/settlements?min_ts=${seconds}`, SettlementsPageShape);

  return async (sinceAt: number): Promise<readonly VenueSettlement[] | undefined> => {
    before ??= (await from(secondsOf(sinceAt - paidBackMs)))?.filter(isFootball);
    const recent = await from(secondsOf(sinceAt));
    if (before === undefined || recent === undefined) return undefined;
    const recentAt = secondsOf(sinceAt) * 1000;
    return [...before.filter(({ at }) => at !== undefined && at < recentAt), ...recent];
  };
}

export function createAccountReads(rest: Rest, clock: Clock): AccountReads {
  const settlementsSince = createSettlementReads(rest);

  async function dataAt(): Promise<number | undefined> {
    const answer = await rest.get("/exchange/user_data_timestamp", DataTimeShape);
    return answer.kind === "read" ? answer.value : undefined;
  }

  const restingOrders = (): Promise<readonly VenueOrder[] | undefined> =>
    readPages(rest, "/portfolio/orders?status=resting", OrdersPageShape);

  const ordersSince = (sinceAt: number): Promise<readonly VenueOrder[] | undefined> =>
    readPages(rest, `/portfolio/orders?min_ts=${secondsOf(sinceAt)}`, OrdersPageShape);

  /** Deposits less withdrawals; the pages are short, and what is old cancels out in comparisons. */
  async function transfers(): Promise<Money | undefined> {
    const deposits = await rest.get(`/portfolio/deposits?limit=${transferRows}`, DepositsPageShape);
    const path = `/portfolio/withdrawals?limit=${transferRows}`;
    const withdrawals = await rest.get(path, WithdrawalsPageShape);
    if (deposits.kind !== "read" || withdrawals.kind !== "read") return undefined;
    return minus(sumOf(deposits.value.rows), sumOf(withdrawals.value.rows));
  }

  return {
    async readAccount(sinceAt) {
      const { mono: askedMono, at: askedAt } = clock.now();
      const since = `min_ts=${secondsOf(sinceAt)}`;
      const fresh = await dataAt();
      if (fresh === undefined) return failed("the data time");
      const resting = await restingOrders();
      const recent = await ordersSince(sinceAt);
      if (resting === undefined || recent === undefined) return failed("the orders");
      const fills = await readPages(rest, `/portfolio/fills?${since}`, FillsPageShape);
      if (fills === undefined) return failed("the fills");
      const positions = await readPages(rest, "/portfolio/positions", PositionsPageShape);
      if (positions === undefined) return failed("the positions");
      const settlements = await settlementsSince(sinceAt);
      if (settlements === undefined) return failed("the settlements");
      const transferred = await transfers();
      if (transferred === undefined) return failed("the deposits");
      const balance = await rest.get("/portfolio/balance", BalanceShape);
      if (balance.kind !== "read") return failed("the balance");
      const orders = mergeOrders(resting, recent);
      return {
        kind: "reading",
        reading: {
          askedMono,
          askedAt,
          dataAt: fresh,
          orders,
          fills,
          positions,
          settlements,
          transferred,
          balance: balance.value,
        },
      };
    },
    async readOrder(orderId) {
      const path = `/portfolio/orders/${encodeURIComponent(orderId)}`;
      const answer = await rest.get(path, OneOrderShape);
      if (answer.kind === "read") return answer.value;
      return answer.kind === "failed" && answer.status === 404 ? "absent" : undefined;
    },
    async findOrder(clientOrderId, sinceAt) {
      const orders = await ordersSince(sinceAt);
      return orders?.find((order) => order.clientOrderId === clientOrderId);
    },
    restingOrders,
    fillsOf: (orderId) =>
      readPages(rest, `/portfolio/fills?order_id=${encodeURIComponent(orderId)}`, FillsPageShape),
    dataAt,
  };
}
