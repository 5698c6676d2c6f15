/** The door of the exchange: addresses, the key, and the market-data side of one game. */
export { type Check, examineKalshi, type Examination } from "./examination.ts";
export { type Credentials, readKeyFile, readPrivateKey, type Signer } from "./key.ts";
export type { Reading } from "../../domain/reading.ts";
export { KALSHI_DEMO, KALSHI_PRODUCTION, type KalshiUrls, readKalshiUrl } from "./urls.ts";
export {
  type AccountOptions,
  type KalshiAccount,
} from "./account/account.ts";
export type { SubmitTerms } from "./account/order-request.ts";
export type { AccountReadingOrFailure } from "./account/readings.ts";
export type { SubmitOutcome } from "./account/sender.ts";
export { type CandleWish, createPublicReads, type PublicReads } from "./public-reads.ts";
export { createKalshiVenue, type KalshiVenue, type KalshiVenueOptions } from "./venue.ts";
