/** What must be right before orders may really be sent: twelve lines, each with its value. */
import type { KeyFacts } from "../domain/account.ts";
import type { GateCode, GateResult } from "../domain/codes.ts";
import type { Money } from "../domain/numbers.ts";
import type { EntryGroupState } from "../domain/venue-news.ts";
import type { Facts } from "./facts.ts";
import { review } from "./gates.ts";
import { dollarsText } from "./gates/wording.ts";

export type PreflightLine = {
  readonly name: string;
  readonly passed: boolean;
  /** Not known yet: it may still come. */
  readonly pending: boolean;
  readonly value: string;
};

/** What the pre-flight looks at beside the facts of the gates. */
export type PreflightFacts = {
  readonly balance: Money | undefined;
  readonly keys: KeyFacts | undefined;
  readonly group: EntryGroupState;
  readonly streamUp: boolean;
  /** Why the order channels are not up, or why the account could not be read. */
  readonly streamWhy: string;
  readonly journal: { readonly writable: boolean; readonly why: string };
  /** Bytes; undefined: never told. */
  readonly diskFree: number | undefined;
  /** Resting orders of another copy of this program on the same account. */
  readonly otherDesks: number;
};

const diskFreeMin = 200_000_000;
const restAgeMsMax = 30_000;

function line(name: string, passed: boolean, value: string, pending = false): PreflightLine {
  return { name, passed, pending: pending && !passed, value };
}

function keyLine(keys: KeyFacts | undefined): PreflightLine {
  if (keys === undefined) return line("key scopes", false, "not read yet", true);
  return line("key scopes", keys.mayTrade === true, keys.words);
}

function attestationLine(keys: KeyFacts | undefined, at: number): PreflightLine {
  const name = "attestation";
  if (keys === undefined) return line(name, false, "not read yet", true);
  const { attestedUntil } = keys;
  if (attestedUntil === undefined) return line(name, false, "never attested");
  const left = Math.floor((attestedUntil - at) / 60_000);
  return line(name, left > 0, left > 0 ? `holds ${left} min more` : "lapsed");
}

function balanceLine({ balance, otherDesks }: PreflightFacts): PreflightLine {
  if (balance === undefined) return line("balance read", false, "not read yet", true);
  // Outages have answered 0; without cash there is nothing to trade with either.
  if (balance <= 0) return line("balance read", false, "reads $0.00", true);
  if (otherDesks === 0) return line("balance read", true, dollarsText(balance));
  const orders = otherDesks === 1 ? "an order" : `${otherDesks} orders`;
  const value = `another copy of this desk has ${orders} resting on this account`;
  return line("balance read", false, value);
}

/** A clock that nobody has measured yet may be any time off. */
function clockLine({ clock }: Facts, passes: boolean, value: string): PreflightLine {
  const measured = clock !== "unchecked";
  return line("clock", measured && passes, measured ? value : "not measured yet", !measured);
}

function restLine({ kalshi: { restAgeMs }, breakers }: Facts): PreflightLine {
  const name = "Kalshi REST";
  if (breakers.kalshi.kind !== "closed") return line(name, false, "breaker open");
  const fresh = restAgeMs !== undefined && restAgeMs <= restAgeMsMax;
  const age = restAgeMs === undefined ? "no answer yet" : `${Math.floor(restAgeMs / 1000)} s old`;
  return line(name, fresh, age, true);
}

function diskLine(free: number | undefined): PreflightLine {
  if (free === undefined) return line("disk", false, "not measured yet", true);
  return line("disk", free >= diskFreeMin, `${Math.floor(free / 1e6)} MB free`);
}

/**
 * The twelve lines of the pre-flight, for the mode that `facts` name. DEMO and LIVE cannot be armed
 * while one fails; while one is only pending, waiting a moment may help.
 */
export function preflight(facts: Facts, more: PreflightFacts): readonly PreflightLine[] {
  const results = new Map<GateCode, GateResult>(
    review(facts, "execute").results.map((result) => [result.code, result]),
  );
  const passes = (code: GateCode): boolean => results.get(code)?.verdict !== "fail";
  const value = (code: GateCode): string => results.get(code)?.value ?? "—";
  const { home, away } = facts.books;
  const isWhole = home.whole && away.whole;
  const books = isWhole ? "both books whole" : "a book is not whole";
  const channels = more.streamUp
    ? "order channels up"
    : `order channels not up yet (${more.streamWhy})`;
  const { group } = more;
  const espnClosed = facts.breakers.espn.kind === "closed";
  const espn = espnClosed ? value("AGE_ESPN") : `${value("AGE_ESPN")}, breaker open`;
  const fees = `${value("FEE_KNOWN")}, ${value("EXCHANGE_ACTIVE")}`;
  const feesPass = passes("FEE_KNOWN") && passes("EXCHANGE_ACTIVE");
  return [
    line("ESPN answer", passes("AGE_ESPN") && espnClosed, espn),
    line("ESPN content", passes("CONTENT_ESPN"), value("CONTENT_ESPN")),
    restLine(facts),
    line(
      "Kalshi WS whole",
      isWhole && passes("AGE_KALSHI") && more.streamUp,
      `${books}, ${value("AGE_KALSHI")}, ${channels}`,
      true,
    ),
    line("model", passes("MODEL_OK"), value("MODEL_OK")),
    balanceLine(more),
    clockLine(facts, passes("CLOCK_OK"), value("CLOCK_OK")),
    diskLine(more.diskFree),
    line("journal", more.journal.writable, more.journal.writable ? "writable" : more.journal.why),
    keyLine(more.keys),
    attestationLine(more.keys, facts.now.at),
    line(
      "fee and exchange status",
      feesPass && group.kind === "ready",
      group.kind === "ready" ? fees : `${fees}, ${group.why}`,
      feesPass && group.kind === "none",
    ),
  ];
}
