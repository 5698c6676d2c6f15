import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { checkout, dataFolder, type Ended, freePort, mnf } from "../cli/product.ts";
import { type Fields, fieldsOf } from "../cli/requests.ts";

const samples = join(checkout, "..", "shared", "data", "kalshi-sample");
const absent = existsSync(samples)
  ? undefined
  : "the sample games are not here (../shared/data/kalshi-sample)";

const games = [
  { game: "2025_01_DAL_PHI", final: { home: 24, away: 20 } },
  { game: "2025_01_ARI_NO", final: { home: 13, away: 20 } },
] as const;

type Run = { readonly ended: Ended; readonly port: number; readonly line: Fields };

async function play(game: string, minEdge: string): Promise<Run> {
  const port = await freePort();
  const files = ["plays", "candles"].flatMap((what) => [
    `--${what}`,
    join(samples, `nfl_${game}_${what}.csv.gz`),
  ]);
  const places = ["--port", `${port}`, "--data", dataFolder(), "--game", game];
  const manner = ["--speed", "max", "--auto", "--exit-at-end", "--set", `min_edge=${minEdge}`];
  const ended = await mnf(["start", ...files, ...places, ...manner]);
  return { ended, port, line: ended.code === 0 ? fieldsOf(ended.out) : {} };
}

/** True when something else can listen on the port now. */
function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

const count = expect.any(Number) as number;

describe.each(games)("$game, a real game at --speed max", ({ game, final }) => {
  let runs: Readonly<Record<"0.10" | "0.05", Run>>;

  beforeAll(async () => {
    if (absent !== undefined) return;
    const [normal, low] = await Promise.all([play(game, "0.10"), play(game, "0.05")]);
    runs = { "0.10": normal, "0.05": low };
  });

  test.for(["0.10", "0.05"] as const)(
    "is played to its final score at min_edge %s",
    async (minEdge, { skip }) => {
      skip(absent !== undefined, absent);
      const { ended, line, port } = runs[minEdge];
      expect(ended).toMatchObject({ code: 0, signal: null });
      expect(line["game"]).toBe(game);
      expect(line["final"]).toEqual(final);
      expect(await canListen(port)).toBe(true);
    },
  );

  test.for(["0.10", "0.05"] as const)(
    "ends with one JSON line of the promised shape at min_edge %s",
    (minEdge, { skip }) => {
      skip(absent !== undefined, absent);
      const { ended, line } = runs[minEdge];
      expect(ended.out).toMatch(/^\{[^\n]+\}\n$/);
      expect(line).toEqual({
        game,
        final,
        performance: expect.objectContaining({
          total_trades: count,
          open_trades: 0,
          winning_trades: count,
          realized_pnl: count,
          unrealized_pnl: 0,
          fees: count,
          total_pnl: count,
          balance: count,
        }) as Fields,
        signals: count,
        blocked: expect.any(Object) as Fields,
        decisions_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      });
      const { win_rate } = line["performance"] as { win_rate: number | null };
      expect(win_rate ?? 0).toBeGreaterThanOrEqual(0);
      expect(win_rate ?? 0).toBeLessThanOrEqual(1);
    },
  );

  test("counts each (signal, code) once, at both settings", ({ skip }) => {
    skip(absent !== undefined, absent);
    for (const { line } of Object.values(runs)) {
      const blocked = Object.entries(line["blocked"] as Readonly<Record<string, number>>);
      expect(blocked.length).toBeGreaterThan(0);
      for (const [code, signals] of blocked) {
        expect(code).toMatch(/^[A-Z][A-Z_]+$/);
        expect(Number.isInteger(signals) && signals > 0).toBe(true);
        expect(signals).toBeLessThanOrEqual(Number(line["signals"]));
      }
    }
  });

  test("sees more signals at the lower setting, and decides otherwise", ({ skip }) => {
    skip(absent !== undefined, absent);
    const [normal, low] = [runs["0.10"].line, runs["0.05"].line];
    expect(Number(low["signals"])).toBeGreaterThan(Number(normal["signals"]));
    expect(low["decisions_sha256"]).not.toBe(normal["decisions_sha256"]);
  });
});
