/** The market object of REST. Most of its fields are of no use to the desk and not read. */
import { z } from "zod";
import { readInstant } from "../../../domain/calendar.ts";
import type { Level, MarketStatus, PriceRange } from "../../../domain/market.ts";
import type { Price, Quantity } from "../../../domain/numbers.ts";
import { looseCount, loosePrice, looseValue, looseWhole, tickerField } from "./fields.ts";
import { PriceRangesShape } from "./price-ranges.ts";

export type ExchangeMarket = {
  readonly ticker: string;
  readonly title: string;
  /** The team's city as the exchange writes it. */
  readonly yesSubTitle: string | undefined;
  readonly status: MarketStatus;
  readonly priceRanges: readonly PriceRange[];
  readonly closeAt: number | undefined;
  /** Unix ms of the expected end of the game, which is kickoff + 3 h. */
  readonly expectedEndAt: number | undefined;
  readonly rules: string;
  readonly volume: Quantity | undefined;
  readonly last: Price | undefined;
  /** What one YES pays, once it is determined. */
  readonly settlementValue: Price | undefined;
  /** The shard on which its orders live. */
  readonly exchangeIndex: number;
  /** Best bid and offer with their sizes: one level a side; `undefined`: that side is empty. */
  readonly bid: Level | undefined;
  readonly ask: Level | undefined;
};

const statuses: readonly MarketStatus[] = [
  "initialized",
  "active",
  "inactive",
  "closed",
  "determined",
  "disputed",
  "amended",
  "finalized",
];

const text = z.string().nullish().catch(undefined);

function instant(value: string | null | undefined): number | undefined {
  return value === null || value === undefined ? undefined : readInstant(value);
}

function statusOf(value: string): MarketStatus {
  return statuses.find((status) => status === value) ?? "unknown";
}

/** A side is empty by its size; the price of an empty side is 0 or 1 dollar, or means nothing. */
function levelOf(at: Price | undefined, size: Quantity | undefined): Level | undefined {
  return at === undefined || size === undefined || size === 0 ? undefined : [at, size];
}

const payoffs: Readonly<Record<string, Price>> = { yes: 10_000 as Price, no: 0 as Price };

export const MarketShape = z
  .object({
    ticker: tickerField,
    title: text,
    yes_sub_title: text,
    status: z.string(),
    price_ranges: PriceRangesShape.optional().catch(undefined),
    close_time: text,
    occurrence_datetime: text,
    expected_expiration_time: text,
    rules_primary: text,
    rules_secondary: text,
    volume_fp: looseCount,
    last_price_dollars: loosePrice,
    result: text,
    settlement_value_dollars: looseValue,
    exchange_index: looseWhole,
    yes_bid_dollars: loosePrice,
    yes_bid_size_fp: looseCount,
    yes_ask_dollars: loosePrice,
    yes_ask_size_fp: looseCount,
  })
  .transform(
    (market): ExchangeMarket => ({
      ticker: market.ticker,
      title: market.title ?? market.yes_sub_title ?? market.ticker,
      yesSubTitle: market.yes_sub_title ?? undefined,
      status: statusOf(market.status),
      priceRanges: market.price_ranges ?? [],
      closeAt: instant(market.close_time),
      expectedEndAt:
        instant(market.occurrence_datetime) ?? instant(market.expected_expiration_time),
      rules: [market.rules_primary, market.rules_secondary].filter(Boolean).join("\n\n"),
      volume: market.volume_fp,
      last: market.last_price_dollars,
      settlementValue: market.settlement_value_dollars ?? payoffs[market.result ?? ""],
      exchangeIndex: market.exchange_index ?? 0,
      bid: levelOf(market.yes_bid_dollars, market.yes_bid_size_fp),
      ask: levelOf(market.yes_ask_dollars, market.yes_ask_size_fp),
    }),
  );

/** `GET /markets` of a few tickers: one page. */
export const MarketsPageShape = z
  .object({ markets: z.array(MarketShape) })
  .transform(({ markets }): readonly ExchangeMarket[] => markets);
