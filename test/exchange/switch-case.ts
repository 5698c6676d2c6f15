/** One switch under test: what a client sees of the exchange under each of its settings. */
import type { HttpResponse } from "../../src/domain/ports.ts";
import type { ExchangeOptions } from "../../src/sim/exchange/exchange.ts";
import { HOME, START, levels, order, setStage } from "../../src/sim/exchange/stage.ts";
import type { Stage } from "../../src/sim/exchange/stage.ts";

/** Sets a stage under the setting; more options, and more switches, may be given. */
export type Make = (more?: Partial<ExchangeOptions>) => Stage;

export type SwitchCase = {
  readonly observe: (make: Make) => unknown;
  /** What is seen, in the order of the settings of the table. */
  readonly seen: readonly unknown[];
};

export const ORDERS = "/portfolio/events/orders";

/** A body whose fields a test takes as they come. */
export type Loose = Readonly<Record<string, never>>;

export function makeUnder(name: string, setting: unknown): Make {
  return (more = {}) => setStage({ ...more, switches: { ...more.switches, [name]: setting } });
}

/** The home market quoted 62 to 63, deep enough for a test. */
export function quoted(make: Make, more: Partial<ExchangeOptions> = {}): Stage {
  const stage = make(more);
  stage.exchange.quote(HOME, levels([62, 500]), levels([63, 500]));
  return stage;
}

export function place(
  stage: Stage,
  change: Readonly<Record<string, unknown>> = {},
): { readonly status: number; readonly body: Loose } {
  const { status, body } = stage.ask("POST", ORDERS, order(change));
  return { status, body: JSON.parse(body) as Loose };
}

/** A request with the three headers, its time off by this many ms. */
export function signedAsk(stage: Stage, path: string, offMs: number, key = "a-key"): HttpResponse {
  const headers = {
    "kalshi-access-key": key,
    "kalshi-access-timestamp": String(START + offMs),
    "kalshi-access-signature": "c2lnbmVk",
  };
  const url = `http://127.0.0.1:1/trade-api/v2${path}`;
  const reply = stage.exchange.rest.handle({ method: "GET", url, headers });
  if (reply === undefined || reply instanceof Promise) throw new Error("no answer at once");
  return reply;
}

/** The code of an error body of either shape. */
export function codeOf(body: Loose): unknown {
  const { error } = body as { readonly error?: { readonly code: string } };
  return error?.code ?? body["code"];
}

export const resting = { price: "0.5000", time_in_force: "good_till_canceled" } as const;

/** ms until `seen` holds, in steps of 50; 2 s at most. */
export function waited(stage: Stage, seen: () => boolean): number {
  for (let ms = 0; ms <= 2000; ms += 50) {
    if (seen()) return ms;
    stage.clock.wind(50);
  }
  return Number.POSITIVE_INFINITY;
}
