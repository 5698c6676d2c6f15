/** When the summary is asked, and what becomes of its answer. */
import type { GameNews } from "../../domain/events.ts";
import type { Clock, Http } from "../../domain/ports.ts";
import type { Story } from "./story.ts";
import { fetchSummary } from "./summary.ts";

/** No sooner than this after the request before. */
const everyMs = 20_000;
/** Once this many answers in a row had nothing for us, it is asked seldom. */
const emptyMax = 3;
const seldomMs = 120_000;

export type SecondLookOptions = {
  readonly http: Http;
  readonly clock: Clock;
  readonly baseUrl: string;
  readonly story: Story;
};

/**
 * Gives a function that is called after each good answer of the scoreboard, so that the two
 * requests never run at once. It asks when it is time, and gives the news of a second look.
 */
export function createSecondLook(
  options: SecondLookOptions,
): () => Promise<Extract<GameNews, { kind: "secondLook" }> | undefined> {
  const { http, clock, baseUrl, story } = options;
  let askedMono = Number.NEGATIVE_INFINITY;
  let empty = 0;

  function isDue(mono: number): boolean {
    return mono - askedMono >= (empty >= emptyMax ? seldomMs : everyMs);
  }

  return async () => {
    const mono = Math.round(clock.now().mono);
    const latest = story.latest();
    if (latest?.situation.state !== "in" || !isDue(mono)) return undefined;
    askedMono = mono;
    const summary = await fetchSummary(http, baseUrl, latest.game);
    if (summary?.line !== undefined && story.lacksLine()) story.learnLine(summary.line);
    empty = summary?.look === undefined ? empty + 1 : 0;
    return summary?.look === undefined
      ? undefined
      : { kind: "secondLook", askedMono: mono, ...summary.look };
  };
}
