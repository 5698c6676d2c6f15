import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkout } from "./imports.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mnf-gates-"));
  for (const file of [".oxlintrc.json", "tsconfig.base.json", "tsconfig.pure.json"]) {
    cpSync(join(checkout, file), join(folder, file));
  }
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** Runs a tool of ours in the folder and answers what it says, and whether it is content. */
function run(tool: string, ...args: string[]): { isContent: boolean; says: string } {
  const script = join(checkout, "node_modules", ".bin", tool);
  const ended = spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: "utf8" });
  return { isContent: ended.status === 0, says: `${ended.stdout}${ended.stderr}` };
}

const pureRooms = [
  "domain",
  "model",
  "market",
  "edge",
  "risk",
  "execution",
  "engine",
  "sim/exchange",
];

test.each(pureRooms)("lint forbids clock and chance in src/%s", (room) => {
  write(
    `src/${room}/wrong.ts`,
    "export const made = [Date.now(), Math.random(), performance.now()];\n",
  );
  const { isContent, says } = run("oxlint", "src");
  expect(isContent).toBe(false);
  for (const name of ["Date", "Math.random", "performance"]) expect(says).toContain(`'${name}'`);
});

test("lint leaves clock and chance to the rooms that may have them", () => {
  write("src/app/right.ts", "export const made = [Date.now(), performance.now()];\n");
  expect(run("oxlint", "src")).toMatchObject({ isContent: true });
});

test("lint forbids any, a default export and a long function", () => {
  const long = `export function long(): void {\n${"  void 0;\n".repeat(80)}}\n`;
  write("src/app/wrong.ts", `${long}export const loose = 1 as any;\nexport default loose;\n`);
  const { says } = run("oxlint", "src");
  for (const rule of ["no-explicit-any", "no-default-export", "max-lines-per-function"]) {
    expect(says).toContain(rule);
  }
});

test.each(pureRooms)("src/%s knows no machine: neither Node nor a page", (room) => {
  const names = ["setTimeout", "process", "fetch", "Buffer", "document", "console", "performance"];
  write(`src/${room}/wrong.ts`, `export const found = [${names.join(", ")}];\n`);
  const { isContent, says } = run("tsc", "-p", "tsconfig.pure.json", "--pretty", "false");
  expect(isContent).toBe(false);
  for (const name of names) expect(says).toMatch(new RegExp(`Cannot find name '${name}'`));
});

test("a pure room cannot import a module of Node", () => {
  write("src/risk/wrong.ts", 'import { readFileSync } from "node:fs";\nreadFileSync("");\n');
  expect(run("tsc", "-p", "tsconfig.pure.json").isContent).toBe(false);
});
