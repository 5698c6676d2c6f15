/** `mnf doctor espn`: each event of a scoreboard, raw against parsed; from ESPN or from a file. */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import {
  ESPN_BASE_URL,
  fetchScoreboard,
  type Inspected,
  type InspectedRow,
  inspectScoreboard,
  type Reading,
  readEspnUrl,
} from "../feeds/espn/espn.ts";

const unpackedBytesMax = 64_000_000;

type Asked = { readonly json: boolean; readonly file?: string; readonly url?: string };

function readOptions(args: readonly string[]): Reading<Asked> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: "boolean", default: false },
        file: { type: "string" },
        "espn-url": { type: "string" },
      },
    });
    const { json, file, "espn-url": url } = values;
    if (file !== undefined && url !== undefined) {
      return { kind: "unreadable", why: "--file and --espn-url exclude each other" };
    }
    const from = { ...(file === undefined ? {} : { file }), ...(url === undefined ? {} : { url }) };
    return { kind: "read", value: { json, ...from } };
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : undefined;
    return { kind: "unreadable", why: why ?? "the options cannot be read" };
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The text of a payload file, plain or packed with gzip. */
async function bodyOfFile(path: string): Promise<Reading<string>> {
  try {
    const bytes = await readFile(path);
    const plain = isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: unpackedBytesMax }) : bytes;
    return { kind: "read", value: plain.toString("utf8").replace(/^\uFEFF/, "") };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    return { kind: "unreadable", why: `${path}: ${code === "ENOENT" ? "no such file" : code}` };
  }
}

async function bodyOfEspn(given: string | undefined): Promise<Reading<string>> {
  const url = readEspnUrl(given ?? ESPN_BASE_URL);
  if (url.kind !== "read") return { kind: "unreadable", why: `--espn-url: ${url.why}` };
  // Only now: a saved payload needs nothing of the network.
  const { createHttp } = await import("../app/app.ts");
  const http = createHttp();
  try {
    return await fetchScoreboard(http, url.value.href);
  } finally {
    await http.close();
  }
}

type Row = readonly [name: string, raw: unknown, parsed: unknown];

/** A value on the way down a chain of keys; undefined when the chain breaks. */
function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return undefined;
    return (inner as Readonly<Record<string | number, unknown>>)[key];
  }, value);
}

function competitor(event: unknown, side: "home" | "away"): unknown {
  const list = at(event, "competitions", 0, "competitors");
  if (!Array.isArray(list)) return undefined;
  return (list as unknown[]).find((one) => at(one, "homeAway") === side);
}

/** ESPN's own fields beside what the desk made of them. */
function rowsOf(event: unknown, row: InspectedRow): readonly Row[] {
  const inGame = (...path: readonly (string | number)[]): unknown =>
    at(event, "competitions", 0, ...path);
  const odds = inGame("odds", 0) ?? inGame("odds");
  const texts = [inGame("situation", "downDistanceText"), inGame("situation", "possessionText")];
  return [
    ["state", inGame("status", "type", "state"), row.state],
    ["status", inGame("status", "type", "name"), row.status],
    ["period", inGame("status", "period"), row.period],
    ["clock_seconds", inGame("status", "clock"), row.clock_seconds],
    ["home_score", at(competitor(event, "home"), "score"), row.home_score],
    ["away_score", at(competitor(event, "away"), "score"), row.away_score],
    ["possession", inGame("situation", "possession"), row.possession],
    ["down", inGame("situation", "down"), row.down],
    ["distance", inGame("situation", "distance"), row.distance],
    ["goal_to_go", texts[0], row.goal_to_go],
    ["yardline_100", [inGame("situation", "yardLine"), texts[1]], row.yardline_100],
    ["home_timeouts", inGame("situation", "homeTimeouts"), row.home_timeouts],
    ["away_timeouts", inGame("situation", "awayTimeouts"), row.away_timeouts],
    ["neutral_site", inGame("neutralSite"), row.neutral_site],
    ["spread_home", [at(odds, "details"), at(odds, "spread")], row.spread_home],
    ["total", at(odds, "overUnder"), row.total],
  ];
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "—";
  if (Array.isArray(value)) {
    const known = (value as unknown[]).filter((one) => one !== undefined && one !== null);
    return known.length === 0 ? "—" : known.map(shown).join(" | ");
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Control characters of a payload must not reach the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "?");
}

function pageOf({ row, raw, refused }: Inspected): string {
  const event: unknown = raw === "" ? undefined : JSON.parse(raw);
  const name = `${row.event_id ?? "no id"}  ${row.away ?? "—"} @ ${row.home ?? "—"}`;
  const kickoff = at(event, "date");
  const lines = rowsOf(event, row).map(
    ([field, told, parsed]) => `  ${field.padEnd(14)} ${shown(told).padEnd(34)} ${shown(parsed)}`,
  );
  const lastPlay = at(event, "competitions", 0, "situation", "lastPlay", "text");
  const why = refused === undefined ? [] : [`  not taken: ${refused.replaceAll("\n", "; ")}`];
  const play = lastPlay === undefined ? [] : [`  last play      ${shown(lastPlay)}`];
  const header = `  ${"".padEnd(14)} ${"raw".padEnd(34)} parsed`;
  const page = [`${name}  ${shown(kickoff)}`, ...why, header, ...lines, ...play];
  return `${page.map(printable).join("\n")}\n`;
}

export async function runDoctorEspn(args: readonly string[]): Promise<number> {
  const asked = readOptions(args);
  if (asked.kind !== "read") {
    process.stderr.write(`${asked.why} (see mnf doctor --help)\n`);
    return 2;
  }
  const { json, file, url } = asked.value;
  const body = file === undefined ? await bodyOfEspn(url) : await bodyOfFile(file);
  if (body.kind !== "read") {
    process.stderr.write(`${body.why}\n`);
    return 1;
  }
  const events = inspectScoreboard(body.value);
  if (events.kind !== "read") {
    process.stderr.write(`${events.why}\n`);
    return 1;
  }
  const pages = json
    ? `${JSON.stringify(events.value.map(({ row }) => row))}\n`
    : events.value.map(pageOf).join("\n");
  process.stdout.write(events.value.length === 0 && !json ? "No events.\n" : pages);
  const readable = events.value.filter(({ refused }) => refused === undefined).length;
  if (events.value.length === 0 || readable > 0) return 0;
  process.stderr.write("none of the events could be read\n");
  return 1;
}
