/** A planned night opened on two timelines: a scoreboard and an exchange that live through it. */
import { seededChance } from "../domain/chance.ts";
import { ONE_DOLLAR } from "../domain/numbers.ts";
import type { Price } from "../domain/numbers.ts";
import type { Cancel, HttpHandler } from "../domain/ports.ts";
import { createCrowd } from "./crowd/crowd.ts";
import type { Crowd, CrowdStyle } from "./crowd/crowd.ts";
import { createExchange } from "./exchange/exchange.ts";
import type { Exchange, ExchangeOptions } from "./exchange/exchange.ts";
import { createFaults } from "./faults/faults.ts";
import type { Faults } from "./faults/faults.ts";
import { fairHomeAt } from "./fair.ts";
import type { Candle } from "./file/candle.ts";
import { quoteSteps } from "./file/quotes.ts";
import type { NightPlan } from "./plan.ts";
import { createScoreboard } from "./scoreboard/scoreboard.ts";
import { stateAt, stateIndexAt } from "./timeline.ts";
import type { World } from "./world.ts";

export type NightWorlds = {
  /** The game's and the market's time; its clock starts at the plan's `startsAt`. */
  readonly source: World;
  /** Real time: signatures, `Date`, budgets, pings. */
  readonly operator: World;
  /** undefined: signatures are not checked (under the scheduler). */
  readonly verify: ExchangeOptions["verify"];
  /** The one key that the exchange lists; undefined: it knows none by name. */
  readonly keyId?: string;
};

export type Night = NightPlan & {
  readonly scoreboard: HttpHandler;
  /** Its REST and its stream stand behind the faults. */
  readonly exchange: Exchange;
  /** Faults between the servers and their clients; without rules everything passes. */
  readonly faults: { readonly exchange: Faults; readonly scoreboard: Faults };
  /** Quotes are there when this returns; then plays and prices come by themselves. */
  start(): void;
  stop(): void;
};

/** One thing that happens at a moment (Unix ms of source time). */
type Happening = { readonly at: number; readonly happen: () => void };

/** Opens the night. Nothing happens before `start`. */
export function openNight(plan: NightPlan, worlds: NightWorlds): Night {
  const { source } = worlds;
  const faults = openFaults(plan, worlds);
  const bare = openExchange(plan, worlds);
  const exchange: Exchange = {
    ...bare,
    rest: faults.exchange.http(bare.rest),
    socket: faults.exchange.socket(bare.socket),
  };
  const waywardness = plan.conditions?.waywardness;
  const scoreboard = createScoreboard({
    clock: source.clock,
    timelines: [plan.timeline, ...plan.others],
    lag: plan.lag,
    ...(waywardness === undefined ? {} : { waywardness }),
  });
  let ends: (() => void)[] = [];
  const night: Night = {
    ...plan,
    scoreboard: faults.scoreboard.http(scoreboard),
    exchange,
    faults,
    start() {
      exchange.start();
      ends = [
        ...trade(plan, exchange, source),
        happenInOrder(scripted(night), source),
        () => exchange.stop(),
      ];
    },
    stop() {
      for (const end of ends) end();
      ends = [];
    },
  };
  return night;
}

function openExchange(plan: NightPlan, worlds: NightWorlds): Exchange {
  const { source, operator, verify, keyId } = worlds;
  const { cash, fees, tier, riskLimit, switches, attestedForMs } = plan.conditions ?? {};
  // The least that can trade: what a person's own key should have.
  const scopes = plan.conditions?.scopes ?? ["read", "write::trade"];
  const opensAt = Math.max(source.clock.now().at, operator.clock.now().at);
  const attestedUntil = typeof attestedForMs === "number" ? opensAt + attestedForMs : attestedForMs;
  return createExchange({
    source,
    operator,
    chance: seededChance(plan.seed, "exchange"),
    listings: [plan.listing],
    verify,
    scopes,
    weeklyPause: plan.conditions?.weeklyPause ?? true,
    ...(keyId === undefined ? {} : { keyId }),
    ...(cash === undefined ? {} : { cash }),
    ...(fees === undefined ? {} : { fees }),
    ...(tier === undefined ? {} : { tier }),
    ...(riskLimit === undefined ? {} : { riskLimit }),
    ...(switches === undefined ? {} : { switches }),
    ...(attestedUntil === undefined ? {} : { attestedUntil }),
  });
}

