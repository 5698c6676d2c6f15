/** What games look like in numbers: the same measures for real and for generated ones. */
import type { TeamSide } from "../../src/domain/game.ts";
import type { PlayedGame, PlayRow } from "./played-games.ts";

export type Measure = { readonly name: string; readonly value: number; readonly digits: number };

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);
}

function deviation(numbers: readonly number[]): number {
  const middle = mean(numbers);
  return Math.sqrt(mean(numbers.map((one) => (one - middle) ** 2)));
}

export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

function shareOf<T>(items: readonly T[], fits: (item: T) => boolean): number {
  return (100 * items.filter(fits).length) / Math.max(1, items.length);
}

const isScrimmage = (row: PlayRow): boolean => row.down !== undefined;

/** Seconds of the game gone by; each overtime period counts 600. */
export function elapsed({ period, clock }: Pick<PlayRow, "period" | "clock">): number {
  return period <= 4 ? (period - 1) * 900 + 900 - clock : 3_600 + (period - 5) * 600 + 600 - clock;
}

type Score = { readonly home: number; readonly away: number };

function scoreAfter(game: PlayedGame, index: number): Score {
  return game.rows[index + 1] ?? game;
}

export type Drive = {
  readonly side: TeamSide;
  readonly result:
    | "touchdown"
    | "field goal"
    | "punt"
    | "missed field goal"
    | "turnover"
    | "downs"
    | "safety"
    | "end of half";
  readonly plays: number;
  readonly startYardline: number;
};

function resultOf(game: PlayedGame, index: number): Drive["result"] {
  const row = game.rows[index];
  const next = game.rows[index + 1];
  if (row === undefined) return "end of half";
  const after = scoreAfter(game, index);
  const [own, other] =
    row.side === "home"
      ? [after.home - row.home, after.away - row.away]
      : [after.away - row.away, after.home - row.home];
  if (own >= 6) return "touchdown";
  if (own === 3) return "field goal";
  if (other === 2) return "safety";
  if (other >= 6) return row.word === "punt" ? "punt" : "turnover";
  if (row.word === "punt") return "punt";
  if (row.word === "field_goal") return "missed field goal";
  const halfOver =
    next === undefined ||
    (row.period <= 2 && next.period > 2) ||
    (row.period === 4) !== (next.period === 4);
  if (halfOver && (next === undefined || row.period === 2 || row.period >= 4)) return "end of half";
  return row.down === 4 && row.word !== "no_play" ? "downs" : "turnover";
}

/** A drive: the plays from scrimmage of one team without a kick, a score or a half between. */
export function drivesOf(game: PlayedGame): Drive[] {
  const drives: Drive[] = [];
  let first: PlayRow | undefined;
  let plays = 0;
  game.rows.forEach((row, index) => {
    if (!isScrimmage(row)) return;
    first ??= row;
    plays += row.word === "no_play" ? 0 : 1;
    const next = game.rows[index + 1];
    const half = (period: number): number => (period <= 2 ? 1 : period <= 4 ? 2 : period);
    const goesOn =
      next !== undefined &&
      isScrimmage(next) &&
      next.side === row.side &&
      half(next.period) === half(row.period);
    if (goesOn) return;
    const result = resultOf(game, index);
    drives.push({ side: row.side, result, plays, startYardline: first.yardline100 });
    first = undefined;
    plays = 0;
  });
  return drives;
}

/** The score after each change of it, with the second of the game. */
function scoresOf(game: PlayedGame): { readonly at: number; readonly margin: number }[] {
  const list: { at: number; margin: number }[] = [];
  let last = { home: 0, away: 0 };
  for (const row of [
    ...game.rows.map((one) => ({ at: elapsed(one), ...one })),
    { ...game, at: 3_600 },
  ]) {
    // A try belongs to its touchdown.
    const isTry = "word" in row && row.word === "try";
    if (isTry || (row.home === last.home && row.away === last.away)) continue;
    list.push({ at: row.at, margin: row.home - row.away });
    last = { home: row.home, away: row.away };
  }
  return list;
}

