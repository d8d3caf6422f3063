import type { Page } from "playwright-core";
import { beforeEach } from "vitest";

/** More dialogs than ever lie over one another. */
const MOST_DIALOGS = 4;
/** More steps than a test makes. */
const MOST_STEPS = 60;

/** Waits until the result is that of the inputs as they stand. */
export function scored(page: Page): Promise<void> {
  return page.locator("[data-testid=pattern-panel][aria-busy=false]").waitFor({ timeout: 60_000 });
}

/** Closes what is open over the window, and takes the notices away. */
export async function letGo(page: Page): Promise<void> {
  const open = page.locator("dialog[open]");
  for (let step = 0; step < MOST_DIALOGS; step++) {
    await page.keyboard.press("Escape");
    if ((await open.count()) === 0) break;
  }
  await dismissNotices(page);
}

/** Takes all notices away; one may go by itself meanwhile. */
export async function dismissNotices(page: Page): Promise<void> {
  const dismiss = page.getByRole("button", { name: /^Dismiss/ });
  for (let step = 0; step < MOST_STEPS && (await dismiss.count()) > 0; step++) await dismiss.first().click({ timeout: 1000 }).catch(() => undefined);
}

/** Takes everything back, as one who only tried. */
export async function undoAll(page: Page): Promise<void> {
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  await scored(page);
  for (let step = 0; step < MOST_STEPS && (await undo.isEnabled()); step++) await undo.click();
  await scored(page);
}

/**
 * The second attempt at a test (`retry` in CI) begins in a window that the first one may have left anyhow: dialogs are closed and edits
 * taken back before it. For files whose tests share one window.
 * @param prepare What the tests of the file begin with, where it is more than that.
 */
export function tidyBeforeRetry(pageOf: () => Page | undefined, prepare: (page: Page) => Promise<void> = async () => undefined): void {
  beforeEach(async ({ task }) => {
    const page = pageOf();
    if ((task.result?.retryCount ?? 0) === 0 || page === undefined || page.isClosed()) return;
    await letGo(page);
    if ((await page.getByTestId("pattern-panel").count()) > 0) await undoAll(page);
    await prepare(page);
  });
}
