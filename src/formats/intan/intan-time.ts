import { type Cancel, throwIfCancelled } from "../../core/errors";
import { viewOf } from "../stored-numbers";
import type { ByteSource } from "../byte-source";
import type { IntanLayout } from "./intan-header";

/** Consecutive data blocks whose clock runs on. */
export interface IntanRun {
  readonly startBlock: number;
  readonly endBlock: number;
  readonly startSeconds: number;
}

/**
 * Runs of blocks by their time stamps. A stretch whose first and last stamp are as far apart as its blocks are long holds no pause,
 * so that a file without one takes two reads. undefined when more than `mostReads` would be needed.
 */
export async function findRuns(source: ByteSource, layout: IntanLayout, blocks: number, mostReads: number, cancel?: Cancel): Promise<readonly IntanRun[] | undefined> {
  let reads = 0;
  const stampOf = async (block: number): Promise<number> => {
    throwIfCancelled(cancel);
    reads += 1;
    return viewOf(await source.read(layout.dataByte + block * layout.blockBytes, 4, cancel)).getInt32(0, true);
  };
  const first = await stampOf(0);
  const last = await stampOf(blocks - 1);
  const breaks: { readonly block: number; readonly stamp: number }[] = [];
  const stack = [{ low: 0, lowStamp: first, high: blocks - 1, highStamp: last }];
  while (stack.length > 0) {
    const { low, lowStamp, high, highStamp } = stack.pop()!;
    if (highStamp - lowStamp === (high - low) * layout.blockSamples) continue;
    if (high - low === 1) {
      breaks.push({ block: high, stamp: highStamp });
      continue;
    }
    if (reads >= mostReads) return undefined;
    const middle = (low + high) >> 1;
    const stamp = await stampOf(middle);
    // The earlier half is looked at first, so that breaks come in order.
    stack.push({ low: middle, lowStamp: stamp, high, highStamp }, { low, lowStamp, high: middle, highStamp: stamp });
  }
  const runs: IntanRun[] = [];
  let startBlock = 0;
  let startSeconds = 0;
  for (const { block, stamp } of breaks) {
    runs.push({ startBlock, endBlock: block, startSeconds });
    const free = startSeconds + ((block - startBlock) * layout.blockSamples) / layout.samplingHz;
    // A clock that went back (a new recording in the same file) continues directly.
    startSeconds = Math.max(free, (stamp - first) / layout.samplingHz);
    startBlock = block;
  }
  runs.push({ startBlock, endBlock: blocks, startSeconds });
  return runs;
}
