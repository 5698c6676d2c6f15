#!/usr/bin/env node
import { join } from "node:path";
import { endLike, ensurePage, prepare, root, runCommand, runToEnd } from "./bootstrap/bootstrap.js";

const args = process.argv.slice(2);
const isNightly = args.includes("--nightly");

await runCommand(async () => {
  const node = await prepare();
  await ensurePage(node);
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const wanted = args.filter((arg) => arg !== "--nightly");
  const env = isNightly ? { ...process.env, MNF_NIGHTLY: "1" } : process.env;
  endLike(await runToEnd(node, [vitest, "run", ...wanted], { cwd: root, env, stdio: "inherit" }));
});
