// Does for the test Electron what Electron's own default application does: `electron [-r MODULE]… PATH [ARGUMENT…]`.
const { existsSync, readFileSync } = require("node:fs");
const Module = require("node:module");
const { join, resolve } = require("node:path");
const { app } = require("electron");

const required = [];
let folder;
const rest = process.argv.slice(1);
while (rest.length > 0 && folder === undefined) {
  const argument = rest.shift();
  if (argument === "-r" || argument === "--require") required.push(rest.shift());
  else if (!argument.startsWith("-")) folder = resolve(argument);
}
if (folder === undefined) {
  process.stderr.write("usage: electron [-r MODULE] PATH\n");
  process.exit(64);
}
Object.defineProperty(process, "defaultApp", { value: true, enumerable: true });
if (required.length > 0) Module._preloadModules(required);
const manifest = join(folder, "package.json");
if (existsSync(manifest)) {
  const { version, productName, name } = JSON.parse(readFileSync(manifest, "utf8"));
  app.setVersion(version ?? "0.0.0");
  app.setName(productName ?? name ?? "Electron");
  app.setAppPath(folder);
}
Module._load(folder, Module, true);
