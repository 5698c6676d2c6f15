/** What a night decided, in one hash and a few counts. */
import { createHash } from "node:crypto";
import type { Effect } from "../domain/effects.ts";

export type Decisions = {
  note(effect: Effect): void;
  /** SHA-256 over kinds, tickers, prices, quantities and gate codes in order; nothing else. */
  sha256(): string;
  /** Signals opened. */
  signals(): number;
  /** How often each code blocked a signal; each (signal, code) counts once. */
  blocked(): Readonly<Record<string, number>>;
};

/** The words of a decision that the hash covers; `undefined` for effects that decide nothing. */
function decisionWords(effect: Effect): readonly (string | number)[] | undefined {
  switch (effect.kind) {
    case "signal":
      return ["signal", effect.what, effect.action, effect.team];
    case "block":
      return ["block", effect.origin, ...effect.codes];
    case "intent": {
      const { ticker, side, quantity, limit } = effect.order;
      const failed = effect.gates.filter((gate) => gate.verdict === "fail");
      return ["intent", ticker, side, quantity, limit, ...failed.map((gate) => gate.code)];
    }
    case "send": {
      const { ticker, side, quantity, limit } = effect.order;
      return ["send", ticker, side, quantity, limit];
    }
    case "abandon":
      return ["abandon", ...effect.codes];
    case "fill": {
      const { ticker, side, price, quantity } = effect.fill;
      return ["fill", ticker, side, price, quantity];
    }
    case "orderEnded":
      return ["orderEnded", effect.how, effect.filled];
    case "settle":
      return ["settle", effect.ticker, effect.value];
    case "trip":
      return ["trip", effect.code];
    default:
      return undefined;
  }
}

export function createDecisions(): Decisions {
  const hash = createHash("sha256");
  const blocked = new Map<string, Set<string>>();
  let signals = 0;

  return {
    note: (effect) => {
      const words = decisionWords(effect);
      if (words !== undefined) hash.update(`${JSON.stringify(words)}\n`);
      if (effect.kind === "signal" && effect.what === "opened") signals += 1;
      if (effect.kind === "block" && effect.signalId !== undefined) {
        for (const code of effect.codes) {
          const ids = blocked.get(code) ?? new Set<string>();
          blocked.set(code, ids.add(effect.signalId));
        }
      }
    },
    sha256: () => hash.copy().digest("hex"),
    signals: () => signals,
    blocked: () =>
      Object.fromEntries(
        [...blocked]
          .map(([code, ids]) => [code, ids.size] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
  };
}
