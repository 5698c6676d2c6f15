/** The summary of one game, asked only for the pre-game line of a game that is already on. */
import type { Game } from "../../domain/game.ts";
import type { Http, HttpLimits } from "../../domain/ports.ts";
import { type Line, readLine } from "./odds.ts";
import { SummaryShape } from "./scoreboard.ts";
import { ESPN_HEADERS } from "./slate.ts";
import { summaryUrl } from "./urls.ts";

const summaryLimits: HttpLimits = { timeoutMs: 4000, bytesMax: 8_000_000 };

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The line of `pickcenter`, or `undefined` when the summary does not answer or has none. */
export async function fetchLine(
  http: Http,
  baseUrl: string,
  game: Game,
): Promise<Line | undefined> {
  const url = summaryUrl(baseUrl, game.eventId);
  const outcome = await http.request({ method: "GET", url, headers: ESPN_HEADERS }, summaryLimits);
  if (outcome.kind !== "answered" || outcome.response.status !== 200) return undefined;
  const parsed = SummaryShape.safeParse(parse(outcome.response.body));
  if (!parsed.success) return undefined;
  return readLine(parsed.data.pickcenter, game.home.abbreviation, game.away.abbreviation);
}
