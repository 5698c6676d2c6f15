/** The only place that makes an approved order. There is no force and no bypass. */
import type { Approved, Order } from "../domain/orders.ts";
import type { Review } from "./gates.ts";

/**
 * Approves the very order that the review looked at, as the kind of order that it is; undefined
 * when a gate failed or the review was of something else.
 */
export function approve(order: Order, reviewed: Review): Approved<Order> | undefined {
  if (!reviewed.passed || reviewed.order !== order) return undefined;
  if (reviewed.origin !== order.origin) return undefined;
  return order as Approved<Order>;
}
