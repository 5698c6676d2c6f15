import { useState } from "preact/hooks";
import type { GateView, OrderView, TradeView } from "../../../src/engine/view-types.ts";
import { cancelEverything, cancelOrder } from "../desk/actions.ts";
import { isBusy } from "../desk/saying.ts";
import { type RecordsTab, recordsTab } from "../desk/screen-state.ts";
import { account, gates, market, orders, status, trades, whyDisabled } from "../desk/state.ts";
import { AnswerLine } from "../parts/answer-line.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { PointsDialog } from "../parts/points-dialog.tsx";
import { everythingWords } from "../words/account.ts";
import { gateLabel, verdictWords } from "../words/gates.ts";
import { cents, count, dollars } from "../words/numbers.ts";
import { isCancellable, isUnderWay, orderStateWords, teamOf } from "../words/orders.ts";
import { timeOfDay } from "../words/times.ts";
import { Result } from "./performance-panel.tsx";

function SideWord({ side }: { readonly side: "BUY" | "SELL" }) {
  const tone = side === "BUY" ? "is-up" : "is-down";
  return (
    <span class={`side ${tone}`}>
      <Icon name={side === "BUY" ? "up" : "down"} tone={tone} />
      {side}
    </span>
  );
}

function Nothing({ columns, words }: { readonly columns: number; readonly words: string }) {
  return (
    <tr>
      <td colSpan={columns} class="nothing">
        {words}
      </td>
    </tr>
  );
}

function TradeRow({ trade }: { readonly trade: TradeView }) {
  const exit = trade.exit_price === null ? "" : ` to ${cents(trade.exit_price)}`;
  return (
    <tr>
      <td>{timeOfDay(trade.opened_at)}</td>
      <td>{trade.game_clock}</td>
      <td>
        <SideWord side={trade.side} />
      </td>
      <td>{trade.team}</td>
      <td class="number">{`${count(trade.quantity)} @ ${cents(trade.entry_price)}${exit}`}</td>
      <td class="number">{dollars(trade.fees)}</td>
      <td class="number">
        <Result amount={trade.net} />
      </td>
      <td>{trade.state}</td>
      <td>{trade.mode}</td>
    </tr>
  );
}

function Trades() {
  const rows = trades.value ?? [];
  return (
    <table class="records-table">
      <caption class="sr-only">The last 20 trades, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Game</th>
          <th scope="col">Side</th>
          <th scope="col">Team</th>
          <th scope="col" class="number">
            Contracts
          </th>
          <th scope="col" class="number">
            Fee
          </th>
          <th scope="col" class="number">
            Net
          </th>
          <th scope="col">State</th>
          <th scope="col">Mode</th>
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 ? <Nothing columns={9} words="No trades yet." /> : null}
        {rows.map((trade) => (
          <TradeRow key={trade.trade_id} trade={trade} />
        ))}
      </tbody>
    </table>
  );
}

function orderIcon(order: OrderView): readonly [IconName, string] {
  if (order.state === "unknown") return ["caution", "is-caution"];
  if (isUnderWay(order)) return ["dash", "is-muted"];
  if (order.state === "filled") return ["pass", "is-up"];
  const isOdd = ["partlyFilled", "rejected", "declaredFilled"].includes(order.state);
  return isOdd ? ["caution", "is-caution"] : ["stop", "is-muted"];
}

function OrderRow({ order }: { readonly order: OrderView }) {
  const [icon, tone] = orderIcon(order);
  return (
    <tr>
      <td>{timeOfDay(order.at)}</td>
      <td class="number">{order.intent_id}</td>
      <td>
        <SideWord side={order.side} />
      </td>
      <td title={order.ticker}>{teamOf(order.ticker, market.value)}</td>
      <td class="number">{`${count(order.quantity)} @ ${cents(order.limit)}`}</td>
      <td class="number">{count(order.filled)}</td>
      <td>{order.origin}</td>
      <td>
        <span class="with-icon">
          <Icon name={icon} tone={tone} />
          {orderStateWords(order)}
        </span>
      </td>
      <td>
        {isCancellable(order) ? (
          <button
            type="button"
            class="is-link"
            disabled={whyDisabled.value !== undefined}
            onClick={() => cancelOrder(order.intent_id)}
          >
            Cancel
          </button>
        ) : null}
      </td>
    </tr>
  );
}

function Orders() {
  const rows = orders.value ?? [];
  return (
    <table class="records-table">
      <caption class="sr-only">The last 20 orders, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col" class="number">
            Order
          </th>
          <th scope="col">Side</th>
          <th scope="col">Team</th>
          <th scope="col" class="number">
            Contracts
          </th>
          <th scope="col" class="number">
            Filled
          </th>
          <th scope="col">By</th>
          <th scope="col">State</th>
          <th scope="col">
            <span class="sr-only">Cancel</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 ? <Nothing columns={9} words="No orders yet." /> : null}
        {rows.map((order) => (
          <OrderRow key={order.intent_id} order={order} />
        ))}
      </tbody>
    </table>
  );
}

