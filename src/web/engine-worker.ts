import { KlonosError } from "../core/errors";
import type { FigureAssets } from "../figure/content";
import type { EngineReply } from "../protocol/engine-api";
import type { EngineEndpoint } from "../protocol/endpoint";
import { serveEngine } from "../protocol/serve";
import { createEngine } from "../services/engine";
import { blobSource } from "./blob-source";
import { serverCache } from "./server-cache";
import { isSourceMessage } from "./worker-messages";

/** What this file uses of a dedicated worker's global, which the DOM library does not describe. */
interface WorkerScope {
  postMessage(message: unknown, transfer: readonly Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  removeEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  close(): void;
}
const scope = self as unknown as WorkerScope;

const files = new Map<string, { readonly file: File; readonly batch: number; readonly path: string }>();
scope.addEventListener("message", ({ data }) => {
  if (isSourceMessage(data)) files.set(data.id, { file: data.file, batch: data.batch, path: data.path });
});

const endpoint: EngineEndpoint = {
  post: (message: EngineReply, transfer = []) => scope.postMessage(message, transfer),
  onMessage(listener) {
    const handler = ({ data }: MessageEvent): void => {
      if (!isSourceMessage(data)) listener(data);
    };
    scope.addEventListener("message", handler);
    return () => scope.removeEventListener("message", handler);
  },
  close: () => scope.close(),
};

async function fetchAsset(name: string): Promise<Uint8Array> {
  // Beside the page, wherever the worker's own file lies.
  const response = await fetch(`/engine-assets/${name}`);
  if (!response.ok) throw new KlonosError("asset-missing", `Klonos' own file ${name} could not be loaded (status ${response.status}). Build the application again with npm run build.`, name);
  return new Uint8Array(await response.arrayBuffer());
}

async function loadAssets(): Promise<FigureAssets> {
  const [fontRegular, fontBold, rasteriserWasm] = await Promise.all([fetchAsset("inter-regular.ttf"), fetchAsset("inter-semibold.ttf"), fetchAsset("resvg.wasm")]);
  return { fontRegular, fontBold, rasteriserWasm };
}

serveEngine(
  endpoint,
  createEngine({
    version: __KLONOS_VERSION__,
    assets: loadAssets,
    cache: serverCache,
    openSource: async (source) => {
      const known = files.get(source.id);
      if (known === undefined) throw new KlonosError("unknown-source", `${source.name} is no longer known to this page. Open it again.`);
      return blobSource(source.name, known.file);
    },
    openSibling: async (source, name, levelsUp = 0) => {
      const own = files.get(source.id);
      const folders = own?.path.split("/").slice(0, -1) ?? [];
      if (own === undefined || levelsUp > folders.length) return undefined;
      const folder = folders.slice(0, folders.length - levelsUp).map((part) => `${part}/`).join("");
      const beside = [...files.values()].filter(({ batch, path, file }) => batch === own.batch && path === `${folder}${file.name}`);
      const found = beside.find(({ file }) => file.name === name) ?? beside.find(({ file }) => file.name.toLowerCase() === name.toLowerCase());
      return found === undefined ? undefined : blobSource(found.file.name, found.file);
    },
  }),
);
