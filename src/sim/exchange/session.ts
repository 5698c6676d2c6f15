/** One connection of the stream: its subscriptions and the answers to its commands. */
import type { Socket } from "../../domain/ports.ts";
import { errorText, readCommand, sidsOf, tickersOf } from "./commands.ts";
import type { Command, Params } from "./commands.ts";
import type { Floor } from "./floor.ts";
import { snapshotMessage, tickerMessage } from "./frames.ts";
import type { Message } from "./frames.ts";
import type { ListedMarket } from "./records.ts";
import { concerns, isChannel, isFiltered, isSequenced } from "./subscriptions.ts";
import type { Channel, Subscription } from "./subscriptions.ts";

export type Session = {
  readonly floor: Floor;
  readonly client: Socket;
  readonly subscriptions: Map<number, Subscription>;
  nextSid: number;
};

export function openSession(floor: Floor, client: Socket): Session {
  return { floor, client, subscriptions: new Map(), nextSid: 1 };
}

function now(session: Session): number {
  return Math.floor(session.floor.source.clock.now().at);
}

function transmit(session: Session, frame: Message): void {
  const sending = session.floor.switches.sendingTimes ? { sending_ts_ms: now(session) } : {};
  session.client.send(JSON.stringify({ ...frame, ...sending }));
}

/** Sends data of a subscription, with its next sequence number where the channel has them. */
export function sendData(
  session: Session,
  subscription: Subscription,
  type: string,
  msg: Message,
  id?: number,
): void {
  const { sid, channel } = subscription;
  const sequenced = isSequenced(channel, session.floor.switches.seqOnTrades);
  if (sequenced) subscription.seq += 1;
  transmit(session, {
    type,
    ...(id === undefined ? {} : { id }),
    sid,
    ...(sequenced ? { seq: subscription.seq } : {}),
    msg,
  });
}

/** A control reply scoped to a subscription: it takes a sequence number too. */
function sendControl(
  session: Session,
  subscription: Subscription,
  type: string,
  id: number | undefined,
  msg: Message | undefined,
): void {
  subscription.seq += 1;
  transmit(session, {
    type,
    ...(id === undefined ? {} : { id }),
    sid: subscription.sid,
    seq: subscription.seq,
    ...(msg === undefined ? {} : { msg }),
  });
}

function sendError(session: Session, id: number | undefined, code: number): void {
  const msg = { code, msg: errorText(code) };
  transmit(session, { type: "error", ...(id === undefined ? {} : { id }), msg });
}

function sendSnapshot(
  session: Session,
  subscription: Subscription,
  ticker: string,
  id?: number,
): void {
  const market = session.floor.markets.get(ticker);
  const { bookOrder } = session.floor.switches;
  const msg =
    market === undefined
      ? { market_ticker: ticker }
      : snapshotMessage(market, subscription.useYesPrice, bookOrder);
  sendData(session, subscription, "orderbook_snapshot", msg, id);
}

/** Deltas that come before a delayed snapshot reply, source ms. */
const snapshotDelayMs = 50;

/** Answers `get_snapshot`: the book as it is when the reply is sent, whenever that is. */
function replySnapshots(
  session: Session,
  subscription: Subscription,
  tickers: readonly string[],
  id: number | undefined,
): void {
  const reply = (): void => {
    for (const ticker of tickers) sendSnapshot(session, subscription, ticker, id);
  };
  if (session.floor.switches.snapshotReplies === "atomic") {
    reply();
    return;
  }
  session.floor.source.timers.after(snapshotDelayMs, () => {
    if (session.subscriptions.has(subscription.sid)) reply();
  });
}

function sortedTickers(subscription: Subscription): string[] {
  return [...(subscription.tickers ?? [])].toSorted();
}

function sendOk(session: Session, subscription: Subscription, id: number | undefined): void {
  const msg = subscription.skipAck ? {} : { market_tickers: sortedTickers(subscription) };
  sendControl(session, subscription, "ok", id, msg);
}

/** The code with which unknown tickers are refused, if they are. */
function tickerRefusal(session: Session, tickers: readonly string[]): number | undefined {
  const { unknownTicker, subscriptionMarketsMax } = session.floor.switches;
  if (tickers.length > subscriptionMarketsMax) return 26;
  if (unknownTicker === "emptyBook") return undefined;
  const known = tickers.every((ticker) => session.floor.markets.has(ticker));
  return known ? undefined : unknownTicker;
}

/**
 * Adds markets to a subscription: told first, then new ones of a book channel get a snapshot. One
 * of all markets has them already, and keeps all.
 */
function addTickers(
  session: Session,
  subscription: Subscription,
  tickers: readonly string[],
  tell: () => void,
): void {
  if (subscription.tickers === undefined) return tell();
  const before = subscription.tickers;
  subscription.tickers = new Set([...before, ...tickers]);
  tell();
  if (subscription.channel !== "orderbook_delta") return;
  for (const ticker of new Set(tickers)) {
    if (!before.has(ticker)) sendSnapshot(session, subscription, ticker);
  }
}

