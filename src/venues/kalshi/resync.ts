/** When new snapshots are asked for: at most once a second, less often while they do not help. */
import type { Clock } from "../../domain/ports.ts";
import type { Agenda } from "./agenda.ts";

const gapMs = 1000;
const gapMsMax = 30_000;
/** Snapshots that have not come by then will not come on this connection. */
const patienceMs = 5000;

export type ResyncTask = "resync" | "resyncLate";

export type Resync = {
  /** True from the wish for new snapshots until both have come. */
  active(): boolean;
  plan(): void;
  /** The question leaves now, or the first snapshots are on their way. */
  asked(): void;
  /** Both books are whole again. */
  done(): void;
  /** The connection is over, and with it every wait. */
  forget(): void;
};

export function createResync(clock: Clock, agenda: Agenda<ResyncTask>): Resync {
  let active = false;
  let tries = 0;
  let askedMono = Number.NEGATIVE_INFINITY;
  return {
    active: () => active,
    plan() {
      agenda.drop("resyncLate");
      active = true;
      const gap = Math.min(gapMs * 2 ** Math.max(0, tries - 1), gapMsMax);
      agenda.at("resync", Math.max(clock.now().mono, askedMono + gap));
    },
    asked() {
      active = true;
      tries += 1;
      askedMono = clock.now().mono;
      agenda.after("resyncLate", patienceMs);
    },
    done() {
      active = false;
      tries = 0;
      agenda.drop("resyncLate");
    },
    forget() {
      active = false;
      agenda.drop("resync");
      agenda.drop("resyncLate");
    },
  };
}
