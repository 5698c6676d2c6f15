#!/usr/bin/env node
import { join } from "node:path";
import { endLike, prepare, root, runCommand, runToEnd } from "./bootstrap/bootstrap.js";

await runCommand(async () => {
  const node = await prepare();
  const bench = join(root, "bench", "bench.ts");
  const args = [bench, ...process.argv.slice(2)];
  endLike(await runToEnd(node, args, { cwd: root, env: process.env, stdio: "inherit" }));
});