function openChannel(
  session: Session,
  channel: Channel,
  id: number | undefined,
  tickers: readonly string[] | undefined,
  params: Params,
): void {
  const existing = [...session.subscriptions.values()].find((one) => one.channel === channel);
  if (existing !== undefined) {
    // Not an error: the markets join the subscription that stands; none means all of them.
    const ok = (): void => sendOk(session, existing, id);
    if (tickers !== undefined) return addTickers(session, existing, tickers, ok);
    existing.tickers = undefined;
    return ok();
  }
  const flag = params["use_yes_price"];
  const filtered = isFiltered(channel) ? tickers : undefined;
  const subscription: Subscription = {
    sid: session.nextSid,
    channel,
    tickers: filtered === undefined ? undefined : new Set(),
    useYesPrice: typeof flag === "boolean" ? flag : session.floor.switches.yesPriceByDefault,
    skipAck: params["skip_ticker_ack"] === true,
    seq: 0,
  };
  session.nextSid += 1;
  session.subscriptions.set(subscription.sid, subscription);
  const msg = { channel, sid: subscription.sid };
  const subscribed = { type: "subscribed", ...(id === undefined ? {} : { id }), msg };
  if (filtered === undefined) transmit(session, subscribed);
  else addTickers(session, subscription, filtered, () => transmit(session, subscribed));
  if (channel === "ticker" && params["send_initial_snapshot"] === true) {
    const message = (market: ListedMarket): Message =>
      tickerMessage(market, now(session), session.floor.switches);
    for (const market of session.floor.markets.values()) {
      if (!concerns(subscription, market.ticker)) continue;
      sendData(session, subscription, "ticker", message(market));
    }
  }
}

/** Tickers of the markets that are asked for by their ids, which only the ticker channel knows. */
function byId(session: Session, params: Params): readonly string[] | undefined {
  const ids = [params["market_id"], params["market_ids"]].flat().filter((id) => id !== undefined);
  if (ids.length === 0) return undefined;
  const markets = [...session.floor.markets.values()];
  return markets.filter((market) => ids.includes(market.id)).map((market) => market.ticker);
}

function subscribe(session: Session, { id, params }: Command): void {
  if (params === undefined) return sendError(session, id, 2);
  const given: readonly unknown[] = Array.isArray(params["channels"]) ? params["channels"] : [];
  const names = given.filter((name): name is string => typeof name === "string");
  if (names.length === 0 || names.length !== given.length) return sendError(session, id, 3);
  const channels = names.filter(isChannel);
  if (channels.length !== names.length) return sendError(session, id, 8);
  const tickers =
    channels[0] === "ticker" ? (byId(session, params) ?? tickersOf(params)) : tickersOf(params);
  if (tickers === "invalid") return sendError(session, id, 11);
  if (tickers === undefined && channels.includes("orderbook_delta")) {
    return sendError(session, id, 14);
  }
  const refusal = tickerRefusal(session, tickers ?? []);
  if (refusal !== undefined) return sendError(session, id, refusal);
  for (const channel of channels) openChannel(session, channel, id, tickers, params);
}

function unsubscribe(session: Session, { id, params }: Command): void {
  if (params === undefined) return sendError(session, id, 2);
  const sids = sidsOf(params);
  if (sids.length === 0) return sendError(session, id, 4);
  if (sids.some((sid) => !session.subscriptions.has(sid))) return sendError(session, id, 7);
  for (const sid of sids) {
    const subscription = session.subscriptions.get(sid);
    if (subscription === undefined) continue;
    session.subscriptions.delete(sid);
    sendControl(session, subscription, "unsubscribed", id, undefined);
  }
}

function update(session: Session, { id, params }: Command): void {
  if (params === undefined) return sendError(session, id, 2);
  const action = params["action"];
  if (action === undefined) return sendError(session, id, 15);
  const [sid, ...others] = sidsOf(params);
  if (sid === undefined || others.length > 0) return sendError(session, id, 12);
  const subscription = session.subscriptions.get(sid);
  if (subscription === undefined) return sendError(session, id, 7);
  const tickers = tickersOf(params);
  if (tickers === "invalid") return sendError(session, id, 11);
  if (tickers === undefined) return sendError(session, id, 14);
  const held = action === "add_markets" ? [...(subscription.tickers ?? [])] : [];
  const refusal = tickerRefusal(session, [...new Set([...held, ...tickers])]);
  if (refusal !== undefined) return sendError(session, id, refusal);
  switch (action) {
    case "add_markets":
      addTickers(session, subscription, tickers, () => sendOk(session, subscription, id));
      return;
    case "delete_markets":
      for (const ticker of tickers) subscription.tickers?.delete(ticker);
      sendOk(session, subscription, id);
      return;
    case "get_snapshot":
      if (subscription.channel !== "orderbook_delta") return sendError(session, id, 13);
      replySnapshots(session, subscription, tickers, id);
      return;
    default:
      sendError(session, id, 13);
  }
}

function list(session: Session, { id }: Command): void {
  const msg = [...session.subscriptions.values()].map(({ channel, sid }) => ({ channel, sid }));
  transmit(session, { type: "ok", ...(id === undefined ? {} : { id }), msg });
}

const answers: Readonly<Record<string, (session: Session, command: Command) => void>> = {
  subscribe,
  unsubscribe,
  update_subscription: update,
  list_subscriptions: list,
};

/** Carries out one command of the client. */
export function obey(session: Session, text: string): void {
  const read = readCommand(text);
  if (read.kind === "refused") return sendError(session, read.id, read.code);
  const answer = Object.hasOwn(answers, read.command.cmd) ? answers[read.command.cmd] : undefined;
  if (answer === undefined) return sendError(session, read.command.id, 5);
  answer(session, read.command);
}
