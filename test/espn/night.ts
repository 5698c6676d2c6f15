/** The feed and the desk together: payloads go in as bodies, and the desk's gates come out. */
import { isoText } from "../../src/domain/calendar.ts";
import type { GateCode } from "../../src/domain/codes.ts";
import type { Effect } from "../../src/domain/effects.ts";
import type { GameNews } from "../../src/domain/events.ts";
import type { HttpOutcome } from "../../src/domain/ports.ts";
import { game, Hand, opening } from "../../src/engine/desk-fixture.ts";
import { gatherFacts, onlyLooking } from "../../src/engine/gather-facts.ts";
import { createEspnFeed, type EspnFeed } from "../../src/feeds/espn/espn.ts";
import { type EventParts, eventOf, scoreboardOf } from "../../src/feeds/espn/test-payloads.ts";
import { createTestWorld, type TestWorld } from "../../src/feeds/espn/test-world.ts";
import { review } from "../../src/risk/risk.ts";

const teams = {
  home: { id: "12", abbreviation: "KC", displayName: "Kansas City Chiefs" },
  away: { id: "7", abbreviation: "DEN", displayName: "Denver Broncos" },
};

/** KC has the ball on its own 34. */
const field = {
  possession: "12",
  downDistanceText: "2nd & 6 at KC 34",
  possessionText: "KC 34",
  lastPlay: {
    id: `${game.eventId}400`,
    type: { id: "5", text: "Rush" },
    text: "a run for 4 yards",
    statYardage: 4,
  },
};

/** Parts of an event of the night's game: DEN at KC. */
export function kcEvent(parts: EventParts = {}): Readonly<Record<string, unknown>> {
  const { situation } = parts;
  return eventOf({
    ...parts,
    id: parts.id ?? game.eventId,
    date: parts.date ?? isoText(game.kickoffAt),
    home: { ...teams.home, ...parts.home },
    away: { ...teams.away, ...parts.away },
    situation: situation === null ? null : { ...field, ...situation },
  });
}

export function answered(body: string, status = 200): HttpOutcome {
  return { kind: "answered", response: { status, headers: {}, body } };
}

/** A clock of the period, in both of its spellings. */
export function clockAt(seconds: number): { clock: number; displayClock: string } {
  const rest = String(seconds % 60).padStart(2, "0");
  return { clock: seconds, displayClock: `${Math.floor(seconds / 60)}:${rest}` };
}

/** A summary as the header would tell of a live game. */
export function summaryOf(period: unknown, homeScore: unknown, awayScore: unknown): string {
  const side = (homeAway: "home" | "away", score: unknown): object => ({
    id: teams[homeAway].id,
    homeAway,
    score,
  });
  const status = { period, type: { name: "STATUS_IN_PROGRESS", state: "in" } };
  const competitors = [side("home", homeScore), side("away", awayScore)];
  return JSON.stringify({ header: { id: game.eventId, competitions: [{ competitors, status }] } });
}

export class EspnNight {
  readonly hand: Hand;
  readonly world: TestWorld;
  readonly feed: EspnFeed;
  readonly news: GameNews[] = [];
  /** What the scoreboard and the summary answer from now on. */
  scoreboard: HttpOutcome = answered(scoreboardOf(kcEvent()));
  summary: HttpOutcome = answered("{}", 404);

  constructor(hand: Hand = new Hand()) {
    this.hand = hand;
    this.world = createTestWorld(opening.startedAt, ({ url }) =>
      url.includes("/summary") ? this.summary : this.scoreboard,
    );
    this.feed = createEspnFeed({
      http: this.world.http,
      clock: this.world.clock,
      timers: this.world.timers,
      chance: { next: () => 0.5 },
      baseUrl: "http://127.0.0.1:1",
      eventId: game.eventId,
      post: (event) => {
        if (event.kind === "game") this.news.push(event.news);
        this.#give(() => hand.give(event));
      },
    });
  }

  #give(give: () => readonly Effect[]): readonly Effect[] {
    this.hand.mono = this.world.clock.now().mono;
    const effects = give();
    for (const effect of effects) {
      if (effect.kind === "breaker" && effect.name === "espn") this.feed.setBreaker(effect.breaker);
    }
    return effects;
  }

  /** The game is served as these parts make it; polls come as the feed wants them. */
  serve(parts: EventParts): void {
    this.scoreboard = answered(scoreboardOf(kcEvent(parts)));
  }

  /** Time passes in steps of a second; deadlines of the desk are met. */
  async run(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await this.world.advance(1000);
      const { deadline } = this.hand;
      if (deadline !== undefined && deadline <= this.world.clock.now().mono) {
        this.#give(() => this.hand.give({ kind: "timer" }));
      }
    }
  }

  /** Serves these games one after another, two seconds each, and gives the kinds of news. */
  async play(...polls: readonly EventParts[]): Promise<string[]> {
    const kinds: string[] = [];
    for (const parts of polls) {
      this.serve(parts);
      const from = this.news.length;
      if (this.world.requests.length === 0) {
        this.feed.start();
        await this.world.advance(0);
      } else await this.run(2);
      kinds.push(
        this.news
          .slice(from)
          .map(({ kind }) => kind)
          .filter((kind) => kind !== "secondLook")
          .join("+"),
      );
    }
    return kinds;
  }

  /** The gates that would refuse an order of this origin, of the ones asked about. */
  blocked(origin: "auto" | "execute" | "ticket", ...codes: readonly GateCode[]): GateCode[] {
    this.hand.mono = this.world.clock.now().mono;
    const facts = gatherFacts(this.hand.desk, this.hand.now(), onlyLooking);
    return review(facts, origin).failed.filter((code) => codes.includes(code));
  }

  /** Who is refused by this gate. */
  refuses(code: GateCode): string[] {
    return (["auto", "execute", "ticket"] as const).filter(
      (origin) => this.blocked(origin, code).length > 0,
    );
  }

  get situation() {
    const { situation } = this.hand.desk.game;
    if (situation === undefined) throw new Error("no answer yet");
    return situation;
  }

  /** Everything that the person has been told, newest first. */
  get notices(): string[] {
    return this.hand.desk.notices.map(({ text }) => text);
  }
}
