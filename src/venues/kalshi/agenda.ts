/** Many deadlines, one timer. */
import type { Cancel, Clock, Timers } from "../../domain/ports.ts";

export type Agenda<Name extends string> = {
  /** Sets when (source's mono ms) this shall happen next; an earlier date is replaced. */
  at(name: Name, mono: number): void;
  /** Sets it relative to now. */
  after(name: Name, ms: number): void;
  /** As `after`, but a date that is sooner stays. */
  soon(name: Name, ms: number): void;
  drop(name: Name): void;
  has(name: Name): boolean;
  clear(): void;
};

/**
 * Calls `run` for every name that is due, with how late it is in ms. Names due together run in
 * the order in which they fall due.
 */
export function createAgenda<Name extends string>(
  clock: Clock,
  timers: Timers,
  run: (name: Name, lateMs: number) => void,
): Agenda<Name> {
  const due = new Map<Name, number>();
  let cancel: Cancel | undefined;
  let armedFor = Number.POSITIVE_INFINITY;

  function arm(): void {
    const next = Math.min(...due.values());
    if (next === armedFor) return;
    cancel?.();
    cancel = undefined;
    armedFor = next;
    if (next === Number.POSITIVE_INFINITY) return;
    cancel = timers.after(Math.max(0, next - clock.now().mono), fire);
  }

  function fire(): void {
    cancel = undefined;
    armedFor = Number.POSITIVE_INFINITY;
    const { mono } = clock.now();
    const ready = [...due].filter(([, when]) => when <= mono).sort((a, b) => a[1] - b[1]);
    for (const [name, when] of ready) {
      if (due.get(name) !== when) continue;
      due.delete(name);
      run(name, mono - when);
    }
    arm();
  }

  const agenda: Agenda<Name> = {
    at(name, mono) {
      due.set(name, mono);
      arm();
    },
    after: (name, ms) => agenda.at(name, clock.now().mono + ms),
    soon(name, ms) {
      const mono = clock.now().mono + ms;
      if ((due.get(name) ?? Number.POSITIVE_INFINITY) > mono) agenda.at(name, mono);
    },
    drop(name) {
      due.delete(name);
      arm();
    },
    has: (name) => due.has(name),
    clear() {
      due.clear();
      arm();
    },
  };
  return agenda;
}
