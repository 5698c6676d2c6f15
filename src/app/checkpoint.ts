/** The whole money state of a session as one record, and its shape when it is read again. */
import { z } from "zod";
import type { Quantity } from "../domain/numbers.ts";
import type { Beginning } from "../domain/game.ts";
import type { Order } from "../domain/orders.ts";
import type { Desk } from "../engine/engine.ts";
import {
  type Ledger,
  ledgerFrom,
  type LedgerSnapshot,
  ledgerSnapshot,
  liveOrders,
} from "../execution/execution.ts";

/** An order whose end is not recorded. */
export type OpenOrder = {
  readonly order: Order;
  readonly sentAt: number;
  /** What the books of this record hold of it. */
  readonly filled: Quantity;
};

/** Books of one mode. */
type Books = {
  readonly ledger: LedgerSnapshot;
  readonly dailyLossTrippedDay: string | undefined;
};

export type CheckpointBody = Books & {
  readonly second:
    | (Books & {
        readonly mode: "DEMO" | "LIVE";
        readonly orders: readonly OpenOrder[];
      })
    | undefined;
  readonly intents: number;
  readonly beginning: Beginning | undefined;
};

function booksOf(ledger: Ledger, dailyLoss: Desk["dailyLoss"]): Books {
  return { ledger: ledgerSnapshot(ledger), dailyLossTrippedDay: dailyLoss.trippedDay };
}

/** Everything of the desk that outlives its session. */
export function checkpointOf(desk: Desk): CheckpointBody {
  const purses = [{ ledger: desk.ledger, dailyLoss: desk.dailyLoss }, ...desk.otherPurses.values()];
  const paper = purses.find(({ ledger }) => ledger.mode === "PAPER");
  const real = purses.find(({ ledger }) => ledger.mode !== "PAPER");
  if (paper === undefined) throw new Error("a desk without a paper ledger");
  const mode = real?.ledger.mode;
  const orders = liveOrders(desk.orders)
    .filter(({ order }) => order.mode !== "PAPER")
    .map(({ order, sentAt, opened, filled }) => ({ order, sentAt: sentAt ?? opened.at, filled }));
  return {
    ...booksOf(paper.ledger, paper.dailyLoss),
    second:
      real === undefined || mode === undefined || mode === "PAPER"
        ? undefined
        : { ...booksOf(real.ledger, real.dailyLoss), mode, orders },
    intents: desk.intents,
    beginning: desk.beginning,
  };
}

const whole = z.int();
const SnapshotFact = z.looseObject({ schema: z.literal(1), sessionId: z.string(), cash: whole });
const OrderFact = z.looseObject({ intentId: whole, clientOrderId: z.string(), mode: z.string() });
export const BeginningShape = z
  .object({
    eventId: z.string(),
    at: z.number(),
    doubledMid: whole.optional(),
    openingReceiver: z.enum(["home", "away"]).optional(),
  })
  .transform(
    ({ eventId, at, doubledMid, openingReceiver }): Beginning => ({
      eventId,
      at,
      doubledMid,
      openingReceiver,
    }),
  );
const CheckpointFact = z.object({
  ledger: SnapshotFact,
  dailyLossTrippedDay: z.string().optional(),
  second: z
    .object({
      mode: z.enum(["DEMO", "LIVE"]),
      ledger: SnapshotFact,
      dailyLossTrippedDay: z.string().optional(),
      orders: z.array(z.object({ order: OrderFact, sentAt: z.number(), filled: whole.default(0) })),
    })
    .optional(),
  intents: whole.optional(),
  beginning: BeginningShape.optional(),
});

/** A checkpoint as it was read, its ledgers made again. Throws when it contradicts itself. */
export function readCheckpoint(body: unknown): {
  readonly paper: Ledger;
  readonly paperTrippedDay: string | undefined;
  readonly second:
    | {
        readonly mode: "DEMO" | "LIVE";
        readonly ledger: Ledger;
        readonly trippedDay: string | undefined;
        readonly orders: readonly OpenOrder[];
      }
    | undefined;
  readonly intents: number;
  readonly beginning: Beginning | undefined;
} {
  const fact = CheckpointFact.parse(body);
  const { ledger, dailyLossTrippedDay, second, intents, beginning } = fact;
  return {
    beginning,
    paper: ledgerFrom(ledger as unknown as LedgerSnapshot),
    paperTrippedDay: dailyLossTrippedDay,
    second:
      second === undefined
        ? undefined
        : {
            mode: second.mode,
            ledger: ledgerFrom(second.ledger as unknown as LedgerSnapshot),
            trippedDay: second.dailyLossTrippedDay,
            orders: second.orders as unknown as readonly OpenOrder[],
          },
    intents: intents ?? 0,
  };
}
