/** The door of the exchange: addresses, the key, and the market-data side of one game. */
export { type Credentials, readPrivateKey, type Signer } from "./key.ts";
export type { Reading } from "../../domain/reading.ts";
export { KALSHI_DEMO, KALSHI_PRODUCTION, type KalshiUrls, readKalshiUrl } from "./urls.ts";
export { createKalshiVenue, type KalshiVenue, type KalshiVenueOptions } from "./venue.ts";
