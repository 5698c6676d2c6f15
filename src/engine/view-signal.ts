/** The model, the signal card and the gates as the world sees them. */
import { GATE_CODES, type GateCode } from "../domain/codes.ts";
import type { Stamp } from "../domain/events.ts";
import { sideWord } from "../domain/effects.ts";
import {
  actionText,
  doubledEdge,
  maxGain,
  netEdgePoints,
  type Proposal,
  type Route,
  worstCost,
} from "../edge/edge.ts";
import { doubledMid } from "../market/market.ts";
import { doubledFair, MODEL_NAME, pooledChance } from "../model/model.ts";
import { gateApplies, review, type Review } from "../risk/risk.ts";
import type { Order } from "../domain/orders.ts";
import type { LiveSignal } from "./card.ts";
import { type Desk, feeTerms, teamNames } from "./desk.ts";
import { gatherFacts, onlyLooking } from "./gather-facts.ts";
import { marketOf } from "./market-knowledge.ts";
import { orderOf } from "./place.ts";
import { dollars } from "./view-money.ts";
import type { GateView, ModelView, SignalView } from "./view-types.ts";
import { isoText } from "../domain/calendar.ts";

const scale = 10_000;

function netEdgeOf(proposal: Proposal): number | null {
  const sized = proposal.kind === "order" ? proposal.sized : proposal.wanted;
  if (sized === undefined) return null;
  // Rounded toward zero to 1/100 point: never shown better than it is.
  return Math.trunc(netEdgePoints(sized)) / scale;
}

export function modelView(desk: Desk): ModelView {
  const { belief, live, market } = desk;
  const mid = doubledMid(market.books.home);
  const edge = belief === undefined ? undefined : doubledEdge(belief, market.books.home);
  const pooled =
    belief === undefined || mid === undefined
      ? undefined
      : pooledChance(doubledFair(belief, "home") / (2 * scale), mid / (2 * scale));
  const without = desk.modelWithout.length === 0 ? null : `without ${desk.modelWithout.join(", ")}`;
  return {
    home_wp: belief === undefined ? null : belief.home / scale,
    away_wp: belief === undefined ? null : belief.away / scale,
    tie: belief === undefined ? null : belief.tie / scale,
    market_price: mid === undefined ? null : mid / (2 * scale),
    edge: edge === undefined ? null : edge / (2 * scale),
    net_edge: live === undefined ? null : netEdgeOf(live.proposal),
    signal: live?.signal.action ?? null,
    action: live === undefined ? null : actionText(live.signal, teamNames(desk)),
    model: MODEL_NAME,
    band: desk.modelBand ?? null,
    pooled_home: pooled === undefined ? null : Math.round(pooled * scale) / scale,
    note: desk.modelMissing ?? without,
  };
}

/** The card's order as it would be placed now, without an intent of its own. */
function cardOrder(desk: Desk, live: LiveSignal): Order | undefined {
  const { proposal } = live;
  if (proposal.kind === "none") return undefined;
  const ticker = marketOf(desk.market, proposal.team)?.ticker;
  if (ticker === undefined) return undefined;
  const origin = proposal.reduceOnly ? "exit" : "execute";
  return orderOf(desk, { ...proposal, origin, signalId: live.id }, ticker);
}

/** The gates as they stand for the card's order, or only looking when there is none. */
export function reviewCard(desk: Desk, now: Stamp): Review {
  const order = desk.live === undefined ? undefined : cardOrder(desk, desk.live);
  if (order === undefined) return review(gatherFacts(desk, now, onlyLooking), "execute");
  const shownVersion = desk.live?.version;
  const under = { order, shownVersion, reason: undefined, intentMono: undefined };
  return review(gatherFacts(desk, now, under), order.origin);
}

export function gateViews(reviewed: Review): readonly GateView[] {
  return reviewed.results.map(({ code, verdict, value, limit }) => ({
    code,
    verdict,
    value,
    limit,
    applies: {
      auto: gateApplies(code, "auto"),
      execute: gateApplies(code, "execute"),
      ticket: gateApplies(code, "ticket"),
    },
  }));
}

function averageCost(route: Route | undefined): number | null {
  const sized = route?.wanted;
  return sized === undefined ? null : Math.round(sized.cost / sized.quantity) / scale;
}

const freshMs = 10_000;

/** Seconds until the oldest input of the signal goes stale. */
function staleIn(desk: Desk, now: Stamp): number | null {
  const { answerMono } = desk.game;
  const { frameMono } = desk.market;
  if (answerMono === undefined || frameMono === undefined) return null;
  return Math.max(0, Math.min(answerMono, frameMono) + freshMs - now.mono) / 1000;
}

/** Refusals about the signal itself say more to a person than those about the surroundings. */
function byTelling(codes: readonly GateCode[]): readonly string[] {
  return GATE_CODES.filter((code) => codes.includes(code));
}

type Terms = Pick<
  SignalView,
  "ticker" | "side" | "quantity" | "limit" | "fee" | "max_loss" | "max_gain" | "reduces"
>;

const noTerms: Terms = {
  ticker: null,
  side: null,
  quantity: null,
  limit: null,
  fee: null,
  max_loss: null,
  max_gain: null,
  reduces: 0,
};

function termsOf(desk: Desk, proposal: Proposal): Terms {
  if (proposal.kind === "none") return noTerms;
  const { team, side, quantity, limit, reduceOnly, sized } = proposal;
  const fees = feeTerms(desk);
  return {
    ticker: marketOf(desk.market, team)?.ticker ?? null,
    side: sideWord(side),
    quantity: quantity / 100,
    limit: limit / scale,
    fee: dollars(sized.fee),
    max_loss: reduceOnly ? null : dollars(worstCost(side, limit, quantity, fees)),
    max_gain: reduceOnly ? null : dollars(maxGain(side, limit, quantity, fees)),
    reduces: reduceOnly ? quantity / 100 : 0,
  };
}

export function signalView(desk: Desk, reviewed: Review, now: Stamp): SignalView | null {
  const { live } = desk;
  if (live === undefined) return null;
  const { signal, proposal } = live;
  const names = teamNames(desk);
  const isOrder = proposal.kind === "order";
  const failed =
    isOrder || reviewed.failed.includes(proposal.code)
      ? reviewed.failed
      : [proposal.code, ...reviewed.failed];
  const routes = proposal.routes;
  return {
    signal_id: live.id,
    version: live.version,
    signal: signal.action,
    team: names[signal.team],
    toward: names[signal.toward],
    action: actionText(signal, names),
    edge: signal.doubledEdge / (2 * scale),
    net_edge: netEdgeOf(proposal),
    strong: signal.strong,
    ...termsOf(desk, proposal),
    routes: { own: averageCost(routes.own), other: averageCost(routes.other) },
    stale_in: staleIn(desk, now),
    executable: isOrder && reviewed.passed && desk.journal.writable,
    blocked_by: byTelling(failed),
    needs_reason: isOrder && reviewed.confirmable,
    opened_at: isoText(live.openedAt),
  };
}
