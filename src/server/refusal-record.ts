/** Refusals in the journal, so many a minute and no more: an attacker must not fill the disk. */
import type { Timers } from "../domain/ports.ts";
import type { DeskPort } from "./desk-port.ts";

const recordsPerMinute = 30;

export type RefusalNote = {
  readonly route: string;
  readonly code: string;
  readonly mode: string;
  readonly caller: string;
};

export function createRefusalRecord(desk: DeskPort, timers: Timers): (note: RefusalNote) => void {
  let written = 0;
  let unwritten = 0;
  return (note) => {
    if (written >= recordsPerMinute) {
      unwritten += 1;
      return;
    }
    if (written === 0) {
      timers.after(60_000, () => {
        if (unwritten > 0) desk.record("refused", { more: unwritten });
        written = 0;
        unwritten = 0;
      });
    }
    written += 1;
    desk.record("refused", note);
  };
}
