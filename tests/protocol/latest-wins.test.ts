import { describe, expect, it } from "vitest";
import { latestWins } from "../../src/protocol/latest-wins";

/** A task under the test's control. */
function task() {
  let finish!: (value: string) => void;
  const state = { started: false, aborted: false };
  const run = (signal: AbortSignal): Promise<string> => {
    state.started = true;
    signal.addEventListener("abort", () => (state.aborted = true));
    return new Promise((resolve) => (finish = resolve));
  };
  return { run, state, finish: (value: string) => finish(value) };
}
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe("a latest-wins lane", () => {
  it("runs only the newest of what waits, and never two at once", async () => {
    const lane = latestWins<string>();
    const [a, b, c] = [task(), task(), task()];
    const runs = [a, b, c].map(({ run }) => lane.run(run));
    runs[1]!.catch(() => undefined);
    await turn();
    expect([a.state.started, b.state.started, c.state.started]).toEqual([true, false, false]);
    expect(a.state.aborted).toBe(true);
    a.finish("late but true");
    expect(await runs[0]).toBe("late but true");
    await expect(runs[1]).rejects.toMatchObject({ record: { code: "cancelled" } });
    await turn();
    expect(c.state.started).toBe(true);
    c.finish("newest");
    expect(await runs[2]).toBe("newest");
    expect(b.state.started).toBe(false);
  });

  it("goes on after a task that failed, also before its first await", async () => {
    const lane = latestWins<string>();
    await expect(
      lane.run(() => {
        throw new Error("at once");
      }),
    ).rejects.toThrow("at once");
    expect(await lane.run(async () => "next")).toBe("next");
  });

  it("lets the running task be when asked to", async () => {
    const lane = latestWins<string>({ abortRunning: false });
    const [a, b] = [task(), task()];
    const runs = [lane.run(a.run), lane.run(b.run)];
    await turn();
    expect(a.state.aborted).toBe(false);
    a.finish("a");
    await turn();
    b.finish("b");
    expect(await Promise.all(runs)).toEqual(["a", "b"]);
  });

  it("cancels what runs and what waits", async () => {
    const lane = latestWins<string>();
    const [a, b] = [task(), task()];
    const first = lane.run(a.run);
    await turn();
    const second = lane.run(b.run);
    second.catch(() => undefined);
    lane.cancel();
    expect(a.state.aborted).toBe(true);
    await expect(second).rejects.toMatchObject({ record: { code: "cancelled" } });
    a.finish("a");
    expect(await first).toBe("a");
    await turn();
    expect(b.state.started).toBe(false);
  });
});
