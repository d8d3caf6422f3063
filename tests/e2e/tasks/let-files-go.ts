import type { Page } from "playwright-core";

/** Copying is all that a drop of files offers. */
const COPY = 1;

/** Drags files or folders of the disk over the window and lets them go: the browser's own drag and drop, by its debugging protocol. */
export async function letFilesGo(page: Page, paths: readonly string[]): Promise<void> {
  const debuggingSession = await page.context().newCDPSession(page);
  const size = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  const event = { x: Math.round(size.width / 2), y: Math.round(size.height / 2), data: { items: [], files: [...paths], dragOperationsMask: COPY } };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) await debuggingSession.send("Input.dispatchDragEvent", { type, ...event });
  await debuggingSession.detach();
}
