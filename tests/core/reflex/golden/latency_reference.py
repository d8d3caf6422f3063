"""Latency by the raw-signal method of science.md 5.1, written anew with NumPy and SciPy; also a robust spread for event channels.

Writes latency.json beside itself:  python3 tests/core/reflex/golden/latency_reference.py
"""
import json
import pathlib

import numpy as np
from scipy import stats
from scipy.ndimage import uniform_filter1d


def latency(x, hz, mark, search):
    background = slice(int(np.ceil(mark - 0.1 * hz)), int(np.floor(mark - 0.01 * hz)))
    k = np.arange(len(x)) - background.start
    n = background.stop - background.start
    slope, level = np.polyfit(np.arange(n), x[background], 1)
    left = x[background] - np.polyval([slope, level], np.arange(n))
    # The line is taken off only where it climbs by three SD of what is left; else the mean.
    base = np.polyval([slope, level], k) if abs(slope) * n > 3 * left.std() else x[background].mean()
    width = 2 * max(0, int(np.floor((0.005 * hz - 1) / 2 + 0.5))) + 1
    e = uniform_filter1d(np.abs(x - base), width)
    mean, sd = e[background].mean(), e[background].std(ddof=1)
    threshold = mean + 3 * sd
    held = round(0.005 * hz)
    first, last = int(np.ceil(mark)), int(np.floor(mark + search * hz))
    crossing = next((c for c in range(first, last) if (e[c : c + held] > threshold).all()), None)
    if crossing is None:
        return None
    climb = np.diff(e[crossing : crossing + int(np.ceil(0.02 * hz))]) >= 0
    peak = crossing + (int(np.argmin(climb)) if not climb.all() else len(climb))
    at = max(threshold, mean + 0.25 * (e[peak] - mean))
    below = peak - 1
    while e[below] > at:
        below -= 1
    return (below + (at - e[below]) / (e[below + 1] - e[below]) - mark) / hz


rng = np.random.default_rng(12)
cases = []
for hz, after, gain, offset, drift in ((1000, 0.042, 9, 3.0, 0.0), (2000, 0.031, 20, -40.0, 0.0), (1000, 0.055, 12, 0.0, 0.35), (2000, 0.09, 5, 0.0, 0.0), (1000, 10, 0, 0.0, 0.0)):
    mark = 0.12 * hz + 0.25
    k = np.arange(int(0.3 * hz))
    t = (k - mark) / hz - after
    u = np.maximum(0, t) / 0.006
    volley = gain * u * np.exp(1 - u)
    x = np.round(offset + drift * k + rng.standard_normal(len(k)) * (1 + volley), 3)
    cases.append(dict(samplingHz=hz, markSample=mark, searchSeconds=0.15, samples=list(x), seconds=latency(x, hz, mark, 0.15)))
spread = np.round(5 + 2 * rng.standard_t(3, 41), 2)
found = dict(cases=cases, spread=dict(values=list(spread), middle=float(np.median(spread)), spread=float(stats.median_abs_deviation(spread, scale=1 / 1.4826)), quantiles=[[q, float(np.quantile(spread, q, method="nearest"))] for q in (0.05, 0.25, 0.9)]))
pathlib.Path(__file__).with_name("latency.json").write_text(json.dumps(found))
print([c["seconds"] for c in cases])
