/** What anybody may read of the exchange, as far as it is asked for only now and then. */
import { readPages } from "./account/readings.ts";
import { CandlesticksShape, type VenueCandle } from "./messages/candlesticks.ts";
import {
  EventFeeChangesShape,
  type FeeChange,
  SeriesFeeChangesShape,
} from "./messages/fee-changes.ts";
import { type Milestone, MilestonesShape } from "./messages/milestones.ts";
import { type Schedule, ScheduleShape } from "./messages/schedule.ts";
import { type PublicTrade, TradesPageShape } from "./messages/trades.ts";
import type { Rest } from "./rest.ts";

/** A stretch of candles: Unix ms, and minutes of one candle. */
export type CandleWish = {
  readonly ticker: string;
  readonly from: number;
  readonly to: number;
  readonly minutes: 1 | 60 | 1440;
};

/** Each answers undefined when it could not be read; the reason has been told already. */
export type PublicReads = {
  /** Trades of one market since then (Unix ms), newest first. */
  trades(ticker: string, since: number): Promise<readonly PublicTrade[] | undefined>;
  candles(wish: CandleWish): Promise<readonly VenueCandle[] | undefined>;
  schedule(): Promise<Schedule | undefined>;
  /** Announced changes for a whole series. */
  seriesFeeChanges(series: string): Promise<readonly FeeChange[] | undefined>;
  /** Announced changes for one event. */
  eventFeeChanges(eventTicker: string): Promise<readonly FeeChange[] | undefined>;
  /** Where the exchange states an event's kickoff. */
  milestones(eventTicker: string): Promise<readonly Milestone[] | undefined>;
};

function seriesOf(ticker: string): string {
  return ticker.split("-", 1)[0] ?? ticker;
}

export function createPublicReads(rest: Rest): PublicReads {
  return {
    trades(ticker, since) {
      const query = `ticker=${encodeURIComponent(ticker)}&min_ts=${Math.floor(since / 1000)}`;
      return readPages(rest, `/markets/trades?${query}`, TradesPageShape);
    },
    async candles({ ticker, from, to, minutes }) {
      const market = `/series/${seriesOf(ticker)}/markets/${encodeURIComponent(ticker)}`;
      const range = `start_ts=${Math.floor(from / 1000)}&end_ts=${Math.ceil(to / 1000)}`;
      const path = `${market}/candlesticks?${range}&period_interval=${minutes}`;
      const answer = await rest.get(path, CandlesticksShape);
      return answer.kind === "read" ? answer.value : undefined;
    },
    async schedule() {
      const answer = await rest.get("/exchange/schedule", ScheduleShape);
      return answer.kind === "read" ? answer.value : undefined;
    },
    async seriesFeeChanges(series) {
      const path = `/series/fee_changes?series_ticker=${encodeURIComponent(series)}`;
      const answer = await rest.get(path, SeriesFeeChangesShape);
      return answer.kind === "read" ? answer.value : undefined;
    },
    async eventFeeChanges(eventTicker) {
      const path = `/events/fee_changes?event_ticker=${encodeURIComponent(eventTicker)}`;
      const answer = await rest.get(path, EventFeeChangesShape);
      return answer.kind === "read" ? answer.value : undefined;
    },
    async milestones(eventTicker) {
      const query = `limit=10&related_event_ticker=${encodeURIComponent(eventTicker)}`;
      const answer = await rest.get(`/milestones?${query}`, MilestonesShape);
      return answer.kind === "read" ? answer.value : undefined;
    },
  };
}
