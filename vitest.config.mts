import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import manifest from "./package.json" with { type: "json" };
import { LongFirst } from "./scripts/long-first.mts";
import { repairDspJs } from "./scripts/vite-dsp-js.mts";

/** The longest that an end-to-end test waits for the window to answer: a busy machine of two cores scores a recording in seconds. */
const POLL_MILLISECONDS = 15_000;

/** End-to-end tests of how fast the window is. */
const TIMED = ["tests/e2e/smooth.e2e.ts"];

/** In CI a test that fails is tried once more, and `npm test` tells by name which passed only then: a flake is seen and does not sink the whole. */
const RETRIES = process.env["CI"] === "true" ? 1 : 0;

/** Of every project that drives the built application. */
const inWindows = { testTimeout: 120_000, hookTimeout: 180_000, retry: RETRIES, expect: { poll: { timeout: POLL_MILLISECONDS } } };

export default defineConfig({
  define: { __KLONOS_VERSION__: JSON.stringify(manifest.version) },
  plugins: [repairDspJs()],
  test: {
    // As many as there are cores: left alone Vitest keeps one of two free.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongFirst },
    projects: [
      // Files share a worker and what they import: no room keeps state in a module, and loading everything anew for each file costs more than the tests.
      { extends: true, test: { name: "unit", pool: "threads", isolate: false, setupFiles: ["tests/setup.ts"], include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"], exclude: ["tests/e2e/**", "tests/bench/**"], testTimeout: 120_000, retry: RETRIES, server: { deps: { inline: ["dsp.js"] } } } },
      { extends: true, test: { name: "e2e", include: ["tests/e2e/*.e2e.ts"], exclude: TIMED, ...inWindows } },
      // Fifty and more tasks in a user's words, all in a browser and those with a part of the shell on the desktop (KLONOS_ALL_TASKS=1: all there too).
      { extends: true, test: { name: "tasks", include: ["tests/e2e/tasks/*.e2e.ts"], ...inWindows } },
      // What measures time has the machine to itself.
      { extends: true, test: { name: "timed", include: TIMED, ...inWindows, fileParallelism: false } },
    ],
  },
});
