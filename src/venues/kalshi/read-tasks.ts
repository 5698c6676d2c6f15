/** Runs the reads, each never twice at once, and dates the next of its kind. */
import type { Agenda } from "./agenda.ts";
import type { Reads } from "./reads.ts";

export type ReadTask = "markets" | "books" | "exchange" | "limits";

const marketsMs = 60_000;
const marketsRetryMs = 5000;
const booksMs = 10_000;
/** Without a key the market objects are all there is. */
const topsMs = 2000;
const exchangeMs = 30_000;
const limitsMs = 600_000;

export function isReadTask(task: string): task is ReadTask {
  return task === "markets" || task === "books" || task === "exchange" || task === "limits";
}

/** `alone`: the market objects' best prices stand in for the stream. A wish that comes in mid-read is kept. */
export function createReadTasks(
  reads: Reads,
  agenda: Agenda<ReadTask>,
  alone: boolean,
  isRunning: () => boolean,
): (task: ReadTask) => void {
  const busy = new Set<ReadTask>();
  const again = new Set<ReadTask>();

  async function once(task: ReadTask): Promise<number> {
    switch (task) {
      case "markets":
        return (await reads.markets()) ? marketsMs : marketsRetryMs;
      case "books":
        await (alone ? reads.tops() : reads.books());
        return alone ? topsMs : booksMs;
      case "exchange":
        await reads.exchange();
        return exchangeMs;
      case "limits":
        await reads.limits();
        return limitsMs;
    }
  }

  return (task) => {
    if (busy.has(task)) {
      again.add(task);
      return;
    }
    busy.add(task);
    void once(task).then((nextMs) => {
      busy.delete(task);
      const asked = again.delete(task);
      if (!isRunning()) return;
      if (asked) agenda.after(task, 0);
      else if (!agenda.has(task)) agenda.after(task, nextMs);
    });
  };
}
