/** `/exchange`, `/account` and `/api_keys`: the state of the exchange and of the member. */
import type { Account } from "./account.ts";
import type { Scope } from "./auth.ts";
import type { RateTier } from "./buckets.ts";
import { isoText, secondsOf } from "./calendar.ts";
import type { Floor } from "./floor.ts";
import type { Pauses } from "./pauses.ts";
import { failure, json, noContent } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { DEFAULT_COST, PREFIX, get } from "./rest.ts";
import type { Route } from "./rest.ts";

export type ExchangeRoutes = {
  readonly floor: Floor;
  readonly account: Account;
  readonly pauses: Pauses;
  readonly tier: RateTier;
  readonly keyId: string | undefined;
  readonly scopes: readonly Scope[];
  /** Unix ms until which the location attestation holds; undefined: never attested. */
  readonly attestedUntil: number | undefined;
  /** Every route, for the list of costs. */
  readonly all: () => readonly Route[];
};

function statusBody(pauses: Pauses, shard: number): unknown {
  const state = {
    exchange_active: pauses.exchangeActive(),
    trading_active: pauses.exchangeActive() && pauses.tradingActive(),
    intra_exchange_transfers_active: pauses.exchangeActive(),
  };
  const resumesAt = pauses.resumesAt();
  return {
    ...state,
    exchange_estimated_resume_time: resumesAt === undefined ? null : isoText(resumesAt),
    exchange_index_statuses: [{ exchange_index: shard, description: "default", ...state }],
  };
}

const everyDay = "monday tuesday wednesday thursday friday saturday sunday".split(" ");

function scheduleBody(): unknown {
  const open = (day: string): readonly unknown[] =>
    day === "thursday"
      ? [
          { open_time: "00:00", close_time: "03:00" },
          { open_time: "05:00", close_time: "24:00" },
        ]
      : [{ open_time: "00:00", close_time: "24:00" }];
  const days = Object.fromEntries(everyDay.map((day) => [day, open(day)]));
  const hours = {
    start_time: "2025-01-01T00:00:00Z",
    end_time: "2030-01-01T00:00:00Z",
    ...days,
  };
  return { schedule: { standard_hours: [hours], maintenance_windows: [] } };
}

function limitsBody(tier: RateTier): unknown {
  const bucket = ({ refillRate, capacity }: RateTier["read"]): unknown => ({
    refill_rate: refillRate,
    bucket_capacity: capacity,
  });
  return {
    usage_tier: tier.name,
    read: bucket(tier.read),
    write: bucket(tier.write),
    grants: [],
  };
}

function costsBody(routes: readonly Route[]): unknown {
  const listed = routes.flatMap(({ method, pattern, cost, listedCost }) => {
    const told = typeof cost === "number" ? cost : (listedCost ?? DEFAULT_COST);
    return told === DEFAULT_COST ? [] : [{ method, path: `${PREFIX}${pattern}`, cost: told }];
  });
  return { default_cost: DEFAULT_COST, endpoint_costs: listed };
}

const upgradeCost = 30;

/** The next tier is granted to whoever has placed an order over the API; the night keeps its own. */
function upgrade(account: Account): Reply {
  return account.reads.shown.orders.size === 0 ? failure(403, "forbidden") : noContent();
}

const dayMs = 86_400_000;

/** From when on the live endpoints know: three months of markets, two weeks of orders. */
function cutoffBody({ source }: Floor): unknown {
  const now = Math.floor(source.clock.now().at);
  return {
    market_settled_ts: isoText(now - 90 * dayMs),
    trades_created_ts: isoText(now - 90 * dayMs),
    orders_updated_ts: isoText(now - 14 * dayMs),
    market_positions_last_updated_ts: isoText(now - 90 * dayMs),
  };
}

function keysBody({ keyId, attestedUntil, scopes }: ExchangeRoutes): unknown {
  const key = {
    api_key_id: keyId ?? "in-process",
    name: "built-in night",
    scopes,
    subaccount: null,
    fcm_subtrader_id: null,
  };
  return {
    api_keys: [key],
    ...(attestedUntil === undefined
      ? {}
      : { api_key_region_expiration_ts: secondsOf(attestedUntil) }),
  };
}

export function exchangeRoutes(options: ExchangeRoutes): Route[] {
  const { floor, account, pauses, tier, all } = options;
  return [
    get("/exchange/status", () => json(200, statusBody(pauses, floor.switches.shard))),
    get("/exchange/schedule", () => json(200, scheduleBody())),
    get("/exchange/user_data_timestamp", () =>
      json(200, { as_of_time: isoText(account.reads.asOf()) }),
    ),
    get("/account/api_usage_level/volume_progress", () => json(200, { volume_progress: [] }), true),
    {
      method: "POST",
      pattern: "/account/api_usage_level/upgrade",
      auth: true,
      bucket: "read",
      cost: upgradeCost,
      answer: () => upgrade(account),
    },
    get("/historical/cutoff", () => json(200, cutoffBody(floor))),
    get("/account/limits", () => json(200, limitsBody(tier)), true),
    get("/account/endpoint_costs", () => json(200, costsBody(all()))),
    get("/api_keys", () => json(200, keysBody(options)), true),
  ];
}
