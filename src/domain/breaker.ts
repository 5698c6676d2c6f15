/** A circuit breaker as a value: in the journal, in the replay and on the screen. */
export type BreakerName = "kalshi" | "espn";

export type Breaker =
  | { readonly kind: "closed"; readonly failures: number }
  /** `until`: source's mono ms of the next probe. */
  | {
      readonly kind: "open";
      readonly failures: number;
      readonly until: number;
      readonly why: string;
    }
  /** One probe at a time; two successes close it. */
  | { readonly kind: "halfOpen"; readonly failures: number; readonly successes: number };
