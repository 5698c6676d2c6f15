/** Keys of the whole page: Space stops, K twice within a second kills. */
import { kill, stop } from "./actions.ts";

const twiceWithinMs = 1_000;
let lastK = Number.NEGATIVE_INFINITY;

/** Where a key belongs to the control that has it, or to the dialog that is open. */
function belongsElsewhere(target: EventTarget | null): boolean {
  if (document.querySelector("dialog[open]") !== null) return true;
  if (!(target instanceof Element)) return false;
  return (
    target.closest("input, select, textarea, button, a, [contenteditable], [role=tab]") !== null
  );
}

function onKey(event: KeyboardEvent): void {
  if (event.repeat || event.isComposing) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (belongsElsewhere(event.target)) return;
  if (event.key === " ") {
    event.preventDefault();
    stop();
  } else if (event.key.toLowerCase() === "k") {
    const isSecond = event.timeStamp - lastK <= twiceWithinMs;
    lastK = isSecond ? Number.NEGATIVE_INFINITY : event.timeStamp;
    if (isSecond) kill();
  }
}

export function startKeys(): void {
  window.addEventListener("keydown", onKey);
}
