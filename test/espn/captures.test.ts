/** Captured answers of the real feed through `mnf doctor espn --json`, event by event. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { emptyFolder, mnf } from "../cli/product.ts";

const folder = fileURLToPath(new URL("../../../shared/data/espn/", import.meta.url));
const missing = !existsSync(join(folder, "TRUTH.json"));
const absent = "(skipped without ../shared/data/espn)";

const place = z.looseObject({
  possession: z.string().nullable(),
  down: z.number().nullable(),
  distanceToGo: z.number().nullable(),
  goalToGo: z.boolean().nullable(),
  yardline100_fromText: z.number().nullable(),
  homeTimeouts: z.number().nullable(),
  awayTimeouts: z.number().nullable(),
  lastPlayType: z.string(),
  receivingTeamAfterKickoff: z.string().optional(),
});

const ToldEvent = z.looseObject({
  eventId: z.string(),
  game: z.string(),
  state: z.string(),
  statusName: z.string(),
  period: z.number(),
  clockSeconds: z.number(),
  homeScore: z.number(),
  awayScore: z.number(),
  neutralSite: z.boolean(),
  truth: place.optional(),
  oddsTruth: z.looseObject({ homeLine: z.number(), overUnder: z.number() }).nullish(),
});
type Told = z.output<typeof ToldEvent>;

const text = z.string().nullable();
const number = z.number().nullable();
const Rows = z.array(
  z.strictObject({
    event_id: text,
    home: text,
    away: text,
    state: text,
    status: text,
    period: number,
    clock_seconds: number,
    home_score: number,
    away_score: number,
    possession: text,
    down: number,
    distance: number,
    goal_to_go: z.boolean().nullable(),
    yardline_100: number,
    home_timeouts: number,
    away_timeouts: number,
    neutral_site: z.boolean().nullable(),
    spread_home: number,
    total: number,
  }),
);
type Row = z.output<typeof Rows>[number];

const truth = missing
  ? {}
  : z
      .record(z.string(), z.array(ToldEvent))
      .parse(JSON.parse(readFileSync(join(folder, "TRUTH.json"), "utf8")));

async function doctor(file: string): Promise<readonly Row[]> {
  const { code, out } = await mnf(["doctor", "espn", "--json", "--file", file]);
  expect(code).toBe(0);
  return Rows.parse(JSON.parse(out));
}

/** What a live event must read as; a punt into the end zone lies on the receiver's 20. */
function placeOf({ possession, ...told }: z.output<typeof place>): Partial<Row> {
  const ball = possession ?? told.receivingTeamAfterKickoff ?? null;
  const timeouts = { home_timeouts: told.homeTimeouts ?? 3, away_timeouts: told.awayTimeouts ?? 3 };
  if (told.lastPlayType === "Punt" && told.down === null) {
    return { possession: ball, down: 1, distance: 10, yardline_100: 80, ...timeouts };
  }
  const way = told.yardline100_fromText;
  return {
    possession: ball,
    down: told.down,
    goal_to_go: told.goalToGo,
    distance: told.goalToGo === true ? way : told.distanceToGo,
    ...(told.receivingTeamAfterKickoff === undefined ? { yardline_100: way } : {}),
    ...timeouts,
  };
}

function rowOf(told: Told): Partial<Row> {
  const [away = "", home = ""] = told.game.split(" @ ");
  const isPre = told.state === "pre";
  const odds = told.oddsTruth ?? undefined;
  return {
    event_id: told.eventId,
    home,
    away,
    state: told.state,
    status: told.statusName,
    period: isPre ? null : told.period,
    clock_seconds: isPre ? null : told.clockSeconds,
    home_score: told.homeScore,
    away_score: told.awayScore,
    neutral_site: told.neutralSite,
    spread_home: odds === undefined ? null : 0 - odds.homeLine,
    total: odds?.overUnder ?? null,
    ...(told.truth === undefined ? { possession: null, down: null } : placeOf(told.truth)),
  };
}

function expectTruth(rows: readonly Row[], told: readonly Told[]): void {
  expect(rows.length).toBe(told.length);
  for (const one of told) {
    expect(rows.find(({ event_id }) => event_id === one.eventId)).toMatchObject(rowOf(one));
  }
}

