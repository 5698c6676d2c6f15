/** `mnf games`: the slate by Eastern days, with kickoffs in local time and in Eastern time. */
import { parseArgs } from "node:util";
import {
  chooseGame,
  ESPN_BASE_URL,
  fetchSlate,
  readEspnUrl,
  type SlateGame,
} from "../feeds/espn/espn.ts";

const eastern = "America/New_York";

/** The day by which ESPN and the exchange sort games: a late kickoff belongs to the evening. */
function dayOf(at: number): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeZone: eastern }).format(at);
}

function weekdayIn(zone: string | undefined, at: number): string {
  const timeZone = zone === undefined ? {} : { timeZone: zone };
  return new Intl.DateTimeFormat("en-US", { weekday: "short", ...timeZone }).format(at);
}

function timeIn(zone: string | undefined, at: number): string {
  return new Intl.DateTimeFormat("en-US", {
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
    ...(zone === undefined ? {} : { timeZone: zone }),
  })
    .format(at)
    .replaceAll("\u202f", " ");
}

/** Local time, with its weekday where that is another day than in New York. */
function localTime(at: number): string {
  const local = weekdayIn(undefined, at);
  const other = local === weekdayIn(eastern, at) ? "" : `${local} `;
  return `${other}${timeIn(undefined, at)}`;
}

function lineOf({ game, situation }: SlateGame): string {
  const at = game.neutralSite ? "VS" : "@";
  const name = `${game.away.abbreviation} ${at} ${game.home.abbreviation}`.padEnd(12);
  const when = `${localTime(game.kickoffAt).padEnd(18)} (${timeIn(eastern, game.kickoffAt)})`;
  const score = `${situation.awayScore ?? "—"}:${situation.homeScore ?? "—"}`;
  const isComing = situation.state === "pre" && situation.phase === "scheduled";
  const state = isComing ? "" : `  ${score}  ${situation.statusText}`;
  const ground = game.neutralSite ? "  neutral ground" : "";
  return `  ${game.eventId.padEnd(10)} ${name} ${when}${state}${ground}`;
}

/** All games in the order of their kickoffs, each day under its name. */
function pageOf(games: readonly SlateGame[]): string {
  const ordered = games.toSorted((left, right) => left.game.kickoffAt - right.game.kickoffAt);
  const lines: string[] = [];
  let day: string | undefined;
  for (const entry of ordered) {
    const next = dayOf(entry.game.kickoffAt);
    if (next !== day) lines.push(next);
    day = next;
    lines.push(lineOf(entry).replaceAll(/\p{Cc}/gu, "?"));
  }
  return lines.length === 0
    ? "No games on the slate.\n"
    : `${lines.join("\n")}\n${choiceOf(games)}`;
}

/** Which game the desk takes when none is named. */
function choiceOf(games: readonly SlateGame[]): string {
  const choice = chooseGame(games, undefined);
  if (choice.kind !== "chosen") return `Without --game: ${choice.why}.\n`;
  const { away, home, eventId } = choice.game;
  return `Without --game: ${away.abbreviation}@${home.abbreviation} (${eventId}).\n`;
}

export async function runGames(args: readonly string[]): Promise<number> {
  let given: string | undefined;
  try {
    const { values } = parseArgs({ args: [...args], options: { "espn-url": { type: "string" } } });
    given = values["espn-url"];
  } catch (error) {
    const words = error instanceof Error ? error.message.split("\n")[0] : String(error);
    process.stderr.write(`${words} (see mnf games --help)\n`);
    return 2;
  }
  const url = readEspnUrl(given ?? ESPN_BASE_URL);
  if (url.kind !== "read") {
    process.stderr.write(`--espn-url: ${url.why}\n`);
    return 1;
  }
  const { createHttp } = await import("../app/app.ts");
  const http = createHttp();
  try {
    const slate = await fetchSlate(http, url.value.href);
    if (slate.kind !== "read") {
      process.stderr.write(`ESPN's slate cannot be had: ${slate.why}\n`);
      return 1;
    }
    process.stdout.write(pageOf(slate.value));
    return 0;
  } finally {
    await http.close();
  }
}
