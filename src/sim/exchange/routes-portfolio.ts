/** Portfolio reads: balance, positions, orders, fills, settlements. They lag a little. */
import { NO_MONEY, ONE_DOLLAR, cost, plus } from "../../domain/numbers.ts";
import type { Money, Quantity } from "../../domain/numbers.ts";
import type { Account } from "./account.ts";
import { secondsOf } from "./calendar.ts";
import { openingPrice } from "./collateral.ts";
import type { Floor } from "./floor.ts";
import { dollars4 } from "./frames.ts";
import { paged, spanOf, wholeParameter } from "./pages.ts";
import {
  centsOf,
  eventPositionBody,
  fillBody,
  orderBody,
  positionBody,
  settlementBody,
  transferBody,
} from "./portfolio-bodies.ts";
import { emptySide } from "./read-side.ts";
import type { AccountFill, AccountOrder, Position, Settlement, Transfer } from "./records.ts";
import { badParameter, failure, json, notFound } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { reservedCash } from "./reserved.ts";
import { get } from "./rest.ts";
import type { Call, Route } from "./rest.ts";

type Portfolio = {
  readonly floor: Floor;
  readonly account: Pick<Account, "userId" | "reads">;
  /** The shard that is read. */
  readonly shard: number;
};

export type PortfolioRoutes = Omit<Portfolio, "shard">;

