import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acquireLock, type Lock, type LockInfo, machineProcesses, type Processes } from "./lock.ts";

let folder = "";

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "mnf-lock-")), "data");
});

afterEach(async () => {
  await rm(join(folder, ".."), { recursive: true, force: true });
});

const info: LockInfo = {
  pid: 100,
  url: "http://localhost:8000",
  source: "sim",
  mode: "PAPER",
  startedAt: 1_700_000_000_000,
};

function living(lives: Readonly<Record<number, string>>): Processes {
  return { lifeOf: (pid) => Promise.resolve(lives[pid]) };
}

function held(lock: Lock): Lock & { readonly kind: "held" } {
  if (lock.kind !== "held") throw new Error("the lock is taken");
  return lock;
}

describe("the lock of a data folder", () => {
  test("refuses a second copy with the address of the first", async () => {
    const processes = living({ 100: "a", 200: "b" });
    const first = held(await acquireLock(folder, { ...info, url: undefined }, "t1", processes));
    await first.update({ url: "http://localhost:8123" });
    const second = await acquireLock(folder, { ...info, pid: 200 }, "t2", processes);
    expect(second).toEqual({ kind: "taken", by: { ...info, url: "http://localhost:8123" } });
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, "lock"))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["lock"]);
    await first.release();
    await first.release();
    expect((await acquireLock(folder, { ...info, pid: 200 }, "t2", processes)).kind).toBe("held");
  });

  test("CRS-13 a lock left by a crash is taken over", async () => {
    held(await acquireLock(folder, info, "t1", living({ 100: "a" })));
    const next = await acquireLock(folder, { ...info, pid: 200 }, "t2", living({ 200: "b" }));
    expect(held(next).stale).toEqual(info);
    expect(await readdir(folder)).toEqual(["lock"]);
  });

  test("CRS-13 a lock whose process number went to another process is taken over", async () => {
    held(await acquireLock(folder, info, "t1", living({ 100: "a" })));
    const processes = living({ 100: "another life", 200: "b" });
    expect((await acquireLock(folder, { ...info, pid: 200 }, "t2", processes)).kind).toBe("held");
  });

  test("a restart under the very same process number gets its folder back", async () => {
    held(await acquireLock(folder, info, "t1", living({ 100: "a" })));
    expect((await acquireLock(folder, info, "t2", living({ 100: "b" }))).kind).toBe("held");
  });

  test.each(["", "{", "null", "x".repeat(10_000)])("a torn lock file is stale", async (text) => {
    held(await acquireLock(folder, info, "t1", living({ 100: "a" })));
    await writeFile(join(folder, "lock"), text);
    expect((await acquireLock(folder, info, "t2", living({ 100: "a" }))).kind).toBe("held");
  });

  test("of many copies that start at once over a stale lock exactly one gets it", async () => {
    const pids = Array.from({ length: 12 }, (_, index) => 200 + index);
    const processes = living(Object.fromEntries(pids.map((pid) => [pid, `life ${pid}`])));
    for (let round = 0; round < 10; round += 1) {
      await rm(join(folder, "lock"), { force: true });
      held(await acquireLock(folder, info, "t0", living({ 100: "a" })));
      const locks = await Promise.all(
        pids.map((pid) => acquireLock(folder, { ...info, pid }, `t${pid}`, processes)),
      );
      expect(locks.filter((lock) => lock.kind === "held")).toHaveLength(1);
    }
  });

  test("CRS-13 a copy that died while taking a stale lock over is inherited from too", async () => {
    held(await acquireLock(folder, info, "t1", living({ 100: "a" })));
    const dead = { ...info, pid: 150, life: "gone", token: "t150" };
    await writeFile(join(folder, "lock.heir-of-t1"), JSON.stringify(dead));
    const processes = living({ 200: "b", 300: "c" });
    expect((await acquireLock(folder, { ...info, pid: 200 }, "t2", processes)).kind).toBe("held");
    expect(await readdir(folder)).toEqual(["lock"]);
    const third = await acquireLock(folder, { ...info, pid: 300 }, "t3", processes);
    expect(third).toMatchObject({ kind: "taken", by: { pid: 200 } });
  });

  test("a copy that is just taking a stale lock over has it", async () => {
    held(await acquireLock(folder, info, "t1", living({ 100: "a" })));
    const heir = { ...info, pid: 150, life: "here", token: "t150" };
    await writeFile(join(folder, "lock.heir-of-t1"), JSON.stringify(heir));
    const processes = living({ 150: "here", 200: "b" });
    const lock = await acquireLock(folder, { ...info, pid: 200 }, "t2", processes);
    expect(lock).toMatchObject({ kind: "taken", by: { pid: 150 } });
  });

  test("an old holder that comes to again does not remove the lock of the new one", async () => {
    const first = held(await acquireLock(folder, info, "t1", living({ 100: "a" })));
    held(await acquireLock(folder, { ...info, pid: 200 }, "t2", living({ 200: "b" })));
    await first.update({ mode: "LIVE" });
    await first.release();
    expect(JSON.parse(await readFile(join(folder, "lock"), "utf8"))).toMatchObject({ pid: 200 });
  });
});

describe("the processes of this machine", () => {
  test("CRS-13 one that lives has a life, one that ended has none", async () => {
    const own = await machineProcesses.lifeOf(process.pid);
    expect(own).toBeTypeOf("string");
    expect(await machineProcesses.lifeOf(process.pid)).toBe(own);
    const child = spawn(process.execPath, ["-e", "process.stdin.resume()"]);
    const { pid } = child;
    if (pid === undefined) throw new Error("no child");
    const other = await machineProcesses.lifeOf(pid);
    expect(other).toBeTypeOf("string");
    if (process.platform === "linux") expect(other).not.toBe(own);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    expect(await machineProcesses.lifeOf(pid)).toBeUndefined();
  });
});
