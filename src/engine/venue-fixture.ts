/** A desk that really sends, to an exchange that says what the test wants: for tests. */
import type { AccountReading, VenueFill, VenueOrder, VenueSettlement } from "../domain/account.ts";
import type { Command, ConfigChange } from "../domain/commands.ts";
import type { Answer, Effect } from "../domain/effects.ts";
import type { TeamSide } from "../domain/game.ts";
import type { BookSide } from "../domain/market.ts";
import {
  contracts,
  cost,
  type Money,
  money,
  ONE_DOLLAR,
  type Price,
  price,
} from "../domain/numbers.ts";
import type { Approved, Order, OrderEnd } from "../domain/orders.ts";
import type { StopProof, VenueNews } from "../domain/venue-news.ts";
import { takerFee } from "../market/market.ts";
import type { Opening } from "./desk.ts";
import { Hand, markets } from "./desk-fixture.ts";

export const HOME = markets.home.ticker;
export const AWAY = markets.away.ticker;
export const armDemo = { kind: "arm", word: undefined, sessionCap: undefined } as const;

const hourMs = 3_600_000;

function changeTo(change: Partial<ConfigChange>): Command {
  const none = { autoTrading: undefined, paperTrading: undefined, version: undefined };
  return { kind: "config", change: { settings: {}, ...none, ...change } };
}

export const toPaper = changeTo({ paperTrading: true });
export const fromPaper = changeTo({ paperTrading: false });
export const autoOn = changeTo({ autoTrading: true });

/** What the exchange shows of the account; a test changes it. */
export type Shown = {
  cash: Money;
  transferred: Money;
  /** Contracts by ticker, signed. */
  readonly held: Map<string, number>;
  orders: VenueOrder[];
  fills: VenueFill[];
  settlements: VenueSettlement[];
};

/** An order of somebody else that rests: 10 YES-HOME at 40¢ unless told. */
export function foreignOrder(change: Partial<VenueOrder> = {}): VenueOrder {
  return {
    orderId: "x1",
    clientOrderId: undefined,
    ticker: HOME,
    side: "bid",
    price: price(4_000),
    initial: contracts(10),
    filled: contracts(0),
    remaining: contracts(10),
    status: "resting",
    groupId: undefined,
    exchangeIndex: 0,
    reason: undefined,
    updatedAt: undefined,
    ...change,
  };
}

export const proven: StopProof = {
  canceled: [],
  left: [],
  unknown: [],
  confirmed: true,
  triggered: undefined,
};

/** A hand on a desk and on the account's side of its venue. */
export class VenueHand extends Hand {
  readonly shown: Shown = {
    cash: money(500_000_000),
    transferred: money(0),
    held: new Map(),
    orders: [],
    fills: [],
    settlements: [],
  };

  /** Markets that have paid, and what one YES got. */
  readonly paid = new Map<string, Price>();
  commands = 0;
  trades = 0;

  constructor(changes: Partial<Opening> = {}) {
    super(changes);
    this.believe(75);
  }

  tell(news: VenueNews): readonly Effect[] {
    return this.give({ kind: "venue", news });
  }

  /** Gives a command under its own id and returns that id: the answer may come later. */
  ask(command: Command): string {
    this.commands += 1;
    const commandId = `k${this.commands}`;
    this.give({ kind: "operator", commandId, origin: "page", command });
    return commandId;
  }

  /** The exchange has answered a stop: the newest one, unless told. */
  prove(change: Partial<StopProof> = {}, asking = this.of("stopOrders").at(-1)?.asking): void {
    if (asking === undefined) throw new Error("nobody asked for a stop");
    this.tell({ kind: "stopped", asking, proof: { ...proven, ...change } });
  }

  answersTo(commandId: string): readonly Answer[] {
    return this.of("answer").flatMap((told) => (told.commandId === commandId ? [told.answer] : []));
  }

