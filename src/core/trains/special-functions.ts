/** ln Γ(x), x > 0, by Stirling's series after shifting x above 12; relative error below 1e-14. */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 12) {
    shift += Math.log(y);
    y += 1;
  }
  const r = 1 / (y * y);
  // Bernoulli terms B₂ₖ / (2k(2k−1)).
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360)))))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

const ITERATIONS = 10_000;
const PRECISION = 1e-16;
const TINY = 1e-300;

/** Regularised lower incomplete gamma P(a, x), a > 0, x ≥ 0: series below a + 1, Lentz's continued fraction above. */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const factor = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; k < ITERATIONS && Math.abs(term) > PRECISION * sum; k++) {
      term *= x / (a + k);
      sum += term;
    }
    return Math.min(1, factor * sum);
  }
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < ITERATIONS; k++) {
    const an = -k * (k - a);
    b += 2;
    d = 1 / nonZero(an * d + b);
    c = nonZero(b + an / c);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < PRECISION) break;
  }
  return 1 - factor * fraction;
}

/** Regularised incomplete beta I_x(a, b) by Lentz's continued fraction; a, b > 0, 0 ≤ x ≤ 1. */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let k = 1; k < ITERATIONS; k++) {
    const even = (k * (b - k) * x) / ((a + 2 * k - 1) * (a + 2 * k));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + k) * (a + b + k) * x) / ((a + 2 * k) * (a + 2 * k + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < PRECISION) break;
  }
  return front * fraction;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** From here on the asymptotic series of the trigamma function is exact to the last digits. */
const TRIGAMMA_LARGE = 12;

/** ψ′(x), x > 0: the variance of the logarithm of a gamma variable. Recurrence to a large x, then the asymptotic series (Abramowitz and Stegun 6.4.6, 6.4.12). */
export function trigamma(x: number): number {
  let sum = 0;
  let at = x;
  for (; at < TRIGAMMA_LARGE; at++) sum += 1 / (at * at);
  const inverse = 1 / at;
  const square = inverse * inverse;
  return sum + inverse * (1 + inverse / 2 + square * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square / 30))));
}

/** Point below which χ² with `df` > 0 degrees of freedom (any real number) lies with probability 0 < p < 1. */
export function chiSquareQuantile(p: number, df: number): number {
  return 2 * bisect((x) => lowerGamma(df / 2, x), p, df / 2 + 1);
}

/** Point below which Student's t with `df` > 0 degrees of freedom lies with probability 0 < p < 1. */
export function studentQuantile(p: number, df: number): number {
  if (p < 0.5) return -studentQuantile(1 - p, df);
  return bisect((t) => 1 - 0.5 * incompleteBeta(df / 2, 0.5, df / (df + t * t)), p, 1);
}

/** Standard normal distribution function. */
export function normalDistribution(z: number): number {
  const tail = 0.5 * (1 - lowerGamma(0.5, (z * z) / 2));
  return z > 0 ? 1 - tail : tail;
}

/** Inverse of `normalDistribution`, 0 < p < 1. */
export function normalQuantile(p: number): number {
  return p < 0.5 ? -normalQuantile(1 - p) : bisect(normalDistribution, p, 1);
}

/** x ≥ 0 with rising(x) = p: the bracket is doubled from `start`, then halved to the last bit. */
function bisect(rising: (x: number) => number, p: number, start: number): number {
  let low = 0;
  let high = start;
  while (rising(high) < p) {
    low = high;
    high *= 2;
    if (!(high < 1e300)) return high;
  }
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high || high - low < high * 1e-15) return middle;
    if (rising(middle) < p) low = middle;
    else high = middle;
  }
}
