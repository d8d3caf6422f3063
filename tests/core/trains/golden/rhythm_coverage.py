"""How often the intervals of the rhythm measures cover the truth, nominal 0.95 (numpy, SciPy):  python3 rhythm_coverage.py

Self-timed cycles of known jitter c (ln I normal and independent), n beats, 4000 trains a cell. The factors of
src/core/trains/rhythm-measures.ts were chosen from this table; it writes nothing.
"""
import sys

import numpy as np
from scipy import stats

RUNS, LEVEL = 1500, 0.95
TAIL = (1 - LEVEL) / 2


def factors(df):
    return np.sqrt(df / stats.chi2.ppf(1 - TAIL, df)), np.sqrt(df / stats.chi2.ppf(TAIL, df))


def truths(c, f=5.5, size=4_000_000):
    rng = np.random.default_rng(99)
    i = np.exp(c * rng.standard_normal(size)) / f
    a, b = i[::2], i[1::2]
    change = 1 / a - 1 / b
    return {
        "jitterMedian": 1.048 * np.median(np.abs(np.log(a / b))), "cv": np.std(i) / np.mean(i),
        "cv2": np.mean(2 * np.abs(a - b) / (a + b)), "detrended": c, "tsi": stats.iqr(change), "slope": 0.0, "lag1": 0.0,
    }


def vangel(cv, n):
    u1, u2 = stats.chi2.ppf(1 - TAIL, n - 1), stats.chi2.ppf(TAIL, n - 1)
    low = cv / np.sqrt(((u1 + 2) / n - 1) * cv ** 2 + u1 / (n - 1))
    inside = ((u2 + 2) / n - 1) * cv ** 2 + u2 / (n - 1)
    return low, cv / np.sqrt(inside) if inside > 0 else np.inf


def main(efficiency):
    rng = np.random.default_rng(7)
    for c in (0.3, 0.05):
        true = truths(c)
        for beats in (5, 8, 10, 15, 25, 60):
            m = beats - 1
            df = 2 * (m - 1) ** 2 / (3 * m - 4)
            hits = dict.fromkeys(true, 0)
            for _ in range(RUNS):
                i = np.exp(c * rng.standard_normal(m)) / 5.5
                logs = np.log(i)

                def covers(name, value, low, high):
                    hits[name] += low <= true[name] <= high
                lo, hi = factors(efficiency * df)
                jm = 1.048 * np.median(np.abs(np.diff(logs)))
                covers("jitterMedian", jm, jm * lo, jm * hi)
                tsi = stats.iqr(np.diff(1 / i))
                covers("tsi", tsi, tsi * lo, tsi * hi)
                lo, hi = factors(0.9 * df)
                cv2 = np.mean(2 * np.abs(np.diff(i)) / (i[1:] + i[:-1]))
                covers("cv2", cv2, cv2 * lo, cv2 * hi)
                covers("cv", 0, *vangel(np.std(i, ddof=1) / np.mean(i), m))
                k = np.arange(m)
                degree = 1 if m < 8 else 2
                residual = logs - np.polyval(np.polyfit(k, logs, degree), k)
                free = m - degree - 1
                lo, hi = factors(free)
                sd = np.sqrt((residual ** 2).sum() / free)
                covers("detrended", sd, sd * lo, sd * hi)
                line = stats.linregress(k, logs)
                half = stats.t.ppf(1 - TAIL, m - 2) * line.stderr
                covers("slope", 0, line.slope - half, line.slope + half)
                if beats >= 15:
                    r = (residual[1:] * residual[:-1]).sum() / (residual ** 2).sum()
                    r += (degree + 1) / m  # detrending bias
                    half = stats.norm.ppf(1 - TAIL) * np.sqrt((1 - 3 * r * r + 4 * r ** 4) / m)
                    covers("lag1", r, r - half, r + half)
            print(f"c {c} beats {beats:3d}", {name: round(count / RUNS, 3) for name, count in hits.items()}, flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.5)
