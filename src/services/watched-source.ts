import type { ByteSource } from "../formats/byte-source";

/** How long a file may be another one before a read that needed nothing of it tells. */
const LOOK_INTERVAL_MS = 250;

/**
 * A cached source that looks at the file itself even where every byte is on hand: a file that was changed, replaced or deleted is told
 * at the next read, and nobody goes on working on a recording that is no longer what lies on the disk. `medium` rejects a read, even
 * of nothing, when it is not what was opened.
 */
export function watchedSource(cached: ByteSource, medium: ByteSource, now: () => number = Date.now): ByteSource {
  let looked = now();
  return {
    ...cached,
    async read(offset, length, cancel) {
      const bytes = await cached.read(offset, length, cancel);
      if (now() - looked >= LOOK_INTERVAL_MS) {
        await medium.read(0, 0, cancel);
        looked = now();
      }
      return bytes;
    },
  };
}
