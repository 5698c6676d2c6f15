/**
 * What earlier sessions left. Recovery never decides anew: it folds recorded facts. A `sim` or
 * `file` session always starts flat; `real` and `demo` carry their paper ledger on.
 */
import type { Beginning } from "../domain/game.ts";
import type { Source } from "../domain/orders.ts";
import type { SecondBooks } from "../engine/engine.ts";
import { type LedgerSnapshot, ledgerSnapshot } from "../execution/execution.ts";
import {
  applyRetention,
  DEFAULT_RETENTION,
  describeVerdict,
  foldFacts,
  latestCheckpoint,
  listNights,
  recover,
  verifyNight,
} from "../journal/journal.ts";
import { createFolding, foldedKinds, foldFact, type Folding } from "./fold-facts.ts";

/** Money and limits carried over; all undefined at a first start and on simulated nights. */
export type Recovered = {
  readonly ledger: LedgerSnapshot | undefined;
  readonly dailyLossTrippedDay: string | undefined;
  /** What the newest session that saw a game begin has seen of it. */
  readonly beginning: Beginning | undefined;
  /** What stood at an exchange: books, and orders whose fate is open. */
  readonly second: SecondBooks | undefined;
};

export type RecoveredOrRefusal =
  | { readonly kind: "recovered"; readonly recovered: Recovered }
  | { readonly kind: "refused"; readonly why: string };

const nothing: Recovered = {
  ledger: undefined,
  dailyLossTrippedDay: undefined,
  beginning: undefined,
  second: undefined,
};

async function foldNights(dataFolder: string, source: Source, now: number): Promise<Recovered> {
  const folding = createFolding(now);
  let any = false;
  for await (const entry of foldFacts(dataFolder, foldedKinds, { source })) {
    any ||= entry.kind !== "session";
    foldFact(folding, entry);
  }
  return any ? recoveredFrom(folding) : nothing;
}

/** What a session begins with when this was folded of the ones before it. */
export function recoveredFrom(folding: Folding): Recovered {
  const { paper, second, beginning } = folding;
  return {
    ledger: ledgerSnapshot(paper.ledger),
    dailyLossTrippedDay: paper.trippedDay,
    beginning,
    second:
      second === undefined
        ? undefined
        : {
            mode: second.mode,
            ledger: ledgerSnapshot(second.ledger),
            dailyLossTrippedDay: second.trippedDay,
            orders: [...folding.orders.values()],
            intents: folding.intents,
          },
  };
}

/** Checks every night that will be folded: the newest one of the folder may be of another source. */
async function faultIn(dataFolder: string, source: Source): Promise<string | undefined> {
  const checkpoint = await latestCheckpoint(dataFolder, { source });
  const nights = (await listNights(dataFolder)).filter((night) => night.source === source);
  const first = nights.findIndex(({ folder }) => folder === checkpoint?.folder);
  for (const { folder } of nights.slice(Math.max(0, first))) {
    const verdict = await verifyNight(folder);
    if (verdict.kind !== "ok") {
      return `${describeVerdict(verdict)}. Money is not taken from it: use another --data DIR.`;
    }
  }
  return undefined;
}

/**
 * Tidies up after a crash and folds what a lasting source left. Refuses a folder whose record is
 * not as it was written: money is never guessed from a damaged book.
 */
export async function recoverFor(
  dataFolder: string,
  source: Source,
  say: (line: string) => void,
): Promise<RecoveredOrRefusal> {
  const recovery = await recover(dataFolder);
  if (recovery.kind === "crashed") say(recovery.text);
  if (recovery.kind === "foreign") {
    const why = `${dataFolder} holds a night of another version. Use another --data DIR.`;
    return { kind: "refused", why };
  }
  const lasting = source === "real" || source === "demo";
  if (recovery.kind === "damaged") {
    const text = `the last night's record is damaged: ${recovery.why}`;
    if (lasting) return { kind: "refused", why: `${text}. Use another --data DIR.` };
    say(text);
  }
  await applyRetention(dataFolder, DEFAULT_RETENTION, say);
  if (!lasting) return { kind: "recovered", recovered: nothing };
  const wrong = await faultIn(dataFolder, source);
  if (wrong !== undefined) return { kind: "refused", why: wrong };
  return { kind: "recovered", recovered: await foldNights(dataFolder, source, Date.now()) };
}
