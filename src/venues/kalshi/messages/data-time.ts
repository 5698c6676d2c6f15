/** How fresh the account's reads are. */
import { z } from "zod";
import { readInstant } from "../../../domain/calendar.ts";

/** Unix ms: everything up to this moment is in balance, orders, fills and positions. */
export const DataTimeShape = z
  .object({ as_of_time: z.string() })
  .transform(({ as_of_time }, context): number => {
    const at = readInstant(as_of_time);
    if (at !== undefined) return at;
    context.addIssue({ code: "custom", message: "as_of_time is no date" });
    return z.NEVER;
  });
