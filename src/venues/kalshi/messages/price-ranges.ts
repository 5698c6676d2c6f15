/** `price_ranges`: the grid of valid prices. */
import { z } from "zod";
import type { PriceRange } from "../../../domain/market.ts";
import { valueField } from "./fields.ts";

const range = z
  .object({ start: valueField, end: valueField, step: valueField })
  .refine(({ start, end, step }) => step > 0 && end >= start, { error: "not a range" });

export const PriceRangesShape = z
  .array(range)
  .min(1)
  .max(100)
  .transform((ranges): readonly PriceRange[] => ranges);