describe.skipIf(missing)(`captured scoreboards ${absent}`, () => {
  const files = Object.entries(truth);

  test.each(files)("ESP-01 %s is its truth, event by event", async (name, told) => {
    expectTruth(await doctor(join(folder, `${name}.gz`)), told);
  });

  test("the same bodies unpacked, and inside the site's page data", async () => {
    expect(files.length).toBeGreaterThan(4);
    const [name, told] = files[1] ?? ["", []];
    const body = gunzipSync(readFileSync(join(folder, `${name}.gz`))).toString("utf8");
    const plain = join(emptyFolder(), "plain.json");
    writeFileSync(plain, body);
    expectTruth(await doctor(plain), told);
    const packed = join(emptyFolder(), "page.json");
    const page = `{"type":"x","content":{"sbData":${body}}}`;
    writeFileSync(packed, gzipSync(page));
    expectTruth(await doctor(packed), told);
  });
});

const SeriesPoll = z.looseObject({
  down: z.number().optional(),
  distance: z.number().optional(),
  possession: z.string().optional(),
  downDistanceText: z.string().optional(),
  possessionText: z.string().optional(),
  homeTimeouts: z.number(),
  awayTimeouts: z.number(),
  lastPlay: z.looseObject({
    type: z.looseObject({ id: z.string() }),
    end: z.looseObject({ team: z.looseObject({ id: z.string() }) }).optional(),
  }),
});

const seriesName = "nfl-series-situation-20211111-BAL-MIA-17-polls.json.gz";
const teams: Readonly<Record<string, string>> = { "15": "MIA", "33": "BAL" };

/** What the words of a poll say, for MIA at home; they alone. */
function wordsOf(poll: z.output<typeof SeriesPoll>): Partial<Row> {
  const [, down, distance] = /^(\d)\w\w & (\w+) at/.exec(poll.downDistanceText ?? "") ?? [];
  if (down === undefined) return { possession: null, down: null, yardline_100: null };
  const isKickoff = poll.lastPlay.type.id === "53";
  const id = poll.possession ?? (isKickoff ? poll.lastPlay.end?.team.id : undefined);
  const ball = id === undefined ? null : (teams[id] ?? null);
  const [half, yards] = (poll.possessionText ?? "").split(" ");
  const way = half === ball ? 100 - Number(yards) : Number(yards);
  return {
    possession: ball,
    down: Number(down),
    distance: distance === "Goal" ? way : Number(distance),
    goal_to_go: distance === "Goal",
    yardline_100: half === "50" ? 50 : way,
  };
}

describe.skipIf(missing)(`a series of polls ${absent}`, () => {
  test("each of the 17 situations is what its words say", async () => {
    const polls = z
      .array(z.unknown())
      .parse(JSON.parse(gunzipSync(readFileSync(join(folder, seriesName))).toString("utf8")));
    expect(polls.length).toBe(17);
    const competitor = (homeAway: string, id: string): object => ({
      homeAway,
      score: "0",
      team: { id, abbreviation: teams[id] },
    });
    const events = polls.map((situation, index) => ({
      id: `4013264${index}`,
      date: "2021-11-12T01:20Z",
      competitions: [
        {
          competitors: [competitor("home", "15"), competitor("away", "33")],
          status: { clock: 300, period: 4, type: { name: "STATUS_IN_PROGRESS", state: "in" } },
          situation,
        },
      ],
    }));
    const file = join(emptyFolder(), "series.json");
    writeFileSync(file, JSON.stringify({ events }));
    const rows = await doctor(file);
    const kinds = new Set<string>();
    polls.forEach((raw, index) => {
      const poll = SeriesPoll.parse(raw);
      kinds.add(poll.lastPlay.type.id);
      expect(rows[index]).toMatchObject({
        ...wordsOf(poll),
        home_timeouts: poll.homeTimeouts,
        away_timeouts: poll.awayTimeouts,
      });
    });
    expect([...kinds]).toEqual(expect.arrayContaining(["53", "61"]));
  });
});