  /** Gives a command that must be answered at once. */
  answerNow(command: Command): Answer {
    const [answer] = this.answersTo(this.ask(command));
    if (answer === undefined) throw new Error(`${command.kind} was not answered at once`);
    return answer;
  }

  /** The game and the market are fresh, and a page and the disk are there. */
  calm(): void {
    this.settleIn();
    this.give({ kind: "pages", attached: 1 });
    this.give({ kind: "disk", freeBytes: 5_000_000_000 });
    this.quote(74, 76);
  }

  /** Time passes; feeds and books stay fresh, the quote as it is told. */
  pass(ms: number, quote: readonly [bid: number, ask: number] = [74, 76]): void {
    const until = this.mono + ms;
    while (this.mono < until) {
      this.wait(Math.min(5_000, until - this.mono));
      this.answer({ clockSeconds: 800 - Math.floor(this.mono / 5_000) });
      this.show(...quote);
      this.crossCheck();
    }
  }

  /** One look at the account as it is shown. */
  reading(change: Partial<AccountReading> = {}): AccountReading {
    const { at, mono } = this.now();
    const held = [...this.shown.held];
    return {
      askedMono: mono,
      askedAt: at,
      dataAt: at,
      orders: this.shown.orders,
      fills: this.shown.fills,
      positions: held.map(([ticker, count]) => {
        const paid = money(Math.abs(count) * 500_000);
        return { ticker, net: count * 100, cost: paid, fees: undefined, updatedAt: undefined };
      }),
      settlements: this.shown.settlements,
      transferred: this.shown.transferred,
      balance: { cash: this.shown.cash, holdings: undefined, at: undefined },
      ...change,
    };
  }

  read(change: Partial<AccountReading> = {}): readonly Effect[] {
    return this.tell({ kind: "account", reading: this.reading(change) });
  }

  /** Everything that the pre-flight asks of the exchange, but for what is left out. */
  showAccount(without: readonly ("group" | "keys" | "account" | "stream")[] = []): void {
    const leaves = (what: (typeof without)[number]): boolean => without.includes(what);
    const group = { kind: "ready", groupId: "g1", limit: 300 } as const;
    if (!leaves("group")) this.tell({ kind: "entryGroup", state: group });
    const attestedUntil = this.now().at + 10 * hourMs;
    const keys = { mayTrade: true, words: "read, write", attestedUntil };
    if (!leaves("keys")) this.tell({ kind: "keys", keys });
    if (!leaves("stream")) this.tell({ kind: "accountStream", up: true, why: "" });
    if (!leaves("account")) this.read();
  }

  /** Arms the second mode, which must pass. */
  arm(command: Command = armDemo): void {
    const id = this.ask(command);
    this.showAccount();
    const [answer] = this.answersTo(id);
    if (answer?.status !== 200) throw new Error(`not armed: ${JSON.stringify(answer)}`);
  }

  /** From nothing to TRADING in the second mode. */
  intoDemo(command: Command = armDemo): this {
    this.calm();
    this.arm(command);
    const answer = this.answerNow({ kind: "start" });
    if (answer.status !== 200) throw new Error(`not started: ${JSON.stringify(answer)}`);
    return this;
  }

  ticket(side: BookSide, count: number, cents: number, ticker = HOME): Answer {
    const terms = { ticker, side, quantity: contracts(count), price: price(cents * 100) };
    return this.answerNow({ kind: "ticket", ...terms, idempotencyKey: undefined });
  }

  /** The newest intent is durable; returns what was sent. */
  sendNewest(): Approved<Order> {
    const intentId = this.desk.intents;
    this.wait(3);
    const effects = this.give({ kind: "durable", intentId });
    const sent = effects.find((effect) => effect.kind === "send");
    if (sent?.kind !== "send") throw new Error(`intent ${intentId} was not sent`);
    return sent.order;
  }

  /** A typed order that leaves; returns its intent. */
  sendTicket(side: BookSide, count: number, cents: number, ticker = HOME): number {
    const answer = this.ticket(side, count, cents, ticker);
    if (answer.status !== 202) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
    return this.sendNewest().intentId;
  }

