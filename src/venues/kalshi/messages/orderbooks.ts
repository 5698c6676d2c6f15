/** REST's order books: bids of YES and bids of NO, each in its own prices. */
import { z } from "zod";
import type { Level } from "../../../domain/market.ts";
import { countField, priceField, tickerField } from "./fields.ts";

export type RestBook = {
  readonly ticker: string;
  readonly yes: readonly Level[];
  /** In NO prices. */
  readonly no: readonly Level[];
};

const side = z
  .array(z.tuple([priceField, countField]))
  .max(9999)
  .nullish();

/** As in the stream's snapshot: a list of unknown name is no empty side. */
const book = z
  .looseObject({ yes_dollars: side, no_dollars: side })
  .refine(
    (sides) =>
      Object.entries(sides).every(
        ([name, value]) => ["yes_dollars", "no_dollars"].includes(name) || !Array.isArray(value),
      ),
    { error: "a list of unknown name" },
  );

export const OrderbooksShape = z
  .object({ orderbooks: z.array(z.object({ ticker: tickerField, orderbook_fp: book })) })
  .transform(({ orderbooks }): readonly RestBook[] =>
    orderbooks.map(({ ticker, orderbook_fp }) => ({
      ticker,
      yes: orderbook_fp.yes_dollars ?? [],
      no: orderbook_fp.no_dollars ?? [],
    })),
  );
