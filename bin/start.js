#!/usr/bin/env node
import { runCommand, runProduct } from "./bootstrap/bootstrap.js";

await runCommand(() => runProduct(["start", ...process.argv.slice(2)], { needsPage: true }));
