import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Klonos' own folder of this user, for shells without Electron's: `KLONOS_DATA`, else where the system keeps the data of programs.
 */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform, home = homedir()): string {
  const chosen = environment["KLONOS_DATA"];
  if (chosen !== undefined && chosen !== "") return chosen;
  if (platform === "win32") return join(environment["APPDATA"] ?? join(home, "AppData", "Roaming"), "Klonos");
  if (platform === "darwin") return join(home, "Library", "Application Support", "Klonos");
  return join(environment["XDG_DATA_HOME"] ?? join(home, ".local", "share"), "klonos");
}
