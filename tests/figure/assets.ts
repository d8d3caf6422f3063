import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { FigureAssets } from "../../src/figure/content";

const fonts = (name: string): Uint8Array => new Uint8Array(readFileSync(fileURLToPath(new URL(`../../assets/fonts/${name}`, import.meta.url))));

/** The assets as a shell reads them. */
export function loadAssets(): FigureAssets {
  const wasm = createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm");
  return { fontRegular: fonts("inter-regular.ttf"), fontBold: fonts("inter-semibold.ttf"), rasteriserWasm: new Uint8Array(readFileSync(wasm)) };
}
