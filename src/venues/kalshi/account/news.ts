/** How the account's side of the venue tells what it has learned. */
import type { VenueNews } from "../../../domain/venue-news.ts";

/** `raw`: the frame or answer exactly as it came, where the news came from one. */
export type TellVenueNews = (news: VenueNews, raw: string | undefined) => void;
