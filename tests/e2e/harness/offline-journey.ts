// Run inside a network namespace: `tsx offline-journey.ts browser|desktop PROGRAM`. Opens the example, reads the label, exports
// a figure, and prints one line of JSON. Everything that needs a server or a display is started in here.
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { scratchFolder } from "./command-line";
import { closeDisplay } from "./find-programs";
import { openDesktop, openInBrowser } from "./launch";
import { openExample } from "./window";

/** What a journey without a network saw. */
export interface OfflineReport {
  /** Names under /sys/class/net: every interface, up or down. */
  readonly interfaces: readonly string[];
  readonly addresses: readonly string[];
  /** Code of the error that a connection to the outside ends with. */
  readonly outside: string;
  readonly label: string;
  readonly hash: string;
  readonly figure: string;
  readonly complaints: readonly string[];
  readonly foreignRequests: readonly string[];
}

/** TEST-NET-1 of RFC 5737: an address that belongs to nobody, so that a wrong namespace harms nobody. */
const OUTSIDE = "192.0.2.1";
const EXPORT_MILLISECONDS = 30_000;

function connection(host: string): Promise<string> {
  return new Promise((done) => {
    const socket = connect({ host, port: 80, timeout: 3000 });
    const end = (word: string): void => {
      socket.destroy();
      done(word);
    };
    socket.once("connect", () => end("connected"));
    socket.once("timeout", () => end("timeout"));
    socket.once("error", (error: NodeJS.ErrnoException) => end(error.code ?? "error"));
  });
}

async function browserJourney(program: string): Promise<Pick<OfflineReport, "label" | "hash" | "figure" | "complaints" | "foreignRequests">> {
  const session = await openInBrowser(program);
  const { page } = session;
  await openExample(page);
  const label = (await page.getByTestId("pattern-title").textContent()) ?? "";
  const hash = (await page.getByTestId("hash").getAttribute("title")) ?? "";
  await page.keyboard.press("Control+e");
  const dialog = page.getByTestId("export-dialog");
  await dialog.getByLabel("Format").selectOption({ label: "SVG, vector" });
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: EXPORT_MILLISECONDS }), dialog.getByRole("button", { name: "Save figure…" }).click()]);
  const figure = readFileSync(await download.path(), "utf8");
  const { complaints, foreignRequests } = session;
  await session.close();
  return { label, hash, figure, complaints, foreignRequests };
}

async function desktopJourney(program: string): Promise<Pick<OfflineReport, "label" | "hash" | "figure" | "complaints" | "foreignRequests">> {
  const session = await openDesktop(program);
  const { page, app } = session;
  const foreignRequests: string[] = [];
  page.on("request", (request) => {
    if (!/^(app:\/\/klonos\/|blob:|data:)/.test(request.url())) foreignRequests.push(request.url());
  });
  await openExample(page);
  const label = (await page.getByTestId("pattern-title").textContent()) ?? "";
  const hash = (await page.getByTestId("hash").getAttribute("title")) ?? "";
  const file = join(scratchFolder(), "figure.svg");
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await page.keyboard.press("Control+e");
  const dialog = page.getByTestId("export-dialog");
  await dialog.getByLabel("Format").selectOption({ label: "SVG, vector" });
  await dialog.getByRole("button", { name: "Save figure…" }).click();
  await page.getByText("figure.svg").first().waitFor({ timeout: EXPORT_MILLISECONDS });
  const figure = readFileSync(file, "utf8");
  const { complaints } = session;
  await session.close();
  closeDisplay();
  return { label, hash, figure, complaints, foreignRequests };
}

async function main(): Promise<void> {
  const [shell, program] = process.argv.slice(2);
  const seen = shell === "desktop" ? await desktopJourney(program!) : await browserJourney(program!);
  const report: OfflineReport = {
    interfaces: readdirSync("/sys/class/net"),
    addresses: Object.values(networkInterfaces()).flatMap((entries) => (entries ?? []).map((entry) => entry.address)),
    outside: await connection(OUTSIDE),
    ...seen,
  };
  // A pipe takes it in pieces: leave when all of it is out.
  await new Promise<void>((done) => process.stdout.write(`${JSON.stringify(report)}\n`, () => done()));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
