// A vitest reporter that counts, keeps the reason of every skipped test and the first line of every failure. Writes JSON to the file in KLONOS_TEST_SUMMARY.
import { writeFileSync } from "node:fs";

export default class SummaryReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, failed: 0, skipped: [], failures: [] };
    const fail = (name, errors) => {
      summary.failed++;
      summary.failures.push(`${name}: ${String(errors?.[0]?.message ?? "no message").split("\n")[0]}`);
    };
    for (const error of unhandledErrors) fail("outside any test", [error]);
    for (const module of modules) {
      // A file that fails to load has no tests: it must count all the same.
      if (module.state() === "failed" && module.errors().length > 0) fail(module.relativeModuleId, module.errors());
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") summary.passed++;
        else if (result.state === "failed") fail(`${module.relativeModuleId} > ${test.fullName}`, result.errors);
        else summary.skipped.push({ name: test.fullName, reason: result.note ?? `left out by ${module.relativeModuleId}, which prints why` });
      }
    }
    if (process.env.KLONOS_TEST_SUMMARY) writeFileSync(process.env.KLONOS_TEST_SUMMARY, JSON.stringify(summary));
  }
}
