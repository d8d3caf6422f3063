import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** `nobody` of every Linux. */
const NOBODY = 65534;

export interface OrdinaryUser {
  /** Takes Electron's place: the same program, run by a user who is not root. */
  readonly program: string;
  readonly profile: string;
  dispose(): void;
}

/**
 * Chromium refuses its sandbox to root. As root this makes a small script that runs Electron as `nobody`; its folder, which can
 * be root's own, is mounted where everybody may go, and the checkout is read with one capability that the sandboxed processes
 * do not get. Else Electron is started as it is. Undefined where `unshare` or `setpriv` is missing or forbidden.
 */
export function asOrdinaryUser(electron: string): OrdinaryUser | undefined {
  const folder = mkdtempSync(join(tmpdir(), "klonos-user-"));
  const profile = join(folder, "profile");
  mkdirSync(profile);
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  if (process.platform !== "linux" || process.getuid?.() !== 0) return { program: electron, profile, dispose };
  const seen = join(folder, "electron");
  mkdirSync(seen);
  const run = `setpriv --reuid ${NOBODY} --regid ${NOBODY} --clear-groups --inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search`;
  const probe = spawnSync("unshare", ["--mount", "sh", "-c", `mount --bind '${dirname(electron)}' '${seen}' && ${run} unshare --user true`]);
  if (probe.status !== 0) {
    dispose();
    return undefined;
  }
  const program = join(folder, "electron.sh");
  writeFileSync(program, `#!/bin/sh\nexport HOME='${profile}' XDG_CONFIG_HOME='${profile}' XDG_CACHE_HOME='${profile}'\nexec unshare --mount sh -c 'mount --bind "$0" "$1" && shift && exec ${run} "${seen}/${basename(electron)}" "$@"' '${dirname(electron)}' '${seen}' "$@"\n`);
  chmodSync(program, 0o755);
  chmodSync(folder, 0o755);
  chownSync(profile, NOBODY, NOBODY);
  return { program, profile, dispose };
}
