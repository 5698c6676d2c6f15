import { useState } from "preact/hooks";
import type { BreakerView } from "../../../src/engine/view-types.ts";
import { resetBreaker } from "../desk/actions.ts";
import { isBusy } from "../desk/saying.ts";
import { breakers, notices, sinceTold, speed, view, whyDisabled } from "../desk/state.ts";
import { AnswerLine } from "../parts/answer-line.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { ReasonDialog } from "../parts/reason-dialog.tsx";
import { unknownText } from "../words/numbers.ts";
import { countdown, secondsBetween, timeOfDay } from "../words/times.ts";

type Name = "kalshi" | "espn";
const names: readonly (readonly [Name, string])[] = [
  ["kalshi", "Kalshi API"],
  ["espn", "ESPN API"],
];

const shapes: Readonly<Record<BreakerView["state"], readonly [IconName, string]>> = {
  CLOSED: ["circle", "is-up"],
  OPEN: ["octagon", "is-down"],
  HALF_OPEN: ["diamond", "is-caution"],
};

function breakerWords(breaker: BreakerView | undefined): string {
  if (breaker === undefined) return "";
  const failures = breaker.failures === 0 ? "" : `, ${breaker.failures} failures`;
  if (breaker.state === "HALF_OPEN") return `testing${failures}`;
  if (breaker.state === "CLOSED") return breaker.failures === 0 ? "working" : `working${failures}`;
  const told = secondsBetween(view.value?.as_of ?? null, breaker.next_probe_at);
  if (told === undefined) return `waiting${failures}`;
  return `tries again in ${countdown(told - (sinceTold.value / 1000) * speed.value)}${failures}`;
}

function BreakerRow({
  name,
  title,
  onReset,
}: {
  readonly name: Name;
  readonly title: string;
  readonly onReset: () => void;
}) {
  const breaker = breakers.value?.[name];
  const [icon, tone] =
    breaker === undefined ? (["dash", "is-muted"] as const) : shapes[breaker.state];
  const isClosed = breaker === undefined || breaker.state === "CLOSED";
  return (
    <li class="breaker">
      <span class="breaker-name">{title}</span>
      <strong class={`with-icon ${tone}`}>
        <Icon name={icon} tone={tone} />
        {breaker?.state ?? unknownText}
      </strong>
      <button
        type="button"
        disabled={isClosed || whyDisabled.value !== undefined || isBusy("breakers")}
        title={whyDisabled.value ?? (isClosed ? "It is closed." : undefined)}
        onClick={onReset}
      >
        Reset…
      </button>
      <span class="breaker-words">
        {breakerWords(breaker)}
        {breaker === undefined || breaker.last_error === null || isClosed
          ? ""
          : `: ${breaker.last_error}`}
      </span>
    </li>
  );
}

function Notices() {
  const shown = notices.value ?? [];
  return (
    <div class="scroll-place">
      <div class="scroll" role="region" aria-label="Notices" tabIndex={0}>
        <ol class="notices">
          {shown.length === 0 ? <li class="nothing">No notices.</li> : null}
          {shown.map((notice, index) => (
            <li key={`${notice.at}${index}`}>
              <Icon
                name={notice.level === "warn" ? "caution" : "info"}
                tone={notice.level === "warn" ? "is-caution" : "is-muted"}
              />
              <time>{timeOfDay(notice.at)}</time>
              <span>{notice.text}</span>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

/** The two breakers, and what the desk has to tell. */
export function BreakersPanel() {
  const [asking, setAsking] = useState<Name | undefined>(undefined);
  return (
    <Panel id="breakers" title="Circuit breakers and notices">
      <ul class="breaker-list">
        {names.map(([name, title]) => (
          <BreakerRow key={name} name={name} title={title} onReset={() => setAsking(name)} />
        ))}
      </ul>
      <AnswerLine place="breakers" />
      <Notices />
      {asking === undefined ? null : (
        <ReasonDialog
          title={`Reset the ${asking === "kalshi" ? "Kalshi" : "ESPN"} breaker`}
          confirm="Reset"
          question="The breaker opened because calls failed. Resetting it tries again at once."
          points={[]}
          onCancel={() => setAsking(undefined)}
          onReason={(reason) => {
            setAsking(undefined);
            resetBreaker(asking, reason);
          }}
        />
      )}
    </Panel>
  );
}
