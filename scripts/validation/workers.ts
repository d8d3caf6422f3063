import { Worker } from "node:worker_threads";

/**
 * Runs `tasks` on worker threads that execute `script` (the calling script itself, which must answer in its worker branch with
 * one message `{ index, result }` for each `{ index, task }`). Results come back in the order of the tasks, whatever finished first.
 */
export async function runOnWorkers<Task, Result>(script: string, tasks: readonly Task[], threads: number, progress: (done: number) => void): Promise<readonly Result[]> {
  const results = new Array<Result>(tasks.length);
  let next = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: Math.min(threads, tasks.length) }, () =>
      new Promise<void>((resolve, reject) => {
        // A worker does not inherit tsx's loader for its first file: it is loaded from a line of CommonJS.
        const worker = new Worker(`require("tsx/cjs"); require(${JSON.stringify(script)});`, { eval: true });
        const feed = (): void => {
          if (next < tasks.length) {
            worker.postMessage({ index: next, task: tasks[next] });
            next += 1;
          } else {
            void worker.terminate().then(() => resolve());
          }
        };
        worker.on("message", (message: { index: number; result: Result }) => {
          results[message.index] = message.result;
          done += 1;
          progress(done);
          feed();
        });
        worker.on("error", reject);
        feed();
      }),
    ),
  );
  return results;
}
