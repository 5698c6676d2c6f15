#!/usr/bin/env node
import { prepare, runCommand } from "./bootstrap/bootstrap.js";
import { runGates } from "./check/gates.js";

await runCommand(async () => {
  const failed = await runGates(await prepare());
  if (failed > 0) process.exitCode = 1;
});
