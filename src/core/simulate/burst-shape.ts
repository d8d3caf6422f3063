/** Amplitude of a burst over its duration: equally spaced values from onset to offset, peak 1. Linear between them. */
export type ShapeTable = Float64Array;

const TABLE_POINTS = 257;
/** Share of the duration in which an asymmetric burst rises (science.md 6.1). */
const RISE_SHARE = 0.15;
/** Both shapes are cut where the amplitude has fallen to e⁻³ = 5 %; that is where onset and offset are. */
const CUT_LOG = 3;

/** 15 % half-cosine rise, then an exponential fall to 5 % at the offset. */
export function asymmetricShape(): ShapeTable {
  return tabulate((x) => (x < RISE_SHARE ? 0.5 - 0.5 * Math.cos((Math.PI * x) / RISE_SHARE) : Math.exp((-CUT_LOG * (x - RISE_SHARE)) / (1 - RISE_SHARE))));
}

/** Gaussian, 5 % at both edges. */
export function gaussianShape(): ShapeTable {
  return tabulate((x) => Math.exp(-CUT_LOG * (2 * x - 1) ** 2));
}

/** Sustained contraction: half-cosine rise and fall of `edgeShare` of the duration each, flat between. */
export function plateauShape(edgeShare: number): ShapeTable {
  return tabulate((x) => {
    const nearest = Math.min(x, 1 - x);
    return nearest < edgeShare ? 0.5 - 0.5 * Math.cos((Math.PI * nearest) / edgeShare) : 1;
  });
}

/** A shape from equally spaced samples of an activation, scaled to peak 1. */
export function sampledShape(values: readonly number[]): ShapeTable {
  const peak = values.reduce((most, value) => Math.max(most, value), 0);
  return Float64Array.from(values, (value) => (peak > 0 ? value / peak : 0));
}

function tabulate(at: (x: number) => number): ShapeTable {
  return Float64Array.from({ length: TABLE_POINTS }, (_, i) => at(i / (TABLE_POINTS - 1)));
}

/** Amplitude at `x` (0 onset … 1 offset); 0 outside. */
export function shapeAt(table: ShapeTable, x: number): number {
  if (!(x >= 0 && x <= 1)) return 0;
  const position = x * (table.length - 1);
  const index = Math.min(table.length - 2, Math.floor(position));
  const fraction = position - index;
  return table[index]! * (1 - fraction) + table[index + 1]! * fraction;
}

/** Centroid of the amplitude as a share of the duration (the burst time of science.md 4.3.6 without noise). */
export function relativeCentroid(table: ShapeTable): number {
  let weight = 0;
  let moment = 0;
  for (let i = 0; i < table.length; i += 1) {
    weight += table[i]!;
    moment += table[i]! * i;
  }
  return moment / weight / (table.length - 1);
}
