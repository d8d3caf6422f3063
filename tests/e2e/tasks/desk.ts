import type { Locator, Page } from "playwright-core";
import { manoeuvre } from "../harness/example";
import { letGo, undoAll } from "../harness/known-state";
import { analysed, drawn, openExample, pixelOf, plotBox, setPage, shownWindow, trainButton } from "../harness/window";

/** A file that the program wrote. */
export interface Saved {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What a person sits at: the window, and what only the shell around it can do. */
export interface Desk {
  readonly shell: "browser" | "desktop";
  /** The window; another one after `restart`. */
  page(): Page;
  /** A folder of this run. */
  readonly folder: string;
  /** Ctrl+O and the shell's own dialog. */
  choose(paths: readonly string[]): Promise<void>;
  /** Lets files or folders go over the window. */
  drop(paths: readonly string[]): Promise<void>;
  /** Does what saves a file, and reads it. */
  saved(act: () => Promise<unknown>): Promise<Saved>;
  /** Chooses the name and place of a new project where the shell asks for it. */
  nameProject(name: string): Promise<void>;
  /** Answers the system's dialog for opening that comes next; undefined where the shell has none. */
  readonly answer: ((path: string) => Promise<void>) | undefined;
  /** Size of the image on the clipboard in pixels. */
  pastedImage(): Promise<{ readonly width: number; readonly height: number }>;
  /** One more picture of this task, for eyes. */
  look(what: string): Promise<void>;
  /** Closes the program and starts it again. */
  restart(): Promise<void>;
  /** A second start with a file; undefined where the shell has no such thing. */
  readonly startAgain: ((path: string) => Promise<void>) | undefined;
}

/** One thing that a person wants to do, in her words. */
export interface Task {
  readonly wants: string;
  /** Drives the window and says what she must see. */
  readonly does: (desk: Desk) => Promise<void>;
  /** The shell has a part of its own in it: it is done on the desktop at every run, the others with KLONOS_ALL_TASKS=1. */
  readonly ofShell?: true;
  /** Why a shell cannot do it. */
  readonly lacks?: Partial<Readonly<Record<Desk["shell"], string>>>;
}

/** Text of a part of the window, blanks made one. */
export async function words(part: Locator): Promise<string> {
  return ((await part.textContent()) ?? "").replace(/\s+/g, " ").trim();
}

export const shownName = (page: Page): Promise<string> => words(page.getByTestId("recording-name"));
export const title = (page: Page): Promise<string> => words(page.getByTestId("pattern-title"));
export const beats = async (page: Page): Promise<number> => Number(await page.getByTestId("numbers").locator("dd").first().textContent());

/** A command by its name, as one who does not know its key. */
export async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByTestId("command-palette").waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
}

/** Opens the example if another recording is shown. */
export async function atExample(page: Page): Promise<void> {
  const isShown = (await page.getByTestId("recording-name").count()) > 0 && (await shownName(page)) === "example-session.edf";
  if (isShown) return analysed(page);
  if ((await page.getByTestId("empty-state").count()) > 0) await openExample(page);
  else await command(page, "open the example");
  await page.getByTestId("recording-name").getByText("example-session.edf").waitFor();
  await analysed(page);
}

/** The clonus of the right soleus, five seconds of it on the screen. */
export async function atClonus(page: Page): Promise<void> {
  await atExample(page);
  await (await trainButton(page, "R SOL", manoeuvre("clonus").bursts[0]!.onsetSeconds)).click();
  await setPage(page, 5);
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("PageDown");
  await page.keyboard.press("PageDown");
  await drawn(page);
}

/** Drags over the traces from a time to another. */
export async function drag(page: Page, fromSeconds: number, toSeconds: number, y: number): Promise<void> {
  const window = await shownWindow(page);
  const box = await plotBox(page);
  await page.mouse.move(pixelOf(window, box, fromSeconds), y);
  await page.mouse.down();
  await page.mouse.move(pixelOf(window, box, (fromSeconds + toSeconds) / 2), y + 1, { steps: 3 });
  await page.mouse.move(pixelOf(window, box, toSeconds), y + 2, { steps: 3 });
  await page.mouse.up();
}

/** A window in which nothing is under way: what the task before left open is closed, what it did is taken back. */
export async function tidyUp(page: Page): Promise<void> {
  await letGo(page);
  const pause = page.getByTestId("reading-panel").getByRole("button", { name: "Pause" });
  if ((await pause.count()) > 0) await pause.click();
  if ((await page.getByTestId("queue").count()) > 0) await page.keyboard.press("Alt+q");
  if ((await page.getByTestId("pattern-panel").count()) > 0) await undoAll(page);
  if ((await page.getByTestId("saved").filter({ hasText: /^Project / }).count()) > 0) await emptyWindow(page);
  if ((await page.evaluate(() => document.documentElement.dataset["theme"])) !== "light") await command(page, "light colours");
}

/** Leaves the project, and with it every recording. */
async function emptyWindow(page: Page): Promise<void> {
  await command(page, "close project");
  await page.getByTestId("empty-state").waitFor();
}

/** Waits until all work is on the disk. */
export const saving = (page: Page): Promise<void> => page.locator("[data-testid=saved][data-status=saved]").waitFor();

async function saveProject(desk: Desk, name: string): Promise<void> {
  const page = desk.page();
  await saving(page);
  await desk.nameProject(name);
  await page.keyboard.press("Control+Shift+S");
  const dialog = page.getByTestId("save-project-dialog");
  await dialog.getByLabel("Name of the project").fill(name);
  await desk.look("name");
  await page.keyboard.press("Enter");
  await page.getByTestId("saved").getByText(`Project ${name}`).waitFor();
  await saving(page);
}

/** A project with the example alone, whatever else was opened in this window before. */
export async function newProject(desk: Desk, name: string): Promise<void> {
  const page = desk.page();
  if ((await page.getByTestId("empty-state").count()) === 0) {
    await atExample(page);
    // Out of the automatic project everything would come along that this window has opened.
    await saveProject(desk, "Before");
    await emptyWindow(page);
  }
  await atExample(page);
  await saveProject(desk, name);
}
