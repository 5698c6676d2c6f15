import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Ended, makeCheckout, type SmallCheckout } from "./checkout.ts";

let small: SmallCheckout;

/** Stands in for the bundler: puts its environment's names and the page's source together. */
const bundler = `
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
const out = process.argv[process.argv.indexOf("--outDir") + 1];
console.log("bundling");
appendFileSync("builds", "x");
mkdirSync(out, { recursive: true });
writeFileSync(out + "/index.html", readFileSync("web/main.ts", "utf8"));
writeFileSync(out + "/environment", Object.keys(process.env).join(" "));
if (readFileSync("web/main.ts", "utf8").includes("broken")) process.exit(1);
`;

beforeEach(async () => {
  small = makeCheckout('console.log("served");');
  await small.start("mnf.js").ended;
  small.write("node_modules/vite/package.json", '{"type": "module"}');
  small.write("node_modules/vite/bin/vite.js", bundler);
  small.write("web/main.ts", "first");
});

afterEach(() => small.remove());

function build(env: Record<string, string> = {}): Promise<Ended> {
  return small.start("build.js", [], { env }).ended;
}

function page(): string {
  return readFileSync(join(small.folder, "dist/web/index.html"), "utf8");
}

function builds(): number {
  return readFileSync(join(small.folder, "builds"), "utf8").length;
}

test("the page is built before the product starts, and only the product speaks on stdout", async () => {
  const started = await small.start("start.js").ended;
  expect(started).toMatchObject({ code: 0, stdout: "served\n" });
  expect(page()).toBe("first");
});

test("a page of the same sources is not built again, one of other sources is", async () => {
  await build();
  await build();
  expect(builds()).toBe(1);
  small.write("web/main.test.ts", "a test is no part of the page");
  await build();
  expect(builds()).toBe(1);
  small.write("web/main.ts", "second");
  await build();
  expect([builds(), page()]).toEqual([2, "second"]);
  small.write("src/domain/words.ts", "export {};");
  await build();
  expect(builds()).toBe(3);
});

test("a page that was taken away is built again", async () => {
  await build();
  rmSync(join(small.folder, "dist/web"), { recursive: true });
  await build();
  expect(page()).toBe("first");
});

test("a build that fails leaves the page as it was and is tried again", async () => {
  await build();
  small.write("web/main.ts", "broken");
  const failed = await build();
  expect(failed).toMatchObject({ code: 1, stdout: "" });
  expect(failed.stderr).toContain("the page could not be built");
  expect(page()).toBe("first");
  await build();
  expect(builds()).toBe(3);
});

test("the build is given no variable of ours", async () => {
  await build({ MNF_KALSHI_KEY_FILE: "somewhere", KALSHI_KEY_ID: "someone" });
  expect(existsSync(join(small.folder, "dist/web/environment"))).toBe(true);
  const names = readFileSync(join(small.folder, "dist/web/environment"), "utf8");
  expect(names).toContain("PATH");
  expect(names).not.toMatch(/MNF|KALSHI/);
});
