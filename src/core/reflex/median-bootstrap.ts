import { smallRandom } from "../trains/block-bootstrap";

const REPLICATES = 1999;
/** Any fixed number: the same data give the same interval on every machine. */
const SEED = 0x52464c58;

/** Middle value, or the mean of the two middle ones; undefined for no value. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/**
 * Percentile bootstrap interval of a statistic of independent samples (Efron 1979): each sample is drawn with replacement, 1999 times. Deterministic.
 *
 * @returns undefined where a sample has fewer than three values, or too many replicates give no number
 */
export function bootstrapInterval(samples: readonly (readonly number[])[], statistic: (drawn: readonly (readonly number[])[]) => number | undefined, ciLevel: number): readonly [number, number] | undefined {
  if (samples.some((sample) => sample.length < FEWEST)) return undefined;
  const random = smallRandom(SEED);
  const found: number[] = [];
  for (let r = 0; r < REPLICATES; r++) {
    const value = statistic(samples.map((sample) => sample.map(() => sample[Math.floor(random() * sample.length)]!)));
    if (value !== undefined && Number.isFinite(value)) found.push(value);
  }
  if (found.length < REPLICATES / 2) return undefined;
  found.sort((a, b) => a - b);
  const at = (p: number): number => {
    const place = p * (found.length - 1);
    const low = Math.floor(place);
    return found[low]! + (place - low) * (found[Math.min(found.length - 1, low + 1)]! - found[low]!);
  };
  return [at((1 - ciLevel) / 2), at((1 + ciLevel) / 2)];
}

/** Fewest values from which an interval is given: two have no middle of their own. */
const FEWEST = 3;
