type NumberFieldProps = {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly value: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly isPending?: boolean;
  readonly isDisabled?: boolean;
  readonly error: string | undefined;
  readonly onInput: (text: string) => void;
};

/** The wheel scrolls the page; it never turns a number. */
function ignoreWheel(event: WheelEvent): void {
  if (document.activeElement === event.currentTarget) event.preventDefault();
}

/** A number with its label, its unit, and what is wrong with it in words below. */
export function NumberField(props: NumberFieldProps) {
  const { id, label, unit, value, min, max, step, error, onInput } = props;
  const state = `${props.isPending === true ? "is-pending" : ""} ${error ? "is-wrong" : ""}`;
  return (
    <div class={`field ${state}`}>
      <label for={id}>{label}</label>
      <div class="field-input">
        <input
          id={id}
          type="number"
          inputMode="decimal"
          autocomplete="off"
          value={value}
          min={min}
          max={max}
          step={step}
          disabled={props.isDisabled === true}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-note`}
          onInput={(event) => onInput(event.currentTarget.value)}
          onWheel={ignoreWheel}
        />
        <span class="field-unit">{unit}</span>
      </div>
      <p id={`${id}-note`} class="field-note">
        {error ?? (props.isPending === true ? "Not applied yet" : "")}
      </p>
    </div>
  );
}
