// Builds every shell into out/: main, command line, worker, preload, desktop page, browser page, and the files they load.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "out");
const stamp = join(out, "build-stamp");
const INPUTS = ["src", "assets", "fixtures/example-session.edf", "package.json", "electron.vite.config.ts", "vite.web.config.mts", "scripts/build.mjs", "scripts/vite-dsp-js.mts"];

function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isFresh() {
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  return INPUTS.every((input) => newest(join(root, input)) <= built);
}

function run(label, script, args) {
  const result = spawnSync(process.execPath, [join(root, "node_modules", script), ...args], { cwd: root, encoding: "utf8", env: { ...process.env, NODE_ENV: "production" } });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}\nKlonos: building ${label} failed.\n`);
  process.exit(1);
}

if (process.argv.includes("--if-stale") && isFresh()) process.exit(0);

console.error("Klonos: building (about ten seconds) …");
rmSync(out, { recursive: true, force: true });
run("the desktop application and the command line", "electron-vite/bin/electron-vite.js", ["build"]);
run("the browser page", "vite/bin/vite.js", ["build", "-c", "vite.web.config.mts"]);

// What the engine loads at run time: the figure's fonts, the rasteriser, the example session.
const assets = [
  ["assets/fonts/inter-regular.ttf", "inter-regular.ttf"],
  ["assets/fonts/inter-semibold.ttf", "inter-semibold.ttf"],
  ["node_modules/@resvg/resvg-wasm/index_bg.wasm", "resvg.wasm"],
  ["fixtures/example-session.edf", "example-session.edf"],
];
for (const folder of [join(out, "assets"), join(out, "web", "engine-assets")]) {
  mkdirSync(folder, { recursive: true });
  for (const [from, to] of assets) cpSync(join(root, from), join(folder, to));
}
writeFileSync(stamp, `${new Date().toISOString()}\n`);
