/**
 * Runs `work` over all items on a few workers and hands the results on in the order of the items, each as soon as it and all
 * before it are done. A worker is made when first needed and closed at the end, also after a failure of `deliver`.
 */
export async function runOrdered<Item, Worker, Result>(parts: {
  readonly items: readonly Item[];
  readonly workers: number;
  readonly open: () => Worker;
  readonly close: (worker: Worker) => Promise<void>;
  /** The failure of an item is a result; a rejection ends the whole run. */
  readonly work: (worker: Worker, item: Item, index: number) => Promise<Result>;
  readonly deliver: (result: Result, index: number) => Promise<void>;
  /** Aborted: no further item is begun. */
  readonly signal?: AbortSignal | undefined;
}): Promise<void> {
  const { items, open, close, work, deliver } = parts;
  const results = new Map<number, Result>();
  let nextItem = 0;
  let nextDelivery = 0;
  let delivering = Promise.resolve();
  let failed = false;

  const deliverReady = (): Promise<void> => {
    delivering = delivering.then(async () => {
      for (let result = results.get(nextDelivery); result !== undefined && !failed; result = results.get(nextDelivery)) {
        results.delete(nextDelivery);
        await deliver(result, nextDelivery++);
      }
    });
    return delivering;
  };

  const serve = async (): Promise<void> => {
    const worker = open();
    try {
      while (nextItem < items.length && !failed && parts.signal?.aborted !== true) {
        const index = nextItem++;
        results.set(index, await work(worker, items[index]!, index));
        await deliverReady();
      }
    } catch (thrown) {
      failed = true;
      throw thrown;
    } finally {
      await close(worker);
    }
  };

  const count = Math.max(1, Math.min(parts.workers, items.length));
  const ends = await Promise.allSettled(Array.from({ length: count }, serve));
  const failure = ends.find((end) => end.status === "rejected");
  if (failure !== undefined) throw (failure as PromiseRejectedResult).reason;
}
