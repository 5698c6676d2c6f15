/** What the page has to say beside a control: that it is asking, what was done, why it was not. */
import { signal } from "@preact/signals";

/** Places on the screen that answer for themselves. */
export type Place =
  | "order"
  | "ticket"
  | "position"
  | "settings"
  | "paper"
  | "auto"
  | "state"
  | "speed"
  | "breakers"
  | "orders"
  | "unknown";

export type Said = {
  readonly kind: "busy" | "done" | "refused" | "unknown";
  readonly text: string;
  /** Grows with everything that is said: tells which is newest. */
  readonly number: number;
  /** The order that the answer is about. */
  readonly intentId: number | undefined;
};

export const saidAt = signal<Readonly<Partial<Record<Place, Said>>>>({});

let said = 0;

export function say(place: Place, kind: Said["kind"], text: string, intentId?: number): void {
  said += 1;
  saidAt.value = { ...saidAt.value, [place]: { kind, text, number: said, intentId } };
}

/** Takes back what was said at a place. */
export function hush(place: Place): void {
  if (saidAt.value[place] === undefined) return;
  const { [place]: _, ...rest } = saidAt.value;
  saidAt.value = rest;
}

/** Places that wait for their answer, or for the end of a double click. */
export const busyPlaces = signal<ReadonlySet<Place>>(new Set());

export function isBusy(place: Place): boolean {
  return busyPlaces.value.has(place);
}

export function setBusy(place: Place, busy: boolean): void {
  const places = new Set(busyPlaces.value);
  if (busy) places.add(place);
  else places.delete(place);
  busyPlaces.value = places;
}
