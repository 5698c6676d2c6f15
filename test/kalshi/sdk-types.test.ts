/**
 * Our shapes against the types of the exchange's own SDK, at compile time: every field that we
 * read is one that it knows, and what we send is what it takes. Drift fails the type check.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type * as sdk from "kalshi-typescript";
import { expect, test } from "vitest";
import type { z } from "zod";
import type { OrderRequest } from "../../src/venues/kalshi/account/order-request.ts";
import type {
  AccountLimitsShape,
  EndpointCostsShape,
} from "../../src/venues/kalshi/messages/account-limits.ts";
import type { ApiKeysShape } from "../../src/venues/kalshi/messages/api-keys.ts";
import type { BalanceShape } from "../../src/venues/kalshi/messages/balance.ts";
import type { CandlesticksShape } from "../../src/venues/kalshi/messages/candlesticks.ts";
import type { DataTimeShape } from "../../src/venues/kalshi/messages/data-time.ts";
import type { ExchangeStatusShape } from "../../src/venues/kalshi/messages/exchange-status.ts";
import type {
  EventFeeChangesShape,
  SeriesFeeChangesShape,
} from "../../src/venues/kalshi/messages/fee-changes.ts";
import type { FillsPageShape } from "../../src/venues/kalshi/messages/fills.ts";
import type { MarketShape, MarketsPageShape } from "../../src/venues/kalshi/messages/market.ts";
import type { MilestonesShape } from "../../src/venues/kalshi/messages/milestones.ts";
import type { GroupCreatedShape } from "../../src/venues/kalshi/messages/order-groups.ts";
import type {
  CanceledShape,
  CreatedShape,
} from "../../src/venues/kalshi/messages/order-replies.ts";
import type { OrderShape, OrdersPageShape } from "../../src/venues/kalshi/messages/orders.ts";
import type { PositionsPageShape } from "../../src/venues/kalshi/messages/positions.ts";
import type { ScheduleShape } from "../../src/venues/kalshi/messages/schedule.ts";
import type { SeriesShape } from "../../src/venues/kalshi/messages/series.ts";
import type { SettlementsPageShape } from "../../src/venues/kalshi/messages/settlements.ts";
import type { TradesPageShape } from "../../src/venues/kalshi/messages/trades.ts";

/** Fields that the exchange's changelog adds, or the stream alone sends: the SDK has them not yet. */
type NotInSdk = "last_update_reason" | "last_updated_ts_ms";

type Row<Page, Name extends keyof Page> =
  NonNullable<Page[Name]> extends readonly (infer One)[] ? One : never;

/** Names that we read and the SDK does not know. */
type Strange<Shape extends z.ZodType, Sdk> = Exclude<keyof z.input<Shape>, keyof Sdk | NotInSdk>;

/** Decimals that we read as text and the SDK types as something else. */
type NotText<Input, Sdk> = {
  [Name in keyof Input & keyof Sdk]: Name extends `${string}_dollars` | `${string}_fp` | "fee_cost"
    ? Exclude<Sdk[Name], string | null | undefined> extends never
      ? never
      : Name
    : never;
}[keyof Input & keyof Sdk];

/** What the SDK promises is something that our shape takes. */
type Takes<Shape extends z.ZodType, Sdk> = Sdk extends z.input<Shape> ? true : false;

type Same<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false;

