/** A stream under faults: wraps a server's socket handler. Pings pass whatever happens. */
import type { Socket, SocketHandler, Timers } from "../../domain/ports.ts";
import { failureOf, halfOf, renameIn } from "./mutate.ts";
import type { FrameFault, FrameRule, Picker, Strike, UpgradeRule } from "./rules.ts";

export type FramesUnderFault = {
  readonly timers: Timers;
  readonly frames: Picker<FrameRule>;
  readonly upgrades: Picker<UpgradeRule>;
  readonly record: (strike: Strike) => void;
};

const typePattern = /"type":"([a-z_0-9]+)"/;

function typeOf(text: string): string {
  return typePattern.exec(text)?.[1] ?? "";
}

/** The client's end as the server sees it, with faults between. */
function struckSocket(client: Socket, under: FramesUnderFault): Socket {
  const { timers, frames, record } = under;
  let overtaken: string | undefined;
  let silent = false;

  function pass(text: string): void {
    client.send(text);
    if (overtaken === undefined) return;
    const late = overtaken;
    overtaken = undefined;
    client.send(late);
  }

  function strike(fault: FrameFault, text: string): void {
    switch (fault.kind) {
      case "drop":
        return;
      case "duplicate":
        pass(text);
        pass(text);
        return;
      case "reorder":
        if (overtaken === undefined) overtaken = text;
        else pass(text);
        return;
      case "delay":
        timers.after(fault.ms, () => client.send(text));
        return;
      case "half":
        pass(halfOf(text));
        return;
      case "rename":
        pass(renameIn(text, fault.field, fault.to));
        return;
      case "instead":
        pass(JSON.stringify(fault.message));
        return;
      case "silence":
        silent = true;
        timers.after(fault.ms, () => {
          silent = false;
        });
        return;
      case "close":
        client.close(fault.code, "");
    }
  }

  return {
    send: (text) => {
      const type = typeOf(text);
      const rule = frames.pick((one) => one.type === undefined || one.type === type);
      if (silent) return;
      if (rule === undefined) {
        pass(text);
        return;
      }
      record({ where: "frame", what: type, kind: rule.fault.kind });
      strike(rule.fault, text);
    },
    ping: () => client.ping(),
    close: (code, reason) => client.close(code, reason),
  };
}

/** Wraps a socket handler: upgrades may be refused, frames struck. */
export function wrapFrames(handler: SocketHandler, under: FramesUnderFault): SocketHandler {
  return {
    refuse: (request) => {
      const rule = under.upgrades.pick(() => true);
      if (rule === undefined) return handler.refuse(request);
      under.record({ where: "upgrade", what: "", kind: String(rule.status) });
      return failureOf(rule.status);
    },
    accept: (request, client) => handler.accept(request, struckSocket(client, under)),
  };
}
