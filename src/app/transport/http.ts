/** Real HTTP: one pool of warm connections; tells a request that never left from a lost answer. */
import type { IncomingHttpHeaders } from "node:http";
import { Agent, type Dispatcher } from "undici";
import type { Http, HttpLimits, HttpOutcome, HttpRequest } from "../../domain/ports.ts";
import { bodyText } from "./body.ts";

const connectionsMax = 8;
const connectMs = 4000;
const keepAliveMs = 60_000;
const headersSizeMax = 32_768;

export type RealHttp = Http & {
  /** Ends every connection; requests under way are lost. */
  close(): Promise<void>;
};

export type RealHttpOptions = {
  /** The only origins that are ever asked, e.g. "https://site.api.espn.com"; all when absent. */
  readonly origins?: readonly string[];
};

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    plain[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return plain;
}

/** The network's words for a failure, without anything that was sent. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return "unknown failure";
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  const message = error.message === "" ? "" : `: ${error.message}`;
  return `${code}${message}`;
}

/**
 * Follows one request from the pool's queue to its answer. Until the pool has begun to write it
 * on a connection nothing has left this process; from then on a failure means "lost".
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #limits: HttpLimits;
  readonly #finish: (outcome: HttpOutcome) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #bytes = 0;
  #status = 0;
  #headers: Record<string, string> = {};
  #over = false;

  constructor(limits: HttpLimits, finish: (outcome: HttpOutcome) => void) {
    this.#limits = limits;
    this.#finish = finish;
  }

  /** Gives up: what has not been written yet never will be. */
  giveUp(why: string): void {
    if (this.#over) return;
    this.#end({ kind: this.#controller === undefined ? "notSent" : "lost", why });
    this.#controller?.abort(new Error(why));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#over) controller.abort(new Error("given up before it was sent"));
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#status = statusCode;
    this.#headers = plainHeaders(headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.bytesMax) {
      this.giveUp(`the answer is larger than ${this.#limits.bytesMax} bytes`);
    } else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#over) return;
    const [status, headers] = [this.#status, this.#headers];
    bodyText(this.#chunks, headers["content-encoding"], this.#limits.bytesMax).then(
      (body) => this.#end({ kind: "answered", response: { status, headers, body } }),
      (error: unknown) => this.#end({ kind: "lost", why: `unreadable body, ${reason(error)}` }),
    );
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.giveUp(reason(error));
  }

  #end(outcome: HttpOutcome): void {
    if (this.#over) return;
    this.#over = true;
    this.#finish(outcome);
  }
}

function exchange(agent: Agent, request: HttpRequest, limits: HttpLimits): Promise<HttpOutcome> {
  const url = new URL(request.url);
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => handler.giveUp(`no answer within ${limits.timeoutMs} ms`),
      limits.timeoutMs,
    );
    const handler = new Exchange(limits, (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    });
    agent.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headers: { "accept-encoding": "gzip", ...request.headers },
        body: request.body ?? null,
      },
      handler,
    );
  });
}

/**
 * Opens a pool. Redirects are never followed: they are answers like any other. TLS is verified,
 * one request uses a connection at a time, and connections stay open between requests.
 */
export function createHttp(options: RealHttpOptions = {}): RealHttp {
  const agent = new Agent({
    connections: connectionsMax,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    maxHeaderSize: headersSizeMax,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: connectMs },
  });
  let closed = false;
  return {
    async request(request, limits) {
      if (closed) return { kind: "notSent", why: "the pool is closed" };
      if (!URL.canParse(request.url)) return { kind: "notSent", why: "not a URL" };
      const { origin } = new URL(request.url);
      if (options.origins !== undefined && !options.origins.includes(origin)) {
        return { kind: "notSent", why: `${origin} is not on the list` };
      }
      return await exchange(agent, request, limits);
    },
    async close() {
      if (closed) return;
      closed = true;
      await agent.destroy();
    },
  };
}
