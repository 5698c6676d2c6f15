type CodeFieldProps = {
  readonly value: string;
  readonly error: string | undefined;
  readonly isDisabled?: boolean;
  readonly onInput: (code: string) => void;
};

/** The code that the terminal printed at the start. It is kept nowhere on this page. */
export function CodeField({ value, error, isDisabled = false, onInput }: CodeFieldProps) {
  return (
    <div class={`code ${error === undefined ? "" : "is-wrong"}`}>
      <label for="session-code">Code that the terminal printed</label>
      <input
        id="session-code"
        type="text"
        value={value}
        maxLength={100}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        disabled={isDisabled}
        aria-invalid={error !== undefined}
        aria-describedby="session-code-note"
        onInput={(event) => onInput(event.currentTarget.value.trim())}
      />
      <p id="session-code-note" class="field-note" role="status">
        {error ?? ""}
      </p>
    </div>
  );
}