  accept(intentId: number): void {
    this.tell({ kind: "accepted", intentId, venueOrderId: `v${intentId}` });
  }

  end(intentId: number, how: OrderEnd = "filled"): readonly Effect[] {
    return this.tell({ kind: "ended", intentId, how });
  }

  /** The exchange's own books move with a trade. */
  private trade(ticker: string, side: BookSide, count: number, cents: number, fee: Money): void {
    const { held } = this.shown;
    const before = held.get(ticker) ?? 0;
    const after = before + (side === "bid" ? count : -count);
    held.set(ticker, after);
    // Long pays its price, short 1 $ less it; what closes gets the same back.
    const worth = (net: number): number =>
      net >= 0
        ? cost(price(cents * 100), contracts(net))
        : cost(price(ONE_DOLLAR - cents * 100), contracts(-net));
    this.shown.cash = money(this.shown.cash + worth(before) - worth(after) - fee);
    this.payOut(ticker);
  }

  /** What is held of a market that has paid is paid at once, also when it is told late. */
  private payOut(ticker: string): void {
    const value = this.paid.get(ticker);
    const net = this.shown.held.get(ticker) ?? 0;
    if (value === undefined) return;
    const each = net >= 0 ? value : price(ONE_DOLLAR - value);
    this.shown.cash = money(this.shown.cash + cost(each, contracts(Math.abs(net))));
    this.shown.held.delete(ticker);
  }

  /** Part of an order is filled; the fee is the formula's unless told. */
  fill(intentId: number, count: number, cents: number, fee?: Money): readonly Effect[] {
    const tracked = this.desk.orders.byIntent.get(intentId);
    if (tracked === undefined) throw new Error(`no order of intent ${intentId}`);
    const { ticker, team, side } = tracked.order;
    const charged = fee ?? this.feeOf(cents, count);
    this.trade(ticker, side, count, cents, charged);
    this.trades += 1;
    const terms = { ticker, team, side, price: price(cents * 100), quantity: contracts(count) };
    const tradeId = `${this.desk.opening.sessionId}/${this.trades}`;
    return this.tell({ kind: "fill", fill: { tradeId, intentId, ...terms, fee: charged } });
  }

  feeOf(cents: number, count: number): Money {
    const schedule = markets.fees ?? { makerShare: 25, multiplier: "1" };
    return takerFee(price(cents * 100), contracts(count), schedule, "direct");
  }

  /** A trade of the account that this desk did not make. */
  tradeElsewhere(
    side: BookSide,
    count: number,
    cents: number,
    ticker = HOME,
    clientOrderId?: string,
  ): readonly Effect[] {
    const fee = this.feeOf(cents, count);
    this.trade(ticker, side, count, cents, fee);
    this.trades += 1;
    const fill: VenueFill = {
      tradeId: `e${this.trades}`,
      orderId: `x${this.trades}`,
      clientOrderId,
      ticker,
      side,
      price: price(cents * 100),
      quantity: contracts(count),
      fee,
      isTaker: true,
      at: this.now().at,
    };
    return this.tell({ kind: "externalFill", fill });
  }

  /** Buys and is filled at once and whole. */
  buy(count: number, cents: number, ticker = HOME): number {
    const intentId = this.sendTicket("bid", count, cents, ticker);
    this.accept(intentId);
    this.fill(intentId, count, cents);
    this.end(intentId);
    return intentId;
  }

  /** The exchange pays a market. */
  settle(team: TeamSide, cents: number): void {
    const ticker = team === "home" ? HOME : AWAY;
    const value = price(cents * 100);
    this.paid.set(ticker, value);
    this.payOut(ticker);
    this.give({ kind: "market", news: { kind: "settled", team, value } });
  }
}

/** As `opening`, in a source whose second mode is LIVE. */
export const liveOpening: Partial<Opening> = { source: "real", secondMode: "LIVE" };
