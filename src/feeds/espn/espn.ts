/** The door of the ESPN feed: which addresses, which game, and the poll loop of one game. */
export { createEspnFeed, type EspnFeed, type EspnFeedOptions } from "./feed.ts";
export { type Inspected, type InspectedRow, inspectScoreboard } from "./inspect.ts";
export type { Reading } from "../../domain/reading.ts";
export { type Choice, chooseGame, fetchScoreboard, fetchSlate, type SlateGame } from "./slate.ts";
export { ESPN_BASE_URL, readEspnUrl } from "./urls.ts";
