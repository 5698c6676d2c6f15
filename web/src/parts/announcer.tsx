import { effect, signal } from "@preact/signals";
import type { View } from "../../../src/engine/view-types.ts";
import { newsBetween, silence, speak } from "../desk/announce.ts";
import { now, view } from "../desk/state.ts";

const polite = signal(silence);
const urgent = signal("");

/** Listens to the view for as long as the page lives. */
export function startAnnouncing(): void {
  let before: View | undefined;
  effect(() => {
    const after = view.value;
    const at = now.value;
    const news = newsBetween(before, after);
    before = after;
    if (news.urgent.length > 0) urgent.value = news.urgent.join(" ");
    polite.value = speak(polite.peek(), news.polite, at);
  });
}

/** Heard, not seen. */
export function Announcer() {
  return (
    <div class="sr-only">
      <p aria-live="polite">{polite.value.text}</p>
      <p aria-live="assertive">{urgent.value}</p>
    </div>
  );
}
