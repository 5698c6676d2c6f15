/** The account's side with the real sender and join of orders, over a wire that holds everything. */
import type { AccountReading, VenueOrder } from "../../src/domain/account.ts";
import type { Clock } from "../../src/domain/ports.ts";
import type { AccountOptions, KalshiAccount } from "../../src/venues/kalshi/account/account.ts";
import { createOwnOrders, type OwnOrders } from "../../src/venues/kalshi/account/own-orders.ts";
import { createOrderSender, type SenderOptions } from "../../src/venues/kalshi/account/sender.ts";
import type { WriteOutcome, Writes } from "../../src/venues/kalshi/account/writes.ts";
import { type Frame, type ModelExchange, type ModelOrder, venueOrder } from "./model-exchange.ts";

/** A create or delete on its way; its answer goes to the session that sent it. */
export type HeldRequest = {
  readonly method: "POST" | "DELETE";
  readonly body: string;
  /** Of a delete. */
  readonly orderId: string;
  readonly session: number;
  /** Unix ms. */
  readonly sentAt: number;
  /** What it made at the exchange. */
  made: ModelOrder | undefined;
  /** It will never arrive. */
  gone: boolean;
  answered: boolean;
  readonly answer: (outcome: WriteOutcome) => void;
};

export type HeldAccountOptions = {
  readonly session: number;
  readonly account: AccountOptions;
  readonly clock: Clock;
  readonly exchange: ModelExchange;
  /** Where what leaves waits to be let go. */
  readonly requests: HeldRequest[];
  readonly fault: (error: unknown) => void;
};

export type HeldAccount = {
  readonly account: KalshiAccount;
  hear(frame: Frame): void;
  show(reading: AccountReading): void;
  stream(up: boolean): void;
  /** What it knows of its orders, for comparison. */
  standing(): unknown;
  close(): void;
};

export const readyGroup = { kind: "ready", groupId: "g1", limit: 300 } as const;

const quietGroup: SenderOptions["group"] = {
  state: () => readyGroup,
  tend: () => Promise.resolve(),
  setMaxPosition: () => Promise.resolve(),
  noteFill: () => undefined,
  trigger: () => Promise.resolve(true),
  reset: () => Promise.resolve(true),
  refusedByGroup: () => undefined,
  heard: () => undefined,
  dueMono: () => undefined,
};

function holdingWrites(options: HeldAccountOptions): Writes {
  const { session, clock, requests, fault } = options;
  return {
    write: ({ method, path, body = "" }) =>
      new Promise((answer) => {
        requests.push({
          method: method === "POST" ? "POST" : "DELETE",
          body,
          orderId: /\/([^/?]*)\?/.exec(path)?.[1] ?? "",
          session,
          sentAt: clock.now().at,
          made: undefined,
          gone: false,
          answered: false,
          answer,
        });
      }),
    sign: () => Promise.resolve({}),
    alarm: fault,
  };
}

/** Single orders can be looked up at once; whole readings are shown by whoever drives the world. */
function promptReads({ orders }: ModelExchange): SenderOptions["reads"] {
  const look = (is: (order: ModelOrder) => boolean): Promise<VenueOrder | undefined> => {
    const order = orders.find(is);
    return Promise.resolve(order === undefined ? undefined : venueOrder(order));
  };
  return {
    readOrder: async (id) => (await look(({ orderId }) => orderId === id)) ?? "absent",
    findOrder: (id) => look(({ clientOrderId }) => clientOrderId === id),
    readAccount: () => Promise.resolve({ kind: "failed", why: "not asked here" }),
    restingOrders: () => Promise.resolve(undefined),
    fillsOf: () => Promise.resolve(undefined),
    dataAt: () => Promise.resolve(undefined),
  };
}

function accountOf(options: HeldAccountOptions, own: OwnOrders, tell: AccountOptions["tell"]) {
  const { clock, exchange, fault } = options;
  const sender = createOrderSender({
    writes: holdingWrites(options),
    reads: promptReads(exchange),
    own,
    group: quietGroup,
    clock,
    operatorClock: clock,
    exchangeIndexOf: () => 0,
    tell,
    lookSoon: () => undefined,
  });
  const notHere = (): Promise<never> => Promise.reject(new Error("not explored"));
  const account: KalshiAccount = {
    prepare: sender.prepare,
    submit: (order, signal, terms) =>
      sender.submit(order, signal, terms).catch((error: unknown) => {
        fault(error);
        return { kind: "notSent", why: "a fault" } as const;
      }),
    cancel: sender.cancel,
    cancelOurs: notHere,
    kill: notHere,
    cancelEverything: notHere,
    readAccount: notHere,
    remember(order, sentAt, venueOrderId) {
      own.remember(order, false, sentAt, venueOrderId).unknown = venueOrderId === undefined;
    },
    letGo(intentId) {
      const order = own.byIntent(intentId);
      if (order !== undefined) order.unknown = false;
    },
    setMaxPosition: () => undefined,
    triggerEntries: () => Promise.resolve(true),
    resetEntryGroup: () => Promise.resolve(true),
    streamUp: () => true,
  };
  return account;
}

/** Opens the account's side for one session. */
export function openHeldAccount(options: HeldAccountOptions): HeldAccount {
  let open = true;
  const tell: AccountOptions["tell"] = (news, raw) => {
    if (open) options.account.tell(news, raw);
  };
  const own = createOwnOrders(tell);
  return {
    account: accountOf(options, own, tell),
    hear(frame) {
      if (frame.kind === "order") own.learnOrder(frame.order, "frame");
      else own.learnFill(frame.fill, "frame");
    },
    show(reading) {
      for (const order of reading.orders) own.learnOrder(order, undefined);
      for (const fill of reading.fills) own.learnFill(fill, undefined);
      tell({ kind: "account", reading }, undefined);
    },
    stream: (up) => tell({ kind: "accountStream", up, why: "as told" }, undefined),
    standing: () => [own.unknown(), own.short(), own.open(), own.unplaced()],
    close() {
      open = false;
    },
  };
}
