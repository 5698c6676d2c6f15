/** From frames of the stream to market news. Sequence numbers are counted before anything else. */
import type { VenueFill, VenueOrder } from "../../domain/account.ts";
import { z } from "zod";
import type { MarketNews } from "../../domain/events.ts";
import type { TeamSide } from "../../domain/game.ts";
import type { Level, MarketStatus } from "../../domain/market.ts";
import type { Price } from "../../domain/numbers.ts";
import type { FeeOverride } from "./fees.ts";
import type { Ladders } from "./ladders.ts";
import { errorText, SubscribedShape, terminalErrors } from "./messages/control.ts";
import { type Envelope, readEnvelope } from "./messages/envelope.ts";
import {
  DeterminedShape,
  FeeUpdateShape,
  GridChangeShape,
  LifecycleHeadShape,
} from "./messages/lifecycle.ts";
import { readOrderbookDelta } from "./messages/orderbook-delta.ts";
import { readOrderbookSnapshot } from "./messages/orderbook-snapshot.ts";
import { TickerShape } from "./messages/ticker.ts";
import { TradeShape } from "./messages/trade.ts";
import { FillShape } from "./messages/fills.ts";
import { MarketPositionShape } from "./messages/market-position.ts";
import { GroupUpdateShape } from "./messages/order-groups.ts";
import { OrderShape } from "./messages/orders.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** Who hears what happens on the account, all markets of it. `raw`: the frame as it came. */
export type AccountListener = {
  fill(fill: VenueFill, raw: string): void;
  order(order: VenueOrder, raw: string): void;
  position(ticker: string, net: number, raw: string): void;
  group(groupId: string, what: string, raw: string): void;
  /** The exchange has named the subscription of a channel. */
  subscribed(channel: string): void;
  /** A message of the groups was missed. */
  groupsMissed(): void;
  /** The stream is gone, and with it every channel. */
  lost(why: string): void;
};

/** What frames need to know and whom they tell. */
export type FrameDesk = {
  readonly subscriptions: Subscriptions;
  readonly ladders: Ladders;
  readonly eventTicker: string;
  teamOf(ticker: string): TeamSide | undefined;
  /** Source's wall time, Unix ms: for messages that state none. */
  at(): number;
  say(news: MarketNews, raw: string | undefined): void;
  /** A frame without content for us. */
  heard(): void;
  /** The stream of the books is subscribed. */
  up(): void;
  /** Books lost a message: they need new snapshots. */
  suspect(why: string): void;
  /** The connection cannot go on. `refused`: the exchange does not want us as we are. */
  fail(why: string, refused: boolean): void;
  /** A market's status, and what its YES pays when told. */
  status(team: TeamSide, status: MarketStatus, value: Price | undefined, raw: string): void;
  /** Something of the markets changed that only REST tells. */
  reread(): void;
  fees(override: FeeOverride, raw: string): void;
  /** undefined: the account is not listened to. */
  account(): AccountListener | undefined;
};

function bestFirst(levels: readonly Level[], side: "bid" | "ask"): readonly Level[] {
  const sign = side === "bid" ? -1 : 1;
  return levels.filter(([, size]) => size > 0).sort((left, right) => sign * (left[0] - right[0]));
}

function snapshot(desk: FrameDesk, { msg }: Envelope, raw: string): void {
  const reading = readOrderbookSnapshot(msg);
  if (reading.kind === "unreadable") return unreadableBook(desk, reading.why, raw);
  const { ticker, yes, no } = reading.value;
  const team = desk.teamOf(ticker);
  if (team === undefined) return desk.heard();
  // With use_yes_price a NO bid stands at its YES price, which makes it an ask of YES.
  const bids = bestFirst(yes, "bid");
  const asks = bestFirst(no, "ask");
  desk.ladders.snapshot(team, bids, asks);
  desk.say({ kind: "snapshot", team, bids, asks }, raw);
}

function delta(desk: FrameDesk, { msg }: Envelope, raw: string): void {
  const reading = readOrderbookDelta(msg);
  if (reading.kind === "unreadable") return unreadableBook(desk, reading.why, raw);
  const { ticker, price, change } = reading.value;
  const team = desk.teamOf(ticker);
  if (team === undefined) return desk.heard();
  const side = reading.value.side === "yes" ? "bid" : "ask";
  const applied = desk.ladders.delta(team, side, price, change);
  if (applied === "waiting") return desk.heard();
  if (applied === "negative") return desk.suspect(`${ticker}: a level fell below zero`);
  desk.say({ kind: "delta", team, side, price, change }, raw);
}

/** A book message that cannot be read is a message lost. */
function unreadableBook(desk: FrameDesk, why: string, raw: string): void {
  desk.say({ kind: "unreadable", why }, raw);
  desk.suspect(why);
}

function unreadableFrame(desk: FrameDesk, type: string, error: z.ZodError, raw: string): void {
  desk.say({ kind: "unreadable", why: `${type}: ${z.prettifyError(error)}` }, raw);
}

function ticker(desk: FrameDesk, { type, msg }: Envelope, raw: string): void {
  const parsed = TickerShape.safeParse(msg);
  if (!parsed.success) return unreadableFrame(desk, type, parsed.error, raw);
  const team = desk.teamOf(parsed.data.ticker);
  const { volume, last } = parsed.data;
  if (team === undefined || volume === undefined) return desk.heard();
  desk.say({ kind: "ticker", team, volume, last }, raw);
}

function trade(desk: FrameDesk, { type, msg }: Envelope, raw: string): void {
  const parsed = TradeShape.safeParse(msg);
  if (!parsed.success) return unreadableFrame(desk, type, parsed.error, raw);
  const { tradeId, price, quantity, taker } = parsed.data;
  const team = desk.teamOf(parsed.data.ticker);
  if (team === undefined) return desk.heard();
  const tradedAt = parsed.data.tradedAt ?? desk.at();
  desk.say({ kind: "trade", team, tradeId, price, quantity, taker, tradedAt }, raw);
}

