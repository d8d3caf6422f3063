/**
 * Amplitude-weighted median of the heights within ±span of each position: the height at which half of the summed height lies
 * above (science.md 4.3.2). Neither a crowd of noise peaks, nor one artefact, nor a strong contraction a minute earlier moves it.
 *
 * @param positions ascending grid positions of the peaks
 * @param heights peak heights above the floor, ≥ 0
 * @param span reach to either side, in grid points
 */
export function localReference(positions: ArrayLike<number>, heights: Float64Array, span: number): Float64Array {
  const reference = new Float64Array(positions.length);
  let from = 0;
  let to = 0;
  for (let k = 0; k < reference.length; k++) {
    while (positions[from]! < positions[k]! - span) from++;
    while (to < positions.length && positions[to]! <= positions[k]! + span) to++;
    const near = heights.slice(from, to).sort();
    let total = 0;
    for (const height of near) total += height;
    let above = 0;
    let index = near.length - 1;
    for (; index > 0; index--) {
      above += near[index]!;
      if (above >= total / 2) break;
    }
    reference[k] = near[Math.max(0, index)] ?? 0;
  }
  return reference;
}

/** Median of a short list; NaN when it is empty. Does not change its argument. */
export function medianOf(values: readonly number[] | Float64Array): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
