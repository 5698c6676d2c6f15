import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLog } from "./log.ts";

test("the log is its owner's alone, and fields that hold a secret are not in it", () => {
  const folder = mkdtempSync(join(tmpdir(), "mnf-log-"));
  const log = openLog(folder);
  log.info({ token: "t0ken", headers: { authorization: "Bearer t0ken" } }, "a request");
  log.warn("a warning\nwith a line break");
  const path = join(folder, "mnf.log");
  const text = readFileSync(path, "utf8");
  expect(text).not.toContain("t0ken");
  expect(text.trim().split("\n")).toHaveLength(2);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});
