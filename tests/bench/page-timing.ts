import type { Browser, CDPSession, Page } from "playwright-core";

/** Processor time of the page's own thread in milliseconds, by kind: what is not script, style or layout is painting (without a graphics card it is done there too) and the rest. */
export interface ThreadTimes {
  readonly script: number;
  readonly layout: number;
  readonly all: number;
}

/** Reads `ThreadTimes` since the page began. On a busy machine the clock on the wall says little about Klonos. */
export async function threadTimes(page: Page): Promise<() => Promise<ThreadTimes>> {
  const devtools: CDPSession = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    const of = (wanted: string): number => 1000 * (metrics.find(({ name }) => name === wanted)?.value ?? NaN);
    return { script: of("ScriptDuration"), layout: of("LayoutDuration") + of("RecalcStyleDuration"), all: of("TaskDuration") };
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN;
}

/** Frames of a traced stretch as the browser's compositor reports them. */
export interface TracedFrames {
  /** Frames that reached the screen with all that the page had drawn for them, or with nothing new to draw. */
  readonly shown: number;
  /** Frames that were due, had something to show and did not reach the screen. */
  readonly dropped: number;
}

/** Does something while the browser traces its own frames, and counts them. */
export async function tracedFrames<Result>(browser: Browser, page: Page, act: () => Promise<Result>): Promise<{ readonly result: Result; readonly frames: TracedFrames }> {
  await browser.startTracing(page, { categories: ["cc", "benchmark"] });
  const result = await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: readonly { name: string; ph: string; args?: Readonly<Record<"frame_reporter" | "chrome_frame_reporter", { state?: string; affects_smoothness?: boolean } | undefined>> }[] };
  const states = traceEvents.filter(({ name, ph }) => name === "PipelineReporter" && ph === "b").map(({ args }) => args?.frame_reporter ?? args?.chrome_frame_reporter);
  // Newer browsers have the first name.
  if (states.every((frame) => frame === undefined)) throw new Error("the trace has no frames: this browser names them otherwise");
  return { result, frames: { shown: states.filter((frame) => frame?.state === "STATE_PRESENTED_ALL").length, dropped: states.filter((frame) => frame?.state === "STATE_DROPPED" && frame.affects_smoothness === true).length } };
}

/** An act of a person that is answered by the next picture. */
export interface Answer {
  readonly what: string;
  /** From the event to the picture that follows, by the browser's own event timing (multiples of 8 ms), of each repeat. */
  readonly milliseconds: readonly number[];
  /** Processor time of the page's thread for one repeat. */
  readonly thread: number;
}

/** Does each act some times and reads how long the page took to show the next picture. `after` undoes it, unmeasured. */
export async function answers(page: Page, acts: readonly { readonly what: string; readonly act: () => Promise<unknown>; readonly after?: () => Promise<unknown> }[], repeats: number): Promise<readonly Answer[]> {
  // As text: what a bundler adds to a function does not exist in the page.
  await page.evaluate(`(() => {
    window.__answers = [];
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.__answers.push(entry.duration); }).observe({ type: "event", durationThreshold: 16 });
  })()`);
  const read = await threadTimes(page);
  const all: Answer[] = [];
  for (const { what, act, after } of acts) {
    const milliseconds: number[] = [];
    let thread = 0;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      await page.waitForTimeout(300);
      await page.evaluate("window.__answers.length = 0");
      const before = await read();
      await act();
      await page.waitForTimeout(300);
      thread += (await read()).all - before.all;
      // An event whose picture came within 16 ms is not reported.
      milliseconds.push(await page.evaluate<number>("Math.max(16, ...window.__answers)"));
      await after?.();
    }
    all.push({ what, milliseconds, thread: thread / repeats });
  }
  return all;
}

/** Prints the answers and returns those for which the page's thread alone worked longer than that: the time to the picture also holds what other programs took of the processor. */
export function reportAnswers(all: readonly Answer[], mostMilliseconds: number): string[] {
  for (const { what, milliseconds, thread } of all) console.log(`  ${what.padEnd(34)} median ${median(milliseconds).toFixed(0).padStart(4)} ms, longest ${Math.max(...milliseconds).toFixed(0).padStart(4)} ms; the page's thread ${thread.toFixed(1)} ms`);
  return all.filter(({ thread }) => thread > mostMilliseconds).map(({ what, thread }) => `${what}: ${thread.toFixed(0)} ms of processor time, at most ${mostMilliseconds}`);
}
