import { existsSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type ErrorRecord, KlonosError } from "../core/errors";
import { recordedPieces, type RecordedPiece } from "../services/validation/recorded-pieces";
import { type BlockResult, runBlock, type StudyBlock } from "../services/validation/run-block";
import { openFileSource } from "./file-source";
import { ownFile } from "./own-files";
import { startThread } from "./start-thread";

/** What a thread of the validation is told when it starts. */
export interface ValidationWorkerData {
  /** Folder of the real recordings; undefined: none. */
  readonly recordings: string | undefined;
}

/** What such a thread answers for one block. */
export type ValidationReply = { readonly result: BlockResult; readonly error?: undefined } | { readonly result?: undefined; readonly error: ErrorRecord };

/** Runs blocks of the validation, one at a time. */
export interface BlockRunner {
  /** Rejects with KlonosError where the block cannot be run. */
  run(block: StudyBlock): Promise<BlockResult>;
  close(): Promise<void>;
}

/** The pieces of the real recordings in a folder, by Klonos' own readers; none where there is no folder. */
export async function piecesOf(recordings: string | undefined): Promise<readonly RecordedPiece[]> {
  if (recordings === undefined) return [];
  return recordedPieces(async (path) => {
    const whole = join(recordings, path);
    return existsSync(whole) ? openFileSource(whole) : undefined;
  });
}

/** A function that runs blocks in this thread; the pieces are read when first needed. */
export function createBlockRunner(recordings: string | undefined): (block: StudyBlock) => Promise<BlockResult> {
  let pieces: Promise<readonly RecordedPiece[]> | undefined;
  return async (block) => runBlock(block, block.cell.generator === "recorded" ? await (pieces ??= piecesOf(recordings)) : [], () => performance.now());
}

/** Blocks in this thread. */
export function localRunner(recordings: string | undefined): BlockRunner {
  const run = createBlockRunner(recordings);
  return { run, close: () => Promise.resolve() };
}

/** Blocks in a thread of their own. */
export function threadRunner(recordings: string | undefined): BlockRunner {
  const worker = startThread(ownFile("validationWorker"), { recordings } satisfies ValidationWorkerData);
  return {
    run: (block) =>
      new Promise((resolve, reject) => {
        const settle = (act: () => void): void => {
          worker.off("message", onMessage);
          worker.off("error", onError);
          worker.off("exit", onExit);
          act();
        };
        const onMessage = (reply: ValidationReply): void => settle(() => (reply.error === undefined ? resolve(reply.result) : reject(new KlonosError(reply.error.code, reply.error.message, reply.error.where))));
        const onError = (error: unknown): void => settle(() => reject(error));
        const onExit = (): void => settle(() => reject(new KlonosError("engine-crashed", "A thread of the validation stopped unexpectedly. Start the command again: it goes on where it was.")));
        worker.on("message", onMessage);
        worker.on("error", onError);
        worker.on("exit", onExit);
        worker.postMessage(block);
      }),
    close: async () => void (await worker.terminate()),
  };
}
