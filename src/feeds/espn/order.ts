/**
 * Keeps answers in the order of game time. Caches serve old answers after new ones, and feeds
 * mistype; but reviews really do set the clock back and take scores away. So whatever contradicts
 * the answer that stands waits until enough successive answers say the same.
 */
import type { Situation } from "../../domain/game.ts";
import { playNumber } from "./last-play.ts";
import type { SlateGame } from "./slate.ts";

const olderAnswers = 3;
const otherAnswers = 2;
/** Points of one team within one poll that no football brings. */
const scoreJump = 21;
/** Seconds of game time within one poll beyond which the clock is doubted. */
const clockJump = 180;
const regulationPeriods = 4;
const periodSeconds = 900;
const overtimeSeconds = 600;

export type Verdict =
  /** `corrected` says which contradiction was confirmed by this answer. */
  | { readonly kind: "accepted"; readonly game: SlateGame; readonly corrected: string | undefined }
  /** `blocks`: until it is settled nobody knows how the game stands. */
  | { readonly kind: "held"; readonly why: string; readonly blocks: boolean };

type Doubt = { readonly why: string; readonly needed: number; readonly blocks: boolean };

type Pending = { readonly doubt: Doubt; readonly situation: Situation; readonly seen: number };

const rankOf = { pre: 0, in: 1, post: 2 } as const;

/**
 * Game seconds played, as far as period and clock are told. Overtime lasts 600 s, in the play-offs
 * 900 s: its first seconds there count as none, so that no kind of overtime begins with a leap.
 */
function played({ period, clockSeconds }: Situation): number | undefined {
  if (period === undefined || clockSeconds === undefined) return undefined;
  if (period <= regulationPeriods) return period * periodSeconds - clockSeconds;
  const before = regulationPeriods * periodSeconds + (period - 5) * overtimeSeconds;
  return before + Math.max(0, overtimeSeconds - clockSeconds);
}

/** Back by more than a cache is late. */
function isEarlierStage(was: Situation, is: Situation): string | undefined {
  if (rankOf[is.state] < rankOf[was.state]) return `state went from ${was.state} to ${is.state}`;
  if (was.state !== "in" || is.state !== "in") return undefined;
  if (was.period === undefined || is.period === undefined) return undefined;
  return is.period < was.period ? `period went from ${was.period} to ${is.period}` : undefined;
}

function isOlder(before: SlateGame, after: SlateGame): string | undefined {
  const [was, is] = [before.situation, after.situation];
  if (was.state !== "in" || is.state !== "in") return undefined;
  if (was.period !== undefined && is.period !== undefined && is.period > was.period) {
    return undefined;
  }
  if (was.clockSeconds === undefined || is.clockSeconds === undefined) return undefined;
  if (is.clockSeconds !== was.clockSeconds) {
    return is.clockSeconds > was.clockSeconds
      ? `clock went from ${was.clockSeconds} s to ${is.clockSeconds} s`
      : undefined;
  }
  const wasPlay = playNumber(before.game.eventId, was.lastPlay?.id);
  const isPlay = playNumber(after.game.eventId, is.lastPlay?.id);
  if (wasPlay === undefined || isPlay === undefined || isPlay >= wasPlay) return undefined;
  return `play went from ${wasPlay} to ${isPlay}`;
}

function scoreDoubt(was: Situation, is: Situation): string | undefined {
  for (const side of ["homeScore", "awayScore"] as const) {
    const [old, now] = [was[side], is[side]];
    if (old === undefined || now === undefined) continue;
    if (now < old) return `score went from ${old} to ${now}`;
    if (now - old >= scoreJump) return `score jumped from ${old} to ${now}`;
  }
  return undefined;
}

function jumped(was: Situation, is: Situation): string | undefined {
  const [old, now] = [played(was), played(is)];
  if (was.state !== "in" || is.state !== "in") return undefined;
  if (old === undefined || now === undefined || now - old <= clockJump) return undefined;
  return `clock jumped ${now - old} s ahead`;
}

function doubtOf(before: SlateGame, after: SlateGame): Doubt | undefined {
  const earlier = isEarlierStage(before.situation, after.situation);
  if (earlier !== undefined) return { why: earlier, needed: olderAnswers, blocks: true };
  const older = isOlder(before, after);
  if (older !== undefined) return { why: older, needed: olderAnswers, blocks: false };
  const other =
    scoreDoubt(before.situation, after.situation) ?? jumped(before.situation, after.situation);
  return other === undefined ? undefined : { why: other, needed: otherAnswers, blocks: true };
}

function confirms(pending: Pending, is: Situation): boolean {
  const was = pending.situation;
  const [then, now] = [played(was), played(is)];
  const goesOn = then === undefined || now === undefined || now >= then;
  const sameScore = was.homeScore === is.homeScore && was.awayScore === is.awayScore;
  return was.state === is.state && goesOn && (sameScore || pending.doubt.needed === olderAnswers);
}

/** Judges answers one after another; the first one always stands. */
export function createOrder(): { offer(game: SlateGame): Verdict } {
  let standing: SlateGame | undefined;
  let pending: Pending | undefined;

  function accept(game: SlateGame, corrected: string | undefined): Verdict {
    standing = game;
    pending = undefined;
    return { kind: "accepted", game, corrected };
  }

  return {
    offer(game) {
      if (standing === undefined || standing.raw === game.raw) return accept(game, undefined);
      const doubt = doubtOf(standing, game);
      if (doubt === undefined) return accept(game, undefined);
      const { situation } = game;
      const goesOn = pending !== undefined && confirms(pending, situation);
      const seen = goesOn && pending !== undefined ? pending.seen + 1 : 1;
      if (seen >= doubt.needed) return accept(game, doubt.why);
      pending = { doubt, situation, seen };
      return { kind: "held", why: doubt.why, blocks: doubt.blocks };
    },
  };
}
