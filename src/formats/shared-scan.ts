import { type Cancel, KlonosError, type Progress, throwIfCancelled } from "../core/errors";
import type { RecordingScan } from "../core/recording";

type Scan = (cancel?: Cancel, progress?: Progress) => Promise<RecordingScan>;

/**
 * Makes a scan idempotent: one pass whoever asks, its answer kept. A pass that failed is not kept. A caller who joined a pass
 * that another one then cancelled starts a new one.
 */
export function createSharedScan(run: Scan): Scan {
  let running: Promise<RecordingScan> | undefined;
  return async function scan(cancel, progress): Promise<RecordingScan> {
    for (;;) {
      throwIfCancelled(cancel);
      const isOwner = running === undefined;
      const pass = (running ??= run(cancel, progress));
      try {
        return await pass;
      } catch (thrown) {
        if (running === pass) running = undefined;
        const wasCancelled = thrown instanceof KlonosError && thrown.record.code === "cancelled";
        if (isOwner || !wasCancelled) throw thrown;
      }
    }
  };
}
