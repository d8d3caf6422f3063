import type { AnalysisResult, Label } from "../result";
import { Random } from "../simulate/random";
import type { Edges } from "../trains/segmentation-scores";

/** A train that a second reader judges; a type and no interface, so that it is plain JSON for the project's documents. */
export type ReadingItem = {
  /** First sixteen digits of the recording's SHA-256. */
  readonly recording: string;
  readonly channelIndex: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** True for the second showing of a train. */
  readonly repeat: boolean;
  /** What the program said, without any edit. */
  readonly program: ReadingAnswer;
  /** What the reader said; null until then. */
  readonly reader: ReadingAnswer | null;
  /** Local time of the answer, ISO; null until then. */
  readonly at: string | null;
};

/** One answer about one item, of the program or of a reader. */
export type ReadingAnswer = {
  readonly label: Label;
  /** Seconds, in time order. */
  readonly bursts: readonly ReadingEdges[];
  /** Of the program all trains of the channel, so that merging is seen; of the reader those that meet the item's span. */
  readonly trains: readonly ReadingEdges[];
};

type ReadingEdges = { readonly [Edge in keyof Edges]: number };

/** One train in this many is shown twice. */
const REPEATED = 10;

/** The trains of an automatic result, in its order; `repeat` is false for all. */
export function readingItems(recording: string, result: Pick<AnalysisResult, "trains">): readonly ReadingItem[] {
  const spans = (channelIndex: number): readonly ReadingEdges[] => result.trains.filter((train) => train.channelIndex === channelIndex).map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds }));
  return result.trains.map(({ channelIndex, startSeconds, endSeconds, label, bursts }) => ({
    recording,
    channelIndex,
    startSeconds,
    endSeconds,
    repeat: false,
    program: { label, bursts: bursts.map(({ onsetSeconds, offsetSeconds }) => ({ startSeconds: onsetSeconds, endSeconds: offsetSeconds })), trains: spans(channelIndex) },
    reader: null,
    at: null,
  }));
}

/**
 * Random order, a tenth of the trains (rounded up) a second time: those come from the first half of the order and are put into
 * the second, so that other trains lie between. The same seed gives the same order.
 */
export function orderedReading(items: readonly ReadingItem[], seed: number): readonly ReadingItem[] {
  const random = new Random(seed, "reading");
  const order = [...items];
  for (let k = order.length - 1; k > 0; k -= 1) {
    const other = Math.floor(random.uniform() * (k + 1));
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  const half = Math.ceil(order.length / 2);
  const early = order.slice(0, half);
  const late = order.slice(half);
  for (const item of early.slice(0, Math.ceil(items.length / REPEATED))) late.splice(Math.ceil(random.uniform() * late.length), 0, { ...item, repeat: true });
  return [...early, ...late];
}
