/** Refusals in the journal, so many a minute and no more: an attacker must not fill the disk. */
import type { Cancel, Timers } from "../domain/ports.ts";
import type { DeskPort } from "./desk-port.ts";

const recordsPerMinute = 30;
const minuteMs = 60_000;

export type RefusalNote = {
  readonly route: string;
  readonly code: string;
  readonly mode: string;
  readonly caller: string;
};

export type RefusalRecord = {
  note(note: RefusalNote): void;
  /** Writes what was only counted, and leaves no timer behind that keeps the process alive. */
  close(): void;
};

export function createRefusalRecord(desk: DeskPort, timers: Timers): RefusalRecord {
  let written = 0;
  let unwritten = 0;
  let cancel: Cancel | undefined;
  const endMinute = (): void => {
    cancel = undefined;
    if (unwritten > 0) desk.record("refused", { more: unwritten });
    written = 0;
    unwritten = 0;
  };
  return {
    note: (note) => {
      if (written >= recordsPerMinute) {
        unwritten += 1;
        return;
      }
      cancel ??= timers.after(minuteMs, endMinute);
      written += 1;
      desk.record("refused", note);
    },
    close: () => {
      cancel?.();
      endMinute();
    },
  };
}
