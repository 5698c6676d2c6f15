/** The heart of a run: each event is written first, then given to `step`, then carried out. */
import type { Command, CommandOrigin } from "../domain/commands.ts";
import type { Answer, Effect } from "../domain/effects.ts";
import type { DeskEvent, Stamp } from "../domain/events.ts";
import type { Cancel, Clock, Timers } from "../domain/ports.ts";
import { type Desk, step, type View, viewOf } from "../engine/engine.ts";
import { effectKind, inputKind, type Journal } from "../journal/journal.ts";
import { createInbox, type Incoming } from "./inbox.ts";
import { createOutbox, type Outside } from "./outbox.ts";

export type DeskLoopOptions = {
  readonly desk: Desk;
  readonly journal: Journal;
  readonly source: { readonly clock: Clock; readonly timers: Timers };
  readonly operator: { readonly clock: Clock };
  readonly outside: Outside;
  readonly later: (task: () => void) => void;
  readonly durableAfterMs: number | undefined;
  /** Sees every effect in order, after it was written and before it is carried out. */
  readonly watch: (effect: Effect) => void;
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

function stamper(options: DeskLoopOptions): () => Stamp {
  const { source, operator } = options;
  return () => {
    const moment = source.clock.now();
    return {
      at: Math.round(moment.at),
      mono: Math.round(moment.mono),
      person: Math.round(operator.clock.now().mono),
    };
  };
}

/** One timer for the one deadline that `step` last asked for. */
function createWake(timers: Timers, wakeUp: () => void): (waitMs: number | undefined) => void {
  let cancel: Cancel | undefined;
  return (waitMs) => {
    cancel?.();
    cancel = waitMs === undefined ? undefined : timers.after(Math.max(1, waitMs), wakeUp);
  };
}

/** The view is built when somebody asks, at most once for each step. */
function createViews(desk: Desk, now: () => Stamp): { view(): View; changed(): void } {
  let current: View | undefined;
  let seq = 0;
  return {
    view: () => {
      if (current === undefined) {
        seq += 1;
        current = viewOf(desk, now(), seq);
      }
      return current;
    },
    changed: () => {
      current = undefined;
    },
  };
}

/** Commands in the safe direction: answered without waiting for the disk. */
const safe: ReadonlySet<Command["kind"]> = new Set(["stop", "kill", "cancel", "lockout"]);

export function createDeskLoop(options: DeskLoopOptions): DeskLoop {
  const { desk, journal, source, watch } = options;
  const now = stamper(options);
  const views = createViews(desk, now);
  const listeners = new Set<() => void>();
  const setWake = createWake(source.timers, () => inbox.post({ kind: "timer" }));
  let commands = 0;

  const take = ({ event, raw }: Incoming): void => {
    const stamp = now();
    const entry = { ...stamp, kind: inputKind(event), body: event };
    journal.append(raw === undefined ? entry : { ...entry, raw });
    const { effects, nextDeadline } = step(desk, { stamp, event });
    for (const effect of effects) {
      journal.append({ ...stamp, kind: effectKind(effect), body: effect });
    }
    for (const effect of effects) {
      watch(effect);
      outbox.carryOut(effect);
    }
    setWake(nextDeadline === undefined ? undefined : nextDeadline - stamp.mono);
    views.changed();
  };

  const afterSlice = (): void => {
    for (const listener of listeners) listener();
  };
  const inbox = createInbox({ take, later: options.later, afterSlice });
  const outbox = createOutbox({
    journal,
    timers: source.timers,
    durableAfterMs: options.durableAfterMs,
    outside: options.outside,
    post: inbox.post,
  });

  return {
    post: inbox.post,
    command: (command, origin) => {
      commands += 1;
      const commandId = `c${commands}`;
      const answer = outbox.answerTo(commandId, safe.has(command.kind) ? "atOnce" : "durable");
      inbox.post({ kind: "operator", commandId, origin, command });
      return answer;
    },
    view: views.view,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now,
    stop: () => {
      inbox.close();
      setWake(undefined);
    },
  };
}
