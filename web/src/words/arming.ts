/** Leaving PAPER, in words: what it means, what was checked, what is said at its end. Pure. */
import type { View } from "../../../src/engine/view-types.ts";
import { count, dollars } from "./numbers.ts";

export type SecondMode = "DEMO" | "LIVE";

const exchanges: Readonly<Record<View["source"], string>> = {
  sim: "the built-in exchange on this computer",
  file: "the built-in exchange on this computer",
  demo: "Kalshi's demo exchange",
  real: "Kalshi",
};

export const moneyWords = {
  PAPER: "no real money",
  DEMO: "play money",
  LIVE: "REAL MONEY",
} as const;

/** Dearest contract: 99¢. */
const dearest = 0.99;

/** "100 contracts ≈ up to $99.00 at risk, a game up to $297.00". */
export function riskLimits(config: View["config"]): string {
  const position = config.max_position_size;
  const exposure = Number(config["max_game_exposure"] ?? Number.NaN);
  const order = `${count(position)} contracts ≈ up to ${dollars(position * dearest, "up")} at risk`;
  return Number.isFinite(exposure)
    ? `${order}, a game up to ${dollars(exposure * dearest, "up")}`
    : order;
}

/** What arming means, point by point. */
export function armingPoints(view: View, mode: SecondMode): readonly string[] {
  return [
    `Orders are really sent to ${exchanges[view.source]}: ${moneyWords[mode]}.`,
    `An order: ${riskLimits(view.config)}.`,
    "Auto is OFF, and the desk only watches until you press Start.",
    "It ends with the game, after four hours, or when Paper is switched on. While something is " +
      "held then, only cancels and exits are possible. It never survives a restart.",
  ];
}

/** One line of the pre-flight, as the desk answers it. */
export type PreflightLine = {
  readonly name: string;
  readonly passed: boolean;
  readonly pending: boolean;
  readonly value: string;
};

function isLine(value: unknown): value is PreflightLine {
  if (typeof value !== "object" || value === null) return false;
  const { name, passed, pending, value: words } = value as Readonly<Record<string, unknown>>;
  const isTexts = typeof name === "string" && typeof words === "string";
  return isTexts && typeof passed === "boolean" && typeof pending === "boolean";
}

/** The pre-flight in an answer; empty when it has none. */
export function preflightOf(body: Readonly<Record<string, unknown>>): readonly PreflightLine[] {
  const { preflight } = body;
  return Array.isArray(preflight) ? preflight.filter(isLine) : [];
}

export function verdictOf(line: PreflightLine): "passes" | "not known yet" | "fails" {
  if (line.passed) return "passes";
  return line.pending ? "not known yet" : "fails";
}

const verdictOrder = ["fails", "not known yet", "passes"];

/** What stops the arming first; each group in the order of the desk. */
export function worstFirst(lines: readonly PreflightLine[]): readonly PreflightLine[] {
  const rank = (line: PreflightLine): number => verdictOrder.indexOf(verdictOf(line));
  return [...lines].sort((left, right) => rank(left) - rank(right));
}

/** "12 of 12 checks pass". */
export function preflightSummary(lines: readonly PreflightLine[]): string {
  const passed = lines.filter((line) => line.passed).length;
  return `${passed} of ${lines.length} checks ${passed === 1 ? "passes" : "pass"}`;
}

/** Why the desk did not take the code; `wasGiven`: the page sent one. */
export function codeRefusal(wasGiven: boolean): string {
  return wasGiven
    ? 'That is not the code of this session. The terminal printed it as "code for this session".'
    : 'This needs the code that the terminal printed as "code for this session".';
}

/** What switching Paper on has led to, from the answer. */
export function paperWords(isPaper: boolean): string {
  return isPaper
    ? "On paper: nothing is sent any more."
    : "Disarmed. The desk is on paper as soon as nothing is held.";
}

/** What Start or auto would mean where orders are really sent. */
export function beginPoints(view: View, what: "start" | "auto"): readonly string[] {
  const { mode, source, performance } = view;
  const first =
    what === "auto"
      ? "Signals that pass every check are sent without a click."
      : `Entries are possible: Execute, tickets${view.status.auto ? ", and auto" : ""}.`;
  return [
    `${first} They go to ${exchanges[source]}: ${moneyWords[mode]}.`,
    `An order: ${riskLimits(view.config)}.`,
    `Balance ${dollars(performance.balance)}, at risk ${dollars(performance.at_risk)}.`,
  ];
}
