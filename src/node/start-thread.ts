import { Worker } from "node:worker_threads";

/** Starts a thread with one of Klonos' own programs, built or in a checkout that runs from source. `workerData` is what the program expects. */
export function startThread(program: string, workerData: unknown): Worker {
  return program.endsWith(".ts") ? new Worker(fromSource(program), { eval: true, workerData }) : new Worker(program, { workerData });
}

/** In a checkout that runs from source: Node 20 hands a worker's first file to no loader, so a line of script installs tsx and loads it. */
function fromSource(program: string): string {
  const file = JSON.stringify(program);
  return `const load = require("node:module").createRequire(${file});
    const esm = require("node:url").pathToFileURL(load.resolve("tsx/esm/api").replace(/cjs$/, "mjs"));
    import(esm).then(({ register }) => { register(); load("tsx/cjs"); load(${file}); });`;
}
