/** Carries out what was decided, after it was written. */
import type { Answer, Effect } from "../domain/effects.ts";
import type { DeskEvent } from "../domain/events.ts";
import type { Timers } from "../domain/ports.ts";
import type { Journal } from "../journal/journal.ts";

/** What carries out the effects that reach beyond the desk. */
export type Outside = {
  breaker(effect: Extract<Effect, { kind: "breaker" }>): void;
  resubscribe(why: string): void;
  refresh(): void;
  /** Everything that concerns the account at the exchange. */
  orders(effect: Effect): void;
};

export type OutboxOptions = {
  readonly journal: Pick<Journal, "commit" | "retry">;
  /** The source's timers. */
  readonly timers: Timers;
  /** Source ms after which an intent counts as durable; undefined: when the disk says so. */
  readonly durableAfterMs: number | undefined;
  readonly outside: Outside;
  readonly post: (event: DeskEvent) => void;
};

export interface Outbox {
  carryOut(effect: Effect): void;
  /**
   * Resolves with the answer to a command: when what it did is on the disk, or at once when it
   * must not wait for a disk (STOP, Kill, cancel).
   */
  answerTo(commandId: string, when: "durable" | "atOnce"): Promise<Answer>;
}

/** What must not be lost in the quarter of a second that other records may wait. */
const moneyActs: ReadonlySet<Effect["kind"]> = new Set([
  "fill",
  "settle",
  "paperReset",
  "configChanged",
  "state",
  "auto",
  "trip",
  "lockout",
  "mode",
  "openBooks",
  "reconcile",
  "unknown",
]);

const retryMs = 5_000;

export function createOutbox(options: OutboxOptions): Outbox {
  const { journal, timers, durableAfterMs, outside, post } = options;
  const waiting = new Map<string, (answer: Answer) => void>();

  const commit = async (): Promise<boolean> => {
    const result = await journal.commit();
    if (result.kind === "durable") return true;
    post({ kind: "journal", writable: false, why: result.why });
    tryAgain();
    return false;
  };

  /** Until the disk takes records again: then the desk may go on. */
  const tryAgain = (): void => {
    timers.after(retryMs, () => {
      void journal.retry().then((result) => {
        if (result.kind === "failed") tryAgain();
        else post({ kind: "journal", writable: true, why: "writable again" });
      });
    });
  };

  const makeDurable = (intentId: number): void => {
    if (durableAfterMs !== undefined) {
      timers.after(durableAfterMs, () => post({ kind: "durable", intentId }));
    }
    void commit().then((durable) => {
      if (durable && durableAfterMs === undefined) post({ kind: "durable", intentId });
    });
  };

  return {
    carryOut: (effect) => {
      if (moneyActs.has(effect.kind)) void commit();
      outside.orders(effect);
      switch (effect.kind) {
        case "intent":
          makeDurable(effect.order.intentId);
          return;
        case "answer":
          waiting.get(effect.commandId)?.(effect.answer);
          waiting.delete(effect.commandId);
          return;
        case "breaker":
          outside.breaker(effect);
          return;
        case "resubscribe":
          outside.resubscribe(effect.why);
          return;
        case "refresh":
          outside.refresh();
          return;
        default:
          return;
      }
    },
    answerTo: async (commandId, when) => {
      const { promise, resolve } = Promise.withResolvers<Answer>();
      waiting.set(commandId, resolve);
      const answer = await promise;
      if (when === "durable") await journal.commit();
      return answer;
    },
  };
}
