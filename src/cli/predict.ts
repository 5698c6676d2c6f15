/** `mnf predict`: situations as NDJSON on standard input, win probabilities on standard output. */
import { once } from "node:events";
import { z } from "zod";
import { type ModelInputs, predict } from "../model/model.ts";

const number = z.number().nullish();
/** Booleans of the play data: true and false, or 1 and 0. */
const flag = z.union([z.boolean(), z.literal(0), z.literal(1)]).nullish();

/** One situation in the columns of the play data. Other columns are allowed and not read. */
const Row = z.object({
  qtr: number,
  game_seconds_remaining: number,
  half_seconds_remaining: number,
  quarter_seconds_remaining: number,
  home_score: number,
  away_score: number,
  posteam_is_home: flag,
  down: number,
  ydstogo: number,
  yardline_100: number,
  home_timeouts: number,
  away_timeouts: number,
  receive_2h_ko: flag,
  spread_line: number,
  total_line: number,
  neutral: flag,
  season: number,
  week: number,
  game_type: z.string().nullish(),
});

function known<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}

function truth(value: boolean | 0 | 1 | null | undefined): boolean | undefined {
  return value === null || value === undefined ? undefined : Boolean(value);
}

function inputsOfRow(row: z.output<typeof Row>): ModelInputs {
  return {
    qtr: known(row.qtr),
    gameSecondsRemaining: known(row.game_seconds_remaining),
    halfSecondsRemaining: known(row.half_seconds_remaining),
    quarterSecondsRemaining: known(row.quarter_seconds_remaining),
    homeScore: known(row.home_score),
    awayScore: known(row.away_score),
    posteamIsHome: truth(row.posteam_is_home),
    down: known(row.down),
    ydstogo: known(row.ydstogo),
    yardline100: known(row.yardline_100),
    homeTimeouts: known(row.home_timeouts),
    awayTimeouts: known(row.away_timeouts),
    receive2hKo: truth(row.receive_2h_ko),
    spreadLine: known(row.spread_line),
    totalLine: known(row.total_line),
    neutral: truth(row.neutral),
    season: known(row.season),
    week: known(row.week),
    gameType: known(row.game_type),
  };
}

const decimals = 15;

function noPrediction(why: string): string {
  return `{"home":null,"away":null,"tie":null,"error":${JSON.stringify(why)}}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Texts, which are passed over, and the bare word that Python's `json.dumps` writes for NaN. */
const textOrNaN = /"(?:[^"\\]|\\.)*"?|\bNaN\b/g;

/** JSON, and JSON in which missing numbers are NaN; `undefined`: neither. */
function parse(line: string): unknown {
  const json = parseJson(line);
  if (json !== undefined || !line.includes("NaN")) return json;
  return parseJson(line.replace(textOrNaN, (found) => (found === "NaN" ? "null" : found)));
}

/** The answer to one line, without its line end. Every line has one, readable or not. */
export function predictLine(line: string): string {
  const json = parse(line);
  if (json === undefined) return noPrediction(line.trim() === "" ? "empty line" : "not JSON");
  const row = Row.safeParse(json);
  if (!row.success) {
    const issue = row.error.issues[0];
    return noPrediction(`${issue?.path.join(".") || "line"}: ${issue?.message ?? "unreadable"}`);
  }
  const answer = predict(inputsOfRow(row.data));
  if (answer.kind === "noAnswer") return noPrediction(answer.why);
  const [home, away, tie] = [answer.home, answer.away, answer.tie].map((p) => p.toFixed(decimals));
  return `{"home":${home},"away":${away},"tie":${tie}}`;
}

/** A line longer than this is not a situation; the rest of it is dropped. */
const longestLine = 64 * 1024;

/**
 * Splits text into lines at LF, with or without CR before it; the last line needs no LF. Gives the
 * lines of each chunk together, so that whoever writes one line and waits is answered.
 */
async function* linesOf(input: AsyncIterable<string | Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = "";
  let isTooLong = false;
  const finish = (line: string): string => {
    const whole = isTooLong || line.length > longestLine ? "(too long)" : line;
    isTooLong = false;
    return whole.endsWith("\r") ? whole.slice(0, -1) : whole;
  };
  for await (const chunk of input) {
    const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const parts = text.split("\n");
    const last = parts.pop() ?? "";
    if (parts.length > 0) {
      parts[0] = rest + (parts[0] ?? "");
      rest = "";
      yield parts.map(finish);
    }
    rest += last;
    if (rest.length > longestLine) {
      isTooLong = true;
      rest = "";
    }
  }
  rest += decoder.decode();
  if (rest !== "" || isTooLong) yield [finish(rest)];
}

/**
 * Answers each line of `input` with one line of `output`, in order. Waits while the output is
 * full; rejects when it fails.
 */
export async function predictLines(
  input: AsyncIterable<string | Uint8Array>,
  output: NodeJS.WritableStream,
): Promise<void> {
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure = error;
  };
  output.on("error", fail);
  for await (const lines of linesOf(input)) {
    const text = lines.map((line) => `${predictLine(line)}\n`).join("");
    if (!output.write(text)) await once(output, "drain");
    if (failure !== undefined) throw failure;
  }
  output.removeListener("error", fail);
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** Runs the command; gives its exit code. */
export async function runPredict(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(`mnf predict takes no options: ${args[0]}. See mnf predict --help.\n`);
    return 2;
  }
  // The reader of our output may leave early (`| head`): then there is nobody left to answer.
  process.stdout.on("error", ignoreClosedPipe);
  try {
    await predictLines(process.stdin, process.stdout);
  } catch (error) {
    ignoreClosedPipe(error as Error);
    process.stdin.destroy();
  }
  return 0;
}
