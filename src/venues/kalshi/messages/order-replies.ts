/** What a create and a cancel are answered with. */
import { z } from "zod";
import { countField, idField, looseText, looseWhole } from "./fields.ts";

export const CreatedShape = z
  .object({
    order_id: idField,
    client_order_id: looseText,
    fill_count: countField,
    remaining_count: countField,
  })
  .transform(({ order_id, client_order_id, fill_count, remaining_count }) => ({
    orderId: order_id,
    clientOrderId: client_order_id,
    filled: fill_count,
    remaining: remaining_count,
  }));

export const CanceledShape = z
  .object({ order_id: idField, reduced_by: countField, ts_ms: looseWhole })
  .transform(({ order_id, reduced_by, ts_ms }) => ({
    orderId: order_id,
    reduced: reduced_by,
    /** Unix ms of the matching engine. */
    at: ts_ms,
  }));
