import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "./find-programs";

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line, out/main/cli.js. */
export function klonos(args: readonly string[], folder = projectRoot): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(projectRoot, "out", "main", "cli.js"), ...args], { cwd: folder, encoding: "utf8", timeout: 60_000, maxBuffer: 64 * 1024 * 1024 });
  return { status, stdout, stderr };
}

/** A new folder of the system's temporary one. */
export function scratchFolder(): string {
  return mkdtempSync(join(tmpdir(), "klonos-e2e-"));
}
