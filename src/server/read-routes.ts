/** The GET routes: they tell, and change nothing. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AuditEntry } from "./desk-port.ts";
import { readAuditQuery, readExportQuery, readNoQuery } from "./queries.ts";
import { sendErrors, type Room } from "./room.ts";

function entryOnWire(entry: AuditEntry): Readonly<Record<string, unknown>> {
  const at = new Date(entry.at).toISOString();
  return { seq: entry.seq, timestamp: at, event_type: entry.kind, data: entry.body };
}

/**
 * Newest entries, newest last. `next` is the `start_time` to ask with for what follows; the last
 * entry comes again then and is known by its `seq`.
 */
async function auditLog(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const query = readAuditQuery(request.url);
  if (query.kind === "unreadable") return sendErrors(reply, query.errors);
  const entries = (await room.desk.audit(query.value)).map(entryOnWire);
  const next = entries.at(-1)?.["timestamp"] ?? null;
  return reply.send({ entries, next });
}

function exportTrades(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const query = readExportQuery(request.url);
  if (query.kind === "unreadable") return sendErrors(reply, query.errors);
  const { kind, hours } = query.value;
  const text =
    kind === "trades"
      ? room.csv.trades(room.desk.trades(hours))
      : room.csv.fills(room.desk.fills(hours));
  room.desk.record("export", { kind, hours: hours ?? null });
  return reply
    .header("content-type", "text/csv; charset=utf-8")
    .header("content-disposition", `attachment; filename="${kind}.csv"`)
    .send(text);
}

export function addReadRoutes(server: FastifyInstance, room: Room): void {
  const plain = (path: string, answer: () => unknown): void => {
    server.get(path, async (request, reply) => {
      const query = readNoQuery(request.url);
      if (query.kind === "unreadable") return sendErrors(reply, query.errors);
      return reply.send(await answer());
    });
  };
  plain("/api/state", () => room.desk.view());
  plain("/api/circuit-breaker", () => room.desk.view().circuit_breaker);
  plain("/api/health", () => ({ build: room.build, ...room.desk.health() }));
  plain("/api/games", () => room.desk.games());
  server.get("/api/audit-log", (request, reply) => auditLog(room, request, reply));
  server.get("/api/export/trades.csv", async (request, reply) =>
    exportTrades(room, request, reply),
  );
}
