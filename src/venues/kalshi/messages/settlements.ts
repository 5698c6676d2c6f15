/** What markets have paid. */
import { z } from "zod";
import type { VenueSettlement } from "../../../domain/account.ts";
import type { Money, Price } from "../../../domain/numbers.ts";
import {
  countField,
  cursorField,
  looseInstant,
  looseMoney,
  looseWhole,
  type Page,
  tickerField,
} from "./fields.ts";

const SettlementShape = z
  .object({
    ticker: tickerField,
    market_result: z.enum(["yes", "no", "scalar"]).optional().catch(undefined),
    yes_count_fp: countField,
    no_count_fp: countField,
    revenue: looseWhole,
    value: looseWhole,
    fee_cost: looseMoney,
    settled_time: looseInstant,
  })
  .transform(
    (row): VenueSettlement => ({
      ticker: row.ticker,
      result: row.market_result ?? "unknown",
      yes: row.yes_count_fp,
      no: row.no_count_fp,
      paid: row.revenue === undefined ? undefined : ((row.revenue * 10_000) as Money),
      value: row.value === undefined ? undefined : ((row.value * 100) as Price),
      fee: row.fee_cost,
      at: row.settled_time,
    }),
  );

export const SettlementsPageShape = z
  .object({ settlements: z.array(SettlementShape), cursor: cursorField })
  .transform(({ settlements, cursor }): Page<VenueSettlement> => ({ rows: settlements, cursor }));
