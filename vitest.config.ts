import { defineConfig } from "vitest/config";

/** Set by `npm run test:nightly`: tests then take their long form, and have the time for it. */
const isNightly = process.env["MNF_NIGHTLY"] === "1";

/** Nothing is asserted about speed here: limits only end what would never end. */
function within(seconds: number): { testTimeout: number; hookTimeout: number } {
  const ms = seconds * 1_000 * (isNightly ? 60 : 1);
  return { testTimeout: ms, hookTimeout: ms };
}

const unit = {
  name: "unit",
  include: ["src/**/*.test.ts", "train/**/*.test.ts", "web/**/*.test.{ts,tsx}"],
  ...within(180),
};

const system = {
  name: "system",
  include: ["test/**/*.test.ts"],
  exclude: ["test/browser/**", "test/nightly/**"],
  ...within(420),
};

const browser = {
  name: "browser",
  include: ["test/browser/**/*.test.ts"],
  globalSetup: ["./test/setup/chromium-server.ts"],
  ...within(300),
};

const nightly = { name: "nightly", include: ["test/nightly/**/*.test.ts"], ...within(120) };

const projects = [unit, system, browser, ...(isNightly ? [nightly] : [])];

export default defineConfig({
  test: {
    // Two cores are what the suite counts on.
    maxWorkers: 2,
    reporters: ["default", "./test/setup/count-reporter.ts"],
    projects: projects.map((test) => ({ test })),
  },
});
