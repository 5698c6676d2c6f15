/** What a person has chosen on this screen; the desk knows nothing of it. */
import { signal } from "@preact/signals";

/** Size preset on the signal card; undefined: all that the card offers. */
export const chosenSize = signal<number | undefined>(undefined);

export type RecordsTab = "trades" | "orders" | "checks";
export const recordsTab = signal<RecordsTab>("trades");

const smallScreen = window.matchMedia("(max-width: 700px)");
export const isSmallScreen = signal(smallScreen.matches);
smallScreen.addEventListener("change", (change) => {
  isSmallScreen.value = change.matches;
});

/** On a small screen a thumb is near everything: trading is enabled first. */
export const tradesFromSmall = signal(false);
