/** The gates in words for people: what each looks at. */
import type { GateCode } from "../../../src/domain/codes.ts";
import type { GateView } from "../../../src/engine/view-types.ts";

const labels: Readonly<Record<GateCode, string>> = {
  MODE: "Mode",
  STATE: "Trading state",
  SIGNAL: "Signal",
  NET_EDGE: "Net edge",
  QUOTE_MOVED: "Quote still stands",
  TOO_GOOD: "Too good to be true",
  MARKET_FIRST: "Market moved first",
  COOLDOWN: "Cooldown",
  BOOKS_AGREE: "Both books agree",
  QUOTE_STABLE: "Quote is stable",
  OBSERVE: "Observation time",
  DEAD_MAN: "Somebody watches",
  SPREAD: "Spread",
  TWO_SIDED: "Book has both sides",
  BOOK_WHOLE: "Book is whole",
  AGE_KALSHI: "Kalshi data age",
  AGE_ESPN: "ESPN answer age",
  CONTENT_ESPN: "ESPN content age",
  FEEDS_AGREE: "Game feeds agree",
  GAME_LIVE: "Game is live",
  MODEL_OK: "Model answers",
  LATE_GAME: "Late game",
  BREAKERS: "Circuit breakers",
  MARKET_ACTIVE: "Market open",
  EXCHANGE_ACTIVE: "Exchange open",
  ATTESTATION: "Attestation",
  FEE_KNOWN: "Fee is known",
  GRID: "Price on the grid",
  MAX_ORDER: "Order size",
  MAX_EXPOSURE: "Game exposure",
  ORDER_VALUE: "Order value",
  BALANCE: "Balance covers it",
  DAILY_LOSS: "Daily loss",
  DAILY_LOSS_UNKNOWN: "Daily loss is known",
  SESSION_CAP: "Session cap",
  STREAK: "Loss streak",
  TRADES: "Trades per game",
  RATE: "Orders per minute",
  COMFORT: "Comfort limit",
  LOCKOUT: "Lockout",
  NO_UNKNOWN_ORDER: "No unknown order",
  LEDGER_OK: "Ledger agrees",
  CLOCK_OK: "Clock is right",
};

/** A gate's name for people; a code that is not in the list stands for itself. */
export function gateLabel(code: string): string {
  return Object.hasOwn(labels, code) ? labels[code as GateCode] : code;
}

/** Why a gate stands as it does: "Spread: 12.0¢, limit ≤ 10.0¢". */
export function gateSentence(code: string, gates: readonly GateView[] | undefined): string {
  const gate = gates?.find((candidate) => candidate.code === code);
  const label = gateLabel(code);
  return gate === undefined ? label : `${label}: ${gate.value} (needs ${gate.limit})`;
}

export const verdictWords = {
  pass: "passes",
  fail: "blocks",
  warn: "warns",
  unchecked: "not checked",
} as const;
