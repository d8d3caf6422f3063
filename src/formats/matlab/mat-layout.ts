import type { Cancel, Issue } from "../../core/errors";
import type { Annotation, ChannelRole } from "../../core/recording";
import type { Segment } from "../../core/timeline";
import type { Scaling } from "../integer-samples";
import type { MatNumbers } from "./mat-value";

/** One channel as it was found in the variables of a file. */
export interface MatSignal {
  readonly label: string;
  readonly unit: string;
  readonly samplingHz: number;
  readonly sampleCount: number;
  readonly segments: readonly Segment[];
  readonly values: MatNumbers;
  /** Samples run down column `other` (axis 0) or along row `other` (axis 1), from entry `first` on. */
  readonly axis: 0 | 1;
  readonly other: number;
  readonly first: number;
  /** Stored number → value in `unit`. */
  readonly map: Scaling;
  readonly storedRange?: readonly [number, number] | undefined;
  readonly role?: ChannelRole | undefined;
}

/** What the variables of a file mean. */
export interface MatLayout {
  /** For the header: `MATLAB`, `Spike2 export` … */
  readonly kind: string;
  readonly signals: readonly MatSignal[];
  /** Events in time order; reads what is not yet in memory. */
  events(cancel?: Cancel): Promise<readonly Annotation[]>;
  readonly startDateTime: string | undefined;
  readonly hasIdentity: boolean;
  readonly issues: readonly Issue[];
  /** See `RecordingReader`; for files in which a person can choose. */
  readonly importSignature?: string | undefined;
  readonly importVariables?: readonly { readonly path: string; readonly size: string }[] | undefined;
}

/** Stored numbers are the values. */
export const PLAIN_MAP: Scaling = { gain: 1, offset: 0 };

/** One uninterrupted run. */
export function wholeSegment(sampleCount: number, startSeconds = 0): readonly Segment[] {
  return sampleCount === 0 ? [] : [{ startSample: 0, endSample: sampleCount, startSeconds }];
}

/** Gaps that a time column may tell before it is taken for uneven. */
const MOST_GAPS = 10_000;

/**
 * Runs between the gaps of a time column, without reading all of it: where time ran on by exactly the expected steps nothing lies
 * in between, else the stretch is halved. `at` gives times in seconds. undefined where times go back or where steps differ by
 * more than half a sample almost everywhere (no even rate).
 */
export async function segmentsOfTimes(at: (index: number) => Promise<number>, count: number, samplingHz: number): Promise<readonly Segment[] | undefined> {
  if (count === 0) return [];
  const breaks: number[] = [];
  const half = 0.5 / samplingHz;
  const known = new Map<number, number>();
  const timeOf = async (index: number): Promise<number> => {
    const time = known.get(index) ?? (await at(index));
    known.set(index, time);
    return time;
  };
  const stretches: [number, number][] = [[0, count - 1]];
  for (let looked = 0; stretches.length > 0; looked += 1) {
    if (looked > MOST_GAPS * 40 || breaks.length > MOST_GAPS) return undefined;
    const [low, high] = stretches.pop()!;
    const late = (await timeOf(high)) - (await timeOf(low)) - (high - low) / samplingHz;
    if (!(late >= -half)) return undefined;
    if (late < half) continue;
    if (high - low === 1) {
      breaks.push(high);
      continue;
    }
    const middle = (low + high) >> 1;
    stretches.push([low, middle], [middle, high]);
  }
  breaks.sort((a, b) => a - b);
  const starts = [0, ...breaks];
  const segments: Segment[] = [];
  for (const [k, start] of starts.entries()) segments.push({ startSample: start, endSample: starts[k + 1] ?? count, startSeconds: await timeOf(start) });
  return segments;
}
