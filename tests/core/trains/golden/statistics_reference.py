"""Reference values from numpy and SciPy for the interval statistics and special functions.

Writes statistics.json beside itself:  python3 statistics_reference.py
"""
import json
import pathlib

import numpy as np
from scipy import special, stats


def intervals_case(name, i, level=0.95):
    i = np.round(np.asarray(i, float), 7)
    m = len(i)
    d = (i[1:] - i[:-1]) / (i[1:] + i[:-1])
    lv = 3 * np.mean(d ** 2)
    j = np.sqrt(2 * lv / 3)
    df = 2 * (m - 1) ** 2 / (3 * m - 4)
    logs = np.log(i)
    k = np.arange(m) + 0.5
    slope = np.polyfit(k, logs, 1)[0]
    degree = 1 if m < 8 else 2
    fit = np.polyval(np.polyfit(k, logs, degree), k)
    residual = logs - fit
    freedom = m - degree - 1
    cv = np.std(i, ddof=1) / np.mean(i)
    tail = (1 - level) / 2
    t = stats.t.ppf(1 - tail, df)
    def factors(d):
        return [np.sqrt(d / stats.chi2.ppf(1 - tail, d)), np.sqrt(d / stats.chi2.ppf(tail, d))]

    def chi(value, d):
        return [value * f for f in factors(d)] if d > 0 else None
    u1, u2 = stats.chi2.ppf(1 - tail, m - 1), stats.chi2.ppf(tail, m - 1)
    below = [((u + 2) / m - 1) * cv ** 2 + u / (m - 1) for u in (u1, u2)]
    line = stats.linregress(k, logs) if m > 2 else None
    # The fit's rise from first to last: a contrast of the coefficients, its error from the covariance of the design matrix.
    design = np.vander(k, degree + 1)
    contrast = design[-1] - design[0]
    spread = np.sqrt(contrast @ np.linalg.inv(design.T @ design) @ contrast * (residual ** 2).sum() / freedom) if freedom > 0 else None
    rise = fit[-1] - fit[0]
    change = np.diff(1 / i)
    middle = np.median(i[4:max(5, m - 4)]) if m >= 8 else None
    more = {
        "cv": cv, "cvInterval": [cv / np.sqrt(b) for b in below] if min(below) > 0 else None,
        "jitterMedianInterval": chi(1.048 * np.median(np.abs(np.diff(logs))), 0.48 * df),
        # CV2 cannot exceed 2.
        "cv2Interval": None if (c := chi(np.mean(2 * np.abs(np.diff(i)) / (i[1:] + i[:-1])), 0.9 * df)) is None else np.minimum(2, c).tolist(),
        "detrendedInterval": chi(float(np.sqrt((residual ** 2).sum() / freedom)), freedom) if freedom > 0 else None,
        "slopeInterval": [100 * (line.slope + s * stats.t.ppf(1 - tail, m - 2) * line.stderr) for s in (-1, 1)] if m > 2 else None,
        "driftRatioInterval": [float(np.exp(rise + s * stats.t.ppf(1 - tail, freedom) * spread)) for s in (-1, 1)] if freedom > 0 else None,
        "lagOne": float((residual[1:] * residual[:-1]).sum() / (residual ** 2).sum() + (degree + 1) / m) if m >= 14 else None,
        "stabilityIndex": float(stats.iqr(change)) if m >= 3 else None,
        "firstIntervalRatio": float(i[:2].mean() / middle) if m >= 8 else None,
        "lastIntervalRatio": float(i[-2:].mean() / middle) if m >= 8 else None,
    }
    rate = m / i.sum()
    return {
        **more, "name": name, "intervals": i.tolist(), "localVariation": lv, "jitter": j, "jitterDegrees": df,
        "jitterChiSquare": [j * np.sqrt(df / stats.chi2.ppf(1 - tail, df)), j * np.sqrt(df / stats.chi2.ppf(tail, df))],
        "jitterMedian": 1.048 * np.median(np.abs(np.diff(logs))),
        "coefficientOfVariation": cv * (1 - 1 / (4 * (m - 1)) + cv * cv / m + 1 / (2 * (m - 1) ** 2)),
        "cv2": np.mean(2 * np.abs(np.diff(i)) / (i[1:] + i[:-1])),
        "driftPercentPerBeat": 100 * slope, "driftRatio": float(np.exp(fit[-1] - fit[0])),
        "detrendedVariation": float(np.sqrt((residual ** 2).sum() / freedom)) if freedom > 0 else None,
        "rateInterval": [rate * np.exp(-t * j / np.sqrt(m)), rate * np.exp(t * j / np.sqrt(m))],
    }


def main():
    rng = np.random.default_rng(34)
    cases = [intervals_case("two intervals", [0.2, 0.25])]
    for m, c, drift in ((4, 0.05, 0), (7, 0.3, 0), (8, 0.04, 0.3), (20, 0.1, -0.4), (60, 0.05, 0.2)):
        cases.append(intervals_case(f"{m} intervals", 0.18 * np.exp(drift * np.arange(m) / m + c * rng.standard_normal(m))))
    functions = {
        "logGamma": [[x, float(special.gammaln(x))] for x in (0.01, 0.5, 1.0, 1.125, 3.7, 12.0, 55.5, 4000.25)],
        "lowerGamma": [[a, x, float(special.gammainc(a, x))] for a, x in ((0.5, 0.2), (1.125, 0.05), (3.2, 3.0), (3.2, 9.0), (40, 35), (500, 560))],
        "incompleteBeta": [[a, b, x, float(special.betainc(a, b, x))] for a, b, x in ((0.5, 0.5, 0.3), (1.1, 0.5, 0.9), (6, 0.5, 0.99), (20, 3, 0.8))],
        "chiSquareQuantile": [[p, df, float(stats.chi2.ppf(p, df))] for p in (0.005, 0.025, 0.5, 0.95, 0.995) for df in (0.8, 2.25, 4.3, 12.7, 39.3, 700)],
        "studentQuantile": [[p, df, float(stats.t.ppf(p, df))] for p in (0.05, 0.5, 0.8, 0.975, 0.9995) for df in (0.8, 2.25, 12.7, 700)],
        "normalQuantile": [[p, float(stats.norm.ppf(p))] for p in (1e-6, 0.025, 0.4, 0.5, 0.975)],
    }
    path = pathlib.Path(__file__).with_name("statistics.json")
    path.write_text(json.dumps({"cases": cases, "functions": functions}, indent=1) + "\n")


if __name__ == "__main__":
    main()
