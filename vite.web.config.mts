import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import manifest from "./package.json" with { type: "json" };
import { repairDspJs } from "./scripts/vite-dsp-js.mts";

/** The same renderer in a plain browser: host and engine come from src/web. */
export default defineConfig({
  root: resolve(import.meta.dirname, "src/web"),
  base: "./",
  define: { __KLONOS_VERSION__: JSON.stringify(manifest.version) },
  plugins: [react(), repairDspJs()],
  worker: { format: "es", plugins: () => [repairDspJs()] },
  build: {
    outDir: resolve(import.meta.dirname, "out/web"),
    emptyOutDir: true,
    target: "chrome108",
    sourcemap: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
