import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { manoeuvre } from "./example";
import { findChromium, needs } from "./find-programs";
import { tidyBeforeRetry } from "./known-state";
import { openInBrowser, type BrowserSession } from "./launch";
import { openExample, trainButton } from "./window";

/** The browser of the running `describe`: what it gives is that of its session, from the first test on. */
export type SharedBrowser = Pick<BrowserSession, "page" | "browser" | "address" | "foreignRequests" | "complaints">;

/**
 * One browser for all tests of a `describe`, closed at its end; its tests are left out where there is no Chromium.
 * @param prepare What all of the tests begin with.
 * @param again What a second attempt at one of them begins with, after dialogs were closed and edits taken back.
 */
export function sharedBrowser(prepare: (page: Page) => Promise<void> = async () => undefined, again?: (page: Page) => Promise<void>): SharedBrowser {
  const chromium = findChromium();
  let session: BrowserSession | undefined;
  beforeAll(async () => {
    if (chromium === undefined) return;
    session = await openInBrowser(chromium);
    await prepare(session.page);
  });
  afterAll(async () => {
    await session?.close();
  });
  beforeEach(({ skip }) => void needs(chromium, "A Chromium", skip));
  tidyBeforeRetry(() => session?.page, again);
  const own = (): BrowserSession => {
    if (session === undefined) throw new Error("The browser is there from the first test on.");
    return session;
  };
  return {
    get page() {
      return own().page;
    },
    get browser() {
      return own().browser;
    },
    get address() {
      return own().address;
    },
    get foreignRequests() {
      return own().foreignRequests;
    },
    get complaints() {
      return own().complaints;
    },
  };
}

/** The example with the clonus of the right soleus chosen. */
export async function clonusOfExample(page: Page): Promise<void> {
  await openExample(page);
  await (await trainButton(page, "R SOL", manoeuvre("clonus").bursts[0]!.onsetSeconds)).click();
}
