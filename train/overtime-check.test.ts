import { expect, test } from "vitest";
import { overtimeLine } from "./overtime-check.ts";
import type { PlayColumn, Plays } from "./plays.ts";

const unknown = Number.NaN;

/** A game that home won and a tied one, from the first kickoff of overtime; nothing else is known. */
function twoOvertimes(): Plays {
  const known: Partial<Record<PlayColumn, readonly number[]>> = {
    qtr: [4, 5, 5, 5, 5, 5],
    quarter_seconds_remaining: [1, 600, 560, 300, 600, 400],
    posteam_is_home: [1, 1, 1, 1, 0, 0],
    down: [1, unknown, 3, 4, unknown, 2],
    ydstogo: [10, unknown, 2, 9, unknown, 10],
    yardline_100: [75, 35, 20, 25, 35, 60],
    home_score: [20, 20, 20, 20, 17, 17],
    away_score: [20, 20, 20, 20, 17, 17],
    home_win: [1, 1, 1, 1, 0.5, 0.5],
    season: [2022, 2022, 2022, 2022, 2022, 2022],
  };
  const columns = new Proxy({} as Plays["columns"], {
    get: (_none, name) => Float64Array.from(known[name as PlayColumn] ?? Array(6).fill(unknown)),
  });
  const gameType = Array<string>(6).fill("REG");
  return { count: 6, columns, game: Int32Array.of(0, 0, 0, 0, 1, 1), gameIds: [], gameType };
}

test("MOD-09: real overtimes are told by down and distance, ties apart", () => {
  const text = overtimeLine(twoOvertimes());
  expect(text).toContain("(2 games)");
  expect(text).toContain("expected in all, 1 happened.");
  const plays = (name: string): string | undefined =>
    text
      .split("\n")
      .find((line) => line.startsWith(`| ${name} |`))
      ?.split(" | ")[1];
  // The tied game's kickoff and second down are in no row, nor is the fourth quarter's play.
  expect(plays("kickoff")).toBe("1");
  expect(plays("first down")).toBe("0");
  expect(plays("second down")).toBe("0");
  expect(plays("third, 1–3 to go")).toBe("1");
  expect(plays("fourth, 4 or more")).toBe("1");
  expect(plays("level inside the 30, third")).toBe("1");
  expect(plays("level inside the 30, fourth")).toBe("1");
});
