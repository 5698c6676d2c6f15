import { effect, signal } from "@preact/signals";
import { applySettings, backToPaper, refresh, setAuto, start } from "../desk/actions.ts";
import type { FieldErrors } from "../desk/answers.ts";
import { openArming } from "../desk/arming.ts";
import { isBusy } from "../desk/saying.ts";
import { config, isSending, mode, status, view, whyDisabled } from "../desk/state.ts";
import { NewestAnswer } from "../parts/answer-line.tsx";
import { NumberField } from "../parts/number-field.tsx";
import { Panel } from "../parts/panel.tsx";
import { PointsDialog } from "../parts/points-dialog.tsx";
import { Switch } from "../parts/switch.tsx";
import { beginPoints } from "../words/arming.ts";
import { type Knob, knobRange, knobs, knobText, readKnob } from "../words/fields.ts";

/** Texts typed and not applied yet, by wire name. */
const drafts = signal<Readonly<Record<string, string>>>({});
/** What the desk had to say about single fields at the last Apply. */
const refused = signal<FieldErrors>({});

function inForce(knob: Knob): string {
  const value = config.value?.[knob.wire];
  return value === undefined ? "" : knobText(knob, value);
}

function isPending(knob: Knob): boolean {
  const draft = drafts.value[knob.wire];
  return draft !== undefined && draft !== inForce(knob);
}

function errorOf(knob: Knob): string | undefined {
  const draft = drafts.value[knob.wire];
  if (draft === undefined || !isPending(knob)) return undefined;
  const field = readKnob(knob, draft);
  return field.kind === "wrong" ? field.why : refused.value[knob.wire];
}

function type(knob: Knob, text: string): void {
  drafts.value = { ...drafts.value, [knob.wire]: text };
  const { [knob.wire]: _, ...rest } = refused.value;
  refused.value = rest;
}

async function apply(): Promise<void> {
  const version = config.value?.version;
  const changed = knobs.filter(isPending);
  if (version === undefined || changed.length === 0) return;
  const settings: Record<string, number> = {};
  for (const knob of changed) {
    const field = readKnob(knob, drafts.value[knob.wire] ?? "");
    if (field.kind === "wrong") return;
    settings[knob.wire] = field.value;
  }
  const errors = await applySettings(settings, version);
  if (errors === undefined) appliedOver.value = version;
  else refused.value = errors;
}

/** The version that the last Apply replaced: what was typed stays until the newer one is seen. */
const appliedOver = signal<number | undefined>(undefined);

effect(() => {
  const seen = config.value?.version;
  if (appliedOver.value === undefined || seen === undefined || seen <= appliedOver.value) return;
  appliedOver.value = undefined;
  drafts.value = {};
});

function SettingField({ knob }: { readonly knob: Knob }) {
  const { min, max } = knobRange(knob);
  return (
    <NumberField
      id={`setting-${knob.wire}`}
      label={knob.label}
      unit={knob.unit}
      value={drafts.value[knob.wire] ?? inForce(knob)}
      min={min}
      max={max}
      step={knob.step}
      isPending={isPending(knob)}
      isDisabled={whyDisabled.value !== undefined}
      error={errorOf(knob)}
      onInput={(text) => type(knob, text)}
    />
  );
}

function Buttons() {
  const why = whyDisabled.value;
  const pending = knobs.filter(isPending);
  const isWrong = pending.some(
    (knob) => readKnob(knob, drafts.value[knob.wire] ?? "").kind === "wrong",
  );
  const isTrading = status.value?.state === "TRADING";
  return (
    <div class="buttons">
      <button
        type="submit"
        class={pending.length > 0 && !isWrong ? "is-primary" : ""}
        disabled={why !== undefined || pending.length === 0 || isWrong || isBusy("settings")}
        title={why ?? (pending.length === 0 ? "Nothing is changed." : undefined)}
      >
        Apply
      </button>
      <button
        type="button"
        disabled={pending.length === 0}
        onClick={() => {
          drafts.value = {};
          refused.value = {};
        }}
      >
        Undo
      </button>
      <button
        type="button"
        disabled={why !== undefined || isTrading || isBusy("state")}
        title={why ?? (isTrading ? "It is trading." : undefined)}
        onClick={() => begin("start")}
      >
        Start
      </button>
      <button
        type="button"
        disabled={why !== undefined || isBusy("state")}
        title={why}
        onClick={refresh}
      >
        Refresh
      </button>
    </div>
  );
}

type Beginning = "start" | "auto";

/** What waits for a confirmation; in PAPER nothing does. */
const beginning = signal<Beginning | undefined>(undefined);

function carryOut(what: Beginning): void {
  if (what === "start") start();
  else setAuto(true);
}

/** Where orders are really sent, Start and auto ON are confirmed. */
function begin(what: Beginning): void {
  if (isSending.value) beginning.value = what;
  else carryOut(what);
}

function BeginDialog() {
  const what = beginning.value;
  const shown = view.value;
  if (what === undefined || shown === undefined) return null;
  const words = what === "start" ? "Start" : "Auto ON";
  return (
    <PointsDialog
      title={`${words} in ${shown.mode}`}
      confirm={words}
      points={beginPoints(shown, what)}
      onCancel={() => {
        beginning.value = undefined;
      }}
      onConfirm={() => {
        beginning.value = undefined;
        carryOut(what);
      }}
    />
  );
}

/** Paper, auto and the settings. A changed number is outlined and not in force until Apply. */
export function ControlsPanel() {
  return (
    <Panel id="controls" title="Controls" aside={whyDisabled.value ?? ""}>
      <div class="switches">
        <Switch
          label="Paper"
          on={mode.value === undefined ? undefined : mode.value === "PAPER"}
          isBusy={isBusy("paper")}
          onToggle={(on) => (on ? backToPaper() : openArming())}
        />
        <Switch
          label="Auto"
          on={status.value?.auto}
          isBusy={isBusy("auto")}
          onToggle={(on) => (on ? begin("auto") : setAuto(false))}
        />
      </div>
      <form
        class="settings"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void apply();
        }}
      >
        <div class="fields">
          {knobs.map((knob) => (
            <SettingField key={knob.wire} knob={knob} />
          ))}
        </div>
        <Buttons />
      </form>
      <NewestAnswer places={["paper", "auto", "settings", "state"]} />
      <BeginDialog />
    </Panel>
  );
}
