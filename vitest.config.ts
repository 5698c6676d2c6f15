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
  ...within(60),
};

const system = {
  name: "system",
  include: ["test/**/*.test.ts"],
  exclude: ["test/browser/**", "test/nightly/**"],
  ...within(120),
};

const browser = {
  name: "browser",
  include: ["test/browser/**/*.test.ts"],
  globalSetup: ["./test/setup/chromium-server.ts"],
  ...within(120),
};

const nightly = { name: "nightly", include: ["test/nightly/**/*.test.ts"], ...within(120) };

const projects = [unit, system, browser, ...(isNightly ? [nightly] : [])];

export default defineConfig({
  test: {
    // Made for two cores, the smallest machine the project is developed on.
    maxWorkers: 2,
    reporters: ["default", "./test/setup/count-reporter.ts"],
    projects: projects.map((test) => ({ test })),
  },
});
