/**
 * The signal's life and its card: what Execute would send right now, under a version that grows
 * with everything a person would see change.
 */
import type { Effect } from "../domain/effects.ts";
import type { TeamSide } from "../domain/game.ts";
import type { BookSide } from "../domain/market.ts";
import type { Price, Quantity } from "../domain/numbers.ts";
import type { Proposal, Signal } from "../edge/edge.ts";

/** What a card offered: enough to send exactly what was clicked. */
export type Offer = {
  readonly version: number;
  readonly team: TeamSide;
  readonly side: BookSide;
  readonly quantity: Quantity;
  readonly limit: Price;
  readonly reduceOnly: boolean;
};

/** A signal from its first moment to its last; it keeps its id while its conditions hold. */
export type LiveSignal = {
  readonly id: string;
  readonly openedAt: number;
  readonly openedMono: number;
  signal: Signal;
  proposal: Proposal;
  version: number;
  /** Recent offers by version: what a click may refer to. */
  readonly offers: Map<number, Offer>;
  /** Codes already told to have blocked it. */
  readonly told: Set<string>;
};

const offersKept = 256;

function offerOf(proposal: Proposal, version: number): Offer | undefined {
  if (proposal.kind === "none") return undefined;
  const { team, side, quantity, limit, reduceOnly } = proposal;
  return { version, team, side, quantity, limit, reduceOnly };
}

function sameTerms(left: Proposal, right: Proposal): boolean {
  if (left.kind === "none" || right.kind === "none") {
    return left.kind === right.kind && left.kind === "none" && right.kind === "none"
      ? left.code === right.code
      : false;
  }
  return (
    left.team === right.team &&
    left.side === right.side &&
    left.quantity === right.quantity &&
    left.limit === right.limit &&
    left.reduceOnly === right.reduceOnly &&
    left.sized.doubledGain === right.sized.doubledGain
  );
}

/** True when the same disagreement still stands: same side wanted, same name for it. */
export function sameSignal(left: Signal, right: Signal): boolean {
  return left.toward === right.toward && left.action === right.action && left.team === right.team;
}

export function openSignal(
  id: string,
  signal: Signal,
  proposal: Proposal,
  when: { readonly at: number; readonly mono: number },
): LiveSignal {
  const live: LiveSignal = {
    id,
    openedAt: when.at,
    openedMono: when.mono,
    signal,
    proposal,
    version: 1,
    offers: new Map(),
    told: new Set(),
  };
  remember(live);
  return live;
}

function remember(live: LiveSignal): void {
  const offer = offerOf(live.proposal, live.version);
  if (offer === undefined) return;
  live.offers.set(live.version, offer);
  const oldest = live.offers.keys().next().value;
  if (live.offers.size > offersKept && oldest !== undefined) live.offers.delete(oldest);
}

/** Brings the card up to date; a change of anything a person would see is a new version. */
export function updateSignal(
  live: LiveSignal,
  signal: Signal,
  proposal: Proposal,
  situationChanged: boolean,
): void {
  const same = live.signal.doubledEdge === signal.doubledEdge && sameTerms(live.proposal, proposal);
  live.signal = signal;
  live.proposal = proposal;
  if (same && !situationChanged) return;
  live.version += 1;
  remember(live);
}

export function signalEffect(live: LiveSignal, what: "opened" | "ended"): Effect {
  const { action, team, doubledEdge } = live.signal;
  return { kind: "signal", signalId: live.id, what, action, team, doubledEdge };
}
