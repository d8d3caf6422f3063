import { normalQuantile } from "./special-functions";

/** Edges of a burst or a train in seconds. */
export interface Edges {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Which of two lists belong together, by index. */
export interface Matching {
  readonly pairs: readonly (readonly [reference: number, found: number])[];
  readonly missed: readonly number[];
  readonly extra: readonly number[];
}

/**
 * Matches two increasing lists of times one to one: as many pairs within the tolerance as possible and, of those matchings, the one with the least
 * total distance. Pairs never cross. Work is the square of the longest run of times with gaps below the tolerance.
 */
export function matchTimes(reference: readonly number[], found: readonly number[], toleranceSeconds: number): Matching {
  const pairs: [number, number][] = [];
  let i = 0;
  let j = 0;
  while (i < reference.length && j < found.length) {
    const [i0, j0] = [i, j];
    let reach = Math.min(reference[i]!, found[j]!);
    for (;;) {
      if (i < reference.length && reference[i]! - reach <= toleranceSeconds && (j >= found.length || reference[i]! <= found[j]!)) reach = reference[i++]!;
      else if (j < found.length && found[j]! - reach <= toleranceSeconds) reach = found[j++]!;
      else break;
    }
    pairs.push(...matchRun(reference, found, [i0, i], [j0, j], toleranceSeconds));
  }
  const matchedReference = new Set(pairs.map(([k]) => k));
  const matchedFound = new Set(pairs.map(([, k]) => k));
  return { pairs, missed: reference.flatMap((_, k) => (matchedReference.has(k) ? [] : [k])), extra: found.flatMap((_, k) => (matchedFound.has(k) ? [] : [k])) };
}

/** Dynamic programming over one run: best (count, −distance) for every pair of prefixes. */
function matchRun(reference: readonly number[], found: readonly number[], [i0, i1]: readonly [number, number], [j0, j1]: readonly [number, number], tolerance: number): [number, number][] {
  const rows = i1 - i0;
  const columns = j1 - j0;
  const width = columns + 1;
  const counts = new Int32Array((rows + 1) * width);
  const costs = new Float64Array((rows + 1) * width);
  const moves = new Uint8Array((rows + 1) * width);
  for (let r = 1; r <= rows; r++) {
    for (let c = 1; c <= columns; c++) {
      const here = r * width + c;
      let [count, cost, move] = [counts[here - width]!, costs[here - width]!, 1];
      const take = (n: number, distance: number, step: number): void => {
        if (n > count || (n === count && distance < cost)) [count, cost, move] = [n, distance, step];
      };
      take(counts[here - 1]!, costs[here - 1]!, 2);
      const apart = Math.abs(reference[i0 + r - 1]! - found[j0 + c - 1]!);
      if (apart <= tolerance) take(counts[here - width - 1]! + 1, costs[here - width - 1]! + apart, 3);
      counts[here] = count;
      costs[here] = cost;
      moves[here] = move;
    }
  }
  const pairs: [number, number][] = [];
  for (let r = rows, c = columns; r > 0 && c > 0;) {
    const move = moves[r * width + c]!;
    if (move === 3) pairs.push([i0 + r - 1, j0 + c - 1]);
    if (move !== 2) r--;
    if (move !== 1) c--;
  }
  return pairs.reverse();
}

/** Agreement of two burst lists. */
export interface BurstAgreement {
  readonly matched: number;
  readonly missed: number;
  readonly extra: number;
  /** matched / (matched + missed), matched / (matched + extra); undefined for an empty list. */
  readonly recall: number | undefined;
  readonly precision: number | undefined;
  readonly onset: BoundaryError | undefined;
  readonly offset: BoundaryError | undefined;
}

/** Found minus reference, seconds. */
export interface BoundaryError {
  readonly bias: number;
  /** Sample SD; undefined for one pair. */
  readonly sd: number | undefined;
  readonly medianAbsolute: number;
}

/** Bursts are matched by the middle between their edges. Both lists in time order. */
export function burstAgreement(reference: readonly Edges[], found: readonly Edges[], toleranceSeconds: number): BurstAgreement {
  const middle = ({ startSeconds, endSeconds }: Edges): number => (startSeconds + endSeconds) / 2;
  const { pairs, missed, extra } = matchTimes(reference.map(middle), found.map(middle), toleranceSeconds);
  return {
    matched: pairs.length,
    missed: missed.length,
    extra: extra.length,
    recall: reference.length === 0 ? undefined : pairs.length / reference.length,
    precision: found.length === 0 ? undefined : pairs.length / found.length,
    onset: boundaryError(pairs.map(([a, b]) => found[b]!.startSeconds - reference[a]!.startSeconds)),
    offset: boundaryError(pairs.map(([a, b]) => found[b]!.endSeconds - reference[a]!.endSeconds)),
  };
}

function boundaryError(differences: readonly number[]): BoundaryError | undefined {
  const count = differences.length;
  if (count === 0) return undefined;
  const bias = differences.reduce((sum, value) => sum + value, 0) / count;
  const sizes = differences.map(Math.abs).sort((a, b) => a - b);
  return {
    bias,
    sd: count < 2 ? undefined : Math.sqrt(differences.reduce((sum, value) => sum + (value - bias) ** 2, 0) / (count - 1)),
    medianAbsolute: (sizes[(count - 1) >> 1]! + sizes[count >> 1]!) / 2,
  };
}

/** How two segmentations into trains differ: most disagreements between raters are one event split into several [Thomas14]. */
export interface TrainAgreement {
  /** One reference train and one found train that belong to each other alone. */
  readonly whole: number;
  /** Reference trains to which two or more found ones belong, and how many pieces too many that makes. */
  readonly split: number;
  readonly splitPieces: number;
  /** Found trains to which two or more reference ones belong, and how many were swallowed beyond one. */
  readonly merged: number;
  readonly mergedPieces: number;
  readonly missed: number;
  readonly extra: number;
  /** Of the whole ones. */
  readonly onset: BoundaryError | undefined;
  readonly offset: BoundaryError | undefined;
  /** The whole ones by index, for comparing their labels. */
  readonly pairs: Matching["pairs"];
}

/** Two trains belong together where they share at least half of the shorter one. JUDGEMENT. */
const SHARED_SHARE = 0.5;

/** Split and merge scores of two lists of trains of one channel, in time order. */
export function trainAgreement(reference: readonly Edges[], found: readonly Edges[]): TrainAgreement {
  const ofReference: number[][] = reference.map(() => []);
  const ofFound: number[][] = found.map(() => []);
  reference.forEach((a, i) => found.forEach((b, j) => {
    const shared = Math.min(a.endSeconds, b.endSeconds) - Math.max(a.startSeconds, b.startSeconds);
    if (shared > 0 && shared >= SHARED_SHARE * Math.min(a.endSeconds - a.startSeconds, b.endSeconds - b.startSeconds)) {
      ofReference[i]!.push(j);
      ofFound[j]!.push(i);
    }
  }));
  const pairs = ofReference.flatMap((list, i): (readonly [number, number])[] => (list.length === 1 && ofFound[list[0]!]!.length === 1 ? [[i, list[0]!]] : []));
  const many = (lists: readonly number[][]): { count: number; pieces: number } => {
    const long = lists.filter((list) => list.length > 1);
    return { count: long.length, pieces: long.reduce((sum, list) => sum + list.length - 1, 0) };
  };
  const [split, merged] = [many(ofReference), many(ofFound)];
  return {
    whole: pairs.length,
    split: split.count,
    splitPieces: split.pieces,
    merged: merged.count,
    mergedPieces: merged.pieces,
    missed: ofReference.filter((list) => list.length === 0).length,
    extra: ofFound.filter((list) => list.length === 0).length,
    onset: boundaryError(pairs.map(([a, b]) => found[b]!.startSeconds - reference[a]!.startSeconds)),
    offset: boundaryError(pairs.map(([a, b]) => found[b]!.endSeconds - reference[a]!.endSeconds)),
    pairs,
  };
}

/** Cohen's κ of two raters over the same items. */
export interface Kappa {
  readonly items: number;
  readonly observed: number;
  /** Agreement expected by chance from how often each rater uses each word. */
  readonly expected: number;
  /** Undefined where both use one and the same word throughout. */
  readonly kappa: number | undefined;
  /** κ ± z·SE by Fleiss, Cohen and Everitt 1969, cut at ±1; undefined with κ, and for a perfect agreement or fewer than two items. */
  readonly interval: readonly [number, number] | undefined;
}

/** Unweighted κ of pairs of labels with its asymptotic interval. Twenty items and more are needed for the interval to hold. */
export function cohenKappa(pairs: readonly (readonly [string, string])[], ciLevel: number): Kappa {
  const words = [...new Set(pairs.flat())].sort();
  const place = new Map(words.map((word, k) => [word, k]));
  const items = pairs.length;
  const size = words.length;
  const table = Array.from({ length: size }, () => new Float64Array(size));
  for (const [a, b] of pairs) table[place.get(a)!]![place.get(b)!]! += 1 / items;
  const rows = table.map((row) => row.reduce((sum, value) => sum + value, 0));
  const columns = words.map((_, k) => table.reduce((sum, row) => sum + row[k]!, 0));
  const observed = table.reduce((sum, row, k) => sum + row[k]!, 0);
  const expected = rows.reduce((sum, row, k) => sum + row * columns[k]!, 0);
  if (items === 0 || !(expected < 1)) return { items, observed, expected, kappa: undefined, interval: undefined };
  const kappa = (observed - expected) / (1 - expected);
  if (items < 2 || size < 2 || observed >= 1 - 1e-12) return { items, observed, expected, kappa, interval: undefined };
  let agreeing = 0;
  let differing = 0;
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      if (a === b) agreeing += table[a]![a]! * (1 - (rows[a]! + columns[a]!) * (1 - kappa)) ** 2;
      else differing += table[a]![b]! * (columns[a]! + rows[b]!) ** 2;
    }
  }
  const variance = (agreeing + (1 - kappa) ** 2 * differing - (kappa - expected * (1 - kappa)) ** 2) / ((1 - expected) ** 2 * items);
  const half = normalQuantile(0.5 + ciLevel / 2) * Math.sqrt(Math.max(0, variance));
  return { items, observed, expected, kappa, interval: [Math.max(-1, kappa - half), Math.min(1, kappa + half)] };
}
