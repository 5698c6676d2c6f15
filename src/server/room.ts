/** What every route of the server shares. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Timers } from "../domain/ports.ts";
import type { Access, Need, Refusal, Visitor } from "./access.ts";
import type { CsvWriters, DeskPort } from "./desk-port.ts";
import type { FieldError } from "./reading.ts";
import type { RefusalNote } from "./refusal-record.ts";
import type { Sessions } from "./sessions.ts";

/** Lines for the terminal. Texts from outside are quoted by whoever writes them. */
export interface ServerLog {
  info(message: string): void;
  warn(message: string): void;
}

export type ServerOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  readonly desk: DeskPort;
  readonly csv: CsvWriters;
  /** The session token that the terminal printed. */
  readonly token: string;
  /** Folder of the built page; a missing one leaves only the API. */
  readonly pageFolder: string;
  /** Hash of the page's build: a page of another build is told to reload. */
  readonly build: string;
  /** The operator's timers. */
  readonly timers: Timers;
  readonly log: ServerLog;
};

export type Room = {
  readonly desk: DeskPort;
  readonly csv: CsvWriters;
  readonly access: Access;
  readonly sessions: Sessions;
  readonly build: string;
  readonly log: ServerLog;
  readonly noteRefusal: (note: RefusalNote) => void;
  /** Who sent this request, as the front door found; it has judged every request that gets here. */
  readonly visitorOf: (request: FastifyRequest) => Visitor;
};

export function sendErrors(reply: FastifyReply, errors: readonly FieldError[]): FastifyReply {
  return reply.code(400).send({ errors });
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(refusal.status).send({ error: refusal.error, code: refusal.code });
}

/** Refuses the state change and records it, or lets it pass (undefined). */
export function refuseChange(
  room: Room,
  request: FastifyRequest,
  route: string,
  need: Need,
): Refusal | undefined {
  const visitor = room.visitorOf(request);
  const { mode } = room.desk.view();
  const refusal = room.access.refuse(visitor, need, mode);
  if (refusal !== undefined) {
    room.noteRefusal({ route, code: refusal.code, mode, caller: visitor.caller });
  }
  return refusal;
}
