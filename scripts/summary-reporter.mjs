// A vitest reporter that counts, and keeps the reason of every skipped test. Writes JSON to the file in KLONOS_TEST_SUMMARY.
import { writeFileSync } from "node:fs";

export default class SummaryReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      // A file that fails to load has no tests: it must count all the same.
      if (module.state() === "failed" && module.errors().length > 0) summary.failed++;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") summary.passed++;
        else if (result.state === "failed") summary.failed++;
        else summary.skipped.push({ name: test.fullName, reason: result.note ?? `left out by ${module.relativeModuleId}, which prints why` });
      }
    }
    if (process.env.KLONOS_TEST_SUMMARY) writeFileSync(process.env.KLONOS_TEST_SUMMARY, JSON.stringify(summary));
  }
}
