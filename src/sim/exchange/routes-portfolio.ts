/** Portfolio reads: balance, positions, orders, fills, settlements. They lag a little. */
import { NO_MONEY, ONE_DOLLAR, cost, plus } from "../../domain/numbers.ts";
import type { Money, Quantity } from "../../domain/numbers.ts";
import type { Account } from "./account.ts";
import type { Query } from "./address.ts";
import { secondsOf } from "./calendar.ts";
import { openingPrice } from "./collateral.ts";
import type { Floor } from "./floor.ts";
import { paged, wholeParameter } from "./pages.ts";
import {
  centsOf,
  dollars4,
  eventPositionBody,
  fillBody,
  orderBody,
  positionBody,
  settlementBody,
  transferBody,
} from "./portfolio-bodies.ts";
import { failure, json, notFound } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { reservedCash } from "./reserved.ts";
import { get } from "./rest.ts";
import type { Call, Route } from "./rest.ts";

export type PortfolioRoutes = { readonly floor: Floor; readonly account: Account };

/** What positions would fetch at the last known prices. */
function holdingsValue({ floor, account }: PortfolioRoutes): Money {
  let sum = NO_MONEY;
  for (const position of account.reads.shown.positions.values()) {
    const market = floor.markets.get(position.ticker);
    sum = plus(sum, cost(ONE_DOLLAR, position.pairs.quantity));
    const mark = market?.settlementValue ?? market?.last;
    if (mark === undefined || position.quantity === 0) continue;
    const side = position.quantity > 0 ? "bid" : "ask";
    const held = Math.abs(position.quantity) as Quantity;
    sum = plus(sum, cost(openingPrice(side, mark), held));
  }
  return sum;
}

/** Collateral of the resting orders as the reads know them. */
function shownReserved({ floor, account }: PortfolioRoutes): Money {
  const { orders, held } = account.reads.shown;
  const resting = [...orders.values()].filter((order) => order.status === "resting");
  return reservedCash(floor, {
    held: (ticker) => held.get(ticker) ?? 0,
    resting: (ticker) => resting.filter((order) => order.ticker === ticker),
  });
}

function balance(options: PortfolioRoutes): Reply {
  const { floor, account } = options;
  const { cash } = account.reads.shown;
  const { balanceExcludesResting, portfolioValueIncludesCash, shard } = floor.switches;
  const held = balanceExcludesResting ? shownReserved(options) : NO_MONEY;
  const shown = (cash - held) as Money;
  const holdings = holdingsValue(options);
  const value = portfolioValueIncludesCash ? plus(holdings, shown) : holdings;
  return json(200, {
    balance: centsOf(shown),
    balance_dollars: dollars4(shown),
    portfolio_value: centsOf(value),
    updated_ts: secondsOf(account.reads.asOf()),
    balance_breakdown: [{ exchange_index: shard, balance: dollars4(shown) }],
  });
}

/** Whole cents that the resting orders hold. */
function restingValue(options: PortfolioRoutes): Reply {
  return json(200, { total_resting_order_value: centsOf(shownReserved(options)) });
}

function eventOf(floor: Floor, ticker: string): string {
  return floor.markets.get(ticker)?.listing.eventTicker ?? "";
}

function isSettled(floor: Floor, ticker: string): boolean {
  return floor.markets.get(ticker)?.status === "finalized";
}

function positions({ floor, account }: PortfolioRoutes, { query }: Call): Reply {
  const ticker = query.one("ticker");
  const event = query.one("event_ticker");
  const settlement = query.one("settlement_status") ?? "unsettled";
  const counted = query.list("count_filter");
  const rows = [...account.reads.shown.positions.values()].filter((position) => {
    if (ticker !== undefined && position.ticker !== ticker) return false;
    if (event !== undefined && eventOf(floor, position.ticker) !== event) return false;
    if (counted.includes("position") && position.quantity === 0) return false;
    if (counted.includes("total_traded") && position.traded === 0) return false;
    if (settlement === "all") return true;
    return isSettled(floor, position.ticker) === (settlement === "settled");
  });
  const page = paged(rows, query, { operation: "GetPositions", max: 1000, usual: 100 });
  if (page.kind === "refused") return page.reply;
  const events = new Set(page.rows.map((position) => eventOf(floor, position.ticker)));
  return json(200, {
    market_positions: page.rows.map((row) => positionBody(row, floor.switches)),
    event_positions: [...events].map((one) =>
      eventPositionBody(
        one,
        page.rows.filter((position) => eventOf(floor, position.ticker) === one),
      ),
    ),
    cursor: page.cursor,
  });
}

