/** Order groups over REST, and their news on the stream. */
import { z } from "zod";
import { idField } from "./fields.ts";

export const GroupCreatedShape = z
  .object({ order_group_id: idField })
  .transform(({ order_group_id }) => order_group_id);

/** `order_group_updates`: what happened to a group. */
export const GroupUpdateShape = z
  .object({ order_group_id: idField, event_type: z.string() })
  .transform(({ order_group_id, event_type }) => ({ groupId: order_group_id, what: event_type }));
