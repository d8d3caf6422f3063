import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import manifest from "./package.json" with { type: "json" };
import { repairDspJs } from "./scripts/vite-dsp-js.mts";

/** The longest that an end-to-end test waits for the window to answer: a busy machine of two cores scores a recording in seconds. */
const POLL_MILLISECONDS = 15_000;

/** In CI a test that fails is tried once more, and `npm test` tells by name which passed only then: a flake is seen and does not sink the whole. */
const RETRIES = process.env["CI"] === "true" ? 1 : 0;

export default defineConfig({
  define: { __KLONOS_VERSION__: JSON.stringify(manifest.version) },
  plugins: [repairDspJs()],
  test: {
    // As many as there are cores: left alone Vitest keeps one of two free.
    maxWorkers: availableParallelism(),
    projects: [
      { extends: true, test: { name: "unit", setupFiles: ["tests/setup.ts"], include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"], exclude: ["tests/e2e/**", "tests/bench/**"], testTimeout: 120_000, server: { deps: { inline: ["dsp.js"] } } } },
      { extends: true, test: { name: "e2e", include: ["tests/e2e/*.e2e.ts"], testTimeout: 120_000, hookTimeout: 180_000, retry: RETRIES, fileParallelism: false, expect: { poll: { timeout: POLL_MILLISECONDS } } } },
      // Fifty and more tasks in a user's words, all in a browser and those with a part of the shell on the desktop (KLONOS_ALL_TASKS=1: all there too).
      { extends: true, test: { name: "tasks", include: ["tests/e2e/tasks/*.e2e.ts"], testTimeout: 120_000, hookTimeout: 180_000, retry: RETRIES, fileParallelism: false, expect: { poll: { timeout: POLL_MILLISECONDS } } } },
    ],
  },
});
