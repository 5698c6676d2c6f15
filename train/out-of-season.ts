/** Leave-one-season-out: every play judged by models that have not seen its season. */
import { clean, type ModelInputs, type Network, regulationFair } from "../src/model/model.ts";
import { fitLogistic, logisticFeatures, logisticLogit } from "./logistic.ts";
import type { Plays } from "./plays.ts";
import { type Examples, seatOf } from "./seats.ts";
import { examplesWhere, teach } from "./teach.ts";

/** Home chances (a tie counts half), one an example, by models that never saw its season. */
export type OutOfSeason = {
  readonly network: Float64Array;
  readonly logistic: Float64Array;
  /** The network of each left-out season. */
  readonly networks: ReadonlyMap<number, Network>;
};

function known(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

function flag(value: number | undefined): boolean | undefined {
  const found = known(value);
  return found === undefined ? undefined : found > 0;
}

/** The row as `mnf predict` gets it. */
export function inputsOfPlay(plays: Plays, row: number): ModelInputs {
  const { columns: c } = plays;
  return {
    qtr: known(c.qtr[row]),
    gameSecondsRemaining: known(c.game_seconds_remaining[row]),
    halfSecondsRemaining: known(c.half_seconds_remaining[row]),
    quarterSecondsRemaining: known(c.quarter_seconds_remaining[row]),
    homeScore: known(c.home_score[row]),
    awayScore: known(c.away_score[row]),
    posteamIsHome: flag(c.posteam_is_home[row]),
    down: known(c.down[row]),
    ydstogo: known(c.ydstogo[row]),
    yardline100: known(c.yardline_100[row]),
    homeTimeouts: known(c.home_timeouts[row]),
    awayTimeouts: known(c.away_timeouts[row]),
    receive2hKo: flag(c.receive_2h_ko[row]),
    spreadLine: known(c.spread_line[row]),
    totalLine: known(c.total_line[row]),
    neutral: flag(c.neutral[row]),
    season: known(c.season[row]),
    week: known(c.week[row]),
    gameType: plays.gameType[row],
  };
}

/** Home's chance of a play, a tie counted half. */
export function fairOf(network: Network, plays: Plays, row: number): number {
  const cleaning = clean(inputsOfPlay(plays, row));
  return cleaning.kind === "clean" ? regulationFair(network, cleaning.inputs) : Number.NaN;
}

/** Every fourth play is enough for a regression with 27 weights. */
const logisticEvery = 4;

function logisticOf(plays: Plays, data: Examples, indices: Int32Array): Float64Array {
  const picked = indices.filter(
    (index, at) => at % logisticEvery === 0 && data.isScrimmage[index] === 1,
  );
  const rows = Array.from(picked, (index) =>
    logisticFeatures(seatOf(plays, data.row[index] as number)),
  );
  const won = Float64Array.from(picked, (index) => {
    const win = data.homeWin[index] as number;
    return data.ballIsHome[index] === 1 ? win : 1 - win;
  });
  return fitLogistic(rows, won);
}

function judge(
  plays: Plays,
  data: Examples,
  indices: Int32Array,
  models: { readonly network: Network; readonly logistic: Float64Array },
  into: { readonly network: Float64Array; readonly logistic: Float64Array },
): void {
  for (const index of indices) {
    const row = data.row[index] as number;
    into.network[index] = fairOf(models.network, plays, row);
    const chance = 1 / (1 + Math.exp(-logisticLogit(models.logistic, seatOf(plays, row))));
    into.logistic[index] = data.ballIsHome[index] === 1 ? chance : 1 - chance;
  }
}

/** Teaches a network and a regression for each season without it, and judges its plays. */
export function outOfSeason(
  plays: Plays,
  data: Examples,
  seed: number,
  tell: (line: string) => void,
): OutOfSeason {
  const into = {
    network: new Float64Array(data.count).fill(Number.NaN),
    logistic: new Float64Array(data.count).fill(Number.NaN),
  };
  const networks = new Map<number, Network>();
  for (const season of new Set(data.season)) {
    const others = examplesWhere(data, (other) => other !== season);
    const network = teach(data, others, seed);
    const logistic = logisticOf(plays, data, others);
    networks.set(season, network);
    judge(
      plays,
      data,
      examplesWhere(data, (own) => own === season),
      { network, logistic },
      into,
    );
    tell(`${season} judged by the other seasons`);
  }
  return { ...into, networks };
}
