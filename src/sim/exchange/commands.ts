/** Commands of the stream, read from text. What cannot be read becomes an error code. */

export type Params = Readonly<Record<string, unknown>>;

export type Command = {
  /** undefined: the command had none, and replies have none. */
  readonly id: number | undefined;
  readonly cmd: string;
  readonly params: Params | undefined;
};

export type ReadCommand =
  | { readonly kind: "read"; readonly command: Command }
  | { readonly kind: "refused"; readonly id: number | undefined; readonly code: number };

const texts: Readonly<Record<number, string>> = {
  1: "Unable to process message",
  2: "Params required",
  3: "Channels required",
  4: "Subscription IDs required",
  5: "Unknown command",
  7: "Unknown subscription ID",
  8: "Unknown channel name",
  9: "Authentication required",
  11: "Invalid parameter",
  12: "Exactly one subscription ID is required",
  13: "Unsupported action",
  14: "Market Ticker required",
  15: "Action required",
  26: "Subscription market limit exceeded",
};

export function errorText(code: number): string {
  return texts[code] ?? "Unable to process message";
}

function isRecord(value: unknown): value is Params {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Not JSON at all: answered like any other message that cannot be processed.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Reads one text frame. */
export function readCommand(text: string): ReadCommand {
  const value = parsed(text);
  if (!isRecord(value)) return { kind: "refused", id: undefined, code: 1 };
  const { id: givenId, cmd, params } = value as { id?: unknown; cmd?: unknown; params?: unknown };
  if (givenId !== undefined && !(Number.isSafeInteger(givenId) && Number(givenId) >= 0)) {
    return { kind: "refused", id: undefined, code: 1 };
  }
  const id = givenId === undefined || givenId === 0 ? undefined : Number(givenId);
  if (typeof cmd !== "string") return { kind: "refused", id, code: 1 };
  if (params !== undefined && !isRecord(params)) return { kind: "refused", id, code: 1 };
  return { kind: "read", command: { id, cmd, params } };
}

/** `market_ticker` or `market_tickers`; undefined when neither is given; `invalid` otherwise. */
export function tickersOf(params: Params): readonly string[] | undefined | "invalid" {
  const one = params["market_ticker"];
  const many = params["market_tickers"];
  if (one !== undefined && many !== undefined) return "invalid";
  if (one !== undefined) return typeof one === "string" && one !== "" ? [one] : "invalid";
  if (many === undefined) return undefined;
  if (!Array.isArray(many)) return "invalid";
  const tickers: readonly unknown[] = many;
  if (!tickers.every((ticker) => typeof ticker === "string" && ticker !== "")) return "invalid";
  return tickers.length === 0 ? undefined : (tickers as readonly string[]);
}

/** `sids`, or the one `sid`. */
export function sidsOf(params: Params): readonly number[] {
  const { sid, sids } = params as { sid?: unknown; sids?: unknown };
  const values: readonly unknown[] = Array.isArray(sids) ? sids : sid === undefined ? [] : [sid];
  return values.filter((value): value is number => typeof value === "number");
}
