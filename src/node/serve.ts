import { existsSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "./data-folder";
import { folderCache } from "./folder-cache";
import { startLoopbackServer } from "./loopback-server";
import { createProjectHost } from "./project-host";

/** A page says every few seconds that it lives; browsers let hidden pages speak once a minute. */
const SILENCE_MILLISECONDS = 100_000;

/** Entry of the browser shell: serves out/web until it is stopped, and prints the address to open as its only line. */
async function main(): Promise<void> {
  const data = dataFolder();
  const projects = createProjectHost({
    dataFolder: data,
    // A page has no dialog for folders: its projects are kept together, and the list of recent ones is the dialog.
    chooseFolder: async () => undefined,
    chooseNewFolder: async (name) => freeFolder(join(data, "projects"), name),
    silenceMilliseconds: SILENCE_MILLISECONDS,
  });
  const server = await startLoopbackServer(join(__dirname, "..", "web"), 0, projects, folderCache(join(data, "pyramids")), join(data, "preferences.json"));
  process.stdout.write(`${server.url}\n`);
  const stop = (): void => {
    void server.close().then(() => process.exit(0));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

function freeFolder(parent: string, name: string): string {
  const safe = name.replace(/[^\p{L}\p{N} ._-]+/gu, "-").replace(/^[. ]+|[. ]+$/g, "").slice(0, 100) || "project";
  for (let count = 1; ; count++) {
    const folder = join(parent, `${safe}${count === 1 ? "" : `-${count}`}.klonos`);
    if (!existsSync(folder)) return folder;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`Klonos could not serve its page: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(70);
});