/** Rows within `min_ts` … `max_ts` (Unix seconds), newest first; or a refusal. */
function recent<Row>(
  rows: readonly Row[],
  query: Query,
  operation: string,
  at: (row: Row) => number,
): { readonly kind: "rows"; readonly rows: readonly Row[] } | { kind: "refused"; reply: Reply } {
  const from = wholeParameter(query, "min_ts", operation);
  if (from.kind === "refused") return from;
  const to = wholeParameter(query, "max_ts", operation);
  if (to.kind === "refused") return to;
  const kept = rows.filter((row) => {
    const after = from.value === undefined || at(row) >= from.value * 1000;
    return after && (to.value === undefined || at(row) <= to.value * 1000);
  });
  return { kind: "rows", rows: kept.toReversed() };
}

function listOrders({ floor, account }: PortfolioRoutes, { query }: Call): Reply {
  const operation = "GetOrders";
  const ticker = query.one("ticker");
  const events = query.list("event_ticker");
  const status = query.one("status");
  const orders = [...account.reads.shown.orders.values()].filter(
    (order) =>
      (ticker === undefined || order.ticker === ticker) &&
      (events.length === 0 || events.includes(eventOf(floor, order.ticker))) &&
      (status === undefined || order.status === status),
  );
  const found = recent(orders, query, operation, (order) => order.createdAt);
  if (found.kind === "refused") return found.reply;
  const page = paged(found.rows, query, { operation, max: 1000, usual: 100 });
  if (page.kind === "refused") return page.reply;
  const bodies = page.rows.map((order) => orderBody(order, account.userId, floor.switches));
  return json(200, { orders: bodies, cursor: page.cursor });
}

function oneOrder({ floor, account }: PortfolioRoutes, { part }: Call): Reply {
  const order = account.reads.shown.orders.get(part("order"));
  if (order === undefined) return notFound();
  return json(200, { order: orderBody(order, account.userId, floor.switches) });
}

function listFills({ floor, account }: PortfolioRoutes, { query }: Call): Reply {
  const operation = "GetFills";
  const tickers = query.list("ticker");
  const orderId = query.one("order_id");
  const fills = account.reads.shown.fills.filter(
    (fill) =>
      (tickers.length === 0 || tickers.includes(fill.ticker)) &&
      (orderId === undefined || fill.orderId === orderId),
  );
  const found = recent(fills, query, operation, (fill) => fill.at);
  if (found.kind === "refused") return found.reply;
  const page = paged(found.rows, query, { operation, max: 1000, usual: 100 });
  if (page.kind === "refused") return page.reply;
  return json(200, {
    fills: page.rows.map((fill) => fillBody(fill, floor.switches)),
    cursor: page.cursor,
  });
}

function listSettlements({ floor, account }: PortfolioRoutes, { query }: Call): Reply {
  const operation = "GetSettlements";
  const ticker = query.one("ticker");
  const event = query.one("event_ticker");
  const rows = account.reads.shown.settlements.filter(
    (row) =>
      (ticker === undefined || row.ticker === ticker) &&
      (event === undefined || row.eventTicker === event),
  );
  const found = recent(rows, query, operation, (row) => row.at);
  if (found.kind === "refused") return found.reply;
  const page = paged(found.rows, query, { operation, max: 1000, usual: 100 });
  if (page.kind === "refused") return page.reply;
  const settlements = page.rows.map((row) => settlementBody(row, floor.switches));
  return json(200, { settlements, cursor: page.cursor });
}

function listTransfers(
  { account }: PortfolioRoutes,
  { query }: Call,
  name: "deposits" | "withdrawals",
): Reply {
  const rows = account.reads.shown.transfers.filter(
    ({ amount }) => amount > 0 === (name === "deposits"),
  );
  const operation = name === "deposits" ? "GetDeposits" : "GetWithdrawals";
  const page = paged(rows.toReversed(), query, { operation, max: 500, usual: 100 });
  if (page.kind === "refused") return page.reply;
  return json(200, { [name]: page.rows.map(transferBody), cursor: page.cursor });
}

export function portfolioRoutes(options: PortfolioRoutes): Route[] {
  // Only the primary account exists: of any other there is nothing to read.
  const own =
    (answer: (call: Call) => Reply) =>
    (call: Call): Reply =>
      Number(call.query.one("subaccount") ?? 0) === 0
        ? answer(call)
        : failure(404, "user_not_found");
  return [
    get(
      "/portfolio/balance",
      own(() => balance(options)),
      true,
    ),
    get(
      "/portfolio/positions",
      own((call) => positions(options, call)),
      true,
    ),
    get(
      "/portfolio/orders",
      own((call) => listOrders(options, call)),
      true,
    ),
    get("/portfolio/deposits", (call) => listTransfers(options, call, "deposits"), true),
    get("/portfolio/withdrawals", (call) => listTransfers(options, call, "withdrawals"), true),
    get("/portfolio/summary/total_resting_order_value", () => restingValue(options), true),
    { ...get("/portfolio/orders/:order", (call) => oneOrder(options, call), true), cost: 2 },
    get(
      "/portfolio/fills",
      own((call) => listFills(options, call)),
      true,
    ),
    get(
      "/portfolio/settlements",
      own((call) => listSettlements(options, call)),
      true,
    ),
  ];
}