/** Delays on the wire are the clients' own, so they run on the operator's time. */
function openFaults({ seed, conditions }: NightPlan, { operator }: NightWorlds): Night["faults"] {
  const open = (name: "exchange" | "scoreboard"): Faults =>
    createFaults({
      rules: conditions?.faults?.[name] ?? {},
      chance: seededChance(seed, `faults/${name}`),
      timers: operator.timers,
    });
  return { exchange: open("exchange"), scoreboard: open("scoreboard") };
}

function scripted(night: Night): readonly Happening[] {
  const startsAt = night.startsAt;
  return (night.conditions?.script ?? []).map(({ afterMs, happen }) => ({
    at: startsAt + afterMs,
    happen: () => happen(night),
  }));
}

/** Lets the prices and the result come; returns what ends that. */
function trade(plan: NightPlan, exchange: Exchange, source: World): (() => void)[] {
  const { traders, conditions } = plan;
  if (conditions?.traders === "absent") {
    return [happenInOrder([determination(plan, exchange)], source)];
  }
  if (traders.kind === "candles") {
    const quotes = candleHappenings(plan, exchange, traders.candles);
    return [happenInOrder([...quotes, determination(plan, exchange)], source)];
  }
  const crowd = crowdOf(plan, exchange, source, traders.style);
  crowd.start();
  const result = determination(plan, exchange, () => crowd.stop());
  return [happenInOrder([...gameMoves(plan, crowd), result], source), () => crowd.stop()];
}

function crowdOf(plan: NightPlan, exchange: Exchange, source: World, style: CrowdStyle): Crowd {
  const { timeline, listing, seed } = plan;
  const now = (): number => source.clock.now().at;
  return createCrowd({
    exchange,
    source,
    chance: seededChance(seed, "crowd"),
    home: listing.home.ticker,
    away: listing.away.ticker,
    fairHome: () => fairHomeAt(timeline, now()),
    style,
    live: () => stateAt(timeline, stateIndexAt(timeline, now())).situation.phase === "inProgress",
  });
}

/** The crowd is in the stadium: it hears of a play when it is over. */
function gameMoves({ timeline, startsAt }: NightPlan, crowd: Crowd): readonly Happening[] {
  return timeline.states
    .filter((state) => state.knownAt > startsAt)
    .map((state) => ({ at: state.knownAt, happen: () => crowd.gameMoved() }));
}

function candleHappenings(
  plan: NightPlan,
  exchange: Exchange,
  candles: readonly Candle[],
): readonly Happening[] {
  return quoteSteps(candles, plan.seed).map(({ at, ticker, bids, asks, print }) => ({
    at,
    happen: () => {
      exchange.quote(ticker, bids, asks);
      if (print !== undefined) exchange.print(ticker, print.price, print.quantity, print.taker);
    },
  }));
}

/** What one YES of the home market pays. */
function homeValue({ timeline }: NightPlan): Price {
  const final = stateAt(timeline, timeline.states.length - 1).situation;
  const margin = (final.homeScore ?? 0) - (final.awayScore ?? 0);
  if (margin === 0) return (ONE_DOLLAR / 2) as Price;
  return margin > 0 ? ONE_DOLLAR : (0 as Price);
}

function determination(plan: NightPlan, exchange: Exchange, before?: () => void): Happening {
  return {
    at: plan.determinesAt,
    happen: () => {
      before?.();
      exchange.determine(plan.eventTicker, homeValue(plan));
    },
  };
}

/** Runs what is due at once and the rest at its time, one timer at a time. Returns the end of it. */
function happenInOrder(happenings: readonly Happening[], source: World): () => void {
  const queue = happenings.toSorted((left, right) => left.at - right.at);
  let next = 0;
  let cancel: Cancel = () => undefined;
  const goOn = (): void => {
    for (;;) {
      const due = queue[next];
      if (due === undefined) return;
      const wait = due.at - source.clock.now().at;
      if (wait > 0) {
        cancel = source.timers.after(wait, goOn);
        return;
      }
      next += 1;
      due.happen();
    }
  };
  goOn();
  return () => {
    next = queue.length;
    cancel();
  };
}
