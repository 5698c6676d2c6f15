/** `/ws`: who may listen, decided before the upgrade; then the page stream does the rest. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Refusal } from "./access.ts";
import type { PageStream, Reader } from "./page-stream.ts";
import { sendRefusal, type Room } from "./room.ts";

type Admission =
  | { readonly kind: "reader"; readonly reader: Reader }
  | { readonly kind: "refused"; readonly refusal: Refusal };

function refusedAs(code: Refusal["code"], error: string): Admission {
  return { kind: "refused", refusal: { status: 403, code, error } };
}

/** A page needs its session; without Origin a program may read in PAPER, else with the token. */
function admit(room: Room, request: FastifyRequest): Admission {
  const visitor = room.visitorOf(request);
  if (visitor.caller === "page") {
    if (room.access.sessionOf(visitor) !== undefined) return { kind: "reader", reader: "page" };
    return refusedAs("CSRF", "This page has no session here. Reload it.");
  }
  if (visitor.caller === "browser" || visitor.headers.has("cookie")) {
    return refusedAs("ORIGIN", "A browser must say which page asks.");
  }
  if (room.access.present(visitor) === "right") return { kind: "reader", reader: "trusted" };
  if (room.desk.view().mode === "PAPER") return { kind: "reader", reader: "program" };
  return refusedAs("TOKEN", "This mode is read with the session token only.");
}

export function addStreamRoute(server: FastifyInstance, room: Room, stream: PageStream): void {
  const admitted = new WeakMap<object, Reader>();
  server.route({
    method: "GET",
    url: "/ws",
    preValidation: async (request, reply) => {
      const admission = admit(room, request);
      if (admission.kind === "reader") {
        admitted.set(request.raw, admission.reader);
        return;
      }
      const { mode } = room.desk.view();
      const { caller } = room.visitorOf(request);
      room.noteRefusal({ route: "/ws", code: admission.refusal.code, mode, caller });
      await sendRefusal(reply, admission.refusal);
    },
    handler: async (_request, reply) =>
      reply.code(426).header("upgrade", "websocket").send({ error: "This is a WebSocket." }),
    wsHandler: (socket, request) => {
      const reader = admitted.get(request.raw);
      const attached =
        reader === undefined
          ? undefined
          : stream.attach(
              {
                send: (text) => socket.send(text),
                close: (code, reason) => socket.close(code, reason),
                buffered: () => socket.bufferedAmount,
              },
              reader,
            );
      if (attached === undefined) {
        socket.close(1013, "Too many readers.");
        return;
      }
      socket.on("message", (data: Buffer, isBinary: boolean) => {
        attached.heard(isBinary ? undefined : data.toString("utf8"));
      });
      socket.on("close", attached.detach);
    },
  });
}
