/** Is the exchange open, and may be traded on it? The top-level flags are those of shard 0. */
import { z } from "zod";

export const ExchangeStatusShape = z
  .object({ exchange_active: z.boolean(), trading_active: z.boolean() })
  .transform(({ exchange_active, trading_active }) => ({
    active: exchange_active,
    trading: trading_active,
  }));
