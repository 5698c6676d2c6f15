/** What every frame of the stream has around its message. Read by hand: every frame passes here. */
import { type Reading, read, readJson, unreadable } from "../../../domain/reading.ts";

export type Envelope = {
  readonly type: string;
  /** The subscription; `seq` counts within it. */
  readonly sid: number | undefined;
  readonly seq: number | undefined;
  /** The command that this answers. */
  readonly id: number | undefined;
  readonly msg: unknown;
};

function isCount(value: unknown): value is number | undefined {
  return value === undefined || (Number.isSafeInteger(value) && Number(value) >= 0);
}

/** Reads the frame's frame; the message inside is read by its own reader. */
export function readEnvelope(text: string): Reading<Envelope> {
  const json = readJson(text);
  if (json.kind === "unreadable") return json;
  if (typeof json.value !== "object" || json.value === null || Array.isArray(json.value)) {
    return unreadable("a frame is an object");
  }
  const frame: Partial<Record<"type" | "sid" | "seq" | "id" | "msg", unknown>> = json.value;
  const { type, sid, seq, id, msg } = frame;
  if (typeof type !== "string") return unreadable("a frame without a type");
  if (!isCount(sid) || !isCount(seq) || !isCount(id)) {
    return unreadable(`${type}: sid, seq and id are whole numbers`);
  }
  return read({ type, sid, seq, id, msg });
}
