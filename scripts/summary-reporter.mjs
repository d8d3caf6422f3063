// A vitest reporter that counts, keeps the reason of every skipped test, the first line of every failure, and the tests that passed only at a second attempt. Writes JSON to the file in KLONOS_TEST_SUMMARY.
import { writeFileSync } from "node:fs";

export default class SummaryReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, failed: 0, skipped: [], failures: [], flaky: [] };
    const line = (errors) => String(errors?.[0]?.message ?? "no message").split("\n")[0];
    const fail = (name, errors) => {
      summary.failed++;
      summary.failures.push(`${name}: ${line(errors)}`);
    };
    for (const error of unhandledErrors) fail("outside any test", [error]);
    for (const module of modules) {
      // A file that fails to load has no tests: it must count all the same.
      if (module.state() === "failed" && module.errors().length > 0) fail(module.relativeModuleId, module.errors());
      for (const test of module.children.allTests()) {
        const result = test.result();
        // The errors of the first attempt stay with a test that passed at the second.
        if (result.state === "passed" && test.diagnostic()?.flaky === true) summary.flaky.push(`${module.relativeModuleId} > ${test.fullName}: ${line(result.errors)}`);
        if (result.state === "passed") summary.passed++;
        else if (result.state === "failed") fail(`${module.relativeModuleId} > ${test.fullName}`, result.errors);
        else summary.skipped.push({ name: test.fullName, reason: result.note ?? `left out by ${module.relativeModuleId}, which prints why` });
      }
    }
    if (process.env.KLONOS_TEST_SUMMARY) writeFileSync(process.env.KLONOS_TEST_SUMMARY, JSON.stringify(summary));
  }
}
