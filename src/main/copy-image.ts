import { clipboard, ClipboardItem, nativeImage, type NativeImage } from "electron";
import { KlonosError } from "../core/errors";

/** Puts a PNG on the clipboard. @throws KlonosError `bad-argument` when it is none */
export async function copyImage(png: Uint8Array): Promise<void> {
  const picture = nativeImage.createFromBuffer(Buffer.from(png));
  if (picture.isEmpty()) throw new KlonosError("bad-argument", "What was to be copied is no image.", "");
  // Electron 45 has items as a page has them; 22 (end-to-end tests) has writeImage and no items.
  const Item = ClipboardItem as typeof ClipboardItem | undefined;
  if (Item === undefined) (clipboard as unknown as { writeImage(image: NativeImage): void }).writeImage(picture);
  else await clipboard.write([new Item({ "image/png": new Blob([new Uint8Array(png)], { type: "image/png" }) })]);
}
