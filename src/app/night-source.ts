/** Where a night comes from: its clocks, its transports, its addresses. Nothing else differs. */
import type { Source } from "../domain/orders.ts";
import type { Http, Sockets } from "../domain/ports.ts";
import type { Credentials } from "../venues/kalshi/kalshi.ts";
import type { PacedTime, Timeline } from "./real-time.ts";

export type NightSource = {
  readonly source: Source;
  /** For the banner: "simulated night", "real game from a file", "Kalshi". */
  readonly words: string;
  /** A sentence that always stands on the page. */
  readonly caution: string | undefined;
  /** The source's time: ages and timers of market and game. */
  readonly timeline: Timeline;
  /** The operator's time: everything that concerns a person. */
  readonly operator: Timeline;
  readonly http: Http;
  readonly sockets: Sockets;
  readonly espnUrl: string;
  readonly kalshi: { readonly restUrl: string; readonly socketUrl: string };
  /** undefined: the market is watched without a key. */
  readonly credentials: Credentials | undefined;
  /** The game to play; undefined: the one that is live or next. */
  readonly eventId: string | undefined;
  /** What the summary calls the game. */
  readonly gameName: string | undefined;
  /** Set where the pace can be changed. */
  readonly pace: PacedTime | undefined;
  /** Set under the scheduler: simulated ms until an intent is durable. */
  readonly durableAfterMs: number | undefined;
  /** Runs the scheduler until `done`; undefined where real time passes by itself. */
  readonly drive: ((done: () => boolean) => Promise<void>) | undefined;
  /** Lets the night begin: quotes and plays start to come. */
  begin(): void;
  close(): Promise<void>;
};

/** A source, or the one line that says why there is none and what to do. */
export type SourceOrRefusal =
  | { readonly kind: "source"; readonly source: NightSource }
  | { readonly kind: "refused"; readonly why: string };
