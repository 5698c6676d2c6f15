/** What is wanted of a night beyond its game: the account, the exchange, the wire, a script. */
import type { ExchangeOptions } from "./exchange/exchange.ts";
import type { Rules } from "./faults/faults.ts";
import type { Night } from "./night.ts";
import type { Waywardness } from "./scoreboard/waywardness.ts";

/** Something that is done to the night at a moment of it. */
export type ScriptedMoment = {
  /** Ms of the night's (source) time after `start`; at 0 the quotes are there already. */
  readonly afterMs: number;
  readonly happen: (night: Night) => void;
};

/** All of it optional; nothing of it is ever set for a person's own night. */
export type NightConditions = Pick<
  ExchangeOptions,
  "cash" | "fees" | "tier" | "scopes" | "riskLimit" | "switches"
> & {
  /** Ms of the operator's time for which the location attestation holds; default: a month. */
  readonly attestedForMs?: number | "never";
  /** "absent": nobody quotes, so that a test does; default: the night's own traders. */
  readonly traders?: "absent";
  /** Does trading pause by itself on Thursdays? Default: yes. */
  readonly weeklyPause?: boolean;
  /** How wayward the scoreboard is; default: mildly, as drawn for the night. */
  readonly waywardness?: Waywardness;
  /** Faults on the wire from the first call on; `Night.faults` adds more while it runs. */
  readonly faults?: { readonly exchange?: Rules; readonly scoreboard?: Rules };
  readonly script?: readonly ScriptedMoment[];
};
