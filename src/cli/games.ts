/** `mnf games`: the slate, with kickoff in local time and in Eastern time. */
import { parseArgs } from "node:util";
import { createHttp } from "../app/app.ts";
import { fetchSlate, readEspnUrl, type SlateGame } from "../feeds/espn/espn.ts";

const espnUrl = "https://site.api.espn.com";

function timeIn(zone: string | undefined, at: number): string {
  return new Intl.DateTimeFormat("en-US", {
    weekday: "short",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(at);
}

function lineOf({ game, situation }: SlateGame): string {
  const name = `${game.away.abbreviation} @ ${game.home.abbreviation}`.padEnd(10);
  const score = `${situation.awayScore ?? "—"}:${situation.homeScore ?? "—"}`;
  const where = situation.state === "pre" ? "" : `  ${score}  ${situation.statusText}`;
  const kickoff = `${timeIn(undefined, game.kickoffAt)} (${timeIn("America/New_York", game.kickoffAt)})`;
  return `${game.eventId.padEnd(10)} ${name} ${kickoff}${where}`;
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
  const url = readEspnUrl(given ?? espnUrl);
  if (url.kind !== "read") {
    process.stderr.write(`--espn-url: ${url.why}\n`);
    return 1;
  }
  const http = createHttp();
  try {
    const slate = await fetchSlate(http, url.value.href);
    if (slate.kind !== "read") {
      process.stderr.write(`ESPN's slate cannot be had: ${slate.why}\n`);
      return 1;
    }
    for (const entry of slate.value) process.stdout.write(`${lineOf(entry)}\n`);
    if (slate.value.length === 0) process.stdout.write("No games on the slate.\n");
    return 0;
  } finally {
    await http.close();
  }
}
