/**
 * Line, moneyline and model at kickoff: what a line is worth in chances, and whether the moneylines
 * know more than the line from which the model starts.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { chanceOfSpread, clean, type Network, regulationFair } from "../src/model/model.ts";
import { chanceFrom } from "./chance.ts";
import { fitLogistic } from "./logistic.ts";
import { lossOf } from "./measures.ts";

/** A game that somebody won, with its closing line and moneylines. */
type Closing = {
  readonly season: number;
  readonly spread: number;
  readonly total: number;
  /** Home's chance by the moneylines, the bookmaker's margin taken off in proportion. */
  readonly moneyline: number;
  readonly homeWon: number;
};

function impliedChance(american: number): number {
  return american < 0 ? -american / (100 - american) : 100 / (100 + american);
}

function closingsOf(path: string): Closing[] {
  const bytes = readFileSync(path);
  const text = path.endsWith(".gz") ? gunzipSync(bytes).toString() : bytes.toString();
  const rows: Readonly<Record<string, string>>[] = parse(text, { columns: true });
  const numberOf = (row: Readonly<Record<string, string>>, name: string): number => {
    const value = row[name] ?? "";
    return value === "" || value === "NA" ? Number.NaN : Number(value);
  };
  return rows
    .map((row) => {
      const home = impliedChance(numberOf(row, "home_moneyline"));
      const away = impliedChance(numberOf(row, "away_moneyline"));
      const margin = numberOf(row, "home_score") - numberOf(row, "away_score");
      return {
        season: numberOf(row, "season"),
        spread: numberOf(row, "spread_line"),
        total: numberOf(row, "total_line"),
        moneyline: home / (home + away),
        homeWon: margin > 0 ? 1 : margin < 0 ? 0 : Number.NaN,
      };
    })
    .filter((closing) => Object.values(closing).every((value) => Number.isFinite(value)))
    .filter(({ moneyline }) => moneyline > 0 && moneyline < 1);
}

function logOdds(chance: number): number {
  return Math.log(chance / (1 - chance));
}

/** The model at kickoff, taught without the game's season where there is such a network. */
function modelOf(closing: Closing, networks: ReadonlyMap<number, Network>): number {
  const network = networks.get(closing.season);
  if (network === undefined) return chanceOfSpread(closing.spread, { totalLine: closing.total });
  const cleaning = clean({
    qtr: 1,
    gameSecondsRemaining: 3600,
    homeScore: 0,
    awayScore: 0,
    spreadLine: closing.spread,
    totalLine: closing.total,
  });
  return cleaning.kind === "clean" ? regulationFair(network, cleaning.inputs) : Number.NaN;
}

const resamples = 400;

/** Middle 95 % of what `statistic` says of games drawn again. */
function interval(count: number, statistic: (drawn: Int32Array) => number): [number, number] {
  const chance = chanceFrom(1);
  const found = Array.from({ length: resamples }, () =>
    statistic(Int32Array.from({ length: count }, () => Math.floor(chance() * count))),
  ).toSorted((left, right) => left - right);
  const at = (part: number): number => found[Math.round(part * (resamples - 1))] ?? Number.NaN;
  return [at(0.025), at(0.975)];
}

function meanOf(values: Float64Array, drawn: Int32Array): number {
  return drawn.reduce((sum, index) => sum + (values[index] as number), 0) / drawn.length;
}

function signed(value: number, digits: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(digits)}`;
}

/** The share of `left` in the mixture of log-odds that fits the results best. */
function shareOf(left: Float64Array, right: Float64Array, won: Float64Array): number {
  const rows = Array.from(left, (value, index) => Float64Array.of(value, right[index] as number));
  const [own = 0, other = 0] = fitLogistic(rows, won);
  return own / (own + other);
}

/** Log-odds that a point of the line adds: least squares through zero. */
function slopeOf(games: readonly Closing[], odds: Float64Array): number {
  let [product, square] = [0, 0];
  for (const [index, { spread }] of games.entries()) {
    product += spread * (odds[index] as number);
    square += spread ** 2;
  }
  return product / square;
}

function pick(values: Float64Array, drawn: Int32Array): Float64Array {
  return Float64Array.from(drawn, (index) => values[index] as number);
}

/** The section of the evaluation on closing prices. */
export function moneylineText(path: string, networks: ReadonlyMap<number, Network>): string {
  const games = closingsOf(path);
  const won = Float64Array.from(games, ({ homeWon }) => homeWon);
  const market = Float64Array.from(games, ({ moneyline }) => moneyline);
  const model = Float64Array.from(games, (game) => modelOf(game, networks));
  const [marketOdds, modelOdds] = [market.map(logOdds), model.map(logOdds)];
  const loss = (chances: Float64Array): Float64Array =>
    chances.map((chance, index) => lossOf(chance, won[index] as number));
  const [marketLoss, modelLoss] = [loss(market), loss(model)];
  const gap = modelLoss.map((value, index) => value - (marketLoss[index] as number));
  const gaps = interval(games.length, (drawn) => meanOf(gap, drawn));
  const apart = model.map((value, index) => Math.abs(value - (market[index] as number)));
  const shares = interval(games.length, (drawn) =>
    shareOf(pick(modelOdds, drawn), pick(marketOdds, drawn), pick(won, drawn)),
  );
  const all = Int32Array.from(games.keys());
  const seasons = games.map(({ season }) => season);
  const row = (name: string, losses: Float64Array, odds: Float64Array): string =>
    `| ${name} | ${meanOf(losses, all).toFixed(4)} | ${slopeOf(games, odds).toFixed(4)} |`;
  return [
    `**Closing prices** (${games.length} games, ${Math.min(...seasons)}–${Math.max(...seasons)}; a ` +
      "season that was learned from is judged by the network without it)",
    [
      "| at kickoff | log loss per game | log-odds per point of the line |",
      "| --- | ---: | ---: |",
      row("this model, from the line", modelLoss, modelOdds),
      row("moneylines", marketLoss, marketOdds),
    ].join("\n"),
    `Model − moneylines: ${signed(meanOf(gap, all), 4)} (95 % of resampled games: ` +
      `${signed(gaps[0], 4)} … ${signed(gaps[1], 4)}). They are ` +
      `${(100 * meanOf(apart, all)).toFixed(1)} points apart on average. Share of the model in the ` +
      `mixture of log-odds that fits the winners best: ` +
      `${shareOf(modelOdds, marketOdds, won).toFixed(2)} ` +
      `(${shares[0].toFixed(2)} … ${shares[1].toFixed(2)}).`,
  ].join("\n\n");
}
