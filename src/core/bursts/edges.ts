/** One burst on the envelope grid. Positions are grid points; edges and centroid are fractional. */
export interface GridBurst {
  readonly peak: number;
  readonly onset: number;
  readonly offset: number;
  /** Centroid of the floor-subtracted envelope between the edges (science.md 4.3.6). */
  readonly centroid: number;
  /** Height of the peak above the floor, in the unit of the envelope. */
  readonly height: number;
}

/** Envelope with its floor at every grid point. */
export interface FlooredEnvelope {
  readonly envelope: Float64Array;
  readonly mean: Float64Array;
  readonly sigma: Float64Array;
}

/**
 * Valley rule (science.md 4.3.4): of two neighbouring peaks whose floor-subtracted valley is more than `valleyRatio` of the
 * lower one only the taller stays. Ends when every pair of neighbours keeps the rule.
 */
export function keepSeparatePeaks(peaks: ArrayLike<number>, track: FlooredEnvelope, valleyRatio: number): Int32Array {
  const kept: number[] = [];
  for (let k = 0; k < peaks.length; k++) {
    const peak = peaks[k]!;
    let stays = true;
    while (kept.length > 0) {
      const before = kept[kept.length - 1]!;
      const heightBefore = track.envelope[before]! - track.mean[before]!;
      const height = track.envelope[peak]! - track.mean[peak]!;
      const valley = valleyBetween(track.envelope, before, peak);
      const depth = track.envelope[valley]! - track.mean[valley]!;
      if (depth <= valleyRatio * Math.min(height, heightBefore)) break;
      if (heightBefore >= height) {
        stays = false;
        break;
      }
      kept.pop();
    }
    if (stays) kept.push(peak);
  }
  return Int32Array.from(kept);
}

/** Grid point of the lowest envelope value between two peaks; the first of equal ones. */
export function valleyBetween(envelope: Float64Array, from: number, to: number): number {
  let lowest = from;
  for (let k = from + 1; k <= to; k++) if (envelope[k]! < envelope[lowest]!) lowest = k;
  return lowest;
}

/** Edges and centroid of every peak (science.md 4.3.5 and 4.3.6). `peaks` ascending, neighbours already separate. */
export function measureBursts(peaks: Int32Array, track: FlooredEnvelope, edgeSigma: number, edgeRelative: number): GridBurst[] {
  const bursts: GridBurst[] = [];
  let left = 0;
  for (let k = 0; k < peaks.length; k++) {
    const peak = peaks[k]!;
    const right = k + 1 < peaks.length ? valleyBetween(track.envelope, peak, peaks[k + 1]!) : track.envelope.length - 1;
    const height = track.envelope[peak]! - track.mean[peak]!;
    const level = track.mean[peak]! + Math.max(edgeSigma * track.sigma[peak]!, edgeRelative * height);
    const onset = walkDown(track.envelope, peak, left, level);
    const offset = walkDown(track.envelope, peak, right, level);
    bursts.push({ peak, onset, offset, centroid: centroidBetween(track, onset, offset, peak), height });
    left = right;
  }
  return bursts;
}

/** Position where the envelope falls to `level` on the way from `peak` to `limit`, between grid points linearly. */
function walkDown(envelope: Float64Array, peak: number, limit: number, level: number): number {
  const direction = limit < peak ? -1 : 1;
  for (let k = peak; k !== limit; k += direction) {
    const here = envelope[k]!;
    const next = envelope[k + direction]!;
    if (next <= level) return here > level ? k + direction * ((here - level) / (here - next)) : k;
  }
  return limit;
}

/** Centroid of the floor-subtracted envelope over [onset, offset], with the floor at the peak; the middle when nothing stands above it. */
export function centroidBetween(track: FlooredEnvelope, onset: number, offset: number, peak: number): number {
  const floor = track.mean[peak]!;
  const first = Math.max(0, Math.ceil(onset));
  const last = Math.min(track.envelope.length - 1, Math.floor(offset));
  let weight = 0;
  let moment = 0;
  for (let k = first; k <= last; k++) {
    const above = track.envelope[k]! - floor;
    if (above > 0) {
      weight += above;
      moment += above * (k - peak);
    }
  }
  return weight > 0 ? peak + moment / weight : (onset + offset) / 2;
}
