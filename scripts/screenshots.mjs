// Makes the pictures of the README (docs/images/{window,correct,what-if,review,figure-dialog,figure}.png) anew from the built application and the example session:
// `npm run build && node scripts/screenshots.mjs`. Needs a Chromium (KLONOS_CHROMIUM, or one on the PATH).
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, copyFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const images = join(root, "docs", "images");
const LARGEST_BYTES = 400_000;
/** Resolution of the figure in the README: sharp on a screen, small in the repository. */
const FIGURE_DPI = 150;
/** Its first train is the rhythmic one, its last the irregular one. */
const SHOWN_CHANNEL = "R SOL";

function findChromium() {
  if (process.env.KLONOS_CHROMIUM) return process.env.KLONOS_CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

const program = findChromium();
if (program === undefined) {
  console.error("No Chromium was found: set KLONOS_CHROMIUM.");
  process.exit(1);
}
mkdirSync(images, { recursive: true });
const server = spawn(process.execPath, [join(root, "out", "main", "serve.js")], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, KLONOS_DATA: mkdtempSync(join(tmpdir(), "klonos-data-")) } });
process.on("exit", () => server.kill());
const address = await new Promise((done) => server.stdout.once("data", (chunk) => done(String(chunk).trim())));
const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu"] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
await page.goto(`${address}#example`);
await page.getByTestId("tour").locator("button.link").click();
await page.locator("[data-testid=hash]").waitFor();
const settled = async () => {
  await page.locator("[data-testid=pattern-panel][aria-busy=false], [data-testid=what-if]").waitFor();
  // The pointer lies where it explains nothing, and what moves comes to rest.
  await page.mouse.move(700, 890);
  await page.waitForTimeout(1500);
};
const keys = async (...pressed) => {
  for (const key of pressed) await page.keyboard.press(key);
  await settled();
};
const picture = (name) => page.screenshot({ path: join(images, `${name}.png`) });
const trains = page.getByTestId("trains").locator(`button[data-channel="${SHOWN_CHANNEL}"]`);
await settled();

await trains.first().click();
await keys("z");
await picture("window");

await keys("Control+=", "Control+=", "Control+=", "n", "n", "n", "n", "n", "[", "[", "[", "[", "n", "Delete");
await page.getByRole("tab", { name: "Bursts" }).click();
await settled();
await picture("correct");
await keys("Control+z", "Control+z", "Control+z", "Control+z", "Control+z");

await page.emulateMedia({ colorScheme: "dark" });
await trains.last().click();
await page.getByRole("tab", { name: "Intervals" }).click();
await keys("z", "w");
await picture("what-if");
await page.emulateMedia({ colorScheme: "light" });

await keys("Escape", "Control+0", "Shift+O");
await page.getByRole("tab", { name: "Trials" }).click();
await settled();
await picture("review");

await keys("Control+Shift+E");
await page.locator(".figure-preview[aria-busy=false]").waitFor();
await picture("figure-dialog");
await browser.close();
server.kill();

const folder = mkdtempSync(join(tmpdir(), "klonos-figure-"));
const made = spawnSync(process.execPath, [join(root, "out", "main", "cli.js"), "analyse", join(root, "fixtures", "example-session.edf"), "--out", folder, "--figure", "png", "--dpi", String(FIGURE_DPI)], { encoding: "utf8" });
if (made.status !== 0) throw new Error(made.stderr);
const figure = readdirSync(folder).filter((name) => name.endsWith(".png")).sort()[0];
copyFileSync(join(folder, figure), join(images, "figure.png"));
rmSync(folder, { recursive: true, force: true });

for (const name of ["window.png", "correct.png", "what-if.png", "review.png", "figure-dialog.png", "figure.png"]) {
  const { size } = statSync(join(images, name));
  console.log(`docs/images/${name}: ${Math.round(size / 1000)} kB`);
  if (size > LARGEST_BYTES) process.exitCode = 1;
}
