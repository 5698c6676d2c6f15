/** Puts the server together: guards first, then routes, then the page's files. */
import type { Server as HttpServer } from "node:http";
import fastifyStatic from "@fastify/static";
import fastifyWebsocket from "@fastify/websocket";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Timers } from "../domain/ports.ts";
import { createAccess, type Visitor } from "./access.ts";
import { addCommandRoutes } from "./command-routes.ts";
import { guardConnections } from "./connections.ts";
import { judge } from "./front-door.ts";
import { isPlainFile, listPageFiles } from "./page-files.ts";
import { createPageStream } from "./page-stream.ts";
import { addReadRoutes } from "./read-routes.ts";
import { createRefusalRecord } from "./refusal-record.ts";
import { responseHeaders } from "./response-headers.ts";
import type { Room, ServerOptions } from "./room.ts";
import { createSessions, createTokenCheck } from "./sessions.ts";
import { addStreamRoute } from "./stream-route.ts";
import { parseStrictJson } from "./strict-json.ts";

const bodyMax = 16_384;
const messageMax = 1024;

/** Slow and silent clients are let go; the sizes bound what one request can cost. */
export const httpOptions = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
  maxHeaderSize: 16_384,
  insecureHTTPParser: false,
  requireHostHeader: false,
} as const;

/** The router's own list of what it answers, filled while routes are added. */
export type Routes = readonly { readonly method: string; readonly url: string }[];

export type Built = {
  readonly fastify: FastifyInstance;
  readonly routes: Routes;
  /** The port is known only now; until then every Host is a foreign one. */
  listeningOn(port: number): void;
  /** Lets a second HTTP server (the other address family) share everything. */
  join(second: HttpServer): void;
  close(): Promise<void>;
};

export async function buildServer(options: ServerOptions): Promise<Built> {
  const { desk, timers, build, token, log, csv } = options;
  let port = -1;
  const visitors = new WeakMap<object, Visitor>();
  const sessions = createSessions(() => `mnf_session_${port}`);
  const onLogin = (): void => desk.record("login", { mode: desk.view().mode });
  const access = createAccess(sessions, createTokenCheck(token), build, onLogin);
  const visitorOf = (request: FastifyRequest): Visitor => {
    const visitor = visitors.get(request.raw);
    if (visitor === undefined) throw new Error("a request came past the front door");
    return visitor;
  };
  const refusals = createRefusalRecord(desk, timers);
  const room: Room = {
    desk,
    csv,
    access,
    sessions,
    build,
    log,
    noteRefusal: refusals.note,
    visitorOf,
  };

  const fastify = newFastify(room);
  const routes = collectRoutes(fastify);
  fastify.setNotFoundHandler((request, reply) => notFound(routes, request, reply));
  // Before the front door: it is this plugin that ends the socket of an upgrade refused there.
  await fastify.register(fastifyWebsocket, {
    options: { maxPayload: messageMax, perMessageDeflate: false },
    errorHandler: (_error, socket) => socket.terminate(),
  });
  openFrontDoor(
    fastify,
    () => port,
    (request, visitor) => visitors.set(request, visitor),
  );
  const stream = createPageStream(desk, timers, build);
  addReadRoutes(fastify, room);
  addCommandRoutes(fastify, room);
  addStreamRoute(fastify, room, stream);
  await addPageFiles(fastify, options.pageFolder, routes);
  await fastify.ready();
  const guard = guardConnections();
  guard.watch(fastify.server);
  return {
    fastify,
    routes,
    listeningOn: (known) => {
      port = known;
    },
    join: (second) => {
      guard.watch(second);
      second.on("upgrade", (request, socket, head) => {
        fastify.server.emit("upgrade", request, socket, head);
      });
    },
    close: async () => {
      refusals.close();
      stream.close();
      await endSockets(fastify, timers);
      await fastify.close();
    },
  };
}

/** Judges every request before any route sees it; who may come in is remembered. */
function openFrontDoor(
  fastify: FastifyInstance,
  port: () => number,
  remember: (request: object, visitor: Visitor) => void,
): void {
  fastify.addHook("onRequest", async (request, reply) => {
    const { method = "GET", url = "", rawHeaders } = request.raw;
    const judgement = judge({ method, url, rawHeaders }, port());
    if (judgement.kind === "refused") {
      const { status, error } = judgement;
      if (status === 405) reply.header("allow", "GET, POST");
      if (method !== "GET") reply.header("connection", "close");
      await reply.code(status).send(error === undefined ? undefined : { error });
      return;
    }
    remember(request.raw, judgement);
    const upgrades = judgement.headers.has("upgrade");
    if (upgrades && !/^\/ws(?:\?|$)/.test(url)) {
      await reply.code(400).send({ error: "There is nothing to upgrade here." });
    }
  });
}

