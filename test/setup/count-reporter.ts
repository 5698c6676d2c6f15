import { writeSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** What a run came to, in tests. */
export type Count = { passed: number; failed: number; skipped: number };

/**
 * Counts the tests of finished files. What fails outside of any test (a file that did not load,
 * `strayErrors` that nobody caught) counts as failed.
 */
export function countTests(modules: readonly TestModule[], strayErrors: number): Count {
  const count: Count = { passed: 0, failed: strayErrors, skipped: 0 };
  for (const module of modules) {
    const failedBefore = count.failed;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") count.passed += 1;
      else if (state === "failed") count.failed += 1;
      else count.skipped += 1;
    }
    if (module.state() === "failed" && count.failed === failedBefore) count.failed += 1;
  }
  return count;
}

/**
 * Prints `N passed, N failed, N skipped` as the very last line. It is written when the process
 * ends, after everything that other reporters and a slow shutdown have to say.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = countTests(modules, errors.length);
    process.once("exit", () => {
      // A run that executed no test has shown nothing, and no failing run says "0 failed".
      if (count.passed === 0 || count.failed > 0) process.exitCode ||= 1;
      const failed = process.exitCode ? Math.max(1, count.failed) : 0;
      writeSync(1, `${count.passed} passed, ${failed} failed, ${count.skipped} skipped\n`);
    });
  }
}
