/** What the page knows, as signals: the copy of the view, the connection, the page's own clock. */
import { computed, signal } from "@preact/signals";
import type { View } from "../../../src/engine/view-types.ts";

/** How the page stands with the server. Times are the page's own, in milliseconds. */
export type Connection =
  | { readonly kind: "connecting"; readonly attempt: number; readonly lostAt: number | undefined }
  | { readonly kind: "open"; readonly roundTripMs: number | undefined }
  | {
      readonly kind: "waiting";
      readonly attempt: number;
      readonly retryAt: number;
      readonly lostAt: number;
      readonly why: string;
    };

/** The view as last painted; undefined until the first snapshot. */
export const view = signal<View | undefined>(undefined);
/** When the ages of the view were told. */
export const toldAt = signal(0);
export const connection = signal<Connection>({
  kind: "connecting",
  attempt: 1,
  lostAt: undefined,
});
/** A person has given this page's session the code: it may act where orders are really sent. */
export const trusted = signal(false);
/** The page's clock, moved five times a second by the one timer. */
export const now = signal(performance.now());

/** Parts of the view: each changes its identity only when something in it changed. */
export const game = computed(() => view.value?.game_state);
export const market = computed(() => view.value?.market_state);
export const model = computed(() => view.value?.model_prediction);
/** What one contract on the home team is worth: its chance, and half of a tie's. */
export const fairHome = computed(() => {
  const { home_wp: home, tie } = model.value ?? {};
  return typeof home === "number" && typeof tie === "number" ? home + tie / 2 : undefined;
});
export const card = computed(() => view.value?.last_signal);
export const config = computed(() => view.value?.config);
export const status = computed(() => view.value?.status);
export const gates = computed(() => view.value?.gates);
export const trades = computed(() => view.value?.trades);
export const orders = computed(() => view.value?.orders);
export const position = computed(() => view.value?.position);
export const performanceFigures = computed(() => view.value?.performance);
export const breakers = computed(() => view.value?.circuit_breaker);
export const notices = computed(() => view.value?.notices);
export const ages = computed(() => view.value?.ages);
export const mode = computed(() => view.value?.mode);
/** Orders are really sent in this mode. */
export const isSending = computed(() => mode.value !== undefined && mode.value !== "PAPER");
/** The account at the exchange; undefined where none is open. */
export const account = computed(() => status.value?.account ?? undefined);

/** Speed of the source's clock; 1 where the source has no speed of its own. */
export const speed = computed(() => status.value?.speed ?? 1);

/** Milliseconds since the ages were told, on the page's clock. */
export const sinceTold = computed(() => now.value - toldAt.value);
/** The same in seconds of the source. */
export const sourceSecondsPassed = computed(
  () => (Math.max(0, sinceTold.value) / 1000) * speed.value,
);

/** Why nothing can be done right now; undefined when actions are possible. */
export const whyDisabled = computed(() => {
  if (connection.value.kind !== "open") return "Not connected to the desk.";
  return view.value === undefined ? "Waiting for the first numbers." : undefined;
});
