/** Probability of at most `k` successes in `n` trials of probability `p`. */
function cumulative(k: number, n: number, p: number): number {
  // In logarithms: (1 − p)^n underflows where k is near n.
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i += 1) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
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