function leadChanges(game: PlayedGame): number {
  let leader = 0;
  let changes = 0;
  for (const { margin } of scoresOf(game)) {
    const now = Math.sign(margin);
    if (now === 0) continue;
    if (leader !== 0 && now !== leader) changes += 1;
    leader = now;
  }
  return changes;
}

function gainsOf(game: PlayedGame, word: PlayRow["word"]): number[] {
  return game.rows.flatMap((row, index) => {
    if (row.word !== word || !isScrimmage(row)) return [];
    const after = scoreAfter(game, index);
    const own = row.side === "home" ? after.home - row.home : after.away - row.away;
    if (own >= 6) return [row.yardline100];
    const next = game.rows[index + 1];
    if (next === undefined || !isScrimmage(next) || next.side !== row.side) return [];
    return [row.yardline100 - next.yardline100];
  });
}

function pointsBy(games: readonly PlayedGame[], period: (value: number) => boolean): number {
  return mean(
    games.map((game) => {
      let points = 0;
      game.rows.forEach((row, index) => {
        const after = scoreAfter(game, index);
        if (period(row.period)) points += after.home + after.away - row.home - row.away;
      });
      return points;
    }),
  );
}

/** Of the series of downs that began outside the goal area, the share that brought a first down. */
function conversion(games: readonly PlayedGame[], down: number): number {
  let made = 0;
  let all = 0;
  for (const game of games) {
    game.rows.forEach((row, index) => {
      if (row.down !== down || (row.word !== "run" && row.word !== "pass")) return;
      all += 1;
      const after = scoreAfter(game, index);
      const own = row.side === "home" ? after.home - row.home : after.away - row.away;
      const next = game.rows[index + 1];
      if (own >= 6 || (next?.down === 1 && next.side === row.side)) made += 1;
    });
  }
  return (100 * made) / Math.max(1, all);
}

/** Seconds of the game clock between two plays, by whose play the first was. */
function possessionOf(game: PlayedGame): Readonly<Record<TeamSide, number>> {
  const seconds = { home: 0, away: 0 };
  game.rows.forEach((row, index) => {
    const next = game.rows[index + 1];
    if (!isScrimmage(row) || row.period > 4) return;
    const until = next?.period === row.period ? next.clock : 0;
    seconds[row.side] += Math.max(0, row.clock - until);
  });
  return seconds;
}

