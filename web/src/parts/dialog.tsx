import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

type DialogProps = {
  readonly title: string;
  /** Words of the button that does it; undefined: there is nothing to confirm. */
  readonly confirm: string | undefined;
  readonly cancel?: string;
  readonly canConfirm?: boolean;
  readonly onConfirm?: () => void;
  readonly onCancel: () => void;
  readonly children: ComponentChildren;
};

/** What had the focus before the first of one or more dialogs in a row. */
let opener: HTMLElement | undefined;

function noteOpener(): void {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return;
  if (focused.closest("dialog") === null) opener = focused;
}

/** Once no dialog is left the focus is where it was, so that a keyboard goes on from there. */
function giveFocusBack(): void {
  if (document.querySelector("dialog[open]") === null) opener?.focus();
}

/** Asks before something happens. Focus starts on Cancel; Escape cancels. */
export function Dialog(props: DialogProps) {
  const { title, confirm, canConfirm = true, onConfirm, onCancel, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    noteOpener();
    dialog.current?.showModal();
    cancel.current?.focus();
    return () => {
      requestAnimationFrame(giveFocusBack);
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <h2 id="dialog-title">{title}</h2>
      <div class="dialog-body">{children}</div>
      <div class="dialog-buttons">
        <button type="button" ref={cancel} onClick={onCancel}>
          {props.cancel ?? "Cancel"}
        </button>
        {confirm === undefined ? null : (
          <button type="button" class="is-primary" disabled={!canConfirm} onClick={onConfirm}>
            {confirm}
          </button>
        )}
      </div>
    </dialog>
  );
}
