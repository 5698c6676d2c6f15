#!/usr/bin/env node
import { ensurePage, prepare, runCommand } from "./bootstrap/bootstrap.js";

await runCommand(async () => ensurePage(await prepare()));
