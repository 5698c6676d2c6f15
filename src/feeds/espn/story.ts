/** Turns answer after answer about one game into news: ordered, completed, finals confirmed. */
import type { GameNews } from "../../domain/events.ts";
import { sameSituation } from "../../domain/game.ts";
import type { Seen } from "./answers.ts";
import { createMemory } from "./memory.ts";
import type { Line } from "./odds.ts";
import { createOrder } from "./order.ts";
import type { SlateGame } from "./slate.ts";

/** Of an unreadable answer this much is kept. */
const rawMax = 1_000_000;

/** News with the bytes that belong into the record, when there are new ones. */
export type Told = { readonly news: GameNews; readonly raw: string | undefined };

export type Story = {
  take(seen: Seen): readonly Told[];
  /** The game as it stands, after order and memory. */
  latest(): SlateGame | undefined;
  /** True while one answer has called the game final and none has confirmed it. */
  awaitsFinal(): boolean;
  /** True when the game is on and nobody has told its pre-game line. */
  lacksLine(): boolean;
  learnLine(line: Line): void;
};

function differs(before: SlateGame | undefined, after: SlateGame): boolean {
  if (before === undefined || before.raw !== after.raw) return true;
  const sameLine =
    before.game.spreadHome === after.game.spreadHome &&
    before.game.totalPoints === after.game.totalPoints;
  return !sameLine || !sameSituation(before.situation, after.situation);
}

/** Starts knowing nothing; the first good answer always stands. */
export function createStory(): Story {
  const order = createOrder();
  const memory = createMemory();
  let latest: SlateGame | undefined;
  let final: "no" | "seen" | "confirmed" = "no";

  /** A final stands only when two successive answers say so; until then nobody knows. */
  function confirmFinal(game: SlateGame): SlateGame {
    if (game.situation.phase !== "final") final = "no";
    else final = final === "no" ? "seen" : "confirmed";
    if (final !== "seen") return game;
    return { ...game, situation: { ...game.situation, phase: "unknown", completed: false } };
  }

  function takeGame(offered: SlateGame): readonly Told[] {
    const verdict = order.offer(offered);
    if (verdict.kind === "held") {
      if (final === "seen") final = "no";
      return [{ news: verdict, raw: offered.raw }];
    }
    const before = latest;
    latest = confirmFinal(memory.complete(verdict.game));
    const changed = differs(before, latest);
    const { game, situation, raw } = latest;
    const answer: Told = {
      news: { kind: "answer", game, situation, changed },
      raw: changed ? raw : undefined,
    };
    if (verdict.corrected === undefined) return [answer];
    return [{ news: { kind: "corrected", why: verdict.corrected }, raw: undefined }, answer];
  }

  return {
    take(seen) {
      switch (seen.kind) {
        case "game":
          return takeGame(seen.game);
        case "failed":
          return [{ news: seen, raw: undefined }];
        case "missing":
        case "unreadable":
          return [{ news: { kind: "unreadable", why: seen.why }, raw: seen.raw.slice(0, rawMax) }];
      }
    },
    latest: () => latest,
    awaitsFinal: () => final === "seen",
    lacksLine: () => latest?.situation.state === "in" && !memory.lineKnown(),
    learnLine: memory.learnLine,
  };
}