const verdictIcons: Readonly<Record<GateView["verdict"], readonly [IconName, string]>> = {
  pass: ["pass", "is-up"],
  fail: ["stop", "is-down"],
  warn: ["caution", "is-caution"],
  unchecked: ["dash", "is-muted"],
};

const appliesTo = ["auto", "execute", "ticket"] as const;

function CheckRow({ gate }: { readonly gate: GateView }) {
  const [icon, tone] = verdictIcons[gate.verdict];
  const asked = appliesTo.filter((kind) => gate.applies[kind]);
  return (
    <tr class={`verdict-${gate.verdict}`}>
      <td>
        <span class="with-icon">
          <Icon name={icon} tone={tone} />
          {verdictWords[gate.verdict]}
        </span>
      </td>
      <th scope="row" title={gate.code}>
        {gateLabel(gate.code)}
      </th>
      <td>{gate.value}</td>
      <td>{gate.limit}</td>
      <td>{asked.join(", ")}</td>
    </tr>
  );
}

const verdictOrder = ["fail", "warn", "pass", "unchecked"];

/** Every gate, those that block first: none hides another. */
function Checks() {
  const rows = [...(gates.value ?? [])].sort(
    (left, right) => verdictOrder.indexOf(left.verdict) - verdictOrder.indexOf(right.verdict),
  );
  return (
    <table class="records-table">
      <caption class="sr-only">Why there is no trade: every check with its value and limit</caption>
      <thead>
        <tr>
          <th scope="col">Verdict</th>
          <th scope="col">Check</th>
          <th scope="col">Value</th>
          <th scope="col">Needs</th>
          <th scope="col">Asked for</th>
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 ? <Nothing columns={5} words="No checks yet." /> : null}
        {rows.map((gate) => (
          <CheckRow key={gate.code} gate={gate} />
        ))}
      </tbody>
    </table>
  );
}

const tabs: readonly { readonly id: RecordsTab; readonly title: string }[] = [
  { id: "trades", title: "Trades" },
  { id: "orders", title: "Orders" },
  { id: "checks", title: "Checks" },
];

function turn(by: 1 | -1): void {
  const at = tabs.findIndex(({ id }) => id === recordsTab.value);
  const next = tabs[(at + by + tabs.length) % tabs.length];
  if (next === undefined) return;
  recordsTab.value = next.id;
  document.getElementById(`tab-${next.id}`)?.focus();
}

function TabList() {
  const failing = (gates.value ?? []).filter(({ verdict }) => verdict === "fail").length;
  return (
    <div
      class="tabs"
      role="tablist"
      aria-label="Records"
      onKeyDown={(event) => {
        if (event.key === "ArrowRight") turn(1);
        if (event.key === "ArrowLeft") turn(-1);
      }}
    >
      {tabs.map(({ id, title }) => (
        <button
          key={id}
          id={`tab-${id}`}
          type="button"
          role="tab"
          aria-selected={recordsTab.value === id}
          aria-controls="records-body"
          tabIndex={recordsTab.value === id ? 0 : -1}
          onClick={() => {
            recordsTab.value = id;
          }}
        >
          {id === "checks" && gates.value !== undefined ? `${title} (${failing} block)` : title}
        </button>
      ))}
    </div>
  );
}

/** Also orders placed elsewhere: a button of its own, always confirmed. */
function EverythingButton() {
  const [isAsking, setAsking] = useState(false);
  if (account.value === undefined) return null;
  const why = whyDisabled.value;
  const resting = status.value?.resting_orders ?? 0;
  return (
    <>
      <button
        type="button"
        disabled={why !== undefined || isBusy("orders")}
        title={why}
        onClick={() => setAsking(true)}
      >
        Cancel everything on the account…
      </button>
      {isAsking ? (
        <PointsDialog
          title="Cancel everything on the account"
          confirm="Cancel everything"
          cancel="Keep them"
          points={everythingWords(resting, account.value.external_orders)}
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            cancelEverything();
          }}
        />
      ) : null}
    </>
  );
}

/** Trades, orders and checks: one of them at a time. */
export function RecordsPanel() {
  const tab = recordsTab.value;
  return (
    <section class="panel records" aria-labelledby="records-title">
      <h2 id="records-title" class="sr-only">
        Trades, orders and checks
      </h2>
      <div class="panel-head">
        <TabList />
        <a class="export" href="/api/export/trades.csv" download="trades.csv">
          Export CSV
        </a>
      </div>
      <div class="scroll-place">
        <div
          id="records-body"
          class="scroll"
          role="tabpanel"
          aria-labelledby={`tab-${tab}`}
          tabIndex={0}
        >
          {tab === "trades" ? <Trades /> : tab === "orders" ? <Orders /> : <Checks />}
        </div>
      </div>
      {tab === "orders" ? (
        <div class="orders-foot">
          <AnswerLine place="orders" />
          <EverythingButton />
        </div>
      ) : null}
    </section>
  );
}
