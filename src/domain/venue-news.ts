/** What the account's side of a venue has to say: of our orders, and of the account as a whole. */
import type { AccountReading, KeyFacts, VenueFill, VenueOrder } from "./account.ts";
import type { Quantity } from "./numbers.ts";
import type { Fill, OrderEnd } from "./orders.ts";

/** Nothing left this process, or it was turned away at the door. */
export type NotSent = {
  readonly kind: "notSent";
  readonly why: string;
  /** Our own budget said no: the same may be asked again a moment later. */
  readonly spent?: true;
};

/** What became of a cancel. It is never repeated by the venue: `step` decides anew. */
export type CancelOutcome =
  | { readonly kind: "canceled"; readonly reduced: Quantity }
  /** Filled, cancelled before, unknown, or on another shard: `order` is what a look-up says. */
  | { readonly kind: "gone"; readonly order: VenueOrder | undefined }
  /** A definite no, e.g. while the whole exchange is paused. */
  | { readonly kind: "refused"; readonly code: string; readonly words: string }
  | { readonly kind: "unknown"; readonly why: string }
  | NotSent;

/** The exchange's own kill switch on the filled volume of our entries. */
export type EntryGroupState =
  | { readonly kind: "none"; readonly why: string }
  | { readonly kind: "ready"; readonly groupId: string; readonly limit: number }
  /** The exchange, or we, have cancelled its orders: it refuses new ones until a person resets it. */
  | { readonly kind: "triggered"; readonly groupId: string; readonly why: string };

/** What a stop can prove. Orders that this desk did not place are never touched. */
export type StopProof = {
  readonly canceled: readonly { readonly intentId: number; readonly outcome: CancelOutcome }[];
  /** Orders of ours that still rest by the last read. */
  readonly left: readonly VenueOrder[];
  /** Intents that may rest or be filled: nobody knows. */
  readonly unknown: readonly number[];
  /**
   * True: nothing of ours rests, by a read whose data is later than the last cancel, and after a
   * Kill the entry group is triggered, or there is none.
   */
  readonly confirmed: boolean;
  /** True: `left` is all of ours that rests, by such a read; undefined: not told. */
  readonly readBack?: boolean;
  /** Kill: whether the entry group has been triggered; undefined: not asked for, or no group. */
  readonly triggered: boolean | undefined;
};

/** What a venue says of an order of ours that was really sent. */
export type VenueReport =
  | { readonly kind: "accepted"; readonly intentId: number; readonly venueOrderId: string }
  | { readonly kind: "rejected"; readonly intentId: number; readonly why: string }
  | { readonly kind: "notSent"; readonly intentId: number; readonly why: string }
  | { readonly kind: "unknown"; readonly intentId: number; readonly why: string }
  | { readonly kind: "fill"; readonly fill: Fill }
  | { readonly kind: "ended"; readonly intentId: number; readonly how: OrderEnd };

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
  /** The account could not be read. */
  | { readonly kind: "accountUnread"; readonly why: string }
  | { readonly kind: "keys"; readonly keys: KeyFacts }
  /** What a STOP or Kill has proven so far; `asking`: of which effect this is the answer. */
  | { readonly kind: "stopped"; readonly asking: number; readonly proof: StopProof }
  /** What became of cancelling everything on the account. */
  | { readonly kind: "everythingCanceled"; readonly done: boolean; readonly why: string };
