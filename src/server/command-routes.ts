/** The POST routes: each reads its body, asks who may, and gives one command to the desk. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Need } from "./access.ts";
import type { Command, ConfigChange } from "../domain/commands.ts";
import type { Answer } from "../domain/effects.ts";
import {
  readArm,
  readCancel,
  readCancelEverything,
  readClosing,
  readNothing,
  readOverride,
  readResetBreaker,
  readResolveUnknown,
  readSpeed,
  readTrade,
} from "./bodies.ts";
import { read, type Reading } from "./reading.ts";
import { refuseChange, sendErrors, sendRefusal, type Room } from "./room.ts";
import { readSettings } from "./settings.ts";

type CommandRoute = {
  readonly need: (command: Command) => Need;
  readonly read: (body: unknown) => Reading<Command>;
};

function route(need: Need, readBody: CommandRoute["read"]): CommandRoute {
  return { need: () => need, read: readBody };
}

function readConfig(body: unknown): Reading<Command> {
  const change = readSettings(body);
  return change.kind === "read" ? read({ kind: "config", change: change.value }) : change;
}

/** Auto OFF and back to PAPER are the safe direction; leaving PAPER always needs the token. */
function configNeed(change: ConfigChange): Need {
  if (change.paperTrading === false) return "guarded";
  const onlySafe = Object.keys(change.settings).length === 0 && change.autoTrading !== true;
  return onlySafe ? "safe" : "change";
}

/** Every POST route that is one command of the desk. */
const commandRoutes: Readonly<Record<string, CommandRoute>> = {
  "/api/config": {
    need: (command) => (command.kind === "config" ? configNeed(command.change) : "change"),
    read: readConfig,
  },
  "/api/execute-trade": route("change", readTrade),
  "/api/start": route("change", readNothing({ kind: "start" })),
  "/api/stop": route("stop", readNothing({ kind: "stop" })),
  "/api/kill": route("safe", readNothing({ kind: "kill" })),
  "/api/flatten": route("change", readClosing("flatten")),
  "/api/reduce": route("change", readClosing("reduce")),
  "/api/cancel": route("safe", readCancel),
  "/api/reset-breaker": route("change", readResetBreaker),
  "/api/reset-paper": route("change", readNothing({ kind: "resetPaper" })),
  "/api/override": route("change", readOverride),
  "/api/refresh": route("safe", readNothing({ kind: "refresh" })),
  "/api/arm": route("guarded", readArm),
  "/api/cancel-everything": route("safe", readCancelEverything),
  "/api/resolve-unknown": route("change", readResolveUnknown),
  "/api/lockout": route("safe", readNothing({ kind: "lockout" })),
};

function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  return reply.code(answer.status).send(answer.body);
}

async function carryOut(
  room: Room,
  path: string,
  rules: CommandRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  // Whoever may not even ask for the least is not told what is wrong with the body.
  const stranger = path === "/api/stop" ? undefined : refuseChange(room, request, path, "safe");
  if (stranger !== undefined) return sendRefusal(reply, stranger);
  const command = rules.read(request.body);
  if (command.kind === "unreadable") return sendErrors(reply, command.errors);
  const refusal = refuseChange(room, request, path, rules.need(command.value));
  if (refusal !== undefined) return sendRefusal(reply, refusal);
  const origin = room.visitorOf(request).caller === "program" ? "api" : "page";
  return sendAnswer(reply, await room.desk.command(command.value, origin));
}

/** Opens the page's session, or finds the one its cookie names. */
function openSession(room: Room, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const body = readNothing(undefined)(request.body);
  if (body.kind === "unreadable") return sendErrors(reply, body.errors);
  const visitor = room.visitorOf(request);
  if (visitor.caller !== "page") {
    return sendRefusal(reply, {
      status: 403,
      code: "ORIGIN",
      error: "Only our page has a session.",
    });
  }
  const session = room.access.sessionOf(visitor) ?? room.sessions.open();
  return reply
    .header("set-cookie", room.sessions.cookieFor(session))
    .send({ csrf: session.csrf, page: room.build, trusted: session.trusted });
}

async function setSpeed(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const refusal = refuseChange(room, request, "/api/speed", "change");
  if (refusal !== undefined) return sendRefusal(reply, refusal);
  const speed = readSpeed(request.body);
  if (speed.kind === "unreadable") return sendErrors(reply, speed.errors);
  const answer = await room.desk.setSpeed?.(speed.value);
  if (answer !== undefined) return sendAnswer(reply, answer);
  return reply.code(422).send({ error: "This source has no speed.", code: "NOT_OFFERED" });
}

export function addCommandRoutes(server: FastifyInstance, room: Room): void {
  for (const [path, rules] of Object.entries(commandRoutes)) {
    server.post(path, (request, reply) => carryOut(room, path, rules, request, reply));
  }
  server.post("/api/session", async (request, reply) => openSession(room, request, reply));
  server.post("/api/speed", (request, reply) => setSpeed(room, request, reply));
}
