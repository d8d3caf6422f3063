import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, renameSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { examplePath } from "./example";
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

/**
 * A folder with what `klonos analyse` makes of the example: the document, and every train's figure as SVG, PDF and PNG. Made once for a
 * build, whichever file of tests asks first.
 */
export function figuresOfCommandLine(): string {
  const built = readFileSync(join(projectRoot, "out", "build-stamp"), "utf8").replace(/\D+/g, "");
  const folder = join(tmpdir(), `klonos-e2e-figures-${built}-${statSync(join(projectRoot, "out", "main", "cli.js")).size}`);
  if (existsSync(folder)) return folder;
  const fresh = scratchFolder();
  const { status, stderr } = klonos(["analyse", examplePath, "--out", fresh, "--figure", "svg", "--figure", "pdf", "--figure", "png"]);
  if (status !== 0) throw new Error(`The command line made no figures of the example: ${stderr}`);
  try {
    renameSync(fresh, folder);
  } catch {
    // Another file of tests was quicker: the same bytes.
    return fresh;
  }
  return folder;
}
