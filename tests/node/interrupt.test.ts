import { expect, it } from "vitest";
import { untilInterrupted } from "../../src/node/interrupt";

it("Ctrl+C tells the work once, and the listener is gone after it", async () => {
  const before = process.listenerCount("SIGINT");
  const told = await untilInterrupted(async (cancel, signal) => {
    const first = [cancel.cancelled, signal.aborted, process.listenerCount("SIGINT")];
    // The listener alone: others of this process are not to hear it.
    (process.listeners("SIGINT").slice(-1)[0] as () => void)();
    return [first, [cancel.cancelled, signal.aborted]];
  });
  expect(told).toEqual([[false, false, before + 1], [true, true]]);
  expect(process.listenerCount("SIGINT")).toBe(before);
});
