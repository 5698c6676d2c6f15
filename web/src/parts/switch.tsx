import { whyDisabled } from "../desk/state.ts";

type SwitchProps = {
  readonly label: string;
  /** undefined: not known. */
  readonly on: boolean | undefined;
  readonly isBusy: boolean;
  readonly describedBy?: string;
  readonly onToggle: (on: boolean) => void;
};

/** Two states, each with its word; the knob's place says the same as the word. */
export function Switch({ label, on, isBusy, describedBy, onToggle }: SwitchProps) {
  const why = whyDisabled.value;
  const word = on === undefined ? "—" : on ? "ON" : "OFF";
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={on === true}
      aria-describedby={describedBy}
      disabled={why !== undefined || isBusy || on === undefined}
      title={why}
      onClick={() => onToggle(on !== true)}
    >
      <span class="switch-label">{label}</span>
      <svg class="switch-knob" viewBox="0 0 34 18" aria-hidden="true">
        <rect x="1" y="1" width="32" height="16" rx="8" />
        <circle cx={on === true ? 25 : 9} cy="9" r="5" />
      </svg>
      <span class="switch-word">{word}</span>
    </button>
  );
}