type Checks = [
  // Every name we read exists.
  Same<Strange<typeof OrderShape, sdk.Order>, never>,
  Same<Strange<typeof MarketShape, sdk.Market>, never>,
  Same<Strange<typeof BalanceShape, sdk.GetBalanceResponse>, never>,
  Same<Strange<typeof CreatedShape, sdk.CreateOrderV2Response>, never>,
  Same<Strange<typeof CanceledShape, sdk.CancelOrderV2Response>, never>,
  Same<Strange<typeof GroupCreatedShape, sdk.CreateOrderGroupResponse>, never>,
  Same<Strange<typeof AccountLimitsShape, sdk.GetAccountApiLimitsResponse>, never>,
  Same<Strange<typeof EndpointCostsShape, sdk.GetAccountEndpointCostsResponse>, never>,
  Same<Strange<typeof ApiKeysShape, sdk.GetApiKeysResponse>, never>,
  Same<
    Exclude<keyof Row<z.input<typeof FillsPageShape>, "fills">, keyof sdk.Fill | "ts_ms">,
    never
  >,
  Same<
    Exclude<
      keyof Row<z.input<typeof PositionsPageShape>, "market_positions">,
      keyof sdk.MarketPosition
    >,
    never
  >,
  Same<
    Exclude<keyof Row<z.input<typeof SettlementsPageShape>, "settlements">, keyof sdk.Settlement>,
    never
  >,
  Same<Exclude<keyof Row<z.input<typeof TradesPageShape>, "trades">, keyof sdk.Trade>, never>,
  // Decimals are texts.
  Same<NotText<z.input<typeof OrderShape>, sdk.Order>, never>,
  Same<NotText<z.input<typeof MarketShape>, sdk.Market>, never>,
  Same<NotText<Row<z.input<typeof FillsPageShape>, "fills">, sdk.Fill>, never>,
  Same<NotText<Row<z.input<typeof SettlementsPageShape>, "settlements">, sdk.Settlement>, never>,
  // Whole answers.
  Takes<typeof OrdersPageShape, sdk.GetOrdersResponse>,
  Takes<typeof FillsPageShape, sdk.GetFillsResponse>,
  Takes<typeof PositionsPageShape, sdk.GetPositionsResponse>,
  Takes<typeof SettlementsPageShape, sdk.GetSettlementsResponse>,
  Takes<typeof BalanceShape, sdk.GetBalanceResponse>,
  Takes<typeof CreatedShape, sdk.CreateOrderV2Response>,
  Takes<typeof CanceledShape, sdk.CancelOrderV2Response>,
  Takes<typeof GroupCreatedShape, sdk.CreateOrderGroupResponse>,
  Takes<typeof AccountLimitsShape, sdk.GetAccountApiLimitsResponse>,
  Takes<typeof EndpointCostsShape, sdk.GetAccountEndpointCostsResponse>,
  Takes<typeof ApiKeysShape, sdk.GetApiKeysResponse>,
  Takes<typeof DataTimeShape, sdk.GetUserDataTimestampResponse>,
  Takes<typeof ExchangeStatusShape, sdk.ExchangeStatus>,
  Takes<typeof ScheduleShape, sdk.GetExchangeScheduleResponse>,
  Takes<typeof SeriesShape, sdk.GetSeriesResponse>,
  Takes<typeof SeriesFeeChangesShape, sdk.GetSeriesFeeChangesResponse>,
  Takes<typeof EventFeeChangesShape, { event_fee_changes: sdk.EventFeeChange[]; cursor: string }>,
  Takes<typeof TradesPageShape, sdk.GetTradesResponse>,
  Takes<typeof CandlesticksShape, sdk.GetMarketCandlesticksResponse>,
  Takes<typeof MarketsPageShape, sdk.GetMarketsResponse>,
  Takes<typeof MilestonesShape, sdk.GetMilestonesResponse>,
  // What we send is what it takes, and nothing beside it.
  OrderRequest extends sdk.CreateOrderV2Request ? true : false,
  Same<Exclude<keyof OrderRequest, keyof sdk.CreateOrderV2Request>, never>,
];

type AllHold = Checks[number] extends true ? (false extends Checks[number] ? false : true) : false;
/** Compiles only while every one of them holds. */
const allHold: AllHold = true;

test("the SDK whose types are compared is the one that is installed", () => {
  const manifest = fileURLToPath(
    new URL("../../node_modules/kalshi-typescript/package.json", import.meta.url),
  );
  expect(JSON.parse(readFileSync(manifest, "utf8")).version).toBe("3.30.0");
  expect(allHold).toBe(true);
});
