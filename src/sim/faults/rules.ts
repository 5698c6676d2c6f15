/**
 * Which call or frame is struck by which fault: scripted by number, method, path or type, or
 * drawn at a rate. The same rules and the same seed strike the same ones.
 */
import type { Chance } from "../../domain/chance.ts";
import type { Cancel } from "../../domain/ports.ts";

/** When a rule strikes among what it matches. Without numbers and rate: always. */
export type When = {
  /** 1-based numbers of the matching calls or frames. */
  readonly numbers?: readonly number[];
  /** From this number on. */
  readonly from?: number;
  /** Share that is struck, 0–1. */
  readonly rate?: number;
};

/** What may happen to one REST call. `carriedOut` tells whether the server hears of it. */
export type CallFault =
  /** Carried out; the answer never comes. */
  | { readonly kind: "dropAnswer" }
  /** Never arrives; no answer comes. */
  | { readonly kind: "drop" }
  /** Carried out at once, answered this much later. */
  | { readonly kind: "delay"; readonly ms: number }
  /** Carried out this much later; no answer comes. An order of it appears late. */
  | { readonly kind: "late"; readonly ms: number }
  /** Arrives this much later and is answered then: the market may have moved meanwhile. */
  | { readonly kind: "slow"; readonly ms: number }
  /** Carried out twice; the client hears the first or the last answer. */
  | { readonly kind: "duplicate"; readonly answer: "first" | "last" }
  /** Carried out; its answer is overtaken by that of the next call. */
  | { readonly kind: "overtaken" }
  /** `code`: of the error's body below 500; default "bad_request". */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly carriedOut: boolean;
      readonly code?: string;
    }
  /** 200 with a page for people. */
  | { readonly kind: "html"; readonly carriedOut: boolean }
  /** Carried out; half of the JSON comes. */
  | { readonly kind: "half" }
  /** Carried out; the answer is empty. */
  | { readonly kind: "empty" }
  /** Carried out; a field of the answer has another name. */
  | { readonly kind: "rename"; readonly field: string; readonly to: string }
  /** Carried out; a field of the answer has another value, e.g. another order's id. */
  | { readonly kind: "alter"; readonly field: string; readonly value: unknown }
  /** Any answer at all. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly body: unknown;
      readonly carriedOut: boolean;
    };

export type CallRule = When & {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Part of the path, e.g. "/portfolio/events/orders". */
  readonly path?: string;
  /** How the path ends: "/portfolio/events/orders" is the create and the cancel of everything. */
  readonly pathEnd?: string;
  /** Part of the body, e.g. a client order id. */
  readonly body?: string;
  readonly fault: CallFault;
};

/** What may happen to one frame on its way to the client. Pings are never struck. */
export type FrameFault =
  /** Lost: a gap where frames are numbered. */
  | { readonly kind: "drop" }
  | { readonly kind: "duplicate" }
  /** Comes after the frame that follows it. */
  | { readonly kind: "reorder" }
  | { readonly kind: "delay"; readonly ms: number }
  | { readonly kind: "half" }
  | { readonly kind: "rename"; readonly field: string; readonly to: string }
  /** Another message comes in its place, e.g. the error 25 of a subscription. */
  | { readonly kind: "instead"; readonly message: unknown }
  /** Nothing comes for this long, though the connection answers every ping. */
  | { readonly kind: "silence"; readonly ms: number }
  /** The server ends the connection instead; 1006 breaks it without a handshake. */
  | { readonly kind: "close"; readonly code: number };

export type FrameRule = When & {
  /** The frame's own type, e.g. "orderbook_delta". */
  readonly type?: string;
  readonly fault: FrameFault;
};

export type UpgradeRule = When & { readonly status: number };

export type Rules = {
  readonly calls?: readonly CallRule[];
  readonly frames?: readonly FrameRule[];
  readonly upgrades?: readonly UpgradeRule[];
};

/** One struck call, frame or upgrade: what a failing run prints. */
export type Strike = {
  readonly where: "call" | "frame" | "upgrade";
  /** "POST /path", the frame's type, or "". */
  readonly what: string;
  readonly kind: string;
};

/** Decides for one list of rules; the first that strikes counts. */
export interface Picker<Rule extends When> {
  pick(matches: (rule: Rule) => boolean): Rule | undefined;
  /** Adds rules behind those that are there. Returns what takes them away again. */
  add(rules: readonly Rule[]): Cancel;
}

type Counted<Rule> = { readonly rule: Rule; count: number };

/** Each rule counts what it matches and draws for itself, whether another struck or not. */
export function createPicker<Rule extends When>(chance: Chance): Picker<Rule> {
  const rules = new Set<Counted<Rule>>();
  function strikes(counted: Counted<Rule>): boolean {
    const { rate, numbers, from } = counted.rule;
    counted.count += 1;
    const drawn = rate === undefined || chance.next() < rate;
    if (numbers !== undefined && !numbers.includes(counted.count)) return false;
    return drawn && counted.count >= (from ?? 1);
  }
  return {
    pick: (matches) => {
      let struck: Rule | undefined;
      for (const counted of rules) {
        if (matches(counted.rule) && strikes(counted)) struck ??= counted.rule;
      }
      return struck;
    },
    add: (more) => {
      const added = more.map((rule) => ({ rule, count: 0 }));
      for (const counted of added) rules.add(counted);
      return () => {
        for (const counted of added) rules.delete(counted);
      };
    },
  };
}

/** Every class of fault at one rate each: what a long random night runs under. */
export function randomRules(rate: number): Rules {
  const order = "/portfolio/events/orders";
  const calls: readonly CallFault[] = [
    { kind: "drop" },
    { kind: "delay", ms: 1500 },
    { kind: "duplicate", answer: "first" },
    { kind: "overtaken" },
    { kind: "status", status: 429, carriedOut: false },
    { kind: "status", status: 400, carriedOut: false },
    { kind: "status", status: 503, carriedOut: true },
    { kind: "html", carriedOut: true },
    { kind: "half" },
    { kind: "empty" },
  ];
  const frames: readonly FrameFault[] = [
    { kind: "drop" },
    { kind: "duplicate" },
    { kind: "reorder" },
    { kind: "delay", ms: 700 },
    { kind: "half" },
  ];
  return {
    calls: [
      { method: "POST", path: order, rate, fault: { kind: "late", ms: 5000 } },
      { method: "POST", path: order, rate, fault: { kind: "dropAnswer" } },
      ...calls.map((fault) => ({ rate, fault })),
    ],
    frames: [
      ...frames.map((fault) => ({ rate, fault })),
      { rate: rate / 20, fault: { kind: "silence", ms: 15_000 } },
      { rate: rate / 20, fault: { kind: "close", code: 1011 } },
      {
        type: "orderbook_snapshot",
        rate,
        fault: { kind: "rename", field: "yes_dollars_fp", to: "yes_levels_fp" },
      },
    ],
    upgrades: [{ rate, status: 502 }],
  };
}
