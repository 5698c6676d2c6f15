import { useState } from "preact/hooks";
import type { View } from "../../../src/engine/view-types.ts";
import { type ArmingDialog, arm, armingDialog, closeArming } from "../desk/arming.ts";
import { trusted, view, whyDisabled } from "../desk/state.ts";
import { CodeField } from "../parts/code-field.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import {
  armingPoints,
  type PreflightLine,
  preflightSummary,
  type SecondMode,
  verdictOf,
  worstFirst,
} from "../words/arming.ts";
import { dollars } from "../words/numbers.ts";

const marks: Readonly<Record<ReturnType<typeof verdictOf>, readonly [IconName, string]>> = {
  passes: ["pass", "is-up"],
  "not known yet": ["dash", "is-muted"],
  fails: ["stop", "is-down"],
};

function PreflightRow({ line }: { readonly line: PreflightLine }) {
  const verdict = verdictOf(line);
  const [icon, tone] = marks[verdict];
  return (
    <tr>
      <td class={tone}>
        <span class="with-icon">
          <Icon name={icon} tone={tone} />
          {verdict}
        </span>
      </td>
      <th scope="row">{line.name}</th>
      <td>{line.value}</td>
    </tr>
  );
}

/** Every check with its value, whether it passes or not. */
function Preflight({ lines }: { readonly lines: readonly PreflightLine[] }) {
  if (lines.length === 0) return null;
  return (
    <table class="preflight">
      <caption>Pre-flight: {preflightSummary(lines)}</caption>
      <tbody>
        {worstFirst(lines).map((line) => (
          <PreflightRow key={line.name} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function titleOf(mode: SecondMode, shown: View): string {
  return `${mode} · ${shown.status.source_words}`;
}

/** The question: what it means, the code, and what failed at the last try. */
function Asking({ dialog, shown }: { readonly dialog: ArmingDialog; readonly shown: View }) {
  const [code, setCode] = useState("");
  const { kind, mode, lines, error } = dialog;
  const isChecking = kind === "checking";
  const isCodeWrong = error !== undefined && lines.length === 0;
  return (
    <Dialog
      title={`Arm ${titleOf(mode, shown)}`}
      confirm={isChecking ? "Checking…" : `Arm ${mode}`}
      cancel={isChecking ? "Close" : "Cancel"}
      canConfirm={!isChecking && whyDisabled.value === undefined && (code !== "" || trusted.value)}
      onConfirm={() => void arm(code)}
      onCancel={closeArming}
    >
      <ul>
        {armingPoints(shown, mode).map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      {trusted.value ? (
        <p class="label">This page has given the code of this session already.</p>
      ) : (
        <CodeField
          value={code}
          error={isCodeWrong ? error : undefined}
          isDisabled={isChecking}
          onInput={setCode}
        />
      )}
      <p class="arming-news" role="status">
        {isChecking ? "Pre-flight: the account is opened and twelve things are checked…" : null}
        {error !== undefined && (lines.length > 0 || trusted.value) ? (
          <span class="with-icon is-down">
            <Icon name="stop" tone="is-down" />
            {lines.length > 0 ? `${mode} is not armed. What fails stands below.` : error}
          </span>
        ) : null}
      </p>
      <Preflight lines={lines} />
    </Dialog>
  );
}

function Armed({ dialog, shown }: { readonly dialog: ArmingDialog; readonly shown: View }) {
  const cash = shown.status.account?.cash;
  return (
    <Dialog
      title={`${titleOf(dialog.mode, shown)} is armed`}
      confirm={undefined}
      cancel="Close"
      onCancel={closeArming}
    >
      <ul>
        <li>Auto is OFF. The desk watches; press Start in Controls to allow entries.</li>
        <li>Account balance: {dollars(cash)}.</li>
      </ul>
      <Preflight lines={dialog.lines} />
    </Dialog>
  );
}

/** The way from PAPER to really sending. */
export function ArmingDialogs() {
  const dialog = armingDialog.value;
  const shown = view.value;
  if (dialog === undefined || shown === undefined) return null;
  return dialog.kind === "armed" ? (
    <Armed dialog={dialog} shown={shown} />
  ) : (
    <Asking dialog={dialog} shown={shown} />
  );
}
