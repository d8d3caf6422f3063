/** Levels of two muscles on one even grid: envelope above its floor, never negative. */
export interface TwoEnvelopes {
  readonly agonist: Float64Array;
  readonly antagonist: Float64Array;
}

/** Co-contraction around one train (science.md 3.7). Each muscle is normalised to its own greatest level in the span looked at. */
export interface CoContraction {
  /** Winter's %COCON in each epoch; undefined where neither muscle is active there, or the epoch is empty. */
  readonly before: number | undefined;
  readonly bursts: number | undefined;
  readonly gaps: number | undefined;
  /** Mean over the gaps of the smaller of the two levels, each as a share of its own burst level; undefined without gaps. */
  readonly gapLevel: number | undefined;
}

/** Which grid points belong to what. A point may belong to none. */
export interface Epochs {
  readonly before: (index: number) => boolean;
  readonly agonistBurst: (index: number) => boolean;
  readonly antagonistBurst: (index: number) => boolean;
  /** Between the train's first and last edge. */
  readonly train: (index: number) => boolean;
}

/** Where both muscles stay below this share of their greatest level there is nothing to share. JUDGEMENT. */
const LEAST_LEVEL = 0.05;

/** %COCON = 2 · common area / (area A + area B) · 100 (Winter; a shape-based index), over bursts of the agonist and over the time without a burst of either. */
export function coContraction({ agonist, antagonist }: TwoEnvelopes, epochs: Epochs): CoContraction {
  const a = normalised(agonist);
  const b = normalised(antagonist);
  const isGap = (k: number): boolean => epochs.train(k) && !epochs.agonistBurst(k) && !epochs.antagonistBurst(k);
  const isBurst = (k: number): boolean => epochs.train(k) && epochs.agonistBurst(k);
  const levelA = meanOver(a, isBurst);
  const levelB = meanOver(b, (k) => epochs.train(k) && epochs.antagonistBurst(k)) ?? meanOver(b, isBurst);
  const shared = a.map((value, k) => Math.min(value / (levelA ?? NaN), b[k]! / (levelB ?? NaN)));
  const gapLevel = levelA !== undefined && levelB !== undefined && levelA > 0 && levelB > 0 ? meanOver(shared, isGap) : undefined;
  return { before: commonShare(a, b, epochs.before), bursts: commonShare(a, b, isBurst), gaps: commonShare(a, b, isGap), gapLevel };
}

function commonShare(a: Float64Array, b: Float64Array, inside: (index: number) => boolean): number | undefined {
  let common = 0;
  let both = 0;
  let count = 0;
  for (let k = 0; k < a.length; k++) {
    if (!inside(k)) continue;
    common += Math.min(a[k]!, b[k]!);
    both += a[k]! + b[k]!;
    count++;
  }
  return count > 0 && both / (2 * count) >= LEAST_LEVEL ? (100 * 2 * common) / both : undefined;
}

function meanOver(values: Float64Array, inside: (index: number) => boolean): number | undefined {
  let sum = 0;
  let count = 0;
  for (let k = 0; k < values.length; k++) {
    if (!inside(k)) continue;
    sum += values[k]!;
    count++;
  }
  return count === 0 ? undefined : sum / count;
}

function normalised(values: Float64Array): Float64Array {
  const top = values.reduce((a, b) => Math.max(a, b), 0);
  return top > 0 ? values.map((value) => value / top) : values;
}
