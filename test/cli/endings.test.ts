import { existsSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readNight } from "../../src/journal/journal.ts";
import {
  type Desk,
  type Ended,
  emptyFolder,
  eventually,
  freePort,
  launch,
  mnf,
  startDesk,
} from "./product.ts";
import { type Fields, get, post } from "./requests.ts";

const endsWithinMs = 5_000;

async function lastAct(data: string): Promise<string> {
  let last = "";
  for await (const { kind } of readNight(data)) if (kind !== "group") last = kind;
  return last;
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

type Ending = { readonly ended: Ended; readonly ms: number; readonly desk: Desk };

/** Starts a desk, lets it see its game, and ends it in a way. */
async function endBy(end: (desk: Desk) => void): Promise<Ending> {
  const desk = await startDesk(["--auto"]);
  await eventually("a first price", async () => {
    const { market_state: market } = await get(`${desk.url}/api/state`);
    return (market as Fields)["bid"] ?? undefined;
  });
  const from = performance.now();
  end(desk);
  return { ended: await desk.ended, ms: performance.now() - from, desk };
}

const ways: Readonly<Record<string, (desk: Desk) => void>> = {
  SIGTERM: (desk) => void desk.process.kill("SIGTERM"),
  "SIGINT twice": (desk) => {
    desk.process.kill("SIGINT");
    desk.process.kill("SIGINT");
  },
  SIGHUP: (desk) => void desk.process.kill("SIGHUP"),
  "a terminal that closes": (desk) => {
    desk.process.stdout?.destroy();
    desk.process.stderr?.destroy();
    desk.process.kill("SIGHUP");
  },
};

describe("asked to end", () => {
  let endings: ReadonlyMap<string, Ending>;

  beforeAll(async () => {
    const all = await Promise.all(
      Object.entries(ways).map(async ([way, end]) => [way, await endBy(end)] as const),
    );
    endings = new Map(all);
  });

  test.each(Object.keys(ways))(
    "CRS-11 %s ends the desk in order, and that is recorded",
    async (way) => {
      const { ended, ms, desk } = endings.get(way) ?? expect.fail("did not run");
      expect(ended).toMatchObject({ code: 0, signal: null, err: "" });
      expect(ms).toBeLessThan(endsWithinMs);
      expect(await lastAct(desk.data)).toBe("app.shutdown");
      expect(await isFree(desk.port)).toBe(true);
      for (const left of ["lock", "control.sock"]) {
        expect(existsSync(join(desk.data, left))).toBe(false);
      }
    },
  );

  test("a record that was closed in order verifies to its last byte", async () => {
    const { desk } = endings.get("SIGHUP") ?? expect.fail("did not run");
    const verified = await mnf(["verify", desk.data]);
    expect(verified.code).toBe(0);
    expect(verified.out).toMatch(/^ok: [^;]*1 session; links and seals checked\n$/);
  });
});

describe("a desk that runs", () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await startDesk(["--auto", "--set", "min_edge=0.5"]);
  });

  test("says where it is, what it shows, and that it is on paper", () => {
    const said = desk.out();
    expect(said).toContain(`${desk.url}\n`);
    expect(said).toMatch(/source: simulated night · mode: PAPER · auto: ON\n/);
    expect(said).toMatch(/game: .+ at .+\n/);
  });

  test("made its data folder, and the socket in it, for its owner alone", async () => {
    expect(statSync(desk.data).mode & 0o777).toBe(0o700);
    const socket = join(desk.data, "control.sock");
    await eventually("the socket is closed to others", () => {
      const status = statSync(socket, { throwIfNoEntry: false });
      return status !== undefined && (status.mode & 0o777) === 0o600 ? true : undefined;
    });
  });

  test.each(["the same port", "another port"])(
    "CRS-12 a second copy on its data folder and %s is refused with its address",
    async (which) => {
      const port = which === "the same port" ? desk.port : desk.port + 1;
      const second = await mnf(["start", "--data", desk.data, "--port", `${port}`]);
      expect(second).toMatchObject({ code: 1, out: "" });
      expect(second.err).toMatch(/^Already running on [^\n]*\n$/);
      expect(second.err).toContain(desk.url);
      expect(second.err).toContain(`${desk.pid}`);
      expect(await get(`${desk.url}/api/health`)).toMatchObject({ status: "ok" });
    },
  );

  test("CRS-12 a copy on another data folder is told that its port is taken", async () => {
    const data = join(emptyFolder(), "other");
    const second = await mnf(["start", "--data", data, "--port", `${desk.port}`]);
    expect(second).toMatchObject({ code: 1, out: "" });
    expect(second.err).toMatch(/^Port \d+ is taken[^\n]*--port N\.\n$/);
    expect(existsSync(join(data, "nights"))).toBe(false);
    expect(existsSync(join(data, "lock"))).toBe(false);
  });

  test("RSK-26 mnf stop stops it without a browser and prints the proof", async () => {
    const stopped = await mnf(["stop", "--data", desk.data]);
    expect(stopped).toMatchObject({ code: 0, err: "" });
    expect(stopped.out).toMatch(/^Stopped\. 0 resting orders of ours; [^\n]*\n$/);
    const { status } = await get(`${desk.url}/api/state`);
    expect(status).toMatchObject({ state: "STOPPED", auto: false });
    const { entries } = await get(`${desk.url}/api/audit-log?event_type=feed_state,auto`);
    const texts = (entries as Fields[]).map(({ data }) => JSON.stringify(data));
    expect(texts.filter((text) => text.includes("STOP"))).not.toEqual([]);
    expect((await post(`${desk.url}/api/start`)).status).toBe(200);
  });

  test("mnf quit ends it in order, and then there is nobody to quit", async () => {
    const quit = await mnf(["quit"], { env: { MNF_DATA_DIR: desk.data } });
    expect(quit).toMatchObject({ code: 0, err: "" });
    expect(await desk.ended).toMatchObject({ code: 0, signal: null, err: "" });
    expect(await lastAct(desk.data)).toBe("app.shutdown");
    const again = await mnf(["quit", "--data", desk.data]);
    expect(again.code).toBe(1);
    expect(again.err).toMatch(/^[^\n]*no desk is running[^\n]*\n$/);
  });
});

test("MNF_DATA_DIR is taken from .env, and a data folder that is missing is made", async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, ".env"), "MNF_DATA_DIR=from/env\nMNF_PORT=1\n");
  const running = launch(["start", "--port", `${await freePort()}`], { cwd });
  await running.until(/^code for this session: /m);
  expect(existsSync(join(cwd, "from", "env", "nights"))).toBe(true);
  expect(statSync(join(cwd, "from", "env")).mode & 0o777).toBe(0o700);
  expect(await running.end()).toMatchObject({ code: 0 });
});
