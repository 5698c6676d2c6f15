/**
 * A built-in night served over real loopback sockets, whose own time a test winds: a client may
 * take its time over a call, and a quarter passes in a moment.
 */
import { createThrowAwayKey, type ThrowAwayKey } from "../../src/app/simulated-source.ts";
import { createRealTime } from "../../src/app/real-time.ts";
import { createScheduler, listen, openNight, planNight } from "../../src/sim/sim.ts";
import type { Night, NightConditions } from "../../src/sim/sim.ts";

export type ServedNight = {
  readonly night: Night;
  readonly key: ThrowAwayKey;
  readonly restUrl: string;
  readonly socketUrl: string;
  /** Lets this much of the night pass. */
  wind(ms: number): Promise<void>;
  /** Lets the rest of the night pass: the game, the result, the payment. */
  windToTheEnd(): Promise<void>;
  close(): Promise<void>;
};

export type Serving = {
  readonly seed?: number;
  readonly conditions?: NightConditions;
};

/** Serves an efficient crowd's night; every signature is checked. */
export async function serveNight(serving: Serving = {}): Promise<ServedNight> {
  const { seed = 5, conditions = {} } = serving;
  const plan = planNight({ seed, kind: { kind: "builtIn", crowd: "efficient" }, conditions });
  const key = await createThrowAwayKey();
  const scheduler = createScheduler(plan.startsAt);
  const night = openNight(plan, {
    source: { clock: scheduler.clock, timers: scheduler.timers },
    operator: createRealTime(),
    verify: key.verify,
  });
  const { rest, socket } = night.exchange;
  const kalshi = await listen({ http: rest, socket, pathOfSocket: "/trade-api/ws/v2" });
  night.start();
  const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const wind = async (ms: number): Promise<void> => {
    await scheduler.run({ drain, until: scheduler.clock.now().mono + ms });
  };
  return {
    night,
    key,
    restUrl: `${kalshi.origin}/trade-api/v2`,
    socketUrl: `${kalshi.origin.replace("http", "ws")}/trade-api/ws/v2`,
    wind,
    windToTheEnd: () => wind(plan.endsAt + 1000 - scheduler.clock.now().at),
    close: async () => {
      night.stop();
      await kalshi.close();
    },
  };
}
