#!/usr/bin/env node
// `npx klonos …` in the checkout: runs the built command line, and builds it first when it is not there yet.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const program = join(root, "out", "main", "cli.js");

if (!existsSync(program)) {
  // All of the build's words go to standard error: standard output belongs to the command.
  const built = spawnSync(process.execPath, [join(root, "scripts", "build.mjs")], { cwd: root, stdio: ["ignore", 2, 2] });
  if (built.status !== 0) process.exit(70);
}
createRequire(import.meta.url)(program);
