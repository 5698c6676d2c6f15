/** Everything that can happen next to an order, each as one small step of the world. */
import { liveOrders } from "../../src/execution/execution.ts";
import type { WriteOutcome } from "../../src/venues/kalshi/account/writes.ts";
import type { HeldRequest } from "./held-account.ts";
import type { ModelOrder } from "./model-exchange.ts";
import type { OrderWorld } from "./order-world.ts";

export type Move = {
  readonly name: string;
  /** Whether it can happen here. */
  may(world: OrderWorld): boolean;
  happen(world: OrderWorld): void | Promise<void>;
};

const ticketsMax = 2;
const restartsMax = 2;
const answerLost: WriteOutcome = { kind: "unknown", why: "no answer in time" };

/** The oldest request of a kind that this process sent and that has no answer yet. */
function waiting(world: OrderWorld, method: HeldRequest["method"]): HeldRequest | undefined {
  const { requests, session } = world;
  return requests.find((one) => one.method === method && !one.answered && one.session === session);
}

/** A create that is still on the wire, whoever sent it. */
function onTheWire({ requests }: OrderWorld): HeldRequest | undefined {
  return requests.find((one) => one.method === "POST" && one.made === undefined && !one.gone);
}

function resting({ exchange }: OrderWorld): ModelOrder | undefined {
  return exchange.orders.find(({ status }) => status === "resting");
}

function createdAnswer(order: ModelOrder): WriteOutcome {
  const count = (of: number): string => (of / 100).toFixed(2);
  const body = {
    order_id: order.orderId,
    client_order_id: order.clientOrderId,
    fill_count: count(order.filled),
    remaining_count: count(order.status === "resting" ? order.initial - order.filled : 0),
  };
  return { kind: "done", status: 201, body: JSON.stringify(body) };
}

/** The exchange carries a delete out and says what it did. */
function deleted(world: OrderWorld, { orderId }: HeldRequest): WriteOutcome {
  const order = world.exchange.orders.find((one) => one.orderId === orderId);
  if (order?.status !== "resting") {
    return { kind: "refused", status: 404, code: "not_found", words: "not found" };
  }
  const reduced = world.exchange.cancel(order);
  world.collect();
  const body = { order_id: orderId, reduced_by: (reduced / 100).toFixed(2), ts_ms: 1 };
  return { kind: "done", status: 200, body: JSON.stringify(body) };
}

function withFound<T>(
  find: (world: OrderWorld) => T | undefined,
  happen: (world: OrderWorld, found: T) => void | Promise<void>,
): Pick<Move, "may" | "happen"> {
  return {
    may: (world) => find(world) !== undefined,
    async happen(world) {
      const found = find(world);
      if (found === undefined) throw new Error("this cannot happen here");
      await happen(world, found);
    },
  };
}

const atDisk: readonly Move[] = [
  {
    name: "ticket",
    may: ({ desk }) => desk.mode === "DEMO" && desk.intents < ticketsMax,
    happen: (world) => world.ticket(world.desk.intents === 0 ? 100 : 60),
  },
  {
    name: "durable",
    may: ({ unsynced }) => unsynced.length > 0,
    happen: (world) => world.durable(),
  },
  {
    name: "restart",
    may: ({ session }) => session < restartsMax,
    happen: (world) => world.restart("written"),
  },
  {
    name: "crash",
    may: ({ session, record, synced }) => session < restartsMax && record.length > synced,
    happen: (world) => world.restart("synced"),
  },
];

const atExchange: readonly Move[] = [
  { name: "arrives", ...withFound(onTheWire, (world, request) => world.arrives(request)) },
  {
    name: "refused",
    ...withFound(onTheWire, async (world, request) => {
      request.gone = true;
      const refusal = { status: 400, code: "no", words: "no" } as const;
      await world.answers(request, { kind: "refused", ...refusal });
    }),
  },
  {
    name: "part fills",
    ...withFound(
      (world) => (resting(world)?.filled === 0 ? resting(world) : undefined),
      (world, order) => {
        world.exchange.fill(order, order.initial * 0.4);
        world.collect();
      },
    ),
  },
  {
    name: "rest fills",
    ...withFound(resting, (world, order) => {
      world.exchange.fill(order, order.initial - order.filled);
      world.collect();
    }),
  },
  {
    name: "rest ends",
    ...withFound(resting, (world, order) => {
      world.exchange.cancel(order);
      world.collect();
    }),
  },
];

const onTheWay: readonly Move[] = [
  {
    name: "answer",
    ...withFound(
      (world) => {
        const request = waiting(world, "POST");
        return request?.made === undefined ? undefined : { request, order: request.made };
      },
      (world, { request, order }) => world.answers(request, createdAnswer(order)),
    ),
  },
  {
    name: "answer lost",
    ...withFound(
      (world) => waiting(world, "POST"),
      (world, request) => world.answers(request, answerLost),
    ),
  },
  {
    name: "cancel",
    may: (world) =>
      waiting(world, "DELETE") === undefined &&
      liveOrders(world.desk.orders).some(({ state: { kind } }) =>
        ["intent", "open"].includes(kind),
      ),
    happen: (world) => world.ask({ kind: "cancel", intentId: undefined }),
  },
  {
    name: "cancel answered",
    ...withFound(
      (world) => waiting(world, "DELETE"),
      (world, request) => world.answers(request, deleted(world, request)),
    ),
  },
  {
    name: "cancel's answer lost",
    ...withFound(
      (world) => waiting(world, "DELETE"),
      (world, request) => {
        deleted(world, request);
        return world.answers(request, answerLost);
      },
    ),
  },
  { name: "stream", may: ({ frames }) => frames.length > 0, happen: (world) => world.frame() },
  {
    name: "reading",
    may: ({ held }) => held !== undefined,
    happen: (world) => world.reading(),
  },
  {
    name: "disconnect",
    may: ({ connected }) => connected,
    happen: (world) => world.disconnect(),
  },
  {
    name: "reconnect",
    may: ({ connected, held }) => !connected && held !== undefined,
    happen: (world) => world.reconnect(),
  },
];

export const moves: readonly Move[] = [...atDisk, ...atExchange, ...onTheWay];

/** The move of this name. */
export function moveOf(name: string): Move {
  const found = moves.find((move) => move.name === name);
  if (found === undefined) throw new Error(`no move is called ${name}`);
  return found;
}
