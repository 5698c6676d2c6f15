/** What the rules say of the coming play where the scoreboard says nothing of the ball. */
import { otherTeam, type Situation, type TeamSide } from "../domain/game.ts";
import type { GameKnowledge } from "./game-knowledge.ts";

/** Where the play data puts a try and a kickoff: the model knows them by it. */
const trySpot = 15;
const kickoffSpot = 35;
const touchdownPoints = 6;
const fieldGoalPoints = 3;
const periodSeconds = 900;

/** No scrimmage play is next: a try of this team, or a kickoff that it receives. */
function withBall(now: Situation, possession: TeamSide, yardline100: number): Situation {
  const none = { down: undefined, distance: undefined, goalToGo: false };
  return { ...now, ...none, possession, yardline100 };
}

/**
 * At the end of the first and third quarter the same team plays on from the same spot, unless a
 * play came after the one before which that was told: it may have lost the ball with it.
 */
function playsOn(now: Situation, scrimmage: Situation | undefined): Situation {
  const same =
    scrimmage?.period === now.period &&
    scrimmage?.homeScore === now.homeScore &&
    scrimmage?.awayScore === now.awayScore;
  if (scrimmage === undefined || !same) return now;
  const isLast = scrimmage.clockSeconds === 0 || scrimmage.lastPlay?.id === now.lastPlay?.id;
  if (!isLast) return now;
  const { possession, down, distance, goalToGo, yardline100 } = scrimmage;
  return { ...now, possession, down, distance, goalToGo, yardline100 };
}

/** The team that kicked off the game receives the second half's kickoff. */
function secondHalf(now: Situation, openingReceiver: TeamSide | undefined): Situation {
  if (openingReceiver === undefined) return now;
  const begun = { ...now, period: 3, clockSeconds: periodSeconds };
  return withBall(begun, otherTeam(openingReceiver), kickoffSpot);
}

/** After a touchdown its team tries for more; after that, or a field goal, it kicks off. */
function afterScore(now: Situation, { lastScore }: GameKnowledge): Situation {
  if (now.lastPlay === undefined || lastScore === undefined) return now;
  const { side, points, playId } = lastScore;
  const { id, kind } = now.lastPlay;
  const isIts = playId === id;
  if (kind === "touchdown" && isIts && points === touchdownPoints) {
    return withBall(now, side, trySpot);
  }
  const isOver =
    (kind === "extraPoint" && points >= touchdownPoints) ||
    (kind === "fieldGoal" && isIts && points === fieldGoalPoints);
  if (isOver) return withBall(now, otherTeam(side), kickoffSpot);
  // After a safety the team that gave it away kicks.
  return kind === "safety" && isIts ? withBall(now, side, kickoffSpot) : now;
}

/** Between the quarters of a half somebody has the ball; nobody may trade on not knowing who. */
export function isBallLost(seen: Situation): boolean {
  const isBreak = seen.phase === "endOfPeriod" && (seen.period === 1 || seen.period === 3);
  return isBreak && seen.possession === undefined;
}

/** The situation as the model shall see it: as told, and by the rules where nothing is told. */
export function situationForModel(known: GameKnowledge): Situation | undefined {
  const { situation: now, scrimmage, openingReceiver } = known;
  if (now === undefined || now.possession !== undefined || now.down !== undefined) return now;
  const isHalf = now.phase === "halftime" || (now.phase === "endOfPeriod" && now.period === 2);
  if (isHalf) return secondHalf(now, openingReceiver);
  if (now.phase === "inProgress") return afterScore(now, known);
  return isBallLost(now) ? playsOn(now, scrimmage) : now;
}
