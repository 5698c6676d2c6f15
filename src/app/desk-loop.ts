/** The inbox and the outbox: one order of events, written first, then given to `step`. */
import type { Command, CommandOrigin } from "../domain/commands.ts";
import type { Answer, Effect } from "../domain/effects.ts";
import type { DeskEvent, Stamp } from "../domain/events.ts";
import type { Cancel, Clock, Timers } from "../domain/ports.ts";
import { step, viewOf, type Desk, type View } from "../engine/engine.ts";
import type { Journal } from "../journal/journal.ts";
import { effectKind, inputKind } from "./records.ts";

const inboxMax = 10_000;
/** Events handled in one go before the event loop gets a turn. */
const slice = 256;

/** What carries out the effects that reach beyond the desk. */
export type Outside = {
  breaker(effect: Extract<Effect, { kind: "breaker" }>): void;
  resubscribe(why: string): void;
  refresh(): void;
};

export type DeskLoopOptions = {
  readonly desk: Desk;
  readonly journal: Journal;
  readonly source: { readonly clock: Clock; readonly timers: Timers };
  readonly operator: { readonly clock: Clock };
  readonly outside: Outside;
  /** Runs a task later but soon: a turn of the event loop, or at once under the scheduler. */
  readonly later: (task: () => void) => void;
  /** Source ms after which an intent counts as durable; undefined: when the disk says so. */
  readonly durableAfterMs: number | undefined;
  /** Sees every effect in order (summary, logs). */
  readonly watch: (effect: Effect, stamp: Stamp) => void;
};

export interface DeskLoop {
  /** Takes an event; `raw` are the bytes it came in, kept in the journal. */
  post(event: DeskEvent, raw?: string): void;
  /** Puts a command into the one order and resolves with the desk's answer. */
  command(command: Command, origin: CommandOrigin): Promise<Answer>;
  view(): View;
  onChange(listener: () => void): () => void;
  now(): Stamp;
  stop(): void;
}

type Waiting = { readonly event: DeskEvent; readonly raw: string | undefined };

export function createDeskLoop(options: DeskLoopOptions): DeskLoop {
  const { desk, journal, source, operator, outside } = options;
  const inbox: Waiting[] = [];
  const answers = new Map<string, (answer: Answer) => void>();
  const listeners = new Set<() => void>();
  let dropped = 0;
  let draining = false;
  let stopped = false;
  let commands = 0;
  let wake: Cancel | undefined;
  let built: { readonly steps: number; readonly view: View } | undefined;
  let steps = 0;
  let views = 0;

  const now = (): Stamp => {
    const moment = source.clock.now();
    return {
      at: Math.round(moment.at),
      mono: Math.round(moment.mono),
      person: Math.round(operator.clock.now().mono),
    };
  };

  const makeDurable = (intentId: number): void => {
    const durable: DeskEvent = { kind: "durable", intentId };
    const synced = journal.commit();
    if (options.durableAfterMs !== undefined) {
      source.timers.after(options.durableAfterMs, () => post(durable));
    }
    void synced.then((result) => {
      if (result.kind === "failed") post({ kind: "journal", writable: false, why: result.why });
      else if (options.durableAfterMs === undefined) post(durable);
    });
  };

  const carryOut = (effect: Effect): void => {
    switch (effect.kind) {
      case "intent":
        makeDurable(effect.order.intentId);
        return;
      case "answer":
        answers.get(effect.commandId)?.(effect.answer);
        answers.delete(effect.commandId);
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
  };

  const take = ({ event, raw }: Waiting): void => {
    const stamp = now();
    const entry = { ...stamp, kind: inputKind(event), body: event };
    journal.append(raw === undefined ? entry : { ...entry, raw });
    const { effects, nextDeadline } = step(desk, { stamp, event });
    for (const effect of effects) {
      journal.append({ ...stamp, kind: effectKind(effect), body: effect });
    }
    for (const effect of effects) {
      options.watch(effect, stamp);
      carryOut(effect);
    }
    wake?.();
    wake = undefined;
    if (nextDeadline !== undefined) {
      const wait = Math.max(1, nextDeadline - stamp.mono);
      wake = source.timers.after(wait, () => post({ kind: "timer" }));
    }
    steps += 1;
  };

  const drain = (): void => {
    draining = true;
    let handled = 0;
    while (inbox.length > 0 && handled < slice && !stopped) {
      take(inbox.shift() as Waiting);
      handled += 1;
    }
    draining = false;
    for (const listener of listeners) listener();
    if (stopped) return;
    if (inbox.length > 0) {
      draining = true;
      options.later(drain);
      return;
    }
    if (dropped > 0) {
      const count = dropped;
      dropped = 0;
      post({ kind: "overflow", dropped: count });
    }
  };

  const post = (event: DeskEvent, raw?: string): void => {
    if (stopped) return;
    if (inbox.length >= inboxMax && event.kind === "market") {
      dropped += 1;
      return;
    }
    inbox.push({ event, raw });
    if (!draining) drain();
  };

  return {
    post,
    command: (command, origin) =>
      new Promise((resolve) => {
        commands += 1;
        const commandId = `c${commands}`;
        answers.set(commandId, resolve);
        post({ kind: "operator", commandId, origin, command });
      }),
    view: () => {
      if (built?.steps !== steps) {
        views += 1;
        built = { steps, view: viewOf(desk, now(), views) };
      }
      return built.view;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now,
    stop: () => {
      stopped = true;
      wake?.();
    },
  };
}
