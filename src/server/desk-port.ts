/** What the server needs of the desk, and of the house around it: nothing more. */
import type { Command, CommandOrigin } from "../domain/commands.ts";
import type { Answer } from "../domain/effects.ts";
import type { TradeView, View } from "../engine/view-types.ts";

/** One entry of the audit log: kinds of AUD-01 only, never market data. `at` is Unix ms. */
export type AuditEntry = {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly body: unknown;
};

/** Which entries are asked for: the newest `limit` of these kinds, not before `from` (Unix ms). */
export type AuditQuery = {
  readonly limit: number;
  readonly kinds: readonly string[] | undefined;
  readonly from: number | undefined;
};

/** What the server asks to have written into the journal. Bodies never hold a secret. */
export type ServerRecord = "login" | "export" | "refused";

export interface DeskPort {
  /** The current view: an immutable value, already built. */
  view(): View;
  /** Calls the listener when the view may have changed, often many times a frame. */
  onChange(listener: () => void): () => void;
  command(command: Command, origin: CommandOrigin): Promise<Answer>;
  /** Oldest first. */
  audit(query: AuditQuery): Promise<readonly AuditEntry[]>;
  /** Trades with activity in the last `hours` of the session's clock; undefined: all. */
  trades(hours: number | undefined): readonly TradeView[];
  /** Fills and settlements, as the CSV writer given in the options knows them. */
  fills(hours: number | undefined): readonly object[];
  /** How many pages with a session are attached. */
  pages(attached: number): void;
  /** The games that could be watched, as JSON. */
  games(): Promise<unknown>;
  /** What a watcher of the process wants to know, as JSON. */
  health(): Readonly<Record<string, unknown>>;
  /** Sets the pace of the source's clock; absent where the source has no such clock. */
  setSpeed?(speed: number): Answer | Promise<Answer>;
  record(kind: ServerRecord, body: Readonly<Record<string, unknown>>): void;
}

/** Writers of the exports. Methods, so that a writer of narrower rows fits. */
export interface CsvWriters {
  trades(rows: readonly TradeView[]): string;
  fills(rows: readonly object[]): string;
}