const farewellMs = 100;

/** Gives readers a moment to answer the closing frame, then ends those who did not. */
async function endSockets(fastify: FastifyInstance, timers: Timers): Promise<void> {
  const { clients } = fastify.websocketServer;
  if (clients.size === 0) return;
  await new Promise<void>((resolve) => {
    timers.after(farewellMs, resolve);
  });
  for (const client of clients) client.terminate();
}

function collectRoutes(fastify: FastifyInstance): Routes {
  const routes: { method: string; url: string }[] = [];
  fastify.addHook("onRoute", ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, url });
  });
  return routes;
}

function newFastify(room: Room): FastifyInstance {
  const fastify = Fastify({
    http: httpOptions,
    bodyLimit: bodyMax,
    logger: false,
    forceCloseConnections: true,
    keepAliveTimeout: httpOptions.keepAliveTimeout,
    requestTimeout: httpOptions.requestTimeout,
    routerOptions: { maxParamLength: 200 },
    exposeHeadRoutes: false,
    // A URL that cannot be decoded never reaches the hooks: it gets its headers here.
    frameworkErrors: (_error, _request, reply) => unreadableAddress(reply as FastifyReply),
  });
  // Before any other hook, so that refusals carry the headers too.
  fastify.addHook("onRequest", async (_request, reply) => {
    reply.headers(responseHeaders);
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    "application/json",
    { parseAs: "buffer" },
    async (_request: FastifyRequest, body: Buffer) => {
      if (body.length === 0) return undefined;
      const json = parseStrictJson(body);
      if (json.kind === "read") return json.value;
      throw new UnreadableBody(json.errors);
    },
  );
  fastify.setErrorHandler((error, _request, reply) => failed(room, error, reply));
  return fastify;
}

function unreadableAddress(reply: FastifyReply): void {
  void reply.headers(responseHeaders).code(400).send({ error: "This address is not readable." });
}

class UnreadableBody extends Error {
  readonly statusCode = 400;
  readonly errors: readonly unknown[];
  constructor(errors: readonly unknown[]) {
    super("unreadable body");
    this.errors = errors;
  }
}

/** A path that another method would find takes that one; anything else does not exist. */
function notFound(routes: Routes, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split("?", 1)[0] ?? "";
  const allow = routes.find((route) => route.url === path)?.method;
  if (allow === undefined) return reply.code(404).send({ error: "There is nothing here." });
  return reply
    .code(405)
    .header("allow", allow)
    .send({ error: `This address takes ${allow}.` });
}

const sentences: Readonly<Record<number, string>> = {
  400: "The request is not readable.",
  408: "The request took too long.",
  413: "The body is too large: 16 kB at most.",
  415: "Only JSON is read here: content-type application/json.",
};

/** Says what went wrong without a stack, a path or a version; our own mistakes go to the log. */
function failed(room: Room, error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof UnreadableBody) return reply.code(400).send({ errors: error.errors });
  const wanted = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
  const sentence = sentences[wanted];
  if (sentence !== undefined) return reply.code(wanted).send({ error: sentence });
  room.log.warn(`a request failed inside: ${JSON.stringify(String(error))}`);
  return reply.code(500).send({ error: "Something failed inside; the terminal says what." });
}

/** The page's files, by exact name from a closed list. */
async function addPageFiles(
  fastify: FastifyInstance,
  folder: string,
  routes: Routes,
): Promise<void> {
  const files = listPageFiles(folder);
  if (files.size > 0) {
    await fastify.register(fastifyStatic, {
      root: folder,
      serve: false,
      cacheControl: false,
      etag: false,
      lastModified: false,
      acceptRanges: false,
      dotfiles: "deny",
    });
  }
  fastify.get("/*", (request, reply) => {
    const file = files.get(request.url.split("?", 1)[0] ?? "");
    if (file === undefined || !isPlainFile(folder, file)) return notFound(routes, request, reply);
    return reply.sendFile(file);
  });
}
