/** REST calls under faults: wraps a server's handler, and is one itself. */
import type { HttpHandler, HttpRequest, HttpResponse, Timers } from "../../domain/ports.ts";
import { alterIn, failureOf, halfOf, htmlPage, jsonAnswer, renameIn } from "./mutate.ts";
import type { CallFault, CallRule, Picker, Strike } from "./rules.ts";

export type CallsUnderFault = {
  readonly timers: Timers;
  readonly picker: Picker<CallRule>;
  readonly record: (strike: Strike) => void;
};

type Answer = HttpResponse | undefined;
type Serve = (request: HttpRequest) => Promise<Answer>;

function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/?#]*/i, "").replace(/[?#].*$/, "");
}

function matches(rule: CallRule, { method, body }: HttpRequest, path: string): boolean {
  if (rule.method !== undefined && rule.method !== method) return false;
  if (rule.body !== undefined && !(body ?? "").includes(rule.body)) return false;
  if (rule.pathEnd !== undefined && !path.endsWith(rule.pathEnd)) return false;
  return rule.path === undefined || path.includes(rule.path);
}

/** An answer that has been changed on its way; nothing stays nothing. */
async function changed(answer: Promise<Answer>, change: (body: string) => string): Promise<Answer> {
  const response = await answer;
  return response === undefined ? undefined : { ...response, body: change(response.body) };
}

async function twice(serve: Serve, request: HttpRequest, heard: "first" | "last"): Promise<Answer> {
  const first = await serve(request);
  const last = await serve(request);
  return heard === "first" ? first : last;
}

/** Wraps a handler. A struck call that hangs answers `undefined`, as `HttpHandler` has it. */
export function wrapCalls(handler: HttpHandler, under: CallsUnderFault): HttpHandler {
  const { timers, picker, record } = under;
  /** Answers that wait to be overtaken. */
  const held: (() => void)[] = [];
  const serve: Serve = async (request) => await handler.handle(request);
  const after = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      timers.after(ms, resolve);
    });

  async function struck(fault: CallFault, request: HttpRequest): Promise<Answer> {
    switch (fault.kind) {
      case "drop":
        return undefined;
      case "dropAnswer":
        await serve(request);
        return undefined;
      case "delay": {
        const answer = await serve(request);
        await after(fault.ms);
        return answer;
      }
      case "late":
        await after(fault.ms);
        await serve(request);
        return undefined;
      case "slow":
        await after(fault.ms);
        return serve(request);
      case "duplicate":
        return twice(serve, request, fault.answer);
      case "overtaken": {
        const answer = await serve(request);
        await new Promise<void>((resolve) => held.push(resolve));
        return answer;
      }
      case "status":
        if (fault.carriedOut) await serve(request);
        return failureOf(fault.status, fault.code);
      case "html":
        if (fault.carriedOut) await serve(request);
        return htmlPage();
      case "half":
        return changed(serve(request), halfOf);
      case "empty":
        return changed(serve(request), () => "");
      case "rename":
        return changed(serve(request), (body) => renameIn(body, fault.field, fault.to));
      case "alter":
        return changed(serve(request), (body) => alterIn(body, fault.field, fault.value));
      case "answer":
        if (fault.carriedOut) await serve(request);
        return jsonAnswer(fault.status, fault.body);
    }
  }

  async function pass(request: HttpRequest): Promise<Answer> {
    const answer = await serve(request);
    for (const release of held.splice(0)) release();
    return answer;
  }

  return {
    handle: (request) => {
      const path = pathOf(request.url);
      const rule = picker.pick((one) => matches(one, request, path));
      // What is not struck is as if nothing stood between, down to answering at once.
      if (rule === undefined) return held.length === 0 ? handler.handle(request) : pass(request);
      const { fault } = rule;
      record({ where: "call", what: `${request.method} ${path}`, kind: fault.kind });
      return struck(fault, request);
    },
  };
}
