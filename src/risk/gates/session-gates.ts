/** Gates about the session: mode, state, and what a person has set. */
import type { Mode, Source } from "../../domain/orders.ts";
import { finding, type Gate } from "./gate.ts";
import { ageText } from "./wording.ts";

/** The modes that a source offers (trading semantics §1). */
const offered: Readonly<Record<Source, readonly Mode[]>> = {
  sim: ["PAPER", "DEMO"],
  file: ["PAPER", "DEMO"],
  demo: ["PAPER", "DEMO"],
  real: ["PAPER", "LIVE"],
};

/** The mode is one that the source offers, and DEMO and LIVE are armed. */
export const MODE: Gate = (facts) => {
  const limit = facts.mode === "PAPER" ? "PAPER" : `${facts.mode}, armed`;
  if (!offered[facts.source].includes(facts.mode)) {
    return finding(false, `${facts.mode} with source ${facts.source}`, "a mode of this source");
  }
  const armed = facts.mode === "PAPER" || facts.armed;
  return finding(armed, armed ? limit : `${facts.mode}, not armed`, limit);
};

/** TRADING; an order of auto needs auto to be ON still. */
export const STATE: Gate = (facts, origin) => {
  if (origin !== "auto") return finding(facts.state === "TRADING", facts.state, "TRADING");
  const passed = facts.state === "TRADING" && facts.auto;
  return finding(passed, `${facts.state}, auto ${facts.auto ? "ON" : "OFF"}`, "TRADING, auto ON");
};

/** Auto waits some minutes after kickoff when the settings ask for it. */
export const OBSERVE: Gate = (facts) => {
  const minutes = facts.config.observeMinutes;
  const since = facts.game.sinceKickoffMs;
  const limit = `${minutes} min after kickoff`;
  if (minutes === 0) return finding(true, "not asked for", limit);
  const value = since === undefined ? "not kicked off" : ageText(since);
  return finding(since !== undefined && since >= minutes * 60_000, value, limit);
};

const pageAgeMsMax = 120_000;

/** DEMO and LIVE: somebody has a page open. PAPER goes on alone. */
export const DEAD_MAN: Gate = (facts) => {
  const age = facts.person.pageAgeMs;
  const limit = "a page within 120 s";
  if (facts.mode === "PAPER") return finding(true, "not asked in PAPER", limit);
  return finding(age !== undefined && age <= pageAgeMsMax, ageText(age), limit);
};

/** The person has locked entries until the game ends. */
export const LOCKOUT: Gate = (facts) =>
  finding(
    !facts.person.lockout,
    facts.person.lockout ? "locked until the game ends" : "off",
    "off",
  );
