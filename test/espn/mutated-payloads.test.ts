/**
 * Payloads gone wrong, by the thousand: no exception, and no value that the payload does not say.
 * What may be said is derived here anew, from the payload's own words and in another way.
 */
import { describe, expect, test } from "vitest";
import { seededChance } from "../../src/domain/chance.ts";
import { type InspectedRow, inspectScoreboard } from "../../src/feeds/espn/espn.ts";
import {
  afterGame,
  beforeGame,
  type EventParts,
  scoreboardOf,
} from "../../src/feeds/espn/test-payloads.ts";
import { kcEvent } from "./night.ts";
import { mutated } from "./mutations.ts";

const isNightly = process.env["MNF_NIGHTLY"] === "1";
const rounds = isNightly ? 100_000 : 4000;

const noTexts = {
  downDistanceText: undefined,
  shortDownDistanceText: undefined,
  possessionText: undefined,
};

const moments: readonly EventParts[] = [
  {},
  beforeGame,
  afterGame,
  { type: { name: "STATUS_HALFTIME" }, status: { clock: 0, displayClock: "0:00" } },
  {
    situation: {
      down: 1,
      distance: 3,
      yardLine: 97,
      downDistanceText: "1st & Goal at DEN 3",
      shortDownDistanceText: "1st & Goal",
      possessionText: "DEN 3",
      isRedZone: true,
    },
  },
  {
    situation: {
      possession: undefined,
      down: 1,
      distance: 10,
      yardLine: 75,
      downDistanceText: "1st & 10 at DEN 25",
      shortDownDistanceText: "1st & 10",
      possessionText: "DEN 25",
      lastPlay: { id: "401772950600", type: { id: "53" }, end: { team: { id: "7" } } },
    },
  },
  {
    situation: {
      ...noTexts,
      down: 1,
      distance: 10,
      yardLine: 0,
      lastPlay: { id: "401772950600", type: { id: "52", text: "Punt" } },
    },
  },
  {
    situation: {
      ...noTexts,
      possession: undefined,
      down: -1,
      yardLine: 100,
      isRedZone: true,
      lastPlay: { id: "401772950700", type: { id: "68" }, scoreValue: 6 },
    },
  },
];

/** A value on the way down a chain of keys. */
function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

/** The numbers that a field may stand for: itself, its text, the value of its object. */
function numberIn(value: unknown): number | undefined {
  const inner = typeof value === "object" ? at(value, "value") : value;
  return inner === "" || (typeof inner !== "number" && typeof inner !== "string")
    ? undefined
    : Number(inner);
}

type Side = "home" | "away";

function teamOf(event: unknown, side: Side): unknown {
  const list = at(event, "competitions", 0, "competitors");
  if (!Array.isArray(list)) return undefined;
  return (list as unknown[]).find((one) => at(one, "homeAway") === side);
}

/** Everything that the field of a row could have been taken from. */
function sourcesOf(event: unknown) {
  const situation = at(event, "competitions", 0, "situation");
  const status = at(event, "competitions", 0, "status") ?? at(event, "status");
  const texts = ["shortDownDistanceText", "downDistanceText"].map((key) => at(situation, key));
  const words = texts.map(String).join(" | ");
  const spotWords = `${String(at(situation, "possessionText"))} ${words}`;
  const yardLine = numberIn(at(situation, "yardLine"));
  return { situation, status, words, spotWords, yardLine };
}

const lastSpot = /(\d{1,2})\s*$/;

