/** Gates about losses and counts (trading semantics §7), and about what can be trusted (§6). */
import type { Money } from "../../domain/numbers.ts";
import { finding, type Gate, notYetChecked } from "./gate.ts";
import { dollarsText } from "./wording.ts";

/** Realised + min(unrealised, 0) of this trading day stays above −limit. */
export const DAILY_LOSS: Gate = ({ money, config }) => {
  const limit = `> −${dollarsText(config.dailyLoss)}`;
  const result = (money.realisedToday + Math.min(money.unrealised ?? 0, 0)) as Money;
  if (money.dailyLossTripped) return finding(false, "tripped today", limit);
  return finding(result > -config.dailyLoss, dollarsText(result), limit);
};

/** What is held must be markable before more is bought. */
export const DAILY_LOSS_UNKNOWN: Gate = ({ money }) => {
  const known = money.unrealised !== undefined;
  return finding(known, known ? "known" : "cannot be marked", "unrealised P&L known");
};

/** Closed net losses in a row. */
export const STREAK: Gate = ({ counts, config }) =>
  finding(
    counts.consecutiveLosses < config.lossStreak,
    `${counts.consecutiveLosses} losses in a row`,
    `< ${config.lossStreak}`,
  );

/** Entries of this game. */
export const TRADES: Gate = ({ counts, config }) =>
  finding(
    counts.trades < config.maxTradesPerGame,
    `${counts.trades} trades`,
    `< ${config.maxTradesPerGame}`,
  );

/** From this many attempts within a second on something is running away. */
export const ATTEMPTS_PER_SECOND_MAX = 20;

/** Orders of the last minute, and attempts of the last second. */
export const RATE: Gate = ({ counts, config }) => {
  const passed =
    counts.ordersLastMinute < config.maxOrdersPerMinute &&
    counts.attemptsLastSecond < ATTEMPTS_PER_SECOND_MAX;
  return finding(
    passed,
    `${counts.ordersLastMinute} orders in a minute`,
    `< ${config.maxOrdersPerMinute}`,
  );
};

/** No order of this game whose fate is open. */
export const NO_UNKNOWN_ORDER: Gate = ({ counts }) =>
  finding(counts.unknownOrders === 0, `${counts.unknownOrders} unknown`, "none");

/** Our cash is the exchange's cash. PAPER has no second book to compare with. */
export const LEDGER_OK: Gate = ({ mode, ledger }) => {
  if (mode === "PAPER" || ledger === "unchecked") return notYetChecked("agrees");
  return finding(ledger === "agrees", ledger, "agrees");
};

const offsetMsWarn = 2_000;
const offsetMsMax = 8_000;
const uncertainMsMax = 2_000;

/** Requests are signed with a time that the exchange accepts. PAPER signs nothing that counts. */
export const CLOCK_OK: Gate = ({ mode, clock }) => {
  const limit = "≤ 8.0 s, ± 2.0 s";
  if (clock === "unchecked") return notYetChecked(limit);
  const offset = Math.abs(clock.offsetMs);
  const value = `${(offset / 1000).toFixed(1)} s, ± ${(clock.uncertainMs / 1000).toFixed(1)} s`;
  const usable = offset <= offsetMsMax && clock.uncertainMs <= uncertainMsMax;
  if (!usable && mode !== "PAPER") return finding(false, value, limit);
  return { verdict: usable && offset <= offsetMsWarn ? "pass" : "warn", value, limit };
};

/** The person has confirmed what the exchange requires them to confirm. */
export const ATTESTATION: Gate = ({ attestation }) =>
  attestation === "unchecked"
    ? notYetChecked("given")
    : finding(attestation === "given", attestation, "given");

/** The exchange's fee schedule was read. PAPER is warned, DEMO and LIVE are blocked. */
export const FEE_KNOWN: Gate = ({ mode, feesKnown }) => {
  if (feesKnown) return finding(true, "known", "known");
  return { verdict: mode === "PAPER" ? "warn" : "fail", value: "not known", limit: "known" };
};
