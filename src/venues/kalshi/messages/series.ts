/** The series: only its fees are read. */
import { z } from "zod";

export const SeriesShape = z
  .object({
    series: z.object({
      fee_type: z.string().optional(),
      fee_multiplier: z.union([z.number(), z.string()]).optional(),
    }),
  })
  .transform(({ series }) => ({ feeType: series.fee_type, multiplier: series.fee_multiplier }));
