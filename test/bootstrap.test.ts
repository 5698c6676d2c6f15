import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { makeCheckout, type SmallCheckout } from "./run/checkout.ts";

let checkouts: SmallCheckout[] = [];

afterEach(() => {
  for (const one of checkouts) one.remove();
  checkouts = [];
});

function checkoutOf(product: string): SmallCheckout {
  const made = makeCheckout(product);
  checkouts.push(made);
  return made;
}

const echo = `console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;`;

/** Says "ready", counts the signals it gets, and ends a moment after the first one. */
const patient = `
let interrupts = 0;
let ending = false;
const keep = setInterval(() => {}, 1_000);
function end(signal: string): void {
  if (signal === "SIGINT") interrupts += 1;
  if (ending) return;
  ending = true;
  setTimeout(() => {
    console.log("ended by", signal, "interrupts", interrupts);
    clearInterval(keep);
  }, 900);
}
process.on("SIGINT", () => end("SIGINT"));
process.on("SIGTERM", () => end("SIGTERM"));
process.on("SIGHUP", () => end("SIGHUP"));
console.log("ready", process.pid);
`;

/** A machine whose Node is too old, played on the one we run on. */
const oldNode = `Object.defineProperty(process, "versions", {
  value: { ...process.versions, node: "20.20.2" },
});`;

test("tests run on Node 24 or newer", () => {
  expect(Number.parseInt(process.versions.node, 10)).toBeGreaterThanOrEqual(24);
});

test("a fresh checkout installs once, and only the command's own output is on stdout", async () => {
  const small = checkoutOf(echo);
  const first = await small.start("mnf.js", ["verify", "a b", "--json"]).ended;
  expect(first).toMatchObject({ code: 7, signal: null });
  expect(first.stdout).toBe('["verify","a b","--json"]\n');
  expect(first.stderr).toContain("installing");
  expect(existsSync(join(small.folder, "node_modules/near/package.json"))).toBe(true);
  const second = await small.start("mnf.js", ["x"]).ended;
  expect(second).toEqual({ code: 7, signal: null, stdout: '["x"]\n', stderr: "" });
});

test("an installation made by npm itself is accepted as it is", async () => {
  const small = checkoutOf(echo);
  await small.start("mnf.js").ended;
  rmSync(join(small.folder, "node_modules/.mnf-installed"));
  expect(await small.start("mnf.js").ended).toMatchObject({ code: 7, stderr: "" });
});

test("what is missing is noticed by the lockfile, also after the stamp was written", async () => {
  const small = checkoutOf(echo);
  await small.start("mnf.js").ended;
  const lockfile = join(small.folder, "package-lock.json");
  small.write("package-lock.json", `${readFileSync(lockfile, "utf8")}\n`);
  expect((await small.start("mnf.js").ended).stderr).toBe("");
  rmSync(join(small.folder, "node_modules"), { recursive: true });
  expect((await small.start("mnf.js").ended).stderr).toContain("installing");
});

test("an installation that fails leaves no stamp, says why and starts nothing", async () => {
  const small = checkoutOf(echo);
  small.write("package-lock.json", '{"lockfileVersion": 3, "packages": {"node_modules/far": {}}}');
  const ended = await small.start("mnf.js", ["x"]).ended;
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toContain("mnf: npm ci ended with code 1");
  expect(existsSync(join(small.folder, "node_modules/.mnf-installed"))).toBe(false);
});

test("a machine without npm is told so in one line", async () => {
  const small = checkoutOf(echo);
  const ended = await small.start("mnf.js", [], { env: { PATH: small.folder } }).ended;
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr.trim().split("\n").at(-1)).toContain("install npm");
});

test("two commands at once in a fresh checkout install one after the other", async () => {
  const small = checkoutOf(echo);
  const both = [small.start("mnf.js", ["one"]), small.start("mnf.js", ["two"])];
  const ended = await Promise.all(both.map((running) => running.ended));
  expect(ended.map((one) => one.code)).toEqual([7, 7]);
  expect(ended.filter((one) => one.stderr.includes("installing dependencies"))).toHaveLength(1);
});

test("a lock whose holder is gone does not stop anybody", async () => {
  const small = checkoutOf(echo);
  small.write(".cache/bootstrap.lock", "2147483646");
  expect((await small.start("mnf.js").ended).code).toBe(7);
  expect(existsSync(join(small.folder, ".cache/bootstrap.lock"))).toBe(false);
});

test("an older Node uses the one that npm brought", async () => {
  const small = checkoutOf(echo);
  await small.start("mnf.js").ended;
  const carrier = `node-${process.platform}-${process.arch}`;
  const optionalDependencies = { [carrier]: "24.0.0" };
  small.write("package.json", JSON.stringify({ type: "module", optionalDependencies }));
  const brought = `node_modules/${carrier}/bin/node`;
  small.write(brought, '#!/bin/sh\necho "brought along: $*"\n');
  chmodSync(join(small.folder, brought), 0o755);
  const ended = await small.start("mnf.js", ["games"], { before: oldNode }).ended;
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(ended.stdout).toMatch(/^brought along: .*mnf\.ts games\n$/);
});

test("an older Node on a machine for which none is brought is refused before installing", async () => {
  const small = checkoutOf(echo);
  const ended = await small.start("mnf.js", [], {
    before: `${oldNode} Object.defineProperty(process, "platform", { value: "darwin" });`,
  }).ended;
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toMatch(/^mnf: this is Node 20\.20\.2 .*install Node 24.*\n$/);
  expect(existsSync(join(small.folder, "node_modules"))).toBe(false);
});

test.each(["SIGTERM", "SIGHUP"] as const)("%s is handed on", async (signal) => {
  const small = checkoutOf(patient);
  const running = small.start("mnf.js");
  await running.said("ready");
  running.process.kill(signal);
  const ended = await running.ended;
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain(`ended by ${signal}`);
});

test("a SIGINT that only the starter got reaches the product once", async () => {
  const small = checkoutOf(patient);
  const running = small.start("mnf.js");
  await running.said("ready");
  running.process.kill("SIGINT");
  const ended = await running.ended;
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain("ended by SIGINT interrupts 1");
});

test("a SIGINT of the whole group reaches the product once", async () => {
  const small = checkoutOf(patient);
  const running = small.start("mnf.js");
  const [, child] = /ready (\d+)\n/.exec(await running.said("\n")) ?? [];
  process.kill(Number(child), "SIGINT");
  running.process.kill("SIGINT");
  expect((await running.ended).stdout).toContain("ended by SIGINT interrupts 1");
});

test("a command that does not listen is ended by SIGINT as any process is", async () => {
  const small = checkoutOf('console.log("ready"); setInterval(() => {}, 1_000);');
  const running = small.start("mnf.js");
  await running.said("ready");
  running.process.kill("SIGINT");
  expect(await running.ended).toMatchObject({ code: null, signal: "SIGINT" });
});

test("nothing is orphaned: the product ends when its starter is killed", async () => {
  const small = checkoutOf(patient);
  const running = small.start("mnf.js");
  await running.said("ready");
  running.process.kill("SIGKILL");
  const ended = await running.ended; // the pipe closes only when the product has ended too
  expect(ended.stdout).toContain("ended by SIGTERM");
});
