/** Probability of at most `k` successes in `n` trials of probability `p`. */
function cumulative(k: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  if (term === 0) return 0;
  let sum = term;
  for (let i = 1; i <= k; i += 1) {
    term *= ((n - i + 1) / i) * (p / (1 - p));
    sum += term;
  }
  return Math.min(1, sum);
}

/** One-sided 95 % Clopper–Pearson upper bound of a proportion (Clopper & Pearson 1934), by bisection. 1 when k = n. */
export function upperBound(k: number, n: number): number {
  if (k >= n) return 1;
  let low = k / n;
  let high = 1;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (cumulative(k, n, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}
