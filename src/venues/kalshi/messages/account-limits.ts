/** The member's own rate limits, and what each endpoint costs. */
import { z } from "zod";

export type Bucket = { readonly perSecond: number; readonly capacity: number };

export type AccountLimits = {
  readonly tier: string | undefined;
  readonly read: Bucket;
  readonly write: Bucket;
};

const bucket = z
  .object({ refill_rate: z.number().positive(), bucket_capacity: z.number().positive() })
  .transform(
    ({ refill_rate, bucket_capacity }): Bucket => ({
      perSecond: refill_rate,
      capacity: bucket_capacity,
    }),
  );

export const AccountLimitsShape = z
  .object({ usage_tier: z.string().optional().catch(undefined), read: bucket, write: bucket })
  .transform(({ usage_tier, read, write }): AccountLimits => ({ tier: usage_tier, read, write }));

export type EndpointCost = {
  readonly method: string;
  /** With /trade-api/v2; a part that varies is written :name. */
  readonly path: string;
  readonly cost: number;
};

export type EndpointCosts = { readonly usual: number; readonly costs: readonly EndpointCost[] };

const cost = z.number().nonnegative();

export const EndpointCostsShape = z
  .object({
    default_cost: cost,
    endpoint_costs: z.array(z.object({ method: z.string(), path: z.string(), cost })),
  })
  .transform(
    ({ default_cost, endpoint_costs }): EndpointCosts => ({
      usual: default_cost,
      costs: endpoint_costs,
    }),
  );
