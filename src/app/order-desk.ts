/**
 * Carries out what concerns the account at the exchange. The order sender is constructed only when
 * the desk asks for it, and is gone again when the desk is back on paper.
 */
import type { Effect } from "../domain/effects.ts";
import type { DeskEvent } from "../domain/events.ts";
import type { Clock } from "../domain/ports.ts";
import type { StopProof, VenueNews } from "../domain/venue-news.ts";
import type { OpenQuestion } from "../engine/engine.ts";
import type { KalshiAccount, KalshiVenue } from "../venues/kalshi/kalshi.ts";

export type OrderDeskOptions = {
  readonly venue: Pick<KalshiVenue, "openAccount" | "closeAccount">;
  /** The source's time. */
  readonly clock: Clock;
  readonly post: (event: DeskEvent, raw?: string) => void;
  /** A stop that could not even be tried: a bug. The run ends by the safe sequence. */
  readonly failed: (error: unknown) => void;
};

export interface OrderDesk {
  carryOut(effect: Effect): void;
  /** Takes over what an earlier session left open. */
  takeOver(maxPosition: number, questions: readonly OpenQuestion[]): void;
  /** Cancels what rests of ours and waits for the proof; at once when nothing is open. */
  end(): Promise<void>;
}

const perContract = 100;
const nothingProven: StopProof = {
  canceled: [],
  left: [],
  unknown: [],
  confirmed: false,
  triggered: undefined,
};

export function createOrderDesk(options: OrderDeskOptions): OrderDesk {
  const { venue, clock, post, failed } = options;
  const ending = new AbortController();
  let account: KalshiAccount | undefined;

  function open(maxPosition: number, sinceAt: number): void {
    account = venue.openAccount({
      maxPosition,
      sinceAt,
      tell: (news, raw) => post({ kind: "venue", news }, raw),
    });
  }

  function send(effect: Extract<Effect, { kind: "send" }>): void {
    if (effect.paperDueMono !== undefined) return;
    const { order } = effect;
    if (account === undefined) {
      const why = "no order sender";
      post({ kind: "venue", news: { kind: "notSent", intentId: order.intentId, why } });
      return;
    }
    void account.submit(order, ending.signal);
  }

  async function stopOrders(asking: number, how: "stop" | "kill"): Promise<void> {
    // Without a key nobody can be asked, and the person is told so.
    const proof = account === undefined ? nothingProven : await stopAt(account, how, failed);
    post({ kind: "venue", news: { kind: "stopped", asking, proof } });
  }

  async function cancelEverything(): Promise<void> {
    const outcome = await account?.cancelEverything();
    if (outcome !== undefined) post({ kind: "venue", news: newsOf(outcome) });
  }

  return {
    carryOut(effect) {
      switch (effect.kind) {
        case "openAccount":
          return open(effect.maxPosition / perContract, clock.now().at);
        case "closeAccount":
          account = undefined;
          return venue.closeAccount();
        case "intent":
          // Signed while its record is being written: the disk hides the signature.
          return effect.order.mode === "PAPER" ? undefined : account?.prepare();
        case "send":
          return send(effect);
        case "cancel":
          return effect.at === "venue" ? void account?.cancel(effect.intentId) : undefined;
        case "stopOrders":
          return void stopOrders(effect.asking, effect.how);
        case "cancelEverything":
          return void cancelEverything();
        case "resetEntryGroup":
          return void account?.resetEntryGroup();
        case "maxPosition":
          return account?.setMaxPosition(effect.maxPosition / perContract);
        case "letGo":
          return account?.letGo(effect.intentId);
        default:
          return undefined;
      }
    },
    takeOver(maxPosition, questions) {
      const sentAts = questions.map(({ sentAt }) => sentAt);
      open(maxPosition / perContract, Math.min(clock.now().at, ...sentAts));
      for (const { order, sentAt } of questions) account?.remember(order, sentAt, undefined);
    },
    async end() {
      if (account !== undefined) await endAt(account);
      ending.abort();
    },
  };
}

/** Stops at the exchange. A stop that fails by a mistake of its own still triggers the entries. */
async function stopAt(
  account: KalshiAccount,
  how: "stop" | "kill",
  failed: OrderDeskOptions["failed"],
): Promise<StopProof> {
  try {
    return await (how === "kill" ? account.kill() : account.cancelOurs());
  } catch (error) {
    const triggered = await triggerEntries(account);
    failed(error);
    return { ...nothingProven, triggered };
  }
}

/** What rests is cancelled. When that fails, the least is that no entry fills after the end. */
async function endAt(account: KalshiAccount): Promise<void> {
  try {
    await account.cancelOurs();
  } catch {
    await triggerEntries(account);
  }
}

/** The last resort: the exchange cancels our entries and takes no more. True: it is done. */
async function triggerEntries(account: KalshiAccount): Promise<boolean> {
  try {
    return await account.triggerEntries();
  } catch {
    return false;
  }
}

type Everything = Awaited<ReturnType<KalshiAccount["cancelEverything"]>>;

function newsOf(outcome: Everything): VenueNews {
  return { kind: "everythingCanceled", done: outcome.kind === "done", why: whyOf(outcome) };
}

function whyOf(outcome: Everything): string {
  switch (outcome.kind) {
    case "done":
      return "what rests now or within a minute";
    case "refused":
      return outcome.words;
    case "unknown":
    case "notSent":
      return outcome.why;
  }
}
