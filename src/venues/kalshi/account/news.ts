/**
 * What the account's side of the venue has to say. The kinds of `VenueReport` are the house's;
 * the others are not about one intent of ours.
 */
import type { VenueReport } from "../../../domain/events.ts";
import type { Quantity } from "../../../domain/numbers.ts";
import type { ApiKeys } from "../messages/api-keys.ts";
import type { VenueFill } from "../messages/fills.ts";
import type { VenueOrder } from "../messages/orders.ts";
import type { AccountReading } from "./readings.ts";
import type { NotSent } from "./writes.ts";

/** What became of a cancel. It is never repeated by the venue: `step` decides anew. */
export type CancelOutcome =
  | { readonly kind: "canceled"; readonly reduced: Quantity }
  /** Filled, cancelled before, unknown, or on another shard: `order` is what a look-up says. */
  | { readonly kind: "gone"; readonly order: VenueOrder | undefined }
  /** A definite no, e.g. while the whole exchange is paused. */
  | { readonly kind: "refused"; readonly code: string; readonly words: string }
  | { readonly kind: "unknown"; readonly why: string }
  | NotSent;

export type EntryGroupState =
  | { readonly kind: "none"; readonly why: string }
  | { readonly kind: "ready"; readonly groupId: string; readonly limit: number }
  /** The exchange, or we, have cancelled its orders: it refuses new ones until a person resets it. */
  | { readonly kind: "triggered"; readonly groupId: string; readonly why: string };

export type VenueNews =
  | VenueReport
  | { readonly kind: "cancel"; readonly intentId: number; readonly outcome: CancelOutcome }
  /** An order that this desk did not place: counted in the exposure, never cancelled by STOP. */
  | { readonly kind: "external"; readonly order: VenueOrder }
  | { readonly kind: "externalFill"; readonly fill: VenueFill }
  /** Net position of one market in 1/100 contract, as the stream tells it. */
  | { readonly kind: "position"; readonly ticker: string; readonly net: number }
  | { readonly kind: "entryGroup"; readonly state: EntryGroupState }
  /** Both channels that tell of our orders and fills are subscribed, or lost. */
  | { readonly kind: "accountStream"; readonly up: boolean; readonly why: string }
  /** A fill that the stream did not tell was found by a read. */
  | { readonly kind: "recovered"; readonly intentId: number; readonly why: string }
  | { readonly kind: "account"; readonly reading: AccountReading }
  | { readonly kind: "keys"; readonly keys: ApiKeys };

/** `raw`: the frame or answer exactly as it came, where the news came from one. */
export type TellVenueNews = (news: VenueNews, raw: string | undefined) => void;
