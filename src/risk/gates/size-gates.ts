/** Gates about how much: of one order, of one game, of the account. */
import { gameExposureLimit } from "../../domain/config.ts";
import type { TeamSide } from "../../domain/game.ts";
import { ONE_CONTRACT, type Quantity } from "../../domain/numbers.ts";
import type { Order } from "../../domain/orders.ts";
import type { Facts } from "../facts.ts";
import { finding, type Gate, noOrder, notYetChecked, unknownFinding } from "./gate.ts";
import { contractsText, dollarsText } from "./wording.ts";

/** The team that an order wants to win: selling HOME's YES is an order toward AWAY. */
export function towardOf(order: Pick<Order, "team" | "side">): TeamSide {
  if (order.side === "bid") return order.team;
  return order.team === "home" ? "away" : "home";
}

/** At most Max Position in whole contracts; more is refused, never clamped. */
export const MAX_ORDER: Gate = ({ order, config }) => {
  const limit = `1–${contractsText(config.maxPosition)}, whole`;
  if (order === undefined) return noOrder(limit);
  const whole = order.quantity > 0 && order.quantity % ONE_CONTRACT === 0;
  return finding(
    whole && order.quantity <= config.maxPosition,
    contractsText(order.quantity),
    limit,
  );
};

/** Net contracts of the game after this order, open and UNKNOWN orders as filled. */
export const MAX_EXPOSURE: Gate = ({ order, exposure, config }) => {
  const allowed = gameExposureLimit(config);
  const limit = `≤ ${contractsText(allowed)}`;
  const worstNow = Math.max(exposure.towardHome, exposure.towardAway, 0) as Quantity;
  if (order === undefined) return finding(worstNow <= allowed, contractsText(worstNow), limit);
  const before = towardOf(order) === "home" ? exposure.towardHome : exposure.towardAway;
  const after = (before + order.quantity) as Quantity;
  return finding(after <= allowed, contractsText(after), limit);
};

/** Worst cost of one order, fee included. */
export const ORDER_VALUE: Gate = ({ order, config }) => {
  const limit = `≤ ${dollarsText(config.maxOrderValue)}`;
  if (order === undefined) return noOrder(limit);
  return finding(order.worstCost <= config.maxOrderValue, dollarsText(order.worstCost), limit);
};

/** Cash covers the order's worst cost beside what other orders may still take. */
export const BALANCE: Gate = ({ order, money }) => {
  const { available } = money;
  if (available === undefined) return unknownFinding("cash covers it");
  const limit = `≤ ${dollarsText(available)}`;
  if (order === undefined) return noOrder(limit);
  return finding(order.worstCost <= available, dollarsText(order.worstCost), limit);
};

function worstCostOf(facts: Facts): number {
  return facts.order?.worstCost ?? 0;
}

/** LIVE: the session's worst case with this order in it stays within the cap. */
export const SESSION_CAP: Gate = (facts) => {
  const limit = `≤ ${dollarsText(facts.config.sessionCap)}`;
  const { sessionWorst } = facts.money;
  if (facts.mode !== "LIVE" || sessionWorst === "unchecked") return notYetChecked(limit);
  const loss = (worstCostOf(facts) - sessionWorst) as typeof sessionWorst;
  return finding(loss <= facts.config.sessionCap, dollarsText(loss), limit);
};

/** The person's own limit of money at risk, if one was set. */
export const COMFORT: Gate = (facts) => {
  const { comfortLimit } = facts.config;
  if (comfortLimit === undefined) return finding(true, "no limit set", "none");
  const risk = (facts.money.atRisk + worstCostOf(facts)) as typeof comfortLimit;
  return finding(risk <= comfortLimit, dollarsText(risk), `≤ ${dollarsText(comfortLimit)}`);
};
