/** The product's own venue, with an account, at the night's exchange under the scheduler. */
import { createScheduledSource } from "../../src/app/simulated-source.ts";
import { seededChance } from "../../src/domain/chance.ts";
import type { DeskEvent } from "../../src/domain/events.ts";
import { contracts } from "../../src/domain/numbers.ts";
import type { Money, Price } from "../../src/domain/numbers.ts";
import type { Approved, Order } from "../../src/domain/orders.ts";
import type { VenueNews } from "../../src/domain/venue-news.ts";
import { clientOrderIdOf } from "../../src/execution/order-id.ts";
import { planNight } from "../../src/sim/sim.ts";
import type { Night, NightConditions } from "../../src/sim/sim.ts";
import { createKalshiVenue } from "../../src/venues/kalshi/kalshi.ts";
import type { KalshiVenue } from "../../src/venues/kalshi/kalshi.ts";

type Account = NonNullable<ReturnType<KalshiVenue["openAccount"]>>;

export type VenueNight = {
  readonly night: Night;
  readonly home: string;
  readonly account: Account;
  /** What the account's side told, oldest first. */
  readonly news: readonly VenueNews[];
  /** What the market's side posted, oldest first. */
  readonly posted: readonly DeskEvent[];
  /** Unix ms of the night. */
  now(): number;
  /** Lets this much of the night pass. */
  wind(ms: number): Promise<void>;
  /** Lets the night pass until the work is done. */
  during<T>(work: Promise<T>): Promise<T>;
  order(change?: Partial<Order>): Approved<Order>;
  close(): Promise<void>;
};

/** Opens the night and lets its first seconds pass: the books are there, orders may be sent. */
export async function openVenueNight(
  conditions: NightConditions = {},
  kickoffAt?: number,
): Promise<VenueNight> {
  let opened: Night | undefined;
  const keep = {
    afterMs: 0,
    happen: (night: Night): void => {
      opened = night;
    },
  };
  const script = [keep, ...(conditions.script ?? [])];
  const kind = { kind: "builtIn", crowd: "efficient", kickoffAt } as const;
  const plan = planNight({ seed: 5, kind, conditions: { ...conditions, script } });
  const source = createScheduledSource(plan);
  const { clock, timers } = source.timeline;
  const news: VenueNews[] = [];
  const posted: DeskEvent[] = [];
  const venue = createKalshiVenue({
    http: source.http,
    sockets: source.sockets,
    clock,
    timers,
    operatorClock: source.operator.clock,
    chance: seededChance(1, "venue"),
    ...source.kalshi,
    credentials: source.credentials,
    game: plan.timeline.game,
    post: (event) => posted.push(event),
  });
  source.begin();
  venue.start();
  const sinceAt = clock.now().at;
  const account = venue.openAccount({ maxPosition: 100, sinceAt, tell: (one) => news.push(one) });
  if (opened === undefined || account === undefined) throw new Error("nothing is open");
  const night = opened;
  const during: VenueNight["during"] = async (work) => {
    let done = false;
    void work.finally(() => {
      done = true;
    });
    await source.drive?.(() => done);
    return work;
  };
  const wind = (ms: number): Promise<void> =>
    during(new Promise((resolve) => timers.after(ms, () => resolve())));
  await wind(5000);
  let intents = 0;
  return {
    night,
    home: night.listing.home.ticker,
    account,
    news,
    posted,
    now: () => clock.now().at,
    wind,
    during,
    order: (change = {}) => {
      intents += 1;
      const order: Order = {
        intentId: intents,
        clientOrderId: clientOrderIdOf("venue-night", intents),
        mode: "DEMO",
        ticker: night.listing.home.ticker,
        team: "home",
        side: "bid",
        quantity: contracts(10),
        limit: 9900 as Price,
        reduceOnly: false,
        origin: "ticket",
        signalId: undefined,
        worstCost: 0 as Money,
        ...change,
      };
      return order as Approved<Order>;
    },
    close: async () => {
      venue.stop();
      await source.close();
    },
  };
}
