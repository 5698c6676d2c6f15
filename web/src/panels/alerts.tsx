import { useState } from "preact/hooks";
import type { UnknownOrderView } from "../../../src/engine/view-types.ts";
import { resolveUnknown } from "../desk/actions.ts";
import { isBusy, saidAt } from "../desk/saying.ts";
import {
  account,
  market,
  orders,
  sourceSecondsPassed,
  status,
  whyDisabled,
} from "../desk/state.ts";
import { AnswerLine } from "../parts/answer-line.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { PointsDialog } from "../parts/points-dialog.tsx";
import {
  accountAlerts,
  type Alert,
  declareIn,
  declareWords,
  unknownBanner,
  unknownOrderWords,
} from "../words/account.ts";
import { teamOf } from "../words/orders.ts";

const icons: Readonly<Record<Alert["level"], IconName>> = {
  good: "pass",
  caution: "caution",
  alarm: "stop",
};

function AlertRow({ level, text }: Alert) {
  return (
    <li class={`alert alert-${level}`}>
      <Icon name={icons[level]} />
      <span>{text}</span>
    </li>
  );
}

type Verdict = "absent" | "filled";

/** Titles and buttons of a person's word about an order. */
const verdicts: Readonly<Record<Verdict, string>> = {
  absent: "Checked: absent",
  filled: "Count as filled",
};

/** An order whose fate is open: it stays until the exchange, or a person, has told it. */
function UnknownRow({ unknown }: { readonly unknown: UnknownOrderView }) {
  const [asking, setAsking] = useState<Verdict | undefined>(undefined);
  const order = orders.value?.find(({ intent_id: id }) => id === unknown.intent_id);
  const limit = order?.limit;
  const words = unknownOrderWords(unknown, teamOf(unknown.ticker, market.value), limit);
  const passed = sourceSecondsPassed.value;
  const why = whyDisabled.value;
  const mayDeclare = declareIn(unknown, passed) === 0;
  return (
    <li class="alert alert-caution">
      <Icon name="caution" />
      <span>{unknownBanner(unknown, words, passed)}</span>
      {mayDeclare
        ? (["absent", "filled"] as const).map((verdict) => (
            <button
              key={verdict}
              type="button"
              class="line-button"
              disabled={why !== undefined || isBusy("unknown")}
              title={why}
              onClick={() => setAsking(verdict)}
            >
              {verdicts[verdict]}
            </button>
          ))
        : null}
      {asking === undefined ? null : (
        <PointsDialog
          title={`Order ${unknown.intent_id}: ${verdicts[asking].toLowerCase()}`}
          confirm={verdicts[asking]}
          points={declareWords(asking, unknown, words, limit)}
          onCancel={() => setAsking(undefined)}
          onConfirm={() => {
            setAsking(undefined);
            resolveUnknown(unknown.intent_id, asking);
          }}
        />
      )}
    </li>
  );
}

/** What must be known until it is over: unknown orders, an unproven STOP, books that differ. */
export function Alerts() {
  const unknown = status.value?.unknown_orders ?? [];
  const alerts = account.value === undefined ? [] : accountAlerts(account.value);
  if (unknown.length === 0 && alerts.length === 0) return null;
  // What was declared has no row any more, and stands in the notices.
  const isOpen = unknown.length > 0 && saidAt.value.unknown?.kind !== "done";
  return (
    <div class="alerts">
      <ul aria-label="To be known">
        {unknown.map((one) => (
          <UnknownRow key={one.intent_id} unknown={one} />
        ))}
        {alerts.map((alert) => (
          <AlertRow key={alert.text} {...alert} />
        ))}
      </ul>
      {isOpen ? <AnswerLine place="unknown" /> : null}
    </div>
  );
}
