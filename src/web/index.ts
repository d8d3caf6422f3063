import { mountKlonos } from "../renderer/index";
import { createBrowserHost } from "./browser-host";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
const worker = new Worker(new URL("./engine-worker.ts", import.meta.url), { type: "module", name: "klonos-engine" });
mountKlonos(root, createBrowserHost(worker, __KLONOS_VERSION__));
