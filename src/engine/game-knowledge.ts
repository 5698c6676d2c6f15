/** What the desk knows of the game, and how fresh that knowledge is. */
import {
  changeBetween,
  type Game,
  type Situation,
  type SituationChange,
  type TeamSide,
} from "../domain/game.ts";
import type { GameNews, Stamp } from "../domain/events.ts";

/** Points that one team got in one step of the scoreboard. */
type Score = {
  readonly side: TeamSide;
  readonly points: number;
  /** The last play of the answer that told them. */
  readonly playId: string | undefined;
};

/** All `mono` values are the source's ms; undefined means "never". */
export type GameKnowledge = {
  game: Game;
  situation: Situation | undefined;
  /** The last situation with a play from scrimmage to come. */
  scrimmage: Situation | undefined;
  /** Last good answer. */
  answerMono: number | undefined;
  /** Last change of the content. */
  contentMono: number | undefined;
  /** Last score, try, punt or change of possession: stoppages after it are no staleness. */
  restartMono: number | undefined;
  /** Grows with every change of the situation: a new quote version. */
  version: number;
  /** Kickoff as seen: mono of the first answer with the game under way. */
  kickoffMono: number | undefined;
  /** Why the newest answer was held back; undefined: it stands. */
  held: string | undefined;
  /** While this holds nobody knows how the game stands. */
  inDoubt: boolean;
  /** Answers held back since the last correction. */
  heldAnswers: number;
  /** Last change of score or period: a second look asked for before it is about another moment. */
  standMono: number | undefined;
  /** The game was seen before its first kickoff. */
  wasThereBefore: boolean;
  /** Who received the opening kickoff: the other team receives the second half's. */
  openingReceiver: TeamSide | undefined;
  /** The newest change of one score; undefined when it was taken back. */
  lastScore: Score | undefined;
  /** Last second look that was compared. */
  secondLookMono: number | undefined;
  /** Second looks in a row that differed from what stands. */
  disagreements: number;
};

export function createGameKnowledge(game: Game): GameKnowledge {
  return {
    game,
    situation: undefined,
    scrimmage: undefined,
    answerMono: undefined,
    contentMono: undefined,
    restartMono: undefined,
    version: 0,
    kickoffMono: undefined,
    held: undefined,
    inDoubt: false,
    heldAnswers: 0,
    standMono: undefined,
    wasThereBefore: false,
    openingReceiver: undefined,
    lastScore: undefined,
    secondLookMono: undefined,
    disagreements: 0,
  };
}

function restarts(change: SituationChange, after: Situation): boolean {
  if (change.kind === "none") return false;
  if (change.kind === "gameEvent") return true;
  return after.lastPlay?.kind === "extraPoint" || after.lastPlay?.kind === "punt";
}

/** What an answer changed; `undefined` for news that is no answer. */
export function learnGame(
  known: GameKnowledge,
  news: GameNews,
  stamp: Stamp,
): SituationChange | undefined {
  switch (news.kind) {
    case "answer":
      return learnAnswer(known, news, stamp);
    case "failed":
    case "unreadable":
      return undefined;
    case "held":
      known.held = news.why;
      known.inDoubt = news.blocks;
      known.heldAnswers += 1;
      return undefined;
    case "corrected":
      known.heldAnswers = 0;
      return undefined;
    case "secondLook":
      learnSecondLook(known, news, stamp);
      return undefined;
  }
}

const comparedFields = ["period", "homeScore", "awayScore"] as const;

/** Does a game tell the same of the teams' strength? */
export function sameLine(left: Game, right: Game): boolean {
  return (
    left.spreadHome === right.spreadHome &&
    left.totalPoints === right.totalPoints &&
    left.moneyline?.home === right.moneyline?.home &&
    left.moneyline?.away === right.moneyline?.away
  );
}

/** Compares only what both sources say, and only looks younger than what stands. */
function learnSecondLook(
  known: GameKnowledge,
  news: Extract<GameNews, { kind: "secondLook" }>,
  stamp: Stamp,
): void {
  const { situation: now, standMono } = known;
  if (now === undefined || standMono === undefined || news.askedMono < standMono) return;
  const told = comparedFields.every(
    (field) => now[field] !== undefined && news[field] !== undefined,
  );
  if (!told) return;
  const agrees = comparedFields.every((field) => now[field] === news[field]);
  known.disagreements = agrees ? 0 : known.disagreements + 1;
  known.secondLookMono = stamp.mono;
}

const tryPointsMost = 2;
const firstPeriod = 1;
const periodSeconds = 900;
/** In the first minute the ball has hardly changed hands yet. */
const openingClock = 840;

/** A try's points belong to the touchdown before it, which says who kicks off. */
function learnScore(known: GameKnowledge, before: Situation | undefined, after: Situation): void {
  const { homeScore, awayScore } = after;
  if (before?.homeScore === undefined || before.awayScore === undefined) return;
  if (homeScore === undefined || awayScore === undefined) return;
  const [home, away] = [homeScore - before.homeScore, awayScore - before.awayScore];
  if (home === 0 && away === 0) return;
  const points = home === 0 ? away : home;
  const isOne = (home === 0 || away === 0) && points > 0;
  const isTry = isOne && after.lastPlay?.kind === "extraPoint" && points <= tryPointsMost;
  if (isTry && known.lastScore !== undefined) return;
  const side = home === 0 ? "away" : "home";
  known.lastScore = isOne ? { side, points, playId: after.lastPlay?.id } : undefined;
}

/** The first team seen with the ball, by a desk that was there before the kickoff. */
function learnReceiver(known: GameKnowledge, { state, ...now }: Situation): void {
  const { period, clockSeconds = 0, possession, homeScore, awayScore } = now;
  if (state === "pre" || (period === firstPeriod && clockSeconds === periodSeconds)) {
    known.wasThereBefore = true;
  }
  if (known.openingReceiver !== undefined || !known.wasThereBefore || state !== "in") return;
  if (period !== firstPeriod || homeScore !== 0 || awayScore !== 0) return;
  if (clockSeconds >= openingClock) known.openingReceiver = possession;
}

function learnAnswer(
  known: GameKnowledge,
  news: Extract<GameNews, { kind: "answer" }>,
  stamp: Stamp,
): SituationChange {
  const change = changeBetween(known.situation, news.situation);
  known.answerMono = stamp.mono;
  known.held = undefined;
  known.inDoubt = false;
  known.game = news.game;
  if (change.kind === "none") return change;
  const { situation: before } = known;
  const first = before === undefined;
  known.situation = news.situation;
  learnScore(known, before, news.situation);
  learnReceiver(known, news.situation);
  if (comparedFields.some((field) => before?.[field] !== news.situation[field])) {
    known.standMono = stamp.mono;
    known.disagreements = 0;
  }
  if (news.situation.down !== undefined) known.scrimmage = news.situation;
  known.contentMono = stamp.mono;
  known.version += 1;
  if (news.situation.state === "in") known.kickoffMono ??= stamp.mono;
  if (!first && restarts(change, news.situation)) known.restartMono = stamp.mono;
  return change;
}
