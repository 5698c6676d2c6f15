/** From what is known to what is believed: the model's answer, the signal, its card. */
import type { Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import { doubledEdge, proposeOrder, type Proposal, type Signal, signalOf } from "../edge/edge.ts";
import { bestQuote, bookOf, doubledMid } from "../market/market.ts";
import { beliefOf, inputsOf, type ModelInputs, predict } from "../model/model.ts";
import { noteEdge, noteFrame, noteMid } from "../risk/risk.ts";
import type { Situation, TeamSide } from "../domain/game.ts";
import { anchorStrength } from "./beginning.ts";
import { noteUnexplainedJump } from "./feed-lag.ts";
import { isBallLost, situationForModel } from "./coming-play.ts";
import { openSignal, sameSignal, signalEffect, updateSignal } from "./card.ts";
import { type Desk, feeTerms } from "./desk.ts";
import { availableCash, exposureLeft, positionsOf } from "./gather-facts.ts";

/** Why the model's answer is none to trade on; undefined: it is one. */
function unsafe({ spreadLine }: ModelInputs, situation: Situation): string | undefined {
  // Every game would begin even: a favourite's price would look like an edge of 30 points.
  if (spreadLine === undefined) {
    return "the teams' strength is not known: no line, and no market seen before kickoff";
  }
  return isBallLost(situation) ? "who has the ball is not known until play goes on" : undefined;
}

/** Asks the model anew; called when the situation has changed. */
export function believe(desk: Desk): void {
  const situation = situationForModel(desk.game);
  if (situation === undefined) return;
  const { game, openingReceiver } = desk.game;
  const inputs = inputsOf(situation, game, desk.anchor, openingReceiver);
  const answer = predict(inputs);
  if (answer.kind === "noAnswer") {
    desk.belief = undefined;
    desk.modelMissing = answer.why;
    desk.modelBand = undefined;
    desk.modelWithout = [];
    return;
  }
  desk.belief = beliefOf(answer);
  desk.modelMissing = unsafe(inputs, situation);
  desk.modelBand = answer.band;
  desk.modelWithout = answer.without;
}

/** A frame changed a book: mids, stability, and before kickoff the anchor of the teams' strength. */
export function noteBook(desk: Desk, team: TeamSide, now: Stamp): void {
  const book = bookOf(desk.market.books, team);
  noteFrame(desk.stability[team], now.mono, bestQuote(book, "bid"), bestQuote(book, "ask"));
  if (team !== "home") return;
  const mid = doubledMid(book);
  const { jump } = desk.marketFirst;
  noteMid(desk.marketFirst, now.mono, mid);
  if (desk.marketFirst.jump !== jump) noteUnexplainedJump(desk.feedLag, now.mono);
  if (anchorStrength(desk, now)) believe(desk);
}

function propose(desk: Desk, signal: Signal): Proposal {
  const { belief, config, market } = desk;
  if (belief === undefined) throw new Error("a signal without a belief");
  return proposeOrder({
    toward: signal.toward,
    books: market.books,
    belief,
    fees: feeTerms(desk),
    positions: positionsOf(desk),
    quantityMax: config.maxPosition,
    exposureLeft: exposureLeft(desk, signal.toward),
    cash: availableCash(desk),
    minNetEdge: config.minNetEdge,
    consumed: { home: market.home.consumed, away: market.away.consumed },
  });
}

function currentSignal(desk: Desk): Signal | undefined {
  const { belief, market, config, game } = desk;
  if (belief === undefined || game.situation?.completed === true) return undefined;
  return signalOf(belief, market.books.home, config.minEdge);
}

/** Opens, updates or ends the signal by what is believed now. */
export function updateLive(
  desk: Desk,
  situationChanged: boolean,
  now: Stamp,
  effects: Effect[],
): void {
  const { belief, market, config } = desk;
  const edge = belief === undefined ? undefined : doubledEdge(belief, market.books.home);
  if (edge !== undefined) noteEdge(desk.cooldown, edge, config.minEdge);
  const signal = currentSignal(desk);
  const { live } = desk;
  if (live !== undefined && (signal === undefined || !sameSignal(live.signal, signal))) {
    desk.live = undefined;
    effects.push(signalEffect(live, "ended"));
  }
  if (signal === undefined) return;
  const proposal = propose(desk, signal);
  if (desk.live !== undefined) {
    updateSignal(desk.live, signal, proposal, situationChanged);
    return;
  }
  desk.signals += 1;
  desk.live = openSignal(`S${desk.signals}`, signal, proposal, now);
  effects.push(signalEffect(desk.live, "opened"));
}
