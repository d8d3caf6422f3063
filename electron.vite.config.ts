import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import manifest from "./package.json" with { type: "json" };
import { repairDspJs } from "./scripts/vite-dsp-js.mts";

const at = (path: string): string => resolve(import.meta.dirname, path);

/**
 * Electron 45 ships Node 24 and Chromium 150, but the one that end-to-end tests can run has Node 16.17 and Chromium 108
 * (tests/e2e/README.md): one build serves both. Left alone electron-vite would pick the target from the installed major.
 */
const NODE_TARGET = "node16.17";
const CHROMIUM_TARGET = "chrome108";

export default defineConfig({
  main: {
    define: { __KLONOS_VERSION__: JSON.stringify(manifest.version) },
    plugins: [repairDspJs()],
    build: {
      target: NODE_TARGET,
      // Everything is bundled: what the tests start is what ships, and dsp.js needs its repair.
      externalizeDeps: false,
      minify: false,
      sourcemap: true,
      rollupOptions: {
        input: {
          index: at("src/main/index.ts"),
          cli: at("src/cli/index.ts"),
          "engine-worker": at("src/node/engine-worker.ts"),
          serve: at("src/node/serve.ts"),
          "validation-worker": at("src/node/validation-worker.ts"),
        },
        output: { format: "cjs", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: { index: at("src/preload/index.ts") },
        output: { format: "cjs", entryFileNames: "[name].js" },
      },
    },
  },
  renderer: {
    root: at("src/renderer"),
    plugins: [react()],
    build: {
      target: CHROMIUM_TARGET,
      minify: "oxc",
      sourcemap: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: at("src/renderer/index.html") },
    },
  },
});
