/** Local maxima of an envelope, ascending. */
export interface Peaks {
  readonly positions: Int32Array;
}

/**
 * Local maxima above their threshold and at least `distance` grid points apart; of two nearer ones the taller stays (at equal
 * height the earlier). A plateau counts once, at its middle. The ends of the track are no peaks: the odd extension of the
 * zero-phase filter ties the envelope's end to a single rectified sample, which stands far above the floor one time in six.
 *
 * @param threshold per grid point, in the unit of the envelope
 */
export function findPeaks(envelope: Float64Array, threshold: Float64Array, distance: number): Peaks {
  const found: number[] = [];
  const count = envelope.length;
  let k = 0;
  while (k < count) {
    const value = envelope[k]!;
    let end = k;
    while (end + 1 < count && envelope[end + 1] === value) end++;
    const rises = k > 0 && envelope[k - 1]! < value;
    const falls = end < count - 1 && envelope[end + 1]! < value;
    const middle = (k + end) >> 1;
    if (rises && falls && value > threshold[middle]!) found.push(middle);
    k = end + 1;
  }
  return { positions: keepTallest(found, envelope, distance) };
}

function keepTallest(found: readonly number[], envelope: Float64Array, distance: number): Int32Array {
  const order = found.map((_, index) => index).sort((a, b) => envelope[found[b]!]! - envelope[found[a]!]! || a - b);
  const dropped = new Uint8Array(found.length);
  for (const index of order) {
    if (dropped[index] === 1) continue;
    for (let left = index - 1; left >= 0 && found[index]! - found[left]! < distance; left--) dropped[left] = 1;
    for (let right = index + 1; right < found.length && found[right]! - found[index]! < distance; right++) dropped[right] = 1;
  }
  return Int32Array.from(found.filter((_, index) => dropped[index] === 0));
}
