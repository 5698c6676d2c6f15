/** A tiny exchange for tests: one event, two markets, whatever a test wants to go wrong. */
import type { HttpOutcome, HttpRequest } from "../../domain/ports.ts";
import type { TestSocket, TestWorld } from "./test-world.ts";

export const eventTicker = "KXNFLGAME-26OCT12BUFLAR";
export const homeTicker = `${eventTicker}-LAR`;
export const awayTicker = `${eventTicker}-BUF`;
export const kickoffAt = Date.UTC(2026, 9, 13, 0, 15);

type Body = Readonly<Record<string, unknown>>;
type Sides = readonly (readonly [string, string])[];

export function marketBody(ticker: string, city: string, more: Body = {}): Body {
  return {
    ticker,
    event_ticker: eventTicker,
    title: `${city} wins`,
    yes_sub_title: city,
    status: "active",
    close_time: "2026-10-15T00:15:00Z",
    occurrence_datetime: "2026-10-13T03:15:00Z",
    rules_primary: `If ${city} wins, Yes.`,
    rules_secondary: "A tie pays $0.50.",
    price_ranges: [{ start: "0.0000", end: "1.0000", step: "0.0100" }],
    volume_fp: "184220.00",
    last_price_dollars: "0.6200",
    yes_bid_dollars: "0.6000",
    yes_bid_size_fp: "100.00",
    yes_ask_dollars: "0.6200",
    yes_ask_size_fp: "50.00",
    result: "",
    ...more,
  };
}

/** What the exchange would answer; tests change it in place. */
export type TestExchange = {
  event: Body;
  series: unknown;
  status: unknown;
  home: Body;
  away: Body;
  /** Bids of YES and of NO, each in its own prices, by ticker. */
  books: Record<string, { readonly yes: Sides; readonly no: Sides }>;
  /** Overrides the answer to requests whose URL contains the key. */
  readonly overrides: Map<string, HttpOutcome>;
  date: string | undefined;
  /** Sequence numbers of the books' and the lifecycle's subscription. */
  seq: { books: number; lifecycle: number; trades: number };
};

export function createTestExchange(): TestExchange {
  return {
    event: { event_ticker: eventTicker, title: "Buffalo vs Los Angeles R" },
    series: { series: { fee_type: "quadratic_with_maker_fees", fee_multiplier: 1 } },
    status: { exchange_active: true, trading_active: true },
    home: marketBody(homeTicker, "Los Angeles R"),
    away: marketBody(awayTicker, "Buffalo"),
    books: {
      [homeTicker]: { yes: [["0.6000", "100.00"]], no: [["0.3800", "50.00"]] },
      [awayTicker]: { yes: [["0.3800", "80.00"]], no: [["0.6000", "70.00"]] },
    },
    overrides: new Map(),
    date: undefined,
    seq: { books: 0, lifecycle: 0, trades: 0 },
  };
}

function answered(body: unknown, date: string | undefined): HttpOutcome {
  const headers: Record<string, string> = date === undefined ? {} : { date };
  return { kind: "answered", response: { status: 200, headers, body: JSON.stringify(body) } };
}

function serve(exchange: TestExchange, { url }: HttpRequest): HttpOutcome {
  const override = [...exchange.overrides].find(([part]) => url.includes(part))?.[1];
  if (override !== undefined) return override;
  const { pathname } = new URL(url);
  const nested = { ...exchange.event, markets: [exchange.home, exchange.away] };
  const books = Object.entries(exchange.books).map(([ticker, { yes, no }]) => ({
    ticker,
    orderbook_fp: { yes_dollars: yes, no_dollars: no },
  }));
  const bodies: Readonly<Record<string, unknown>> = {
    "/trade-api/v2/series/KXNFLGAME": exchange.series,
    "/trade-api/v2/events": { events: [nested], cursor: "" },
    [`/trade-api/v2/events/${eventTicker}`]: { event: nested },
    "/trade-api/v2/markets/orderbooks": { orderbooks: books },
    "/trade-api/v2/markets": { markets: [exchange.home, exchange.away], cursor: "" },
    "/trade-api/v2/exchange/status": exchange.status,
    "/trade-api/v2/account/limits": {
      usage_tier: "basic",
      read: { refill_rate: 200, bucket_capacity: 200 },
      write: { refill_rate: 100, bucket_capacity: 100 },
      grants: [],
    },
    "/trade-api/v2/account/endpoint_costs": { default_cost: 10, endpoint_costs: [] },
  };
  return answered(bodies[pathname] ?? { error: { code: "not_found" } }, exchange.date);
}

/** The whole book of a market as the stream sends it to who asked for YES prices. */
export function snapshotFrame(exchange: TestExchange, ticker: string, id?: number): Body {
  const book = exchange.books[ticker] ?? { yes: [], no: [] };
  const yesPriced = book.no.map(([at, size]) => [(1 - Number(at)).toFixed(4), size]);
  exchange.seq.books += 1;
  return {
    type: "orderbook_snapshot",
    sid: 1,
    seq: exchange.seq.books,
    ...(id === undefined ? {} : { id }),
    msg: {
      market_ticker: ticker,
      ...(book.yes.length === 0 ? {} : { yes_dollars_fp: book.yes }),
      ...(book.no.length === 0 ? {} : { no_dollars_fp: yesPriced }),
    },
  };
}

export function deltaFrame(exchange: TestExchange, msg: Body = {}): Body {
  exchange.seq.books += 1;
  const usual = { price_dollars: "0.6000", delta_fp: "-10.00", side: "yes", ts_ms: kickoffAt };
  return {
    type: "orderbook_delta",
    sid: 1,
    seq: exchange.seq.books,
    msg: { market_ticker: homeTicker, ...usual, ...msg },
  };
}

export function lifecycleFrame(exchange: TestExchange, msg: Body): Body {
  exchange.seq.lifecycle += 1;
  const usual = { market_ticker: homeTicker };
  return {
    type: "market_lifecycle_v2",
    sid: 4,
    seq: exchange.seq.lifecycle,
    msg: { ...usual, ...msg },
  };
}

/** Answers the client's commands as the exchange does: acknowledgements, then snapshots. */
function obey(exchange: TestExchange, socket: TestSocket, from: number): void {
  for (const { id, cmd, params } of socket.sent.slice(from) as {
    id: number;
    cmd: string;
    params: { channels?: string[]; market_tickers?: string[] };
  }[]) {
    const ack = (channel: string, sid: number) =>
      socket.send({ type: "subscribed", id, msg: { channel, sid } });
    if (cmd === "update_subscription") {
      for (const ticker of params.market_tickers ?? []) {
        socket.send(snapshotFrame(exchange, ticker, id));
      }
    } else if (params.channels?.includes("orderbook_delta") === true) {
      exchange.seq = { books: 0, lifecycle: 0, trades: 0 };
      ack("orderbook_delta", 1);
      for (const ticker of params.market_tickers ?? [])
        socket.send(snapshotFrame(exchange, ticker));
    } else if (params.channels?.includes("trade") === true) {
      ack("ticker", 2);
      ack("trade", 3);
    } else ack("market_lifecycle_v2", 4);
  }
}

/** Puts the exchange into a world; its socket obeys every command at the next moment. */
export function attach(exchange: TestExchange, world: TestWorld): void {
  world.serve = (request) => serve(exchange, request);
  world.greet = (socket) => {
    let done = 0;
    const look = (): void => {
      if (!socket.open) return;
      const from = done;
      done = socket.sent.length;
      obey(exchange, socket, from);
      world.timers.after(50, look);
    };
    socket.accept();
    look();
  };
}
