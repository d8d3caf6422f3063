import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { KlonosError } from "../core/errors";
import type { FigureAssets } from "../figure/content";

/** Folders above this file that are searched: chunk, main, out, checkout; or node, src, checkout. */
const LEVELS = 4;

/** The same file in a build (beside the programs) and in a checkout that runs from source. */
const OWN_FILES = {
  fontRegular: ["assets/inter-regular.ttf", "assets/fonts/inter-regular.ttf"],
  fontBold: ["assets/inter-semibold.ttf", "assets/fonts/inter-semibold.ttf"],
  rasteriserWasm: ["assets/resvg.wasm", "node_modules/@resvg/resvg-wasm/index_bg.wasm"],
  engineWorker: ["engine-worker.js", "engine-worker.ts"],
  validationWorker: ["validation-worker.js", "validation-worker.ts"],
  manifest: ["package.json"],
} as const;

/**
 * Path of one of Klonos' own files, in a build or in a checkout.
 * @throws KlonosError `asset-missing` when the build is not whole.
 */
export function ownFile(which: keyof typeof OWN_FILES): string {
  let folder = __dirname;
  for (let level = 0; level < LEVELS; level++) {
    for (const candidate of OWN_FILES[which]) {
      const path = join(folder, candidate);
      if (existsSync(path)) return path;
    }
    folder = dirname(folder);
  }
  const name = OWN_FILES[which][0];
  throw new KlonosError("asset-missing", `Klonos' own file ${name} was not found. Build the application again with npm run build.`, name);
}

/** Fonts and rasteriser of the figure. */
export async function loadFigureAssets(): Promise<FigureAssets> {
  const load = async (which: "fontRegular" | "fontBold" | "rasteriserWasm"): Promise<Uint8Array> => new Uint8Array(await readFile(ownFile(which)));
  const [fontRegular, fontBold, rasteriserWasm] = await Promise.all([load("fontRegular"), load("fontBold"), load("rasteriserWasm")]);
  return { fontRegular, fontBold, rasteriserWasm };
}

/** Version of this Klonos: from the build, or from the manifest of the checkout that runs from source. */
export function klonosVersion(): string {
  if (typeof __KLONOS_VERSION__ === "string") return __KLONOS_VERSION__;
  return (JSON.parse(readFileSync(ownFile("manifest"), "utf8")) as { version: string }).version;
}
