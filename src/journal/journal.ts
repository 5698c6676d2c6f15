/** The door of the journal: append, commit, read, verify, recover, query, export. */
export { AUDIT_KINDS, type AuditKind, type AuditQuery } from "./audit.ts";
export { type Disk, type DiskFile, type DiskStatus, nodeDisk, type OpenHow } from "./disk.ts";
export { listNights, type Night, type SessionBody } from "./nights.ts";
export { type Journal, type JournalOptions, type JournalSize, openJournal } from "./open.ts";
export { type ReadOptions, readNight, UnreadableRecord } from "./read.ts";
export type { Entry, NewEntry } from "./record.ts";
export { JournalUnusable } from "./seal.ts";
export type { Durable, WriterLimits } from "./writer.ts";
