/**
 * From a wanted direction to one order (trading semantics §4): first reduce what is exposed to the
 * other team, then open through the cheaper of the two markets.
 */
import type { GateCode } from "../domain/codes.ts";
import { otherTeam, type TeamSide } from "../domain/game.ts";
import type { BookSide } from "../domain/market.ts";
import {
  type Money,
  NO_QUANTITY,
  ONE_CONTRACT,
  type Price,
  type Probability,
  type Quantity,
} from "../domain/numbers.ts";
import {
  bookOf,
  type ConsumedDepth,
  type FeeTerms,
  type GameBooks,
  isTwoSided,
} from "../market/market.ts";
import { type Belief, doubledFair } from "../model/model.ts";
import type { Positions } from "./payoff.ts";
import { type Misfit, type Sized, type SizeRequest, type Sizing, sizeOf } from "./size.ts";

/** What the desk may do toward one team. */
export type ProposalRequest = {
  readonly toward: TeamSide;
  readonly books: GameBooks;
  readonly belief: Belief;
  /** undefined: the fees are not known, and nothing is proposed. */
  readonly fees: FeeTerms | undefined;
  readonly positions: Positions;
  /** The selected size, or Max Position. */
  readonly quantityMax: Quantity;
  /** What Max Game Exposure leaves toward this team. */
  readonly exposureLeft: Quantity;
  readonly cash: Money;
  readonly minNetEdge: Probability;
  /** Depth that own paper fills have used up; undefined when orders are really sent. */
  readonly consumed: Readonly<Record<TeamSide, ConsumedDepth>> | undefined;
};

/** `own`: buy YES of the team's market. `other`: sell YES of the other market (= buy its NO). */
export type RouteName = "own" | "other";

/** One way to the exposure: the market, the side of its YES book, and what it costs there. */
export type Route = {
  readonly name: RouteName;
  readonly team: TeamSide;
  readonly side: BookSide;
  /** The largest quantity that qualifies here; undefined: none does. */
  readonly best: Sized | undefined;
  /** The wanted quantity as far as the book fills it; undefined: no quote. */
  readonly wanted: Sized | undefined;
};

export type Routes = { readonly own: Route | undefined; readonly other: Route | undefined };

/** The order that is proposed, or why there is none. All orders are immediate-or-cancel. */
export type Proposal =
  | {
      readonly kind: "order";
      readonly route: RouteName;
      /** The team whose market it is. */
      readonly team: TeamSide;
      readonly side: BookSide;
      readonly quantity: Quantity;
      readonly limit: Price;
      readonly reduceOnly: boolean;
      /** What is left to reduce toward this team, this order's part included. */
      readonly reducible: Quantity;
      readonly sized: Sized;
      readonly routes: Routes;
    }
  | {
      readonly kind: "none";
      readonly code: GateCode;
      /** The wanted size through the better route, for the NET_EDGE gate's value. */
      readonly wanted: Sized | undefined;
      readonly reducible: Quantity;
      readonly routes: Routes;
    };

type Leg = { readonly name: RouteName; readonly held: Quantity };

const noRoutes: Routes = { own: undefined, other: undefined };

/** The legs exposed to the other team: sold YES of this team, or bought YES of the other. */
function exposedLegs(positions: Positions, team: TeamSide): Leg[] {
  const legs: Leg[] = [];
  const own = positions[team];
  const other = positions[otherTeam(team)];
  if (own < 0) legs.push({ name: "own", held: -own as Quantity });
  if (other > 0) legs.push({ name: "other", held: other as Quantity });
  return legs;
}

/** What an order toward the team could only reduce, both markets together. */
export function reducible(positions: Positions, team: TeamSide): Quantity {
  return exposedLegs(positions, team).reduce((sum, leg) => sum + leg.held, 0) as Quantity;
}

function sizing(
  request: ProposalRequest,
  fees: FeeTerms,
  name: RouteName,
  limits: Pick<SizeRequest, "quantityMax" | "minNetEdge" | "cash" | "reduceOnly">,
): { readonly route: Route; readonly sizing: Sizing } {
  const team = name === "own" ? request.toward : otherTeam(request.toward);
  const side: BookSide = name === "own" ? "bid" : "ask";
  const found = sizeOf({
    ...limits,
    book: bookOf(request.books, team),
    side,
    doubledFair: doubledFair(request.belief, request.toward),
    fees,
    consumed: request.consumed?.[team],
  });
  return { route: { name, team, side, best: found.best, wanted: found.wanted }, sizing: found };
}

type Sought = ReturnType<typeof sizing>;

/** The cheaper of two ways for the quantity that both can fill; then the larger, then the own. */
function cheaper(left: Sought, right: Sought): Sought {
  const [first, second] = [left.route.best, right.route.best];
  if (first === undefined || second === undefined) return first === undefined ? right : left;
  const common = Math.min(first.quantity, second.quantity) as Quantity;
  const difference = spent(left.sizing.at(common)) - spent(right.sizing.at(common));
  if (difference !== 0) return difference < 0 ? left : right;
  return second.quantity > first.quantity ? right : left;
}

