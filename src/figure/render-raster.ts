import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { KlonosError } from "../core/errors";
import type { FigureAssets } from "./content";
import type { FigureModel } from "./model";
import { withResolution } from "./png-chunks";
import { svgDocument } from "./render-svg";
import { encodeTiff } from "./tiff";

const MILLIMETRES_PER_INCH = 25.4;
const LEAST_DPI = 30;
const MOST_DPI = 1200;

/** The rasteriser may be started once in a realm: the one piece of state here that outlives a call. */
let started: Promise<void> | undefined;

async function startRasteriser(wasm: Uint8Array): Promise<void> {
  // A copy with its own buffer: WebAssembly wants one that is not shared. A failed start may be tried again.
  started ??= initWasm(new Uint8Array(wasm)).catch((failure: unknown) => {
    started = undefined;
    throw failure;
  });
  await started;
}

/** Pixels of the page at a resolution: each side rounded by itself. */
export function pixelSize(model: FigureModel, dpi: number): { readonly width: number; readonly height: number } {
  return { width: Math.round((model.widthMillimetres / MILLIMETRES_PER_INCH) * dpi), height: Math.round((model.heightMillimetres / MILLIMETRES_PER_INCH) * dpi) };
}

/** Draws the page; the caller frees both. @throws KlonosError `figure-dpi` */
async function rasterise(model: FigureModel, dpi: number, assets: FigureAssets): Promise<{ readonly image: ReturnType<InstanceType<typeof Resvg>["render"]>; readonly free: () => void }> {
  if (!(dpi >= LEAST_DPI && dpi <= MOST_DPI)) throw new KlonosError("figure-dpi", `A picture is made at ${LEAST_DPI} to ${MOST_DPI} dpi, not ${dpi}: choose 300 or 600.`, "", { dpi });
  await startRasteriser(assets.rasteriserWasm);
  const { width, height } = pixelSize(model, dpi);
  const rasteriser = new Resvg(svgDocument(model, String(width), String(height)), {
    background: "#FFFFFF",
    fitTo: { mode: "original" },
    font: { fontBuffers: [assets.fontRegular, assets.fontBold], defaultFontFamily: "Inter", sansSerifFamily: "Inter" },
    textRendering: 2,
    shapeRendering: 2,
  });
  const image = rasteriser.render();
  return {
    image,
    free: () => {
      image.free();
      rasteriser.free();
    },
  };
}

/**
 * The figure as PNG on white at `dpi` (30 to 1200), exactly `pixelSize` large, with the resolution in pHYs and title, program
 * and receipt as iTXt. Same model, same bytes, in every shell.
 * @throws KlonosError `figure-dpi`.
 */
export async function renderPng(model: FigureModel, dpi: number, assets: FigureAssets): Promise<Uint8Array> {
  const { image, free } = await rasterise(model, dpi, assets);
  const png = image.asPng();
  free();
  return withResolution(png, dpi, { Title: model.title, Description: model.description, Software: `Klonos ${model.receipt.version}`, Comment: JSON.stringify(model.receipt) });
}

/**
 * The same picture as a baseline TIFF with its resolution and, as image description, the receipt. Same model, same bytes.
 * @throws KlonosError `figure-dpi`.
 */
export async function renderTiff(model: FigureModel, dpi: number, assets: FigureAssets): Promise<Uint8Array> {
  const { image, free } = await rasterise(model, dpi, assets);
  const tiff = encodeTiff({ width: image.width, height: image.height, rgba: image.pixels, dpi, description: JSON.stringify(model.receipt), software: `Klonos ${model.receipt.version}` });
  free();
  return tiff;
}
