/** Positions over REST: one signed number per market. */
import { z } from "zod";
import type { VenuePosition } from "../../../domain/account.ts";
import {
  changeField,
  cursorField,
  looseInstant,
  looseMoney,
  type Page,
  tickerField,
} from "./fields.ts";

const PositionShape = z
  .object({
    ticker: tickerField,
    position_fp: changeField,
    market_exposure_dollars: looseMoney,
    fees_paid_dollars: looseMoney,
    last_updated_ts: looseInstant,
  })
  .transform(
    (row): VenuePosition => ({
      ticker: row.ticker,
      net: row.position_fp,
      cost: row.market_exposure_dollars,
      fees: row.fees_paid_dollars,
      updatedAt: row.last_updated_ts,
    }),
  );

export const PositionsPageShape = z
  .object({ market_positions: z.array(PositionShape), cursor: cursorField })
  .transform(
    ({ market_positions, cursor }): Page<VenuePosition> => ({ rows: market_positions, cursor }),
  );