/** Complaints about values that the payload does not say. */
function invented(event: unknown, row: InspectedRow): string[] {
  const { situation, status, words, spotWords, yardLine } = sourcesOf(event);
  const wrong: string[] = [];
  const expectOneOf = (field: keyof InspectedRow, ...allowed: readonly unknown[]): void => {
    const value = row[field];
    if (value !== null && !allowed.includes(value)) wrong.push(`${field} ${String(value)}`);
  };
  expectOneOf("state", at(status, "type", "state"));
  expectOneOf("status", at(status, "type", "name"));
  expectOneOf("period", numberIn(at(status, "period")));
  const [minutes, seconds] = String(at(status, "displayClock")).split(":");
  const clock = numberIn(at(status, "clock"));
  expectOneOf(
    "clock_seconds",
    clock === undefined ? undefined : Math.floor(clock),
    Number(minutes) * 60 + Math.floor(Number(seconds)),
  );
  for (const side of ["home", "away"] as const) {
    const team = teamOf(event, side);
    expectOneOf(side, at(team, "team", "abbreviation"));
    expectOneOf(`${side}_score`, numberIn(at(team, "score")));
    // In the first quarter what is not told is three.
    const isFirst = numberIn(at(status, "period")) === 1;
    const timeouts = numberIn(at(situation, `${side}Timeouts`));
    expectOneOf(`${side}_timeouts`, timeouts, isFirst ? 3 : undefined);
  }
  expectOneOf("neutral_site", at(event, "competitions", 0, "neutralSite"));
  wrong.push(...inventedField(event, row, { situation, words, spotWords, yardLine }));
  wrong.push(...inventedLine(event, row));
  return wrong;
}

function inventedField(
  event: unknown,
  row: InspectedRow,
  { situation, words, spotWords, yardLine }: Omit<ReturnType<typeof sourcesOf>, "status">,
): string[] {
  const wrong: string[] = [];
  const { possession, down, distance, goal_to_go, yardline_100 } = row;
  const play = at(situation, "lastPlay");
  const holders = [
    at(situation, "possession"),
    at(play, "end", "team", "id"),
    at(play, "team", "id"),
  ].map(String);
  const ids = {
    home: at(teamOf(event, "home"), "team", "id"),
    away: at(teamOf(event, "away"), "team", "id"),
  };
  const ball = (["home", "away"] as const).find((side) => row[side] === possession);
  if (possession !== null && (ball === undefined || !holders.includes(String(ids[ball])))) {
    wrong.push(`possession ${possession}`);
  }
  const onTwenty = String(at(play, "type", "id")) === "52" && (yardLine === 0 || yardLine === 100);
  if (down !== null && down !== numberIn(at(situation, "down"))) wrong.push(`down ${down}`);
  if (down !== null && ![1, 2, 3, 4].includes(down)) wrong.push(`down ${down}`);
  if (yardline_100 !== null && !onTwenty) {
    const toGoal = ball === "home" ? 100 - (yardLine ?? Number.NaN) : yardLine;
    const told = Number(lastSpot.exec(spotWords)?.[1]);
    const own = String(at(situation, "possessionText"));
    const spot = Number(lastSpot.exec(own)?.[1] ?? told);
    if (yardline_100 !== toGoal) wrong.push(`yardline_100 ${yardline_100}`);
    if (spot !== yardLine && spot !== 100 - (yardLine ?? 0)) wrong.push(`spot ${yardline_100}`);
    if (yardline_100 < 1 || yardline_100 > 99) wrong.push(`yardline_100 ${yardline_100}`);
  }
  if (distance !== null && !onTwenty) {
    const counted = [...words.matchAll(/(?:&|and) (\d+)/g)].map(([, count]) => Number(count));
    const told = goal_to_go === true ? [yardline_100] : counted;
    if (!told.includes(distance)) wrong.push(`distance ${distance}`);
    if (distance < 1 || distance > (yardline_100 ?? 99)) wrong.push(`distance ${distance}`);
  }
  if (goal_to_go === true && !/goal/i.test(words)) wrong.push("goal_to_go");
  if (!onTwenty) wrong.push(...contradictions(row, situation));
  const name = String(at(event, "competitions", 0, "status", "type", "name"));
  const inPlay = name === "STATUS_IN_PROGRESS" && row.state === "in";
  if (!inPlay && (possession ?? down ?? distance ?? yardline_100) !== null)
    wrong.push("in a break");
  return wrong;
}