/** What positions would fetch at the last known prices. */
function holdingsValue({ floor, account }: Portfolio): Money {
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
function shownReserved({ floor, account }: Portfolio): Money {
  const { orders, held } = account.reads.shown;
  const resting = [...orders.values()].filter((order) => order.status === "resting");
  return reservedCash(floor, {
    held: (ticker) => held.get(ticker) ?? 0,
    resting: (ticker) => resting.filter((order) => order.ticker === ticker),
  });
}

function balance(options: Portfolio): Reply {
  const { floor, account, shard } = options;
  const { cash } = account.reads.shown;
  const { balanceExcludesResting, portfolioValueIncludesCash } = floor.switches;
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
function restingValue(options: Portfolio): Reply {
  return json(200, { total_resting_order_value: centsOf(shownReserved(options)) });
}

function eventOf(floor: Floor, ticker: string): string {
  return floor.markets.get(ticker)?.listing.eventTicker ?? "";
}

function isSettled(floor: Floor, ticker: string): boolean {
  return floor.markets.get(ticker)?.status === "finalized";
}

const settlementStatuses = ["unsettled", "settled", "all"];

function positions({ floor, account }: Portfolio, { query }: Call): Reply {
  const operation = "GetPositions";
  const ticker = query.one("ticker");
  const event = query.one("event_ticker");
  const settlement = query.one("settlement_status") ?? "unsettled";
  if (!settlementStatuses.includes(settlement)) return badParameter(operation, "settlement_status");
  const counted = query.list("count_filter");
  const keep = (position: Position): boolean => {
    if (ticker !== undefined && position.ticker !== ticker) return false;
    if (event !== undefined && eventOf(floor, position.ticker) !== event) return false;
    if (counted.includes("position") && position.quantity === 0) return false;
    if (counted.includes("total_traded") && position.traded === 0) return false;
    if (settlement === "all") return true;
    return isSettled(floor, position.ticker) === (settlement === "settled");
  };
  const rows = [...account.reads.shown.positions.values()];
  const list = { rows, keep, key: (row: Position): string => row.ticker };
  const page = paged(list, query, { operation, max: 1000, usual: 100 });
  if (page.kind === "refused") return page.reply;
  const events = new Set(page.rows.map((position) => eventOf(floor, position.ticker)));
  // An event's sums are over all of its rows, those of other pages too.
  const kept = rows.filter(keep);
  return json(200, {
    market_positions: page.rows.map((row) => positionBody(row, floor.switches)),
    event_positions: [...events].map((one) =>
      eventPositionBody(
        one,
        kept.filter((position) => eventOf(floor, position.ticker) === one),
      ),
    ),
    cursor: page.cursor,
  });
}

const orderStatuses = ["resting", "canceled", "executed"];

function listOrders({ floor, account }: Portfolio, { query }: Call): Reply {
  const operation = "GetOrders";
  const ticker = query.one("ticker");
  const events = query.list("event_ticker");
  const status = query.one("status");
  if (status !== undefined && !orderStatuses.includes(status)) {
    return badParameter(operation, "status");
  }
  const span = spanOf(query, operation, "min_ts", "max_ts");
  if (span.kind === "refused") return span.reply;
  const list = {
    rows: [...account.reads.shown.orders.values()].toReversed(),
    key: (order: AccountOrder): string => order.orderId,
    keep: (order: AccountOrder): boolean =>
      (ticker === undefined || order.ticker === ticker) &&
      (events.length === 0 || events.includes(eventOf(floor, order.ticker))) &&
      (status === undefined || order.status === status) &&
      span.holds(order.createdAt),
  };
  const page = paged(list, query, { operation, max: 1000, usual: 100 });
  if (page.kind === "refused") return page.reply;
  const bodies = page.rows.map((order) => orderBody(order, account.userId, floor.switches));
  return json(200, { orders: bodies, cursor: page.cursor });
}

function oneOrder({ floor, account }: Portfolio, { part }: Call): Reply {
  const order = account.reads.shown.orders.get(part("order"));
  if (order === undefined) return notFound();
  return json(200, { order: orderBody(order, account.userId, floor.switches) });
}

function listFills({ floor, account }: Portfolio, { query }: Call): Reply {
  const operation = "GetFills";
  const tickers = query.list("ticker");
  const orderId = query.one("order_id");
  const span = spanOf(query, operation, "min_ts", "max_ts");
  if (span.kind === "refused") return span.reply;
  const list = {
    rows: account.reads.shown.fills.toReversed(),
    key: (fill: AccountFill): string => fill.tradeId,
    keep: (fill: AccountFill): boolean =>
      (tickers.length === 0 || tickers.includes(fill.ticker)) &&
      (orderId === undefined || fill.orderId === orderId) &&
      span.holds(fill.at),
  };
  const page = paged(list, query, { operation, max: 1000, usual: 100 });
  if (page.kind === "refused") return page.reply;
  return json(200, {
    fills: page.rows.map((fill) => fillBody(fill, floor.switches)),
    cursor: page.cursor,
  });
}

function listSettlements({ floor, account }: Portfolio, { query }: Call): Reply {
  const operation = "GetSettlements";
  const ticker = query.one("ticker");
  const event = query.one("event_ticker");
  const span = spanOf(query, operation, "min_ts", "max_ts");
  if (span.kind === "refused") return span.reply;
  const list = {
    rows: account.reads.shown.settlements.toReversed(),
    key: (row: Settlement): string => row.ticker,
    keep: (row: Settlement): boolean =>
      (ticker === undefined || row.ticker === ticker) &&
      (event === undefined || row.eventTicker === event) &&
      span.holds(row.at),
  };
  const page = paged(list, query, { operation, max: 1000, usual: 100 });
  if (page.kind === "refused") return page.reply;
  const settlements = page.rows.map((row) => settlementBody(row, floor.switches));
  return json(200, { settlements, cursor: page.cursor });
}

function listTransfers(
  { account }: Portfolio,
  { query }: Call,
  name: "deposits" | "withdrawals",
): Reply {
  const list = {
    rows: account.reads.shown.transfers.toReversed(),
    key: (row: Transfer): string => row.id,
    keep: ({ amount }: Transfer): boolean => amount > 0 === (name === "deposits"),
  };
  const operation = name === "deposits" ? "GetDeposits" : "GetWithdrawals";
  const page = paged(list, query, { operation, max: 500, usual: 100 });
  if (page.kind === "refused") return page.reply;
  return json(200, { [name]: page.rows.map(transferBody), cursor: page.cursor });
}

/**
 * Answers for the shard and the subaccount that are asked for. On another shard the account has
 * nothing; another subaccount does not exist.
 */
function asked(own: Portfolio, { query }: Call, answer: (portfolio: Portfolio) => Reply): Reply {
  if (Number(query.one("subaccount") ?? 0) !== 0) return failure(404, "user_not_found");
  const shard = wholeParameter(query, "exchange_index", "GetPortfolio");
  if (shard.kind === "refused") return shard.reply;
  if (shard.value === undefined || shard.value === own.shard) return answer(own);
  const { userId, reads } = own.account;
  const account = { userId, reads: { ...reads, shown: emptySide(NO_MONEY) } };
  return answer({ ...own, account, shard: shard.value });
}

export function portfolioRoutes({ floor, account }: PortfolioRoutes): Route[] {
  const own: Portfolio = { floor, account, shard: floor.switches.shard };
  const read = (pattern: string, answer: (portfolio: Portfolio, call: Call) => Reply): Route =>
    get(pattern, (call) => asked(own, call, (portfolio) => answer(portfolio, call)), true);
  return [
    read("/portfolio/balance", balance),
    read("/portfolio/positions", positions),
    read("/portfolio/orders", listOrders),
    read("/portfolio/fills", listFills),
    read("/portfolio/settlements", listSettlements),
    get("/portfolio/deposits", (call) => listTransfers(own, call, "deposits"), true),
    get("/portfolio/withdrawals", (call) => listTransfers(own, call, "withdrawals"), true),
    get("/portfolio/summary/total_resting_order_value", () => restingValue(own), true),
    { ...get("/portfolio/orders/:order", (call) => oneOrder(own, call), true), cost: 2 },
  ];
}
