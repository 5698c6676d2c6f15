/** The door of the journal: append, commit, read, verify, recover, query, export. */
export { type AuditKind, type AuditQuery } from "./audit.ts";
export { type FillRow, fillsCsv, type TradeRow, tradesCsv } from "./csv.ts";
export { type Disk, type DiskFile, type DiskStatus, type OpenHow } from "./disk.ts";
export { type Checkpoint, type FactOptions, foldFacts, latestCheckpoint } from "./facts.ts";
export { listNights, type Night, type SessionBody } from "./nights.ts";
export { type Journal, type JournalOptions, type JournalSize, openJournal } from "./open.ts";
export { type ReadOptions, readNight } from "./read.ts";
export {
  appKind,
  auditName,
  effectKind,
  inputKind,
  isAudit,
  isEffect,
  isInput,
  kindsOfAudit,
} from "./kinds.ts";
export type { Entry, NewEntry } from "./record.ts";
export { type Recovery, recover } from "./recover.ts";
export { applyRetention, DEFAULT_RETENTION, type RetentionLimits } from "./retention.ts";
export { JournalUnusable } from "./seal.ts";
export { describeVerdict, type Verdict, verifyNight } from "./verify.ts";
export type { Durable, WriterLimits } from "./writer.ts";
