#!/usr/bin/env node
import { join } from "node:path";
import { endLike, prepare, root, runCommand, runToEnd } from "./bootstrap/bootstrap.js";
import { Refusal } from "./bootstrap/root.js";

/** `model.js train …` and `model.js evaluate …`: the model's offline work on the pinned Node. */
const scripts = ["train", "evaluate"];
const [wanted = "", ...args] = process.argv.slice(2);

await runCommand(async () => {
  if (!scripts.includes(wanted)) throw new Refusal(`model.js does ${scripts.join(" or ")}`);
  const node = await prepare();
  const flags = ["--disable-warning=ExperimentalWarning"];
  const entry = join(root, "train", `model-${wanted}.ts`);
  endLike(await runToEnd(node, [...flags, entry, ...args], { stdio: "inherit" }));
});