/** A row that stands although the payload's own numbers and flags deny it. */
function contradictions(row: InspectedRow, situation: unknown): string[] {
  const { distance, goal_to_go, yardline_100 } = row;
  const wrong: string[] = [];
  const number = at(situation, "distance");
  const isNought = goal_to_go === true && number === 0;
  if (distance !== null && typeof number === "number" && number !== distance && !isNought) {
    wrong.push(`distance ${distance} against ${number}`);
  }
  const flag = at(situation, "isRedZone");
  const holder = at(situation, "possession");
  const isTold = typeof holder === "string" || typeof holder === "number";
  if (yardline_100 !== null && isTold && typeof flag === "boolean") {
    if (flag !== yardline_100 <= 20) wrong.push(`red zone ${String(flag)}`);
  }
  return wrong;
}

function inventedLine(event: unknown, row: InspectedRow): string[] {
  const odds = at(event, "competitions", 0, "odds");
  const first = Array.isArray(odds) ? (odds as unknown[]) : [odds];
  const spreads = first.flatMap((one) => [
    Math.abs(numberIn(at(one, "spread")) ?? Number.NaN),
    Math.abs(Number(/([+-][\d.]+)$/.exec(String(at(one, "details")).trim())?.[1])),
    /^(even|pk|pick)/i.test(String(at(one, "details"))) ? 0 : Number.NaN,
  ]);
  const totals = first.map((one) => numberIn(at(one, "overUnder")));
  const wrong: string[] = [];
  if (row.spread_home !== null && !spreads.includes(Math.abs(row.spread_home))) {
    wrong.push(`spread_home ${row.spread_home}`);
  }
  if (row.total !== null && !totals.includes(row.total)) wrong.push(`total ${row.total}`);
  return wrong;
}

describe("ESP-23 payloads gone wrong", () => {
  test(`${rounds} of them: no exception and nothing invented`, () => {
    const chance = seededChance(7, "mutated payloads");
    const known: Partial<Record<keyof InspectedRow, number>> = {};
    let refused = 0;
    for (let round = 0; round < rounds; round += 1) {
      const parts = moments[round % moments.length] ?? {};
      const payload = mutated(kcEvent(parts), chance);
      const reading = inspectScoreboard(scoreboardOf(payload));
      if (reading.kind === "unreadable") throw new Error(reading.why);
      const [inspected] = reading.value;
      if (inspected === undefined) throw new Error("an event was left out");
      if (inspected.refused !== undefined) {
        refused += 1;
        continue;
      }
      const wrong = invented(payload, inspected.row);
      if (wrong.length > 0) {
        throw new Error(`round ${round}: ${wrong.join(", ")} in ${JSON.stringify(payload)}`);
      }
      for (const field of Object.keys(inspected.row) as (keyof InspectedRow)[]) {
        if (inspected.row[field] !== null) known[field] = (known[field] ?? 0) + 1;
      }
    }
    // The test looks at something: most payloads are read, and each field is told often.
    expect(refused).toBeLessThan(rounds * 0.75);
    for (const count of Object.values(known)) expect(count).toBeGreaterThan(rounds / 100);
    expect(Object.keys(known).length).toBe(19);
  });

  test("bodies cut anywhere and bytes overwritten: no exception", () => {
    const chance = seededChance(8, "mutated bodies");
    const body = scoreboardOf(kcEvent(), kcEvent(beforeGame));
    for (let round = 0; round < rounds; round += 1) {
      const from = Math.floor(chance.next() * body.length);
      const byte = String.fromCharCode(32 + Math.floor(chance.next() * 96));
      const broken =
        round % 2 === 0 ? body.slice(0, from) : body.slice(0, from) + byte + body.slice(from + 1);
      expect(() => inspectScoreboard(broken)).not.toThrow();
    }
  });
});
