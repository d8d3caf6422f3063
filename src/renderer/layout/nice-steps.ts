const MANTISSAS = [1, 2, 5] as const;

/** Largest value of the 1-2-5 series that is not above `value` (positive). */
export function niceBelow(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  // A rounding guard: 0.2 / 0.1 is 2.0000000000000004 or 1.9999999999999998.
  const mantissa = (value / decade) * (1 + 1e-9);
  if (mantissa >= 10) return decade * 10;
  return decade * (mantissa >= 5 ? 5 : mantissa >= 2 ? 2 : 1);
}

/** Smallest value of the 1-2-5 series that is not below `value` (positive). */
export function niceAbove(value: number): number {
  const below = niceBelow(value);
  return below >= value * (1 - 1e-9) ? below : stepNice(below, 1);
}

/** Tops of an axis with a line at its middle: each half is a number that is easily read. None is a third higher than the one before. */
const AXIS_TOPS = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10] as const;

/** Top of an axis from 0 that holds `value` (positive) and leaves at most a quarter of itself empty. */
export function axisTop(value: number): number {
  const decade = Math.floor(Math.log10(value) + 1e-9);
  const mantissa = AXIS_TOPS.find((candidate) => candidate * 10 ** decade >= value * (1 - 1e-9)) ?? 10;
  // 3 · 10⁻¹ is 0.30000000000000004.
  return Number((mantissa * 10 ** decade).toPrecision(3));
}

/** Moves a value of the 1-2-5 series by whole steps; a value between two of the series goes to its neighbour first. */
export function stepNice(value: number, steps: number): number {
  const base = niceBelow(value);
  const decade = Math.floor(Math.log10(base) + 1e-9);
  const mantissa = MANTISSAS.findIndex((candidate) => Math.abs(base / 10 ** decade - candidate) < 1e-6);
  const between = Math.abs(base - value) > value * 1e-6 && steps < 0 ? 1 : 0;
  const position = decade * 3 + Math.max(0, mantissa) + steps + between;
  const newDecade = Math.floor(position / 3);
  return MANTISSAS[position - newDecade * 3]! * 10 ** newDecade;
}

/** Ticks of a time axis: multiples of a nice step inside the window, at least `leastPixels` apart. Whole minutes above a minute. */
export function timeTicks(start: number, span: number, width: number, leastPixels: number): { readonly step: number; readonly ticks: readonly number[] } {
  const wanted = (span * leastPixels) / Math.max(1, width);
  const step = wanted > 30 ? [60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400].find((candidate) => candidate >= wanted) ?? 86_400 : wanted > 10 ? (wanted > 15 ? 30 : 15) : niceAbove(wanted);
  const ticks: number[] = [];
  const first = Math.ceil(start / step - 1e-9);
  const last = Math.floor((start + span) / step + 1e-9);
  for (let index = first; index <= last; index++) ticks.push(index * step);
  return { step, ticks };
}
