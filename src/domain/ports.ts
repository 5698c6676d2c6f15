/**
 * What the edge of the house needs from the world: clocks, timers, HTTP and sockets.
 * Real sockets and the discrete-event scheduler both implement these, so that adapters and the
 * built-in servers run unchanged over either.
 */

/** A moment: `at` is wall time in Unix ms (calendar, display), `mono` is ms since the start. */
export type Instant = { readonly at: number; readonly mono: number };

/** Tells the time of one timeline (the source's, or the operator's). */
export interface Clock {
  now(): Instant;
}

/** Cancels a timer; cancelling twice or after it fired does nothing. */
export type Cancel = () => void;

/** Timers on one timeline. `ms` is in that timeline's own milliseconds. */
export interface Timers {
  after(ms: number, task: () => void): Cancel;
}

/** A request as an adapter makes it and as a built-in server receives it. */
export type HttpRequest = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Absolute URL, query included. */
  readonly url: string;
  /** Lower-case header names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Answer of a server. Header names are lower case. */
export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/**
 * What became of a request. `notSent`: nothing left this process. `lost`: it may have arrived and
 * may have been carried out, only the answer is missing.
 */
export type HttpOutcome =
  | { readonly kind: "answered"; readonly response: HttpResponse }
  | { readonly kind: "notSent"; readonly why: string }
  | { readonly kind: "lost"; readonly why: string };

/** Sends one request; resolves always, never throws for what the network does. */
export interface Http {
  request(request: HttpRequest, limits: HttpLimits): Promise<HttpOutcome>;
}

/** Limits of one request: time until the whole answer is in (real ms), and its size in bytes. */
export type HttpLimits = { readonly timeoutMs: number; readonly bytesMax: number };

/** What a WebSocket client hears. Exactly one `closed` ends every connection attempt. */
export type SocketListener = {
  opened(): void;
  message(text: string): void;
  /** The peer's ping was seen (and answered by the transport). */
  pinged(): void;
  /** The peer answered our ping. */
  ponged(): void;
  closed(why: string): void;
};

/** One WebSocket connection, from either end. Calls after `close` do nothing. */
export interface Socket {
  send(text: string): void;
  ping(): void;
  close(code: number, reason: string): void;
}

/** Opens WebSocket connections. `headers` are those of the upgrade request. */
export interface Sockets {
  open(url: string, headers: Readonly<Record<string, string>>, listener: SocketListener): Socket;
}

/** A built-in server's logic, free of any transport. */
export interface HttpHandler {
  /** Answers a request, or `undefined` to let it hang until the client gives up. */
  handle(request: HttpRequest): Promise<HttpResponse | undefined> | HttpResponse | undefined;
}

/** A built-in WebSocket server's logic: refuses an upgrade, or takes the connection. */
export interface SocketHandler {
  /** An HTTP answer refuses the upgrade; `undefined` lets it through. */
  refuse(request: HttpRequest): HttpResponse | undefined;
  /** Takes an accepted connection; returns what the client's messages are given to. */
  accept(request: HttpRequest, client: Socket): SocketListener;
}
