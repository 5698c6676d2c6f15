/** Subscriptions of one connection: the commands that make them, and their sequence numbers. */

export type Purpose = "books" | "tape" | "lifecycle" | "resync" | "account" | "groups";

export type Counted =
  | { readonly kind: "next" }
  /** Something was lost, repeated or begun anew; counting goes on from here. */
  | { readonly kind: "broken"; readonly purpose: Purpose | undefined; readonly why: string };

const purposeOfChannel: Readonly<Record<string, Purpose>> = {
  orderbook_delta: "books",
  ticker: "tape",
  trade: "tape",
  market_lifecycle_v2: "lifecycle",
  fill: "account",
  user_orders: "account",
  market_positions: "account",
  order_group_updates: "groups",
};

/** Not filtered by market: what else moves on the account must be seen too. */
const accountChannels = ["fill", "user_orders", "market_positions"];

const next: Counted = { kind: "next" };

type Subscription = { readonly purpose: Purpose | undefined; seq: number };

export type Subscriptions = {
  /** Texts of the commands that subscribe to everything the desk wants of these two markets. */
  opening(tickers: readonly string[]): readonly string[];
  /** Texts of the commands that subscribe to what happens on the account. */
  account(): readonly string[];
  /** The command for new snapshots; `undefined` before the books are subscribed to. */
  resync(tickers: readonly string[]): string | undefined;
  /** What a command was for. */
  purposeOf(id: number | undefined): Purpose | undefined;
  /** The exchange has named a subscription. */
  subscribed(sid: number, channel: string): Purpose | undefined;
  unsubscribed(sid: number): void;
  /** Counts a message of a subscription, control replies included. */
  count(sid: number | undefined, seq: number | undefined): Counted;
};

/** Starts empty; a new connection needs a new one. */
export function createSubscriptions(): Subscriptions {
  const bySid = new Map<number, Subscription>();
  const commands = new Map<number, Purpose>();
  let lastId = 0;

  function command(purpose: Purpose, cmd: string, params: Readonly<Record<string, unknown>>) {
    lastId += 1;
    commands.set(lastId, purpose);
    return JSON.stringify({ id: lastId, cmd, params });
  }

  return {
    opening: (tickers) => [
      command("books", "subscribe", {
        channels: ["orderbook_delta"],
        market_tickers: tickers,
        use_yes_price: true,
      }),
      command("tape", "subscribe", { channels: ["ticker", "trade"], market_tickers: tickers }),
      command("lifecycle", "subscribe", { channels: ["market_lifecycle_v2"] }),
    ],
    account: () => [
      command("account", "subscribe", { channels: accountChannels }),
      command("groups", "subscribe", { channels: ["order_group_updates"] }),
    ],
    resync(tickers) {
      const books = [...bySid].find(([, { purpose }]) => purpose === "books");
      if (books === undefined) return undefined;
      return command("resync", "update_subscription", {
        action: "get_snapshot",
        sid: books[0],
        market_tickers: tickers,
      });
    },
    purposeOf: (id) => (id === undefined ? undefined : commands.get(id)),
    subscribed(sid, channel) {
      const purpose = Object.hasOwn(purposeOfChannel, channel)
        ? purposeOfChannel[channel]
        : undefined;
      bySid.set(sid, { purpose, seq: bySid.get(sid)?.seq ?? 0 });
      return purpose;
    },
    unsubscribed(sid) {
      bySid.delete(sid);
    },
    count(sid, seq) {
      if (sid === undefined || seq === undefined) return next;
      const subscription = bySid.get(sid);
      if (subscription === undefined) {
        bySid.set(sid, { purpose: undefined, seq });
        return { kind: "broken", purpose: undefined, why: `unknown subscription ${sid}` };
      }
      const have = subscription.seq;
      subscription.seq = seq;
      if (seq === have + 1) return next;
      return {
        kind: "broken",
        purpose: subscription.purpose,
        why: `subscription ${sid}: have ${have}, was sent ${seq}`,
      };
    },
  };
}
