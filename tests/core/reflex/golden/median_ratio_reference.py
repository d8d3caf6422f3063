"""Ratio of two medians of successive values with its interval, written anew with NumPy and SciPy.

Writes median-ratio.json beside itself:  python3 tests/core/reflex/golden/median_ratio_reference.py
With --coverage it prints instead how often 95 % intervals hold the true ratio, against two bootstraps (some minutes).
"""
import json
import pathlib
import sys

import numpy as np
from scipy import signal, stats


def interval(before, after, level=0.95):
    a, b = np.log(before), np.log(after)
    n = np.array([len(a), len(b)])
    r = []
    for x in (a, b):
        d = x - x.mean()
        c = np.correlate(d, d, "full")[len(x) - 1 :]
        found = c[1] / c[0] if c[0] > 0 else 0.0
        r.append(found + (1 + 4 * found) / len(x))
    r = float(np.clip(np.average(r, weights=n), 0, 0.9))
    worth = np.maximum(2, n * (1 - r) / (1 + r))
    v = np.array([a.var(ddof=1), b.var(ddof=1)]) * np.pi / 2 / worth
    freedom = max(1, v.sum() ** 2 / (v**2 / (worth - 1)).sum())
    middle = np.log(np.median(after) / np.median(before))
    return [float(np.exp(x)) for x in (middle, *stats.t.interval(level, freedom, middle, np.sqrt(v.sum())))]


def autoregressive(rng, n, r, heavy):
    e = rng.standard_t(4, n) / np.sqrt(2) if heavy else rng.standard_normal(n)
    e[1:] *= np.sqrt(1 - r * r)
    return signal.lfilter([1], [1, -r], e)


def coverage():
    rng = np.random.default_rng(2)
    blocks = lambda x, m, k: x[(rng.integers(0, len(x) - m + 1, (k, -(-len(x) // m)))[:, :, None] + np.arange(m)).reshape(k, -1)[:, : len(x)]]
    print("r      n before, after   single bursts   blocks of 3   this")
    for heavy in (False, True):
        for r in (-0.4, 0, 0.3, 0.6):
            for n in ((5, 5), (10, 10), (25, 25), (25, 5)):
                held = np.zeros(3)
                for _ in range(1000):
                    x = np.exp(0.3 * autoregressive(rng, sum(n), r, heavy))
                    a, b = x[: n[0]], x[n[0] :]
                    for k, m in enumerate((1, 3)):
                        low, high = np.quantile(np.median(blocks(b, m, 500), axis=1) / np.median(blocks(a, m, 500), axis=1), [0.025, 0.975])
                        held[k] += low <= 1 <= high
                    _, low, high = interval(a, b)
                    held[2] += low <= 1 <= high
                print(f"{r:4} {'t4' if heavy else '  '} {n!s:18}", *(f"{100 * h / 1000:13.1f}" for h in held))


if "--coverage" in sys.argv:
    coverage()
else:
    rng = np.random.default_rng(5)
    cases = []
    for n, r, ratio in (((25, 24), 0.4, 0.5), ((12, 5), 0.0, 1.1), ((5, 9), 0.7, 0.8), ((8, 8), -0.5, 2.0), ((30, 6), 0.95, 1.0)):
        a, b = (np.round(40 * g * np.exp(0.3 * autoregressive(rng, k, r, False)), 3) for k, g in zip(n, (1, ratio)))
        cases.append(dict(before=list(a), after=list(b), found=interval(a, b)))
    pathlib.Path(__file__).with_name("median-ratio.json").write_text(json.dumps(cases))
    print([c["found"] for c in cases])
