/**
 * `node train/disagreement.ts --plays FILE --candles FILE [--plays FILE --candles FILE …]`: what a
 * difference between the model and the market was worth in recorded games. Only measures; nothing
 * that the product uses is fitted to these games.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { predict, spreadOfChance } from "../src/model/model.ts";
import { lossOf } from "./measures.ts";

type Fields = Readonly<Record<string, string>>;

/** One minute of one game: what model and market said of HOME, and the market some minutes on. */
type Minute = { readonly at: number; readonly model: number; readonly mid: number };
type Night = { readonly name: string; readonly homeWon: number; readonly minutes: Minute[] };

function rowsOf(path: string): Fields[] {
  const bytes = readFileSync(path);
  const text = path.endsWith(".gz") ? gunzipSync(bytes).toString() : bytes.toString();
  return parse(text, { columns: true, relax_quotes: true });
}

function numberOf(fields: Fields, name: string): number | undefined {
  const text = fields[name];
  return text === undefined || text === "" ? undefined : Number(text);
}

function modelOf(play: Fields, spread: number | undefined): number | undefined {
  const isHome = play["posteam"] === play["home_team"];
  const [own, other] = [numberOf(play, "posteam_score"), numberOf(play, "defteam_score")];
  const answer = predict({
    qtr: numberOf(play, "qtr"),
    gameSecondsRemaining: numberOf(play, "game_seconds_remaining"),
    halfSecondsRemaining: numberOf(play, "half_seconds_remaining"),
    homeScore: isHome ? own : other,
    awayScore: isHome ? other : own,
    posteamIsHome: isHome,
    down: numberOf(play, "down"),
    ydstogo: numberOf(play, "ydstogo"),
    yardline100: numberOf(play, "yardline_100"),
    homeTimeouts: numberOf(play, "home_timeouts_remaining"),
    awayTimeouts: numberOf(play, "away_timeouts_remaining"),
    spreadLine: spread,
    totalLine: numberOf(play, "total_line"),
    season: 2025,
    gameType: "REG",
  });
  return answer.kind === "answer" ? answer.home + answer.tie / 2 : undefined;
}

/** When the play was over: the whistle, else 6 s after the snap. */
function endOf(play: Fields): number {
  const whistle = Date.parse(play["end_clock_time"] ?? "");
  return Number.isNaN(whistle) ? Date.parse(play["time_of_day"] ?? "") + 6000 : whistle;
}

type Mid = { readonly at: number; readonly mid: number };

function midsOf(path: string): Mid[] {
  return rowsOf(path)
    .filter((candle) => candle["is_home"] === "true")
    .map((candle) => ({
      at: Number(candle["end_period_ts"]) * 1000,
      bid: Number(candle["yes_bid_close"]),
      ask: Number(candle["yes_ask_close"]),
    }))
    .filter(({ bid, ask }) => bid > 0 && ask < 100)
    .map(({ at, bid, ask }) => ({ at, mid: (bid + ask) / 200 }))
    .toSorted((left, right) => left.at - right.at);
}

function nightOf(playsPath: string, candlesPath: string): Night {
  const all = rowsOf(playsPath).toSorted(
    (left, right) => Number(left["row"]) - Number(right["row"]),
  );
  const plays = all.filter((play) => play["posteam"] !== "" && (play["time_of_day"] ?? "") !== "");
  const mids = midsOf(candlesPath);
  const kickoff = Date.parse(plays[0]?.["time_of_day"] ?? "");
  const before = mids.findLast(({ at }) => at <= kickoff);
  if (before === undefined) throw new Error(`${candlesPath}: no price before the kickoff`);
  const totalLine = numberOf(plays[0] ?? {}, "total_line");
  const spread = spreadOfChance(before.mid, { totalLine });
  const minutes: Minute[] = [];
  for (const { at, mid } of mids) {
    // What is known at this moment: the play after the last one that has ended.
    const next = plays[plays.findLastIndex((play) => endOf(play) <= at) + 1];
    if (at < kickoff || next === undefined) continue;
    const model = modelOf(next, spread);
    if (model !== undefined) minutes.push({ at, model, mid });
  }
  const last = all.at(-1) ?? {};
  const homeWon = Number(last["home_score"]) > Number(last["away_score"]) ? 1 : 0;
  return { name: last["game_id"] ?? "", homeWon, minutes };
}

function logOdds(chance: number): number {
  const kept = Math.min(0.999, Math.max(0.001, chance));
  return Math.log(kept / (1 - kept));
}

/** Model's share `weight` and market's the rest, in log-odds. */
function pool(minute: Minute, weight: number): number {
  const odds = weight * logOdds(minute.model) + (1 - weight) * logOdds(minute.mid);
  return 1 / (1 + Math.exp(-odds));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** How far the mid moves towards the model in the minutes after, per point of difference. */
function pull(minutes: readonly Minute[], ahead: number): number {
  let [product, square] = [0, 0];
  for (const [index, minute] of minutes.entries()) {
    const later = minutes[index + ahead];
    if (later === undefined) continue;
    const gap = minute.model - minute.mid;
    product += gap * (later.mid - minute.mid);
    square += gap * gap;
  }
  return product / square;
}

function tell(night: Night): void {
  const { minutes, homeWon } = night;
  const gaps = minutes.map(({ model, mid }) => Math.abs(model - mid));
  const losses = [0, 0.25, 0.5, 0.75, 1].map((weight) => {
    const loss = mean(minutes.map((minute) => lossOf(pool(minute, weight), homeWon)));
    return `${weight}: ${loss.toFixed(4)}`;
  });
  const over = (limit: number): number => gaps.filter((gap) => gap >= limit).length;
  process.stdout.write(
    [
      `${night.name}: ${minutes.length} minutes`,
      `  mean difference ${(100 * mean(gaps)).toFixed(1)} points; 5 or more in ${over(0.05)}` +
        ` minutes, 10 or more in ${over(0.1)}`,
      `  log loss by the model's share of the pool: ${losses.join(", ")}`,
      `  the mid moves towards the model by ${[1, 3, 10]
        .map((ahead) => `${pull(minutes, ahead).toFixed(2)} after ${ahead}`)
        .join(", ")} minutes, per point of difference`,
      "",
    ].join("\n"),
  );
}

const { values } = parseArgs({
  options: {
    plays: { type: "string", multiple: true, default: [] },
    candles: { type: "string", multiple: true, default: [] },
  },
});
const nights = values.plays.map((plays, index) => nightOf(plays, values.candles[index] ?? ""));
for (const night of nights) tell(night);
