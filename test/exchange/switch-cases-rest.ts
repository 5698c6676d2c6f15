/** Switches of keys, budgets, market data and order entry. */
import { contracts } from "../../src/domain/numbers.ts";
import type { Price } from "../../src/domain/numbers.ts";
import { EVENT, HOME, cents, levels } from "../../src/sim/exchange/stage.ts";
import type { Switches } from "../../src/sim/exchange/switches.ts";
import { ORDERS, codeOf, place, quoted, resting, signedAsk, waited } from "./switch-case.ts";
import type { Loose, SwitchCase } from "./switch-case.ts";

const anyKey = { verify: () => true } as const;
const oneRead = {
  tier: {
    name: "tiny",
    read: { refillRate: 1, capacity: 10 },
    write: { refillRate: 1, capacity: 100 },
  },
} as const;

type Group = { readonly order_group_id: string };

function field(row: unknown, name: string): unknown {
  return (row as Readonly<Record<string, unknown>>)[name];
}

export const restCases = {
  timestampLateMs: {
    observe: (make) =>
      [-15_000, -25_000].map((ms) => signedAsk(make(anyKey), "/portfolio/balance", ms).status),
    seen: [
      [200, 401],
      [401, 401],
      [200, 200],
    ],
  },
  timestampEarlyMs: {
    observe: (make) =>
      [15_000, 25_000].map((ms) => signedAsk(make(anyKey), "/portfolio/balance", ms).status),
    seen: [
      [200, 401],
      [401, 401],
      [200, 200],
    ],
  },
  missingHeader: {
    observe: (make) => codeOf(JSON.parse(signedAsk(make(anyKey), "/api_keys", 0, "").body)),
    seen: ["key_is_missing_from_headers", "signature_is_missing_from_headers"],
  },
  missingScope: {
    observe: (make) => {
      const { status, body } = place(make({ scopes: ["read"] }));
      return [status, codeOf(body), "error" in body];
    },
    seen: [
      [403, "insufficient_scope", true],
      [403, "insufficient_scope", false],
    ],
  },
  advancedCapacity: {
    observe: (make) => {
      const limits = make({ tier: "advanced" }).read("/account/limits");
      return [field(limits["read"], "bucket_capacity"), field(limits["write"], "refill_rate")];
    },
    seen: [
      [600, 300],
      [900, 300],
    ],
  },
  topTiers: {
    observe: (make) =>
      field(make({ tier: "prestige" }).read("/account/limits")["write"], "refill_rate"),
    seen: [9600, 8000],
  },
  unauthenticatedReads: {
    observe: (make) => {
      const stage = make(oneRead);
      return [1, 2].map(() => stage.ask("GET", "/markets").status);
    },
    seen: [
      [200, 429],
      [200, 200],
    ],
  },
  collateralReturnType: {
    observe: (make) => field(make().read(`/events/${EVENT}`)["event"], "collateral_return_type"),
    seen: ["MECNET", ""],
  },
  liveData: {
    observe: (make) =>
      make().ask("GET", `/live_data/milestone/milestone-${EVENT.toLowerCase()}`).status,
    seen: [200, 404],
  },
  orderbookNeedsAuth: {
    observe: (make) => make(anyKey).ask("GET", `/markets/${HOME}/orderbook`).status,
    seen: [200, 401],
  },
  bookOrder: {
    observe: (make) => {
      const stage = make();
      stage.exchange.quote(HOME, levels([62, 1], [61, 2]), []);
      const book: unknown = stage.read(`/markets/${HOME}/orderbook`)["orderbook_fp"];
      return (book as { yes_dollars: string[][] }).yes_dollars.map(([price]) => price);
    },
    seen: [
      ["0.6100", "0.6200"],
      ["0.6200", "0.6100"],
    ],
  },
  emptyAsk: {
    observe: (make) => {
      const stage = make();
      const ask = (): unknown => field(stage.read(`/markets/${HOME}`)["market"], "yes_ask_dollars");
      const before = ask();
      stage.exchange.quote(HOME, [], levels([63, 1]));
      stage.exchange.quote(HOME, [], []);
      return [before, ask()];
    },
    seen: [
      ["0.0000", "1.0000"],
      ["0.0000", "0.0000"],
      ["1.0000", "1.0000"],
    ],
  },
  reduceOnlyResting: {
    observe: (make) => {
      const stage = quoted(make);
      place(stage);
      const sale = { side: "ask", price: "0.7000", time_in_force: "good_till_canceled" };
      return place(stage, { ...sale, reduce_only: true }).status;
    },
    seen: [201, 400],
  },
  batchSize: {
    observe: (make) => {
      const orders = Array.from({ length: 11 }, () => ({ ...resting, ticker: HOME }));
      return make(oneRead).ask("POST", `${ORDERS}/batched`, { orders }).status;
    },
    seen: [429, 400],
  },
  refusedIdBurned: {
    observe: (make) => {
      const stage = quoted(make);
      place(stage, { client_order_id: "one", price: "0.6350" });
      return place(stage, { client_order_id: "one" }).status;
    },
    seen: [409, 201],
  },
  dottedClientId: {
    observe: (make) => place(quoted(make), { client_order_id: "a.b" }).status,
    seen: [400, 201],
  },
  orderReasonInReads: {
    observe: (make) => {
      const stage = quoted(make);
      const { body } = place(stage);
      const read: unknown = stage.read(`/portfolio/orders/${String(body["order_id"])}`)["order"];
      return field(read, "last_update_reason");
    },
    seen: ["Trade", undefined],
  },
  orderGroupTriggers: {
    observe: (make) => {
      const stage = quoted(make);
      const created = stage.ask("POST", "/portfolio/order_groups/create", { contracts_limit: 10 });
      const { order_group_id } = JSON.parse(created.body) as Group;
      place(stage, { count: "10", order_group_id });
      return place(stage, { count: "1", order_group_id }).status;
    },
    seen: [201, 409],
  },
  postOnlyCross: {
    observe: (make) => {
      const change = { post_only: true, time_in_force: "good_till_canceled" };
      const { status, body } = place(quoted(make), change);
      return [status, field(body, "remaining_count")];
    },
    seen: [
      [400, undefined],
      [201, "0.00"],
    ],
  },
  closedMarketCodes: {
    observe: (make) => {
      const stage = quoted(make);
      stage.exchange.setStatus(HOME, "closed");
      return codeOf(place(stage).body);
    },
    seen: ["market_closed", "MARKET_ALREADY_CLOSED"],
  },
  statusListLagMs: {
    observe: (make) => {
      const { exchange, clock, read } = make();
      exchange.setStatus(HOME, "inactive");
      const open = (): unknown =>
        (read("/markets?status=open")["markets"] as unknown as unknown[]).length;
      const atOnce = open();
      clock.wind(30_000);
      return [atOnce, open(), field(read(`/markets/${HOME}`)["market"], "status")];
    },
    seen: [
      [1, 1, "inactive"],
      [2, 1, "inactive"],
    ],
  },
  unknownMarketStatus: {
    observe: (make) => place(make(), { ticker: "KXNFLGAME-NONE" }).status,
    seen: [404, 400],
  },
  orderGroupRefusal: {
    observe: (make) => {
      const { status, body } = place(quoted(make), { order_group_id: "none" });
      return [status, codeOf(body)];
    },
    seen: [
      [404, "order_group_not_found"],
      [400, "ORDER_GROUP_NOT_FOUND"],
    ],
  },
  riskLimitRefusal: {
    observe: (make) => codeOf(place(quoted(make, { riskLimit: contracts(9) })).body),
    seen: ["exceeded_per_market_risk_limit", "EXCEEDED_PER_MARKET_RISK_LIMIT"],
  },
  readLagMs: {
    observe: (make) => {
      const stage = quoted(make);
      const { body } = place(stage);
      const path = `/portfolio/orders/${String(body["order_id"])}`;
      return waited(stage, () => stage.ask("GET", path).status === 200);
    },
    seen: [400, 0, 950],
  },
  positionsLagMs: {
    observe: (make) => {
      const stage = quoted(make);
      place(stage);
      const rows = (): unknown => stage.read("/portfolio/positions")["market_positions"];
      return waited(stage, () => (rows() as Loose[]).length > 0);
    },
    seen: [900, 0, 400],
  },
  shard: {
    observe: (make) => {
      const stage = quoted(make);
      const index = field(stage.read(`/markets/${HOME}`)["market"], "exchange_index");
      return [index, place(stage, { exchange_index: 0 }).status];
    },
    seen: [
      [0, 201],
      [3, 404],
    ],
  },
  priceGrid: {
    observe: (make) => {
      const stage = make();
      stage.exchange.quote(HOME, levels([2, 1]), [[cents(98), contracts(1)]]);
      return [550, 6250].map((price) => {
        const text = ((price as Price) / 10_000).toFixed(4);
        return place(stage, { ...resting, price: text }).status;
      });
    },
    seen: [
      [400, 400],
      [201, 400],
      [201, 201],
    ],
  },
} as const satisfies { readonly [Name in keyof Switches]?: SwitchCase };
