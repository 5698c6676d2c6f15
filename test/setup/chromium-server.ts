import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { chromiumFlags, findChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where tests connect to the one browser of this run. */
    chromium: string;
  }
}

/** Starts one Chromium for all browser tests of a run; what it returns ends that browser. */
export default async function startChromium(project: TestProject): Promise<() => Promise<void>> {
  const { path, env } = findChromium();
  const server = await chromium.launchServer({
    executablePath: path,
    args: chromiumFlags(),
    env: { ...process.env, ...env, LANG: "en_US.UTF-8" },
    host: "127.0.0.1",
  });
  project.provide("chromium", server.wsEndpoint());
  return () => server.close();
}
