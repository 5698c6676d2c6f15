import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkout } from "../structure/imports.ts";

const config = `export default { test: {
  globals: true,
  reporters: ["default", ${JSON.stringify(join(checkout, "test/setup/count-reporter.ts"))}],
} };`;

/** Runs vitest over one file of the given text and tells how the run ended. */
function run(source: string, env: Record<string, string> = {}): { code: number; last: string } {
  const folder = mkdtempSync(join(tmpdir(), "mnf-count-"));
  try {
    writeFileSync(join(folder, "vitest.config.mjs"), config);
    writeFileSync(join(folder, "one.test.js"), source);
    const vitest = join(checkout, "node_modules/vitest/vitest.mjs");
    const ended = spawnSync(process.execPath, [vitest, "run", "--root", folder], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ...env },
    });
    return { code: ended.status ?? -1, last: ended.stdout.split("\n").slice(-2).join("\n") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each([
  [
    "a good run",
    "test('a', () => {}); test.skip('b', () => {});",
    0,
    "1 passed, 0 failed, 1 skipped",
  ],
  [
    "a failure",
    "test('a', () => {}); test('b', () => { throw 1; });",
    1,
    "1 passed, 1 failed, 0 skipped",
  ],
  ["a file that does not load", "throw new Error('no');", 1, "0 passed, 1 failed, 0 skipped"],
  ["a file without tests", "", 1, "0 passed, 1 failed, 0 skipped"],
  ["nothing but skipped tests", "test.skip('a', () => {});", 1, "0 passed, 1 failed, 1 skipped"],
  [
    "an error nobody caught",
    "test('a', async () => { setTimeout(() => { throw new Error('late'); }); await new Promise((r) => setTimeout(r, 50)); });",
    1,
    "1 passed, 1 failed, 0 skipped",
  ],
])("%s is counted in the last line and told by the exit code", (_, source, code, last) => {
  expect(run(source)).toEqual({ code, last: `${last}\n` });
});

test.each([{ CI: "" }, { CI: "true" }, { LANG: "C.UTF-8", TZ: "Asia/Kathmandu" }])(
  "the last line is the same under %o",
  (env) => {
    expect(run("test('a', () => {});", env as Record<string, string>)).toEqual({
      code: 0,
      last: "1 passed, 0 failed, 0 skipped\n",
    });
  },
);
