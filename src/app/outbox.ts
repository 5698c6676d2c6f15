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
  /** Resolves with the answer to a command of this id. */
  answerTo(commandId: string): Promise<Answer>;
}

const retryMs = 5_000;

export function createOutbox(options: OutboxOptions): Outbox {
  const { journal, timers, durableAfterMs, outside, post } = options;
  const waiting = new Map<string, (answer: Answer) => void>();

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
    const synced = journal.commit();
    if (durableAfterMs !== undefined) {
      timers.after(durableAfterMs, () => post({ kind: "durable", intentId }));
    }
    void synced.then((result) => {
      if (result.kind === "failed") {
        post({ kind: "journal", writable: false, why: result.why });
        tryAgain();
      } else if (durableAfterMs === undefined) post({ kind: "durable", intentId });
    });
  };

  return {
    carryOut: (effect) => {
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
    answerTo: (commandId) =>
      new Promise((resolve) => {
        waiting.set(commandId, resolve);
      }),
  };
}
