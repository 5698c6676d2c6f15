/**
 * The page's one socket and its one timer. It follows the view and paints at most once a frame;
 * a lost connection is opened again, and nothing is ever queued for it.
 */
import { batch } from "@preact/signals";
import type { View } from "../../../src/engine/view-types.ts";
import { connection, now, toldAt, trusted, view } from "../desk/state.ts";
import { type Heard, readMessage } from "./messages.ts";
import { isOwnBuild, openSession } from "./post.ts";
import { attemptMsMax, pingEveryMs, silentMsMax, waitBeforeAttempt } from "./reconnect.ts";
import { follow, type Replica, snapshot } from "./replica.ts";

const tickEveryMs = 200;
const never = Number.NEGATIVE_INFINITY;

/** The connection that stands or is being made. */
const line = {
  socket: undefined as WebSocket | undefined,
  replica: undefined as Replica | undefined,
  /** Distinguishes an answer to this attempt from one to an attempt given up. */
  attemptStarted: 0,
  heardAt: 0,
  pingedAt: never,
  /** Since when a pong is owed. */
  owedSince: undefined as number | undefined,
  askedForSnapshot: false,
  painting: false,
  agesToldAt: 0,
};

async function connect(attempt: number, lostAt: number | undefined): Promise<void> {
  const started = performance.now();
  line.attemptStarted = started;
  connection.value = { kind: "connecting", attempt, lostAt };
  const opened = await openSession();
  if (started !== line.attemptStarted || connection.value.kind !== "connecting") return;
  if (opened.failed !== undefined) {
    lose(opened.failed);
    return;
  }
  trusted.value = opened.trusted;
  const socket = new WebSocket(`ws://${location.host}/ws`);
  Object.assign(line, { socket, owedSince: undefined, askedForSnapshot: false, pingedAt: never });
  socket.addEventListener("message", ({ data }: MessageEvent) => {
    if (line.socket === socket && typeof data === "string") hear(readMessage(data));
  });
  socket.addEventListener("close", ({ reason }) => {
    if (line.socket === socket) lose(reason === "" ? "The connection closed." : reason);
  });
}

/** Notes the loss and plans the next attempt. */
function lose(why: string): void {
  const dead = line.socket;
  line.socket = undefined;
  dead?.close();
  const before = connection.value;
  if (before.kind === "waiting") return;
  const at = performance.now();
  const attempt = before.kind === "connecting" ? before.attempt + 1 : 1;
  const lostAt = (before.kind === "connecting" ? before.lostAt : undefined) ?? at;
  const retryAt = at + waitBeforeAttempt(attempt, Math.random());
  connection.value = { kind: "waiting", attempt, retryAt, lostAt, why };
}

function hear(heard: Heard): void {
  line.heardAt = performance.now();
  switch (heard.kind) {
    case "snapshot":
      if (!isOwnBuild(heard.page)) return;
      line.askedForSnapshot = false;
      moveTo(snapshot(heard.seq, heard.view));
      return;
    case "patch": {
      const followed = follow(line.replica, heard.seq, heard.changes);
      if (followed.kind === "moved") moveTo(followed.replica);
      else if (followed.kind === "gap") askForSnapshot();
      return;
    }
    case "pong":
      line.owedSince = undefined;
      if (connection.value.kind === "open") {
        connection.value = { kind: "open", roundTripMs: line.heardAt - line.pingedAt };
      }
      return;
    case "unreadable":
      askForSnapshot();
  }
}

function askForSnapshot(): void {
  if (line.askedForSnapshot || line.socket?.readyState !== WebSocket.OPEN) return;
  line.askedForSnapshot = true;
  line.socket.send(JSON.stringify({ type: "snapshot" }));
}

function agesTold(before: View | undefined, after: View): boolean {
  return before?.as_of !== after.as_of || before.ages !== after.ages;
}

function moveTo(next: Replica): void {
  if (agesTold(line.replica?.view, next.view)) line.agesToldAt = performance.now();
  line.replica = next;
  if (connection.value.kind !== "open") {
    // The first numbers of a connection are painted at once: the banner must not outlive them.
    paint();
    connection.value = { kind: "open", roundTripMs: undefined };
  } else if (!line.painting) {
    line.painting = true;
    requestAnimationFrame(paint);
  }
}

function paint(): void {
  line.painting = false;
  batch(() => {
    view.value = line.replica?.view;
    toldAt.value = line.agesToldAt;
    now.value = performance.now();
  });
}

/** Asks for a sign of life; a line on which none comes is dead, whatever the browser thinks. */
function keepAlive(at: number): void {
  const { socket, owedSince } = line;
  if (socket?.readyState !== WebSocket.OPEN) return;
  if (owedSince !== undefined && at - Math.max(owedSince, line.heardAt) > silentMsMax) {
    lose("The desk does not answer.");
    return;
  }
  if (at - line.pingedAt < pingEveryMs) return;
  line.pingedAt = at;
  line.owedSince ??= at;
  socket.send(JSON.stringify({ type: "ping" }));
}

function tick(): void {
  const at = performance.now();
  now.value = at;
  const state = connection.value;
  switch (state.kind) {
    case "open":
      keepAlive(at);
      return;
    case "waiting":
      if (at >= state.retryAt) void connect(state.attempt, state.lostAt);
      return;
    case "connecting":
      if (at - line.attemptStarted > attemptMsMax) lose("The desk does not answer.");
  }
}

/** Connects, and stays connected for as long as the page lives. */
export function startLink(): void {
  void connect(1, undefined);
  setInterval(tick, tickEveryMs);
}
