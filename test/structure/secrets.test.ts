import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkout } from "./imports.ts";

/** What git has or would take in: everything that is not ignored. */
const tracked = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], {
  cwd: checkout,
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
})
  .split("\0")
  .filter((file) => file !== "" && isFile(file));

test("KEY-10 no private key and no file of secrets is in the tree", () => {
  expect(tracked.length).toBeGreaterThan(50);
  expect(tracked.filter((file) => holdsPrivateKey(readText(file)))).toEqual([]);
  expect(
    tracked.filter((file) => /(^|\/)(\.env(\.[^/]*)?|[^/]*\.(pem|key|p12|pfx))$/.test(file)),
  ).toEqual([]);
});

test("KEY-10 a private key would be seen", () => {
  const kinds = ["", "RSA ", "EC ", "ENCRYPTED ", "OPENSSH "];
  for (const kind of kinds) {
    const block = `-----BEGIN ${kind}PRIVATE KEY-----\n${"MIIE".repeat(16)}\n`;
    expect(holdsPrivateKey(`const key = \`${block}\``)).toBe(true);
  }
  expect(holdsPrivateKey("the line BEGIN PRIVATE KEY alone is no key")).toBe(false);
});

test("nothing in the tree names a place of one machine", () => {
  const places = [
    ["", "work", ""],
    ["", "root", ""],
    ["", "home", ""],
  ].map((parts) => parts.join("/"));
  const naming = tracked.filter((file) => {
    const text = readText(file);
    return places.some((place) => new RegExp(`(^|[\\s"'\`(=])${place}[a-z.]`, "m").test(text));
  });
  expect(naming).toEqual([]);
});

/** A PEM head followed by key bytes. Text that only speaks of such a head is none. */
function holdsPrivateKey(text: string): boolean {
  return /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\\n|\s)*[A-Za-z0-9+/=]{40,}/.test(text);
}

function readText(file: string): string {
  return readFileSync(join(checkout, file), "latin1");
}

function isFile(file: string): boolean {
  return statSync(join(checkout, file), { throwIfNoEntry: false })?.isFile() === true;
}
