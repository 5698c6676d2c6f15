/** What the desk does by itself: enter on a signal, reduce on the opposite one, close a gone edge. */
import type { GateCode } from "../domain/codes.ts";
import type { Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import { otherTeam, type TeamSide } from "../domain/game.ts";
import type { Probability } from "../domain/numbers.ts";
import { type Proposal, proposeReduction, reducible } from "../edge/edge.ts";
import { ordersUnderWay, unknownOrders } from "../execution/execution.ts";
import { noteOrder, ordersInLastMinute, review } from "../risk/risk.ts";
import type { LiveSignal } from "./card.ts";
import { type Desk, feeTerms } from "./desk.ts";
import { availableCash, gatherFacts, onlyLooking, positionsOf } from "./gather-facts.ts";
import { place } from "./place.ts";

/** Told once per signal and code: the record shall not repeat itself with every frame. */
function tellBlocked(live: LiveSignal, codes: readonly GateCode[], effects: Effect[]): void {
  const fresh = codes.filter((code) => !live.told.has(code));
  if (fresh.length === 0) return;
  for (const code of fresh) live.told.add(code);
  const text = `auto did not enter: ${codes.join(", ")}`;
  effects.push({ kind: "block", origin: "auto", signalId: live.id, codes: fresh, text });
}

/** Every gate's refusal of a signal for which there is not even an order. */
function refusalsWithoutOrder(
  desk: Desk,
  proposal: Extract<Proposal, { kind: "none" }>,
  now: Stamp,
): readonly GateCode[] {
  const { failed } = review(gatherFacts(desk, now, onlyLooking), "auto");
  return failed.includes(proposal.code) ? failed : [proposal.code, ...failed];
}

function enter(desk: Desk, live: LiveSignal, now: Stamp, effects: Effect[]): void {
  const { proposal } = live;
  if (proposal.kind === "none") {
    tellBlocked(live, refusalsWithoutOrder(desk, proposal, now), effects);
    return;
  }
  const { team, side, quantity, limit, reduceOnly } = proposal;
  // What only reduces passes RATE, but auto itself does not repeat it without end.
  if (reduceOnly && reducesTooOften(desk, now)) return;
  const placed = place(
    desk,
    {
      team,
      side,
      quantity,
      limit,
      reduceOnly,
      origin: reduceOnly ? "exit" : "auto",
      signalId: live.id,
      shownVersion: undefined,
      reason: undefined,
    },
    now,
    effects,
  );
  if (placed.kind === "refused") tellBlocked(live, placed.review.failed, effects);
  else if (reduceOnly) noteOrder(desk.rate, now.mono);
}

function reducesTooOften(desk: Desk, now: Stamp): boolean {
  const made = ordersInLastMinute(desk.rate, now.mono, undefined);
  return made >= desk.config.maxOrdersPerMinute || unknownOrders(desk.orders).length > 0;
}

/** Exit rule `edge_closed`: closes what is held when closing is worth more than holding. */
function closeGoneEdge(desk: Desk, now: Stamp, effects: Effect[]): void {
  const { belief, market, config } = desk;
  if (belief === undefined) return;
  const positions = positionsOf(desk);
  const teams: readonly TeamSide[] = ["home", "away"];
  const toward = teams.find((team) => reducible(positions, team) > 0);
  if (toward === undefined || desk.live?.signal.toward === otherTeam(toward)) return;
  const proposal = proposeReduction({
    toward,
    books: market.books,
    belief,
    fees: feeTerms(desk),
    positions,
    quantityMax: config.maxPosition,
    exposureLeft: config.maxPosition,
    cash: availableCash(desk),
    minNetEdge: 0 as Probability,
    consumed: { home: market.home.consumed, away: market.away.consumed },
  });
  if (proposal?.kind !== "order") return;
  const { team, side, quantity, limit } = proposal;
  const terms = { team, side, quantity, limit, reduceOnly: true } as const;
  const nobody = { signalId: undefined, shownVersion: undefined, reason: undefined } as const;
  if (reducesTooOften(desk, now)) return;
  const placed = place(desk, { ...terms, ...nobody, origin: "exit" }, now, effects);
  if (placed.kind === "intent") noteOrder(desk.rate, now.mono);
}

/** One order at a time: while one is under way the desk wants no other. */
export function tradeAuto(desk: Desk, now: Stamp, effects: Effect[]): void {
  if (!desk.auto || desk.standing.state !== "TRADING") return;
  if (!desk.journal.writable || ordersUnderWay(desk.orders).length > 0) return;
  if (desk.live !== undefined) enter(desk, desk.live, now, effects);
  else if (desk.config.exitRule === "edge_closed") closeGoneEdge(desk, now, effects);
}
