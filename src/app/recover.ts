/**
 * What earlier sessions left. Recovery never decides anew: it folds recorded facts. A `sim` or
 * `file` session always starts flat; `real` and `demo` carry their paper ledger on.
 */
import { z } from "zod";
import type { Stamp } from "../domain/events.ts";
import type { Money, Price } from "../domain/numbers.ts";
import type { Fill, Source } from "../domain/orders.ts";
import {
  applyFill,
  createLedger,
  type Ledger,
  ledgerFrom,
  type LedgerSnapshot,
  ledgerSnapshot,
  settle,
} from "../execution/execution.ts";
import {
  applyRetention,
  DEFAULT_RETENTION,
  describeVerdict,
  type Entry,
  foldFacts,
  latestCheckpoint,
  listNights,
  recover,
  verifyNight,
} from "../journal/journal.ts";
import { tradingDayOf, tradingDayStart } from "../risk/risk.ts";
import { DEFAULT_CONFIG } from "../domain/config.ts";

/** Money and limits carried over; both undefined at a first start and on simulated nights. */
export type Recovered = {
  readonly ledger: LedgerSnapshot | undefined;
  readonly dailyLossTrippedDay: string | undefined;
};

export type RecoveredOrRefusal =
  | { readonly kind: "recovered"; readonly recovered: Recovered }
  | { readonly kind: "refused"; readonly why: string };

/** What a checkpoint record holds: the whole money state of the session. */
export type CheckpointBody = {
  readonly ledger: LedgerSnapshot;
  readonly dailyLossTrippedDay: string | undefined;
};

const nothing: Recovered = { ledger: undefined, dailyLossTrippedDay: undefined };

const whole = z.int();
const side = z.enum(["bid", "ask"]);
const team = z.enum(["home", "away"]);

/** The recorded facts that move money; other fields of their records do not matter here. */
const FillFact = z.object({
  fill: z.object({
    tradeId: z.string(),
    intentId: whole,
    ticker: z.string(),
    team,
    side,
    price: whole,
    quantity: whole,
    fee: whole,
  }),
});
const SessionFact = z.object({ session: z.string() });
const SettleFact = z.object({ ticker: z.string(), team, value: whole });
const ResetFact = z.object({ kind: z.literal("paperReset"), balance: whole });
const TripFact = z.object({ code: z.string() });
const CheckpointFact = z.object({
  ledger: z.looseObject({ schema: z.literal(1), sessionId: z.string(), cash: whole }),
  dailyLossTrippedDay: z.string().optional(),
});

type Folding = { ledger: Ledger; trippedDay: string | undefined };

function stampOf(entry: Entry): Stamp {
  return { at: entry.at, mono: entry.mono, person: entry.person };
}

function fold(folding: Folding, entry: Entry): void {
  const moment = { stamp: stampOf(entry), gameClock: "before the restart" };
  switch (entry.kind) {
    case "checkpoint": {
      const body = CheckpointFact.parse(entry.body);
      folding.ledger = ledgerFrom(body.ledger as unknown as LedgerSnapshot);
      folding.trippedDay = body.dailyLossTrippedDay;
      return;
    }
    case "session": {
      // Orders count anew in each session: its first one is no part of the last one's first trade.
      const { session } = SessionFact.parse(entry.body);
      folding.ledger = ledgerFrom(ledgerSnapshot(folding.ledger), session);
      return;
    }
    case "out.fill":
      applyFill(folding.ledger, FillFact.parse(entry.body).fill as Fill, moment);
      return;
    case "out.reset": {
      const reset = ResetFact.safeParse(entry.body);
      if (!reset.success) return;
      const balance = reset.data.balance as Money;
      const { sessionId } = folding.ledger;
      folding.ledger = createLedger(sessionId, balance, tradingDayStart(entry.at));
      return;
    }
    case "out.settle": {
      const fact = SettleFact.parse(entry.body);
      settle(folding.ledger, fact.ticker, fact.team, fact.value as Price, moment.stamp);
      return;
    }
    case "out.trip":
      if (TripFact.parse(entry.body).code === "DAILY_LOSS") {
        folding.trippedDay = tradingDayOf(entry.at);
      }
      return;
    default:
      return;
  }
}

async function foldNights(dataFolder: string, source: Source, now: number): Promise<Recovered> {
  const start = createLedger("recovered", DEFAULT_CONFIG.paperBalance, tradingDayStart(now));
  const folding: Folding = { ledger: start, trippedDay: undefined };
  let any = false;
  const kinds = ["session", "out.fill", "out.settle", "out.trip", "out.reset"];
  for await (const entry of foldFacts(dataFolder, kinds, { source })) {
    any ||= entry.kind !== "session";
    fold(folding, entry);
  }
  if (!any) return nothing;
  return { ledger: ledgerSnapshot(folding.ledger), dailyLossTrippedDay: folding.trippedDay };
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
