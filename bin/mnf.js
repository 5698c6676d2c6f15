#!/usr/bin/env node
import { runCommand, runProduct } from "./bootstrap/bootstrap.js";

const args = process.argv.slice(2);

await runCommand(() => runProduct(args, { needsPage: args[0] === "start" }));
