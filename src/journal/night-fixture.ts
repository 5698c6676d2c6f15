/** What the tests of this room share: timers moved by hand, and small nights on a fake disk. */
import type { Timers } from "../domain/ports.ts";
import type { Disk } from "./disk.ts";
import { FakeDisk } from "./fake-disk.ts";
import { type Journal, type JournalOptions, openJournal } from "./open.ts";
import type { NewEntry } from "./record.ts";

type Task = { readonly due: number; readonly run: () => void };

/** Timers that stand still until they are moved. */
export class ManualTimers implements Timers {
  #now = 0;
  #tasks: Task[] = [];

  after(ms: number, task: () => void): () => void {
    const entry = { due: this.#now + ms, run: task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== entry);
    };
  }

  get waiting(): number {
    return this.#tasks.length;
  }

  advance(ms: number): void {
    this.#now += ms;
    const due = this.#tasks.filter((task) => task.due <= this.#now);
    this.#tasks = this.#tasks.filter((task) => task.due > this.#now);
    for (const task of due) task.run();
  }
}

/** Lets everything that a fake disk does at once come to its end. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

export const DATA = "/data";
export const FOLDER = "/data/nights/s1";
export const FILE = `${FOLDER}/journal-0001.ndjson`;

export function entry(kind: string, mono: number, body: unknown = { mono }): NewEntry {
  return { at: 1_700_000_000_000 + mono, mono, person: mono, kind, body };
}

export type NightOptions = Partial<JournalOptions> & { readonly disk: Disk };

export async function openNight(options: NightOptions): Promise<Journal> {
  return openJournal({
    dataFolder: DATA,
    sessionId: "s1",
    header: { source: "sim" },
    opened: { at: 1_700_000_000_000, mono: 0, person: 0 },
    startedAt: 1_700_000_000_000,
    onFailure: () => undefined,
    timers: new ManualTimers(),
    isAudit: (kind) => kind === "fill" || kind === "out.intent",
    random: (bytes) => new Uint8Array(bytes).fill(7),
    ...options,
  });
}

/** A night of three groups with different kinds of records; not closed. */
export async function writeNight(options: NightOptions): Promise<Journal> {
  const journal = await openNight(options);
  journal.append({ ...entry("in.market", 1), raw: '{"type":"delta"}' });
  journal.append(entry("in.game", 2, { down: 3, text: "J. Müller läuft" }));
  await journal.commit();
  journal.append(entry("out.intent", 3, { intentId: 1 }));
  await journal.commit();
  journal.append(entry("fill", 4, { price: 8400 }));
  await journal.commit();
  return journal;
}

/** A small night, closed in order, on a disk of its own. */
export async function closedNight(): Promise<FakeDisk> {
  const disk = new FakeDisk();
  await (await writeNight({ disk })).close();
  return disk;
}