function spent(sized: Sized | undefined): number {
  return sized === undefined ? Number.MAX_SAFE_INTEGER : sized.cost + sized.fee;
}

const codeOf: Readonly<Record<Misfit, GateCode>> = {
  noQuote: "TWO_SIDED",
  netEdge: "NET_EDGE",
  cash: "BALANCE",
};

/** The most telling reason of several: a quote that lacks net edge says more than a missing one. */
function whyNot(sought: readonly Sought[]): GateCode {
  const reasons = sought.map((one) => one.sizing.why);
  const order = ["cash", "netEdge", "noQuote"] as const;
  const worst = order.find((why) => reasons.includes(why)) ?? "noQuote";
  return codeOf[worst];
}

/** The wanted size with the larger gain per contract (compared without division). */
function betterWanted(sought: readonly Sought[]): Sized | undefined {
  return sought
    .map((one) => one.route.wanted)
    .filter((sized) => sized !== undefined)
    .reduce<Sized | undefined>(
      (best, sized) =>
        best === undefined || sized.doubledGain * best.quantity > best.doubledGain * sized.quantity
          ? sized
          : best,
      undefined,
    );
}

function choose(
  request: ProposalRequest,
  sought: readonly Sought[],
  reduceOnly: boolean,
  refuse?: GateCode,
): Proposal {
  const left = reducible(request.positions, request.toward);
  const route = (name: RouteName) => sought.find((one) => one.route.name === name)?.route;
  const routes: Routes = { own: route("own"), other: route("other") };
  const none = (code: GateCode): Proposal => {
    return { kind: "none", code, wanted: betterWanted(sought), reducible: left, routes };
  };
  if (refuse !== undefined) return none(refuse);
  const [first, second] = sought;
  if (first === undefined) return none("TWO_SIDED");
  const chosen = second === undefined ? first : cheaper(first, second);
  const { name, team, side, best } = chosen.route;
  if (best === undefined) return none(whyNot(sought));
  const { quantity, limit } = best;
  const order = { route: name, team, side, quantity, limit, reduceOnly, reducible: left };
  return { kind: "order", ...order, sized: best, routes };
}

/**
 * The reduce-only order toward a team: closes what is exposed to the other one, as far as closing
 * beats holding (net gain ≥ 0 against fair, fee included). undefined: nothing is left to reduce.
 */
export function proposeReduction(request: ProposalRequest): Proposal | undefined {
  const { fees, positions, toward, quantityMax } = request;
  const legs = exposedLegs(positions, toward);
  if (legs.length === 0) return undefined;
  const left = reducible(positions, toward);
  if (fees === undefined) {
    return {
      kind: "none",
      code: "FEE_KNOWN",
      wanted: undefined,
      reducible: left,
      routes: noRoutes,
    };
  }
  const sought = legs.map((leg) =>
    sizing(request, fees, leg.name, {
      quantityMax: Math.min(leg.held, quantityMax) as Quantity,
      minNetEdge: 0 as Probability,
      cash: undefined,
      reduceOnly: true,
    }),
  );
  return choose(request, sought, true);
}

/** The routes that may open: HOME's book must be two-sided, AWAY's is left out when it is not. */
function openRoutes(request: ProposalRequest): RouteName[] {
  const { books, toward } = request;
  if (!isTwoSided(books.home)) return [];
  if (isTwoSided(books.away)) return ["own", "other"];
  return [toward === "home" ? "own" : "other"];
}

function openCap(request: ProposalRequest): { readonly cap: Quantity; readonly code?: GateCode } {
  const { quantityMax, exposureLeft } = request;
  if (quantityMax < ONE_CONTRACT) return { cap: NO_QUANTITY, code: "MAX_ORDER" };
  // The wanted size is still walked, so that the net edge can be shown beside the refusal.
  if (exposureLeft < ONE_CONTRACT) return { cap: quantityMax, code: "MAX_EXPOSURE" };
  return { cap: Math.min(quantityMax, exposureLeft) as Quantity };
}

/**
 * One order toward a team, the reducing part first; never both markets at once. Returns the reason
 * when nothing qualifies.
 */
export function proposeOrder(request: ProposalRequest): Proposal {
  const reduction = proposeReduction(request);
  if (reduction !== undefined) return reduction;
  const { fees } = request;
  if (fees === undefined) {
    const nothing = { wanted: undefined, reducible: NO_QUANTITY, routes: noRoutes };
    return { kind: "none", code: "FEE_KNOWN", ...nothing };
  }
  const { cap, code } = openCap(request);
  const sought = openRoutes(request).map((name) =>
    sizing(request, fees, name, {
      quantityMax: cap,
      minNetEdge: request.minNetEdge,
      cash: request.cash,
      reduceOnly: false,
    }),
  );
  return choose(request, sought, false, code);
}

/**
 * Net edge of a sized order in points (1/10000 per contract), for people. Decisions compare
 * `doubledGain`, never this.
 */
export function netEdgePoints(sized: Sized): number {
  return sized.doubledGain / (2 * sized.quantity);
}
