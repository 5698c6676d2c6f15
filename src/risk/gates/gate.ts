/** What a gate is. */
import type { GateVerdict } from "../../domain/codes.ts";
import type { OrderOrigin } from "../../domain/orders.ts";
import type { Facts } from "../facts.ts";

/** A gate's own answer, before the table says what a failure means for this kind of order. */
export type Finding = {
  readonly verdict: GateVerdict;
  readonly value: string;
  readonly limit: string;
};

/**
 * One gate: looks at the facts and answers; asks nobody, changes nothing. `origin` matters only
 * where trading semantics §5 gives different limits to auto and to a person.
 */
export type Gate = (facts: Facts, origin: OrderOrigin) => Finding;

/** Passes or fails. */
export function finding(passed: boolean, value: string, limit: string): Finding {
  return { verdict: passed ? "pass" : "fail", value, limit };
}

/** Fails because a value is not known. */
export function unknownFinding(limit: string): Finding {
  return { verdict: "fail", value: "not known", limit };
}

/** Lets pass and says that nothing gathers this fact yet. */
export function notYetChecked(limit: string): Finding {
  return { verdict: "unchecked", value: "not yet checked", limit };
}

/** Only looking: there is no order that this gate could judge. */
export function noOrder(limit: string): Finding {
  return { verdict: "unchecked", value: "no order", limit };
}
