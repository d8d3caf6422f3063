import { join } from "node:path";
import { startLoopbackServer } from "./loopback-server";

/** Entry of the browser shell: serves out/web until it is stopped, and prints the address to open as its only line. */
async function main(): Promise<void> {
  const server = await startLoopbackServer(join(__dirname, "..", "web"));
  process.stdout.write(`${server.url}\n`);
  const stop = (): void => {
    void server.close().then(() => process.exit(0));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`Klonos could not serve its page: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(70);
});
