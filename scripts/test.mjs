// `npm test`: types, lint, unused code, build, the validation guard, unit tests (with the import table), end-to-end tests. Ends with `N passed, N failed`.
// KLONOS_REQUIRE_E2E=1 (set by .ci/run): a missing browser or Electron is a failure and not an omission.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const work = mkdtempSync(join(tmpdir(), "klonos-test-"));
const total = { passed: 0, failed: 0, skipped: [], failures: [], flaky: [] };

/** Runs a program of the checkout. One that runs beside others says what it has to say when it has ended. */
function step(title, script, args, { environment = {}, beside = false } = {}) {
  if (!beside) console.log(`\n── ${title}`);
  const started = Date.now();
  const child = spawn(process.execPath, [join(root, script), ...args], { cwd: root, stdio: beside ? ["ignore", "pipe", "pipe"] : "inherit", env: { ...process.env, ...environment } });
  let said = beside ? `\n── ${title}\n` : "";
  child.stdout?.on("data", (chunk) => (said += chunk));
  child.stderr?.on("data", (chunk) => (said += chunk));
  return new Promise((done) => {
    const end = (ok, reason = "") => {
      if (beside) process.stdout.write(said);
      console.log(`   ${title}: ${ok ? "ok" : `FAILED${reason}`}, ${((Date.now() - started) / 1000).toFixed(0)} s`);
      done(ok);
    };
    child.once("error", (error) => end(false, ` (${error.message})`));
    child.once("close", (code) => end(code === 0));
  });
}

async function check(title, script, args) {
  const ok = await step(title, script, args, { beside: true });
  if (ok) total.passed++;
  else fail(title, "its own words stand above");
  return ok;
}

function fail(name, words) {
  total.failed++;
  total.failures.push(`${name}: ${words}`);
}

/** Runs projects of vitest.config.mts in one go. */
async function tests(title, ...projects) {
  const file = join(work, `${projects.join("-")}.json`);
  const names = projects.flatMap((project) => ["--project", project]);
  const ok = await step(title, "node_modules/vitest/vitest.mjs", ["run", ...names, "--reporter=default", "--reporter=./scripts/summary-reporter.mjs"], { environment: { KLONOS_TEST_SUMMARY: file } });
  if (!existsSync(file)) {
    fail(title, "ended without a summary");
    return;
  }
  const summary = JSON.parse(readFileSync(file, "utf8"));
  total.passed += summary.passed;
  total.failed += summary.failed;
  total.skipped.push(...summary.skipped);
  total.failures.push(...summary.failures);
  total.flaky.push(...summary.flaky);
  if (!ok && summary.failed === 0) fail(title, "the runner failed though no test did");
}

/** The end-to-end tests ask for it later, and tell what went wrong then. */
function fetchElectronMeanwhile() {
  if (process.platform !== "linux" || process.arch !== "x64" || process.env.ELECTRON_OVERRIDE_DIST_PATH !== undefined) return;
  spawn("bash", [join(root, "tests", "e2e", "get-electron.sh")], { stdio: "ignore" }).once("error", () => undefined);
}

if (process.env.KLONOS_REQUIRE_E2E === "1") fetchElectronMeanwhile();
// Beside each other what uses one core. The build comes before the unit tests: some of them start the built programs too.
const [, built] = await Promise.all([
  (async () => {
    await check("types", "node_modules/typescript/bin/tsc", ["--noEmit"]);
    await check("unused code", "node_modules/knip/bin/knip.js", []);
  })(),
  (async () => {
    const isBuilt = await check("build", "scripts/build.mjs", []);
    // The method on records of known truth with fixed seeds: a label that has become worse fails here.
    if (isBuilt) await check("validation guard", "out/main/cli.js", ["validate", "--quick"]);
    await check("lint", "node_modules/eslint/bin/eslint.js", ["."]);
    return isBuilt;
  })(),
]);
await tests("unit tests", "unit");
if (built) {
  // The windows, and a person's tasks: all of them in a browser, those in which the desktop shell has a part there too (`npm run tasks`: these alone).
  await tests("end-to-end tests", "e2e", "tasks");
  await tests("tests of speed", "timed");
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
