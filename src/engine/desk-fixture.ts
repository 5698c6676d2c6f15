/** A desk in a quiet, healthy moment of a game, for tests: what a rule needs changed is changed. */
import type { Effect } from "../domain/effects.ts";
import type { DeskEvent, Stamp } from "../domain/events.ts";
import type { Game, Situation } from "../domain/game.ts";
import type { GameMarkets, Level } from "../domain/market.ts";
import { contracts, price, type Probability } from "../domain/numbers.ts";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import type { Command } from "../domain/commands.ts";
import { createDesk, type Desk, type Opening } from "./desk.ts";
import { createGameKnowledge, type GameKnowledge, learnGame } from "./game-knowledge.ts";
import { step } from "./step.ts";

export const game: Game = {
  eventId: "401772950",
  home: { id: "12", abbreviation: "KC", name: "Kansas City Chiefs" },
  away: { id: "7", abbreviation: "DEN", name: "Denver Broncos" },
  kickoffAt: 1_791_850_500_000,
  neutralSite: false,
  seasonType: "regular",
  season: 2026,
  week: 5,
  spreadHome: 3,
  totalPoints: 45,
};

export const situation: Situation = {
  state: "in",
  phase: "inProgress",
  statusText: "8:41 - 3rd Quarter",
  completed: false,
  period: 3,
  clockSeconds: 521,
  homeScore: 17,
  awayScore: 10,
  possession: "home",
  down: 2,
  distance: 7,
  goalToGo: false,
  yardline100: 38,
  homeTimeouts: 3,
  awayTimeouts: 3,
  lastPlay: { id: "40", kind: "scrimmage", text: "a run for 4 yards", yards: 4 },
};

const cents = [{ start: price(100), end: price(9900), step: price(100) }];

export const markets: GameMarkets = {
  eventTicker: "KXNFLGAME-26OCT12DENKC",
  title: "Denver vs Kansas City",
  home: {
    ticker: "KXNFLGAME-26OCT12DENKC-KC",
    team: "home",
    title: "Kansas City wins",
    status: "active",
    priceRanges: cents,
    closeAt: undefined,
    rules: "",
    volume: undefined,
  },
  away: {
    ticker: "KXNFLGAME-26OCT12DENKC-DEN",
    team: "away",
    title: "Denver wins",
    status: "active",
    priceRanges: cents,
    closeAt: undefined,
    rules: "",
    volume: undefined,
  },
  fees: { makerShare: 25, multiplier: "1" },
};

export const opening: Opening = {
  sessionId: "test-session",
  source: "sim",
  sourceWords: "simulated night",
  caution: undefined,
  game,
  config: DEFAULT_CONFIG,
  auto: false,
  feePrecision: "direct",
  keyed: true,
  startedAt: 1_791_853_200_000,
  ledger: undefined,
  dailyLossTrippedDay: undefined,
  secondMode: "DEMO",
  secondModeWhy: "",
  beginning: undefined,
  second: undefined,
};

/** Levels in cents and contracts. */
export function ladder(...levels: readonly (readonly [cents: number, count: number])[]): Level[] {
  return levels.map(([at, count]) => [price(at * 100), contracts(count)]);
}

/** What is known of the game after these changes of its situation, two seconds apart. */
export function knownAfter(...changes: readonly Partial<Situation>[]): GameKnowledge {
  const known = createGameKnowledge(game);
  changes.forEach((change, index) => {
    const stamp = { at: index * 2000, mono: index * 2000, person: index * 2000 };
    const now = { ...(known.situation ?? situation), ...change };
    learnGame(known, { kind: "answer", game, situation: now, changed: true }, stamp);
  });
  return known;
}

/** A desk with a hand on its clock. */
export class Hand {
  readonly desk: Desk;
  readonly effects: Effect[] = [];
  mono = 0;
  deadline: number | undefined;

  constructor(changes: Partial<Opening> = {}) {
    this.desk = createDesk({ ...opening, ...changes });
  }

  now(): Stamp {
    return { at: opening.startedAt + this.mono, mono: this.mono, person: this.mono };
  }

  /** Gives the desk an event and returns what it decided. */
  give(event: DeskEvent): readonly Effect[] {
    const outcome = step(this.desk, { stamp: this.now(), event });
    this.effects.push(...outcome.effects);
    this.deadline = outcome.nextDeadline;
    return outcome.effects;
  }

  wait(ms: number): void {
    this.mono += ms;
  }

  /** Everything healthy: markets known, exchange open, stream and scoreboard fresh. */
  settleIn(): void {
    this.give({ kind: "market", news: { kind: "markets", markets } });
    this.give({ kind: "market", news: { kind: "exchange", active: true, trading: true } });
    this.give({ kind: "market", news: { kind: "connection", up: true, why: "" } });
    this.give({ kind: "market", news: { kind: "clock", offsetMs: 10, uncertainMs: 20 } });
    this.answer({});
  }

  /** A good answer of the scoreboard. */
  answer(changes: Partial<Situation>): readonly Effect[] {
    const now = { ...(this.desk.game.situation ?? situation), ...changes };
    return this.give({
      kind: "game",
      news: { kind: "answer", game, situation: now, changed: true },
    });
  }

  /** Both books in cents, standing for longer than a spike does: it takes 201 ms. */
  quote(bid: number, ask: number, size = 500): void {
    this.show(bid, ask, size);
    this.wait(201);
    this.crossCheck();
  }

  /** Both books in cents, in two frames of one moment; AWAY mirrors HOME a cent wider. */
  show(bid: number, ask: number, size = 500): void {
    for (let frame = 0; frame < 2; frame += 1) {
      this.snapshot("home", [[bid, size]], [[ask, size]]);
      this.snapshot("away", [[99 - ask, size]], [[101 - bid, size]]);
    }
  }

  snapshot(
    team: "home" | "away",
    bids: readonly (readonly [number, number])[],
    asks: readonly (readonly [number, number])[],
  ): readonly Effect[] {
    const news = { kind: "snapshot", team, bids: ladder(...bids), asks: ladder(...asks) } as const;
    return this.give({ kind: "market", news });
  }

  crossCheck(): void {
    for (const team of ["home", "away"] as const) {
      const news = { kind: "crossCheck", team, askedMono: -1, bids: [], asks: [] } as const;
      this.give({ kind: "market", news });
    }
  }

  /** Pins what the model says, in whole percent of HOME: it has its own tests. */
  believe(homePercent: number): void {
    const home = (homePercent * 100) as Probability;
    const belief = { home, away: (10_000 - home) as Probability, tie: 0 as Probability };
    const pinned = { get: () => belief, set: () => {}, configurable: true };
    Object.defineProperty(this.desk, "belief", pinned);
  }

  command(command: Command): { readonly status: number; readonly body: Record<string, unknown> } {
    const effects = this.give({ kind: "operator", commandId: "c1", origin: "api", command });
    const answer = effects.findLast((effect) => effect.kind === "answer");
    if (answer === undefined) throw new Error("the command was not answered");
    return answer.answer;
  }

  of<Kind extends Effect["kind"]>(kind: Kind): readonly Extract<Effect, { kind: Kind }>[] {
    return this.effects.filter(
      (effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind,
    );
  }

  /** The intent becomes durable, and its paper order meets the book. */
  carryThrough(intentId: number): void {
    this.wait(3);
    this.give({ kind: "durable", intentId });
    this.wait(1600);
    this.give({ kind: "timer" });
  }
}
