/** One bounded queue, one order: what comes in is taken one after the other, never nested. */
import type { DeskEvent } from "../domain/events.ts";

const inboxMax = 10_000;
/** Events taken in one go before the event loop gets a turn. */
const slice = 256;

export type Incoming = { readonly event: DeskEvent; readonly raw: string | undefined };

export type InboxOptions = {
  /** Takes one event. Throws only for a bug; then nothing more is taken. */
  readonly take: (incoming: Incoming) => void;
  /** Runs a task later but soon: a turn of the event loop, or at once under the scheduler. */
  readonly later: (task: () => void) => void;
  /** Called after every slice. */
  readonly afterSlice: () => void;
};

export interface Inbox {
  /** Market frames beyond the bound are dropped and counted: books are broken then. */
  post(event: DeskEvent, raw?: string): void;
  close(): void;
}

export function createInbox({ take, later, afterSlice }: InboxOptions): Inbox {
  const waiting: Incoming[] = [];
  let dropped = 0;
  let taking = false;
  let closed = false;

  const drain = (): void => {
    taking = true;
    for (let count = 0; count < slice && !closed; count += 1) {
      const next = waiting.shift();
      if (next === undefined) break;
      take(next);
    }
    afterSlice();
    if (!closed && waiting.length > 0) {
      later(drain);
      return;
    }
    taking = false;
    if (dropped === 0) return;
    const count = dropped;
    dropped = 0;
    post({ kind: "overflow", dropped: count });
  };

  const post = (event: DeskEvent, raw?: string): void => {
    if (closed) return;
    if (waiting.length >= inboxMax && event.kind === "market") {
      dropped += 1;
      return;
    }
    waiting.push({ event, raw });
    if (!taking) drain();
  };

  return {
    post,
    close: () => {
      closed = true;
      waiting.length = 0;
    },
  };
}
