/** A night under the scheduler with one plain client at its exchange, as deterministic as it. */
import type { HttpOutcome, HttpRequest, Socket } from "../../src/domain/ports.ts";
import { createInProcess, createScheduler, openNight, planNight } from "../../src/sim/sim.ts";
import type { Night, NightConditions } from "../../src/sim/sim.ts";

const origin = "http://kalshi.built-in";
const root = `${origin}/trade-api/v2`;
const socketUrl = `${origin.replace("http", "ws")}/trade-api/ws/v2`;
const latencyMs = 20;

/** What came of one call: its status and body, or that it was lost. */
export type Heard = {
  readonly status: number | "lost";
  readonly body: Readonly<Record<string, unknown>>;
};

export type ScheduledNight = {
  readonly night: Night;
  readonly home: string;
  /** Every frame as it came, newest last. */
  readonly frames: readonly string[];
  /** Why connections ended. */
  readonly endings: readonly string[];
  /** Calls and lets time pass until the answer, or the end of waiting, is there. */
  ask(method: HttpRequest["method"], path: string, body?: unknown): Promise<Heard>;
  /** Places an order of the home market: one contract, immediate-or-cancel at 99¢. */
  place(change?: Readonly<Record<string, unknown>>): Promise<Heard>;
  /** Source time since the start, ms. */
  mono(): number;
  wind(ms: number): Promise<void>;
};

export const orders = "/portfolio/events/orders";
export const privateChannels = ["fill", "user_orders", "market_positions", "order_group_updates"];
const timeoutMs = 3000;

function heardOf(outcome: HttpOutcome): Heard {
  if (outcome.kind !== "answered") return { status: "lost", body: {} };
  const { status, body } = outcome.response;
  const isJson = body.startsWith("{") && body.endsWith("}");
  return { status, body: isJson ? JSON.parse(body) : { text: body } };
}

/** Opens the night, connects to its private channels and the home book, and starts it. */
export async function openScheduled(
  conditions: NightConditions = {},
  kickoffAt?: number,
): Promise<ScheduledNight> {
  const kind = { kind: "builtIn", crowd: "efficient", kickoffAt } as const;
  const plan = planNight({ seed: 5, kind, conditions });
  const scheduler = createScheduler(plan.startsAt);
  const night = openNight(plan, { source: scheduler, operator: scheduler, verify: undefined });
  const { rest: http, socket } = night.exchange;
  const transport = createInProcess(scheduler, new Map([[origin, { http, socket }]]), latencyMs);
  const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const home = plan.listing.home.ticker;
  const frames: string[] = [];
  const endings: string[] = [];
  night.start();
  const wind = async (ms: number): Promise<void> => {
    await scheduler.run({ drain, until: scheduler.clock.now().mono + ms });
  };
  const ask: ScheduledNight["ask"] = async (method, path, body) => {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const request = { method, url: `${root}${path}`, headers: {}, ...text };
    let heard: Heard | undefined;
    void transport.http.request(request, { timeoutMs, bytesMax: 1e6 }).then((outcome) => {
      heard = heardOf(outcome);
    });
    await scheduler.run({ drain, done: () => heard !== undefined });
    return heard ?? { status: "lost", body: {} };
  };
  const client: Socket = transport.sockets.open(
    socketUrl,
    {},
    {
      opened: () => {
        const channels = [...privateChannels, "market_lifecycle_v2"];
        client.send(JSON.stringify({ id: 1, cmd: "subscribe", params: { channels } }));
      },
      message: (frame) => frames.push(frame),
      pinged: () => undefined,
      ponged: () => undefined,
      closed: (why) => endings.push(why),
    },
  );
  await wind(1000);
  return {
    night,
    home,
    frames,
    endings,
    ask,
    place: (change = {}) =>
      ask("POST", orders, {
        ticker: home,
        side: "bid",
        count: "1",
        price: "0.9900",
        time_in_force: "immediate_or_cancel",
        self_trade_prevention_type: "taker_at_cross",
        exchange_index: 0,
        ...change,
      }),
    mono: () => scheduler.clock.now().mono,
    wind,
  };
}
