import { messages } from "../../messages/messages";
import { requestOf, settled } from "./export-actions";
import { notify, notifyFailure, runJob } from "../notices";
import { pictureOf } from "../views/plot-picture";
import type { Session } from "../session";

/** The plot of the tab below the traces. */
const PLOT = "#tab-panel svg.plot, #tab-panel canvas";

/** Puts a PNG on the clipboard: through the shell on the desktop, which gives its page no permissions, by the browser's own interface else. */
async function putImage({ host }: Session, image: Promise<Uint8Array>): Promise<void> {
  if (host.copyImage !== undefined) return host.copyImage(await image);
  // The promise goes in whole: making the image may take longer than the browser lets a key press count.
  await navigator.clipboard.write([new ClipboardItem({ "image/png": image.then((bytes) => new Blob([new Uint8Array(bytes)], { type: "image/png" })) })]);
}

async function copy(session: Session, image: () => Promise<Uint8Array | undefined>): Promise<void> {
  const words = messages().copying;
  try {
    const made = image().then((bytes) => bytes ?? Promise.reject(new Error(words.nothing)));
    // Whoever awaits it hears of a failure; this only keeps it from being called unhandled before that.
    made.catch(() => undefined);
    await putImage(session, made);
    notify(session, { severity: "info", title: words.image, error: undefined });
  } catch (thrown) {
    notifyFailure(session, words.failed, thrown);
  }
}

/** The figure, as it was last composed, as an image on the clipboard. */
export function copyFigure(session: Session): Promise<void> {
  return copy(session, async () => {
    await settled(session);
    const { figureWish } = session.store.getState();
    const request = await requestOf(session, { ...figureWish, format: "png" });
    if (request === undefined) return undefined;
    const file = await runJob(session, messages().copying.making, (signal, onProgress) => session.caller.call("exportFigure", request, { signal, onProgress }));
    return file.bytes;
  });
}

/** A plot as it is on the screen, as an image on the clipboard. */
export function copyPicture(session: Session, plot: () => SVGSVGElement | null): Promise<void> {
  return copy(session, async () => {
    const shown = plot();
    return shown === null ? undefined : pictureOf(shown);
  });
}

/** A plot as it is on the screen, as a PNG where the person wants it. */
export async function savePicture(session: Session, plot: () => SVGSVGElement | null, name: string): Promise<void> {
  try {
    const shown = plot();
    if (shown === null) return;
    const saved = await session.host.saveFile({ name, mime: "image/png", bytes: await pictureOf(shown) });
    if (saved !== undefined) notify(session, { severity: "info", title: messages().notices.saved(saved), error: undefined });
  } catch (thrown) {
    notifyFailure(session, messages().notices.exportFailed, thrown);
  }
}

/** The plot below the traces as it is on the screen, as an image on the clipboard. */
export function copyPlot(session: Session): Promise<void> {
  return copy(session, async () => {
    const plot = document.querySelector<SVGSVGElement | HTMLCanvasElement>(PLOT);
    return plot === null ? undefined : pictureOf(plot);
  });
}