/** All measures of a set of games. */
export function measure(games: readonly PlayedGame[]): Measure[] {
  const of = (name: string, value: number, digits = 1): Measure => ({ name, value, digits });
  const totals = games.map(({ home, away }) => home + away);
  const teams = games.flatMap(({ home, away }) => [home, away]);
  const margins = games.map(({ home, away }) => home - away);
  const wide = margins.map(Math.abs);
  const drives = games.flatMap(drivesOf);
  const result = (name: Drive["result"]): number => shareOf(drives, (one) => one.result === name);
  const perGame = (fits: (row: PlayRow) => boolean): number =>
    mean(games.map((game) => game.rows.filter(fits).length));
  const word = (name: PlayRow["word"]): number =>
    perGame(
      (row) => row.word === name && (isScrimmage(row) || name === "kickoff" || name === "try"),
    );
  const gaps = games.flatMap((game) => {
    const scores = scoresOf(game);
    return scores.slice(1).map((one, index) => one.at - (scores[index]?.at ?? 0));
  });
  const favourites = games.filter(({ spread, home, away }) => spread !== 0 && home !== away);
  const residuals = games.map(({ home, away, spread }) => home - away - spread);
  const runs = games.flatMap((game) => gainsOf(game, "run"));
  const passes = games.flatMap((game) => gainsOf(game, "pass"));
  const possessions = games.map(possessionOf);
  const homeShares = possessions.map(({ home, away }) => (100 * home) / (home + away));
  const winnerMinutes = games.flatMap(({ home, away }, index) => {
    const seconds = possessions[index];
    if (seconds === undefined || home === away) return [];
    return [(home > away ? seconds.home : seconds.away) / 60];
  });
  return [
    of("points per game", mean(totals)),
    of("— deviation", deviation(totals)),
    of("points of a team", mean(teams)),
    of("— deviation", deviation(teams)),
    of(
      "points in quarter 1",
      pointsBy(games, (period) => period === 1),
    ),
    of(
      "points in quarter 2",
      pointsBy(games, (period) => period === 2),
    ),
    of(
      "points in quarter 3",
      pointsBy(games, (period) => period === 3),
    ),
    of(
      "points in quarter 4",
      pointsBy(games, (period) => period === 4),
    ),
    of("home margin", mean(margins)),
    of("— deviation", deviation(margins)),
    of("margin less spread, deviation", deviation(residuals)),
    of("deviation of the spread", deviation(games.map(({ spread }) => spread))),
    of(
      "favourite wins, %",
      shareOf(favourites, (one) => (one.home - one.away) * one.spread > 0),
    ),
    of(
      "won by 3, %",
      shareOf(wide, (one) => one === 3),
    ),
    of(
      "won by 7, %",
      shareOf(wide, (one) => one === 7),
    ),
    of(
      "won by 6, %",
      shareOf(wide, (one) => one === 6),
    ),
    of(
      "won by 10, %",
      shareOf(wide, (one) => one === 10),
    ),
    of(
      "won by 14, %",
      shareOf(wide, (one) => one === 14),
    ),
    of(
      "won by 1 or 2, %",
      shareOf(wide, (one) => one === 1 || one === 2),
    ),
    of(
      "won by 4 or 5, %",
      shareOf(wide, (one) => one === 4 || one === 5),
    ),
    of(
      "won by 8 or less, %",
      shareOf(wide, (one) => one > 0 && one <= 8),
    ),
    of(
      "won by 17 and more, %",
      shareOf(wide, (one) => one >= 17),
    ),
    of(
      "overtime, %",
      shareOf(games, ({ rows }) => rows.some(({ period }) => period > 4)),
    ),
    of(
      "tied at the end, %",
      shareOf(wide, (one) => one === 0),
      2,
    ),
    of("lead changes", mean(games.map(leadChanges)), 2),
    of("scores per game", mean(games.map((game) => scoresOf(game).length)), 2),
    of("seconds between scores, p10", quantile(gaps, 0.1), 0),
    of("— median", quantile(gaps, 0.5), 0),
    of("— p90", quantile(gaps, 0.9), 0),
    of("plays from scrimmage", perGame(isScrimmage)),
    of("runs", word("run")),
    of("passes and sacks", word("pass")),
    of("punts", word("punt")),
    of("field goals tried", word("field_goal")),
    of("plays without effect (penalty)", word("no_play")),
    of("kneels", word("qb_kneel")),
    of("spikes", word("qb_spike"), 2),
    of("kickoffs", word("kickoff")),
    of("tries", word("try"), 2),
    of("yards a run", mean(runs), 2),
    of("yards a run, p90", quantile(runs, 0.9), 0),
    of("yards a pass", mean(passes), 2),
    of("yards a pass, p90", quantile(passes, 0.9), 0),
    of("first downs on 3rd down, %", conversion(games, 3)),
    of("first downs on 4th down, %", conversion(games, 4)),
    of(
      "4th downs played out",
      perGame((row) => row.down === 4 && (row.word === "run" || row.word === "pass")),
      2,
    ),
    of("ball of the winner, minutes", mean(winnerMinutes)),
    of("home's share of the ball, deviation, %", deviation(homeShares)),
    of("drives per game", drives.length / Math.max(1, games.length)),
    of("plays a drive", mean(drives.map(({ plays }) => plays)), 2),
    of("yards to go at a drive's start", mean(drives.map(({ startYardline }) => startYardline))),
    of("drives: touchdown, %", result("touchdown")),
    of("drives: field goal, %", result("field goal")),
    of("drives: punt, %", result("punt")),
    of("drives: missed field goal, %", result("missed field goal")),
    of("drives: turnover, %", result("turnover")),
    of("drives: on downs, %", result("downs")),
    of("drives: safety, %", result("safety"), 2),
    of("drives: end of half, %", result("end of half")),
  ];
}
