import { defineConfig } from "vitest/config";

const patient = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ["default", "./test/setup/count-reporter.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "train/**/*.test.ts", "web/**/*.test.{ts,tsx}"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          ...patient,
          name: "system",
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**", "test/nightly/**"],
        },
      },
      {
        test: {
          ...patient,
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["./test/setup/chromium-server.ts"],
        },
      },
    ],
  },
});
