/**
 * The view on its way to the pages: a snapshot, then sequenced patches, at most one every 50 ms.
 * The difference is computed once for all; a page that does not read gets a snapshot when it does.
 */
import type { Cancel, Timers } from "../domain/ports.ts";
import type { PageMessage, View } from "../engine/view-types.ts";
import { changesBetween } from "./changes.ts";
import type { DeskPort } from "./desk-port.ts";
import { parseStrictText } from "./strict-json.ts";

const patchEveryMs = 50;
const bufferMax = 1_000_000;
/** How often a page that fell behind is looked at again. */
const drainEveryMs = 250;
const messagesPerSecondMax = 50;
export const socketsMax = 16;

/** One WebSocket as the stream needs it. */
export interface PageSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Bytes that the peer has not taken yet. */
  buffered(): number;
}

/** A `page` with its session; a `program` without one, in PAPER only; `trusted`: with the token. */
export type Reader = "page" | "program" | "trusted";

export interface PageStream {
  /** Takes a socket and sends it the snapshot; undefined when there are too many. */
  attach(socket: PageSocket, reader: Reader): Attached | undefined;
  close(): void;
}

export interface Attached {
  /** What the peer said; `undefined` for anything that is not text. */
  heard(text: string | undefined): void;
  detach(): void;
}

type Client = {
  readonly socket: PageSocket;
  readonly reader: Reader;
  behind: boolean;
  messages: number;
  forget: Cancel | undefined;
};

type State = {
  readonly clients: Set<Client>;
  /** What every page that is not behind has on its screen. */
  sent: View | undefined;
  seq: number;
  pending: Cancel | undefined;
  cooling: boolean;
  dirty: boolean;
  draining: Cancel | undefined;
};

export function createPageStream(desk: DeskPort, timers: Timers, build: string): PageStream {
  const state: State = {
    clients: new Set(),
    sent: undefined,
    seq: 0,
    pending: undefined,
    cooling: false,
    dirty: false,
    draining: undefined,
  };
  const stream = { desk, timers, build, state };
  const unsubscribe = desk.onChange(() => changed(stream));
  return {
    attach: (socket, reader) => attach(stream, socket, reader),
    close: () => {
      unsubscribe();
      state.pending?.();
      state.draining?.();
      for (const client of state.clients) drop(stream, client, 1001, "The desk ends.");
    },
  };
}

type Stream = {
  readonly desk: DeskPort;
  readonly timers: Timers;
  readonly build: string;
  readonly state: State;
};

function say(client: Client, message: PageMessage): void {
  client.socket.send(JSON.stringify(message));
}

function current(stream: Stream): View {
  stream.state.sent ??= stream.desk.view();
  return stream.state.sent;
}

function sendSnapshot(stream: Stream, client: Client): void {
  const { seq } = stream.state;
  say(client, { type: "initial_state", seq, page: stream.build, state: current(stream) });
}

function countPages(stream: Stream): void {
  const pages = [...stream.state.clients].filter((client) => client.reader === "page");
  stream.desk.pages(pages.length);
}

function remove(stream: Stream, client: Client): void {
  if (!stream.state.clients.delete(client)) return;
  client.forget?.();
  if (client.reader === "page") countPages(stream);
  // Nobody looks: the next one starts from the view as it will stand then.
  if (stream.state.clients.size === 0) stream.state.sent = undefined;
}

function drop(stream: Stream, client: Client, code: number, reason: string): void {
  remove(stream, client);
  client.socket.close(code, reason);
}

/** Room for a page is made by closing a program; pages that are attached stay. */
function hasRoom(stream: Stream, reader: Reader): boolean {
  const { clients } = stream.state;
  if (clients.size < socketsMax) return true;
  const guest = [...clients].find((client) => client.reader !== "page");
  if (reader !== "page" || guest === undefined) return false;
  drop(stream, guest, 1013, "A page needs the place.");
  return true;
}

function attach(stream: Stream, socket: PageSocket, reader: Reader): Attached | undefined {
  if (!hasRoom(stream, reader)) return undefined;
  const client: Client = { socket, reader, behind: false, messages: 0, forget: undefined };
  if (stream.state.clients.size === 0) stream.state.sent = undefined;
  stream.state.clients.add(client);
  sendSnapshot(stream, client);
  if (reader === "page") countPages(stream);
  return {
    heard: (text) => heard(stream, client, text),
    detach: () => remove(stream, client),
  };
}

/** Many changes of one moment become one patch: the first only asks for a turn. */
function changed(stream: Stream): void {
  const { state, timers } = stream;
  if (state.clients.size === 0) return;
  state.dirty = true;
  if (state.cooling || state.pending !== undefined) return;
  state.pending = timers.after(0, () => flush(stream));
}

function flush(stream: Stream): void {
  const { state, timers } = stream;
  state.cooling = true;
  state.dirty = false;
  state.pending = timers.after(patchEveryMs, () => {
    state.pending = undefined;
    state.cooling = false;
    if (state.dirty) changed(stream);
  });
  const view = stream.desk.view();
  if (view.mode !== "PAPER") dropPrograms(stream);
  const before = current(stream);
  const changes = changesBetween(before, view);
  if (changes.length === 0) return;
  state.sent = view;
  state.seq += 1;
  for (const client of state.clients) {
    if (!client.behind && client.socket.buffered() > bufferMax) client.behind = true;
    if (!client.behind) say(client, { type: "patch", seq: state.seq, changes });
  }
  catchUp(stream);
}

/** Reading without a session ends where PAPER ends. */
function dropPrograms(stream: Stream): void {
  for (const client of stream.state.clients) {
    if (client.reader === "program") drop(stream, client, 1008, "This mode needs the token.");
  }
}

/** A page that fell behind gets one snapshot once its buffer is empty. */
function catchUp(stream: Stream): void {
  const { state, timers } = stream;
  for (const client of state.clients) {
    if (!client.behind || client.socket.buffered() > 0) continue;
    client.behind = false;
    sendSnapshot(stream, client);
  }
  const anyBehind = [...state.clients].some((client) => client.behind);
  if (!anyBehind || state.draining !== undefined) return;
  state.draining = timers.after(drainEveryMs, () => {
    state.draining = undefined;
    catchUp(stream);
  });
}

/** The two things a page may say. Anything else ends the connection; nothing here is an order. */
function heard(stream: Stream, client: Client, text: string | undefined): void {
  if (!stream.state.clients.has(client)) return;
  client.messages += 1;
  client.forget ??= stream.timers.after(1000, () => {
    client.messages = 0;
    client.forget = undefined;
  });
  if (client.messages > messagesPerSecondMax) {
    drop(stream, client, 1008, "Too many messages.");
    return;
  }
  switch (text === undefined ? undefined : messageType(text)) {
    case "ping":
      say(client, { type: "pong" });
      return;
    case "snapshot":
      client.behind = client.socket.buffered() > bufferMax;
      if (client.behind) catchUp(stream);
      else sendSnapshot(stream, client);
      return;
    default:
      drop(stream, client, 1008, "Only ping and snapshot are heard here.");
  }
}

function messageType(text: string): string | undefined {
  const message = parseStrictText(text);
  if (message.kind === "unreadable") return undefined;
  const { value } = message;
  if (typeof value !== "object" || value === null || !("type" in value)) return undefined;
  if (Object.keys(value).length !== 1) return undefined;
  return value.type === "ping" || value.type === "snapshot" ? value.type : undefined;
}
