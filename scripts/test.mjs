// `npm test`: types, lint, unused code, build, unit tests (with the import table), the validation guard, end-to-end tests. Ends with `N passed, N failed`.
// KLONOS_REQUIRE_E2E=1 (set by .ci/run): a missing browser or Electron is a failure and not an omission.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const work = mkdtempSync(join(tmpdir(), "klonos-test-"));
const total = { passed: 0, failed: 0, skipped: [], failures: [], flaky: [] };

function step(title, script, args, environment = {}) {
  console.log(`\n── ${title}`);
  const started = Date.now();
  const result = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: "inherit", env: { ...process.env, ...environment } });
  console.log(`   ${title}: ${result.status === 0 ? "ok" : "FAILED"}, ${((Date.now() - started) / 1000).toFixed(0)} s`);
  return result.status === 0;
}

function check(title, script, args) {
  if (step(title, script, args)) total.passed++;
  else fail(title, "its own words stand above");
}

function fail(name, words) {
  total.failed++;
  total.failures.push(`${name}: ${words}`);
}

function tests(project, ...files) {
  const file = join(work, `${project}.json`);
  const ok = step(`${project} tests`, "node_modules/vitest/vitest.mjs", ["run", "--project", project, ...files, "--reporter=default", "--reporter=./scripts/summary-reporter.mjs"], { KLONOS_TEST_SUMMARY: file });
  if (!existsSync(file)) {
    fail(`${project} tests`, "ended without a summary");
    return;
  }
  const summary = JSON.parse(readFileSync(file, "utf8"));
  total.passed += summary.passed;
  total.failed += summary.failed;
  total.skipped.push(...summary.skipped);
  total.failures.push(...summary.failures);
  total.flaky.push(...summary.flaky);
  if (!ok && summary.failed === 0) fail(`${project} tests`, "the runner failed though no test did");
}

check("types", "node_modules/typescript/bin/tsc", ["--noEmit"]);
check("lint", "node_modules/eslint/bin/eslint.js", ["."]);
check("unused code", "node_modules/knip/bin/knip.js", []);
// First the build: some unit tests start the built programs too.
const built = step("build", "scripts/build.mjs", []);
if (built) total.passed++;
else fail("build", "its own words stand above");
tests("unit");
if (built) {
  // The method on records of known truth with fixed seeds: a label that has become worse fails here.
  check("validation guard", "out/main/cli.js", ["validate", "--quick"]);
  tests("e2e");
  // A person's tasks in which the desktop shell has a part; all of them, in both shells, by `npm run tasks`.
  tests("tasks", "tests/e2e/tasks/desktop-tasks.e2e.ts");
}

rmSync(work, { recursive: true, force: true });
console.log(`\n${total.skipped.length} tests skipped${total.skipped.length > 0 ? ":" : "."}`);
const reasons = new Map();
for (const { name, reason } of total.skipped) reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
for (const [reason, names] of reasons) console.log(`  ${names.length} × ${reason} (${names.slice(0, 3).join("; ")}${names.length > 3 ? "; …" : ""})`);
if (total.flaky.length > 0) console.log(`\npassed only at the second attempt:\n${total.flaky.map((test) => `  ${test}`).join("\n")}`);
if (total.failures.length > 0) console.log(`\nfailed:\n${total.failures.map((failure) => `  ${failure}`).join("\n")}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