function lifecycle(desk: FrameDesk, { type, msg }: Envelope, raw: string): void {
  const head = LifecycleHeadShape.safeParse(msg);
  if (!head.success) return unreadableFrame(desk, type, head.error, raw);
  const team = desk.teamOf(head.data.ticker);
  if (team === undefined) return desk.heard();
  switch (head.data.what) {
    case "activated":
      desk.status(team, "active", undefined, raw);
      break;
    case "deactivated":
      desk.status(team, "inactive", undefined, raw);
      break;
    case "determined": {
      const parsed = DeterminedShape.safeParse(msg);
      const value = parsed.success ? parsed.data : undefined;
      desk.status(team, "determined", value, raw);
      break;
    }
    case "settled":
      desk.status(team, "finalized", undefined, raw);
      break;
    case "price_level_structure_updated": {
      const parsed = GridChangeShape.safeParse(msg);
      if (!parsed.success) unreadableFrame(desk, type, parsed.error, raw);
      else desk.say({ kind: "grid", team, priceRanges: parsed.data }, raw);
      break;
    }
    default:
      desk.heard();
  }
  desk.reread();
}

function feeUpdate(desk: FrameDesk, { type, msg }: Envelope, raw: string): void {
  const parsed = FeeUpdateShape.safeParse(msg);
  if (!parsed.success) return unreadableFrame(desk, type, parsed.error, raw);
  if (parsed.data.eventTicker === desk.eventTicker) desk.fees(parsed.data.override, raw);
  else desk.heard();
}

function subscribed(desk: FrameDesk, { type, msg }: Envelope, raw: string): void {
  const parsed = SubscribedShape.safeParse(msg);
  if (!parsed.success) return unreadableFrame(desk, type, parsed.error, raw);
  const purpose = desk.subscriptions.subscribed(parsed.data.sid, parsed.data.channel);
  if (purpose === "account" || purpose === "groups") {
    desk.account()?.subscribed(parsed.data.channel);
  }
  if (purpose === "books") desk.up();
  else desk.heard();
}

/** A message of the account: read by its shape, then told; one that cannot be read is an alarm. */
function told<T>(shape: z.ZodType<T>, tell: (to: AccountListener, value: T, raw: string) => void) {
  return (desk: FrameDesk, { type, msg }: Envelope, raw: string): void => {
    const parsed = shape.safeParse(msg);
    if (!parsed.success) return unreadableFrame(desk, type, parsed.error, raw);
    desk.heard();
    const listener = desk.account();
    if (listener !== undefined) tell(listener, parsed.data, raw);
  };
}

function refused(desk: FrameDesk, { id, sid, msg }: Envelope, raw: string): void {
  const { code, text } = errorText(msg);
  const purpose = desk.subscriptions.purposeOf(id);
  desk.say({ kind: "unreadable", why: text }, raw);
  if (purpose === "books" || purpose === "account") desk.fail(text, true);
  else if (purpose === "resync") desk.fail(text, false);
  else if (sid !== undefined && code !== undefined && terminalErrors.includes(code)) {
    desk.fail(text, false);
  }
}

type Reader = (desk: FrameDesk, envelope: Envelope, raw: string) => void;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["orderbook_delta", delta],
  ["orderbook_snapshot", snapshot],
  ["ticker", ticker],
  ["trade", trade],
  ["market_lifecycle_v2", lifecycle],
  ["event_fee_update", feeUpdate],
  ["fill", told(FillShape, (to, fill, raw) => to.fill(fill, raw))],
  ["user_order", told(OrderShape, (to, order, raw) => to.order(order, raw))],
  [
    "market_position",
    told(MarketPositionShape, (to, { ticker, net }, raw) => to.position(ticker, net, raw)),
  ],
  [
    "order_group_updates",
    told(GroupUpdateShape, (to, { groupId, what }, raw) => to.group(groupId, what, raw)),
  ],
  ["event_lifecycle", (desk) => desk.heard()],
  ["subscribed", subscribed],
  ["ok", (desk) => desk.heard()],
  [
    "unsubscribed",
    (desk, { sid }) => {
      if (sid !== undefined) desk.subscriptions.unsubscribed(sid);
      desk.heard();
    },
  ],
  ["error", refused],
]);

const typesMax = 50;

/** Takes frame after frame of one connection. */
export function createFrameReader(desk: FrameDesk): (text: string) => void {
  const unknownTypes = new Map<string, number>();

  function unknown(type: string, raw: string): void {
    const seen = unknownTypes.get(type) ?? 0;
    if (seen > 0 || unknownTypes.size < typesMax) unknownTypes.set(type, seen + 1);
    if (seen === 0) desk.say({ kind: "unreadable", why: `a message of unknown type ${type}` }, raw);
    else desk.heard();
  }

  return (text) => {
    const envelope = readEnvelope(text);
    if (envelope.kind === "unreadable") {
      desk.say({ kind: "unreadable", why: envelope.why }, text);
      return desk.suspect(envelope.why);
    }
    const { type, sid, seq } = envelope.value;
    const counted = desk.subscriptions.count(sid, seq);
    if (counted.kind === "broken") {
      if (counted.purpose === "lifecycle") desk.reread();
      if (counted.purpose === "groups") desk.account()?.groupsMissed();
      if (counted.purpose === "books" || counted.purpose === undefined) desk.suspect(counted.why);
    }
    const reader = readers.get(type);
    if (reader === undefined) unknown(type, text);
    else reader(desk, envelope.value, text);
  };
}
