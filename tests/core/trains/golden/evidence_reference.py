"""Reference values from NumPy and SciPy for what is believed of each burst, for shapes, tempo, slow cycles and phases.

Writes evidence.json beside itself:  python3 tests/core/trains/golden/evidence_reference.py
Written from the sentences of docs/rule-search.md and science.md 3.5 to 3.8 with the constants of rule v6; no code is shared.
"""
import itertools
import json
import pathlib

import numpy as np
from scipy import stats

rng = np.random.default_rng(5)


def credence(heights, durations, gaps, blips, rest):
    h, weak = np.asarray(heights, float), 3.5
    logs = np.sort(np.log(np.minimum(h, 1000)))
    n = len(h)
    middle, low = logs[(n - 1) // 2], logs[int(0.1587 * n)]
    spread = max(0.3, middle - low)
    below = lambda x: stats.norm.cdf(np.log(x), middle, spread) if x > 0 else 0.0
    missed = below(weak)
    seen = rest >= 1
    share = min(1, missed / 0.1) if seen else 1
    priors = share * np.array([0.7, 0.2, 0.1]) + (1 - share) * np.array([0.97, 0.025, 0.005])
    gap = [max(0.05, min(1, (below(min(g, weak)) + 0.02) / (missed + 0.02))) if seen else 1 for g in gaps]
    false = [(0.05 * 8 + sum(2 * b >= x for b in blips)) / (8 + rest) + np.exp(-2 * max(0, x - weak)) for x in h]
    relative = np.clip(h / np.sort(h)[(n - 1) // 2], 0.08, 1)
    merged = np.minimum(15, 0.4 * np.maximum(0, 1000 * (np.array(durations) - 1.3 * np.median(durations))))
    timing = np.sqrt(16 / relative + (7 * weak / h) ** 2 + merged**2)
    return dict(heightsSigma=heights, durationsSeconds=durations, gapPeaksSigma=gaps, blipsSigma=blips, restSeconds=rest,
                missPriors=list(priors), gapCredences=gap, falseBurstDensities=false, timingMilliseconds=list(timing))


def shape(durations, powers, hz):
    logs = np.log(durations)
    nets = [np.maximum(0, np.array(p) - 1) for p in powers]
    height = np.array([0.5 * np.log(net.sum() / len(net)) for net in nets])
    spread = lambda x: float(np.sqrt((np.diff(x) ** 2).sum() / (2 * (len(x) - 1))))
    active = []
    for net in nets:
        width = max(1, round(0.01 * hz))
        # An odd window about each cell; what lies beyond the burst is empty.
        smooth = np.convolve(net, np.ones(width), "same")
        active.append((smooth > 0.1 * smooth.max()).mean())
    return dict(cellHz=hz, durations=list(durations), powers=[list(p) for p in powers], durationSpread=spread(logs), heightSpread=spread(height), activeShare=float(np.median(active)))


def tempo(intervals, jitter, edge):
    i = np.log(intervals[edge : len(intervals) - edge])
    rates = np.exp(-np.array([i[k : k + 5].mean() for k in range(len(i) - 4)]))
    best = 0.0
    for a, b, c in itertools.combinations(range(len(rates)), 3):
        up, down = rates[b] - rates[a], rates[b] - rates[c]
        best = max(best, min(up, down), min(-up, -down))
    return dict(intervals=list(intervals), jitter=jitter, edge=edge, excursionHz=best, slowestHz=rates.min(), fastestHz=rates.max(), meanRateHz=rates.mean(), count=len(rates))


def chance(count, runs=40000):
    """99th percentile of the there-and-back of a moving mean of five normal values, in SD of that mean, by another seed than the table's."""
    x = np.random.default_rng(99).standard_normal((runs, count + 4))
    mean = np.stack([x[:, k : k + 5].mean(axis=1) for k in range(count)], axis=1) * np.sqrt(5)
    found = np.zeros(runs)
    for sign in (1, -1):
        y = sign * mean
        for b in range(1, count - 1):
            found = np.maximum(found, np.minimum(y[:, b] - y[:, :b].min(axis=1), y[:, b] - y[:, b + 1 :].min(axis=1)))
    return [count, float(np.quantile(found, 0.99))]


def slow(envelope, hz):
    width = round(0.1 * hz)
    x = np.convolve(envelope, np.ones(width) / width, "same")
    x = x - x.mean()
    r = np.array([np.dot(x[: len(x) - lag], x[lag:]) / np.sqrt(np.dot(x[: len(x) - lag], x[: len(x) - lag]) * np.dot(x[lag:], x[lag:])) for lag in range(1, len(x) // 2)])
    lags = [lag for lag in range(round(0.6 * hz), min(round(2 * hz), len(x) // 4)) if r[lag - 1] >= r[lag - 2] and r[lag - 1] > r[lag]]
    best = max(lags, key=lambda lag: r[lag - 1])
    return dict(hz=hz, envelope=list(envelope), periodSeconds=best / hz, correlation=float(r[best - 1]))


def phases(times, partners):
    out = []
    for k, t in enumerate(times):
        d = partners[np.argmin(np.abs(partners - t))] - t
        before, after = (times[k] - times[k - 1] if k else None), (times[k + 1] - times[k] if k + 1 < len(times) else None)
        cycle = (before or after) if d < 0 else (after or before)
        out.append(float(d / cycle) if abs(d / cycle) <= 0.5 else None)
    p = np.array([x for x in out if x is not None])
    mean = stats.circmean(p, high=0.5, low=-0.5)
    resultant = 1 - stats.circvar(p, high=0.5, low=-0.5)
    draws = np.abs(np.exp(2j * np.pi * p)[rng.integers(0, len(p), (40000, len(p)))].mean(axis=1))
    z0 = stats.norm.ppf((draws < resultant).mean())
    interval = np.quantile(draws, stats.norm.cdf(2 * z0 + stats.norm.ppf([0.025, 0.975])))
    return dict(times=list(times), partners=list(partners), perBeat=out, mean=float(mean), resultant=float(resultant), interval=list(interval), rayleigh=float(np.exp(-len(p) * resultant**2)))


def correlation(a, b, hz):
    x, y = a - a.mean(), b - b.mean()
    full = np.correlate(y, x, "full") / np.sqrt((x**2).sum() * (y**2).sum())
    near = full[len(a) - 1 - int(0.002 * hz) : len(a) + int(0.002 * hz)]
    return dict(hz=hz, a=list(a), b=list(b), peak=float(near[np.argmax(np.abs(near))]))


def amplitude(powers, rest):
    p = np.asarray(powers)
    a = np.sqrt(np.maximum(p - rest, 0.05 * p))
    fifth = max(1, round(len(a) / 5))
    return dict(powers=powers, rest=rest, net=list(a), lastToFirst=float(a[-fifth:].mean() / a[:fifth].mean()))


def bca(sorted_draws, estimate, a, level):
    z0 = stats.norm.ppf((np.mean(sorted_draws < estimate) + np.mean(sorted_draws <= estimate)) / 2)
    z = z0 + stats.norm.ppf([(1 - level) / 2, (1 + level) / 2])
    return list(np.quantile(sorted_draws, stats.norm.cdf(z0 + z / (1 - a * z))))


def block(values, level):
    """Blocks of three overlapping values, as many as fill the length; acceleration from the jackknife."""
    v, n = np.asarray(values), len(values)
    starts = np.random.default_rng(8).integers(0, n - 2, (40000, max(2, round(n / 3))))
    draws = np.sort(v[starts[:, :, None] + np.arange(3)].mean(axis=(1, 2)))
    left = np.array([np.delete(v, k).mean() for k in range(n)])
    pull = left.mean() - left
    return dict(values=values, level=level, interval=bca(draws, v.mean(), (pull**3).sum() / (6 * (pull**2).sum() ** 1.5), level))


r = lambda x, d=4: [round(float(v), d) for v in x]
times = np.array(r(np.cumsum(rng.uniform(0.17, 0.23, 14)) + 2))
noise = rng.standard_normal(240)
steps = np.concatenate([np.array([0.1, 0.31, 0.52]) + 0.94 * k for k in range(6)])
grid = np.arange(0, 5.6, 0.02)
found = dict(
    credence=[
        credence([60, 70, 55, 80, 65, 75], [0.07, 0.08, 0.07, 0.06, 0.07, 0.12], [1, 0, 2, 1, 1.5], [], 8),
        credence([60, 6, 20, 90, 5, 30, 11], [0.06, 0.03, 0.05, 0.15, 0.04, 0.06, 0.05], [0, 3.4, 1, 2, 3, 0.5], [4.2, 9, 16], 14.5),
        credence([3.6, 3.7, 4, 3.6, 5], [0.05, 0.04, 0.05, 0.06, 0.05], [0, 2, 3.4, 1], [4], 6),
        credence([12, 9, 4, 7, 3.6], [0.05, 0.05, 0.04, 0.06, 0.03], [3, 2, 3.3, 1], [5], 0.4),
    ],
    shape=[shape(r(rng.uniform(0.04, 0.12, 7)), [r(1 + rng.gamma(0.4, 6, rng.integers(20, 50)), 3) for _ in range(7)], hz) for hz in (500, 300)],
    duration=[dict(seconds=x, jitter=float(np.sqrt((np.diff(np.log(x)) ** 2).sum() / (2 * (len(x) - 1))))) for x in ([0.06, 0.05, 0.09, 0.07], r(rng.uniform(0.03, 0.2, 12)))],
    amplitude=[amplitude([4, 9, 2, 1.05, 16, 3, 8, 2.5, 1.2, 3, 5], 1), amplitude([2, 3, 1], 0.2)],
    tempo=[tempo(np.array(r(0.19 * np.exp(0.25 * np.sin(np.arange(40) / 5) + 0.06 * rng.standard_normal(40)))), 0.07, 5), tempo(np.array(r(rng.uniform(0.12, 0.4, 14))), 0.3, 2)],
    chance=[chance(c) for c in (3, 8, 20, 40)],
    bca=[dict(draws=x, estimate=e, acceleration=a, level=lev, interval=bca(np.array(x), e, a, lev)) for x in [r(np.sort(rng.exponential(size=300)))] for e, a, lev in ((0.9, 0.06, 0.95), (0.5, -0.04, 0.8))],
    block=[block(r(rng.exponential(size=n) + 0.1), 0.95) for n in (11, 24)],
    slow=slow(r(sum(np.exp(-0.5 * ((grid - s) / 0.05) ** 2) for s in steps) + 0.1 * rng.uniform(size=len(grid))), 50),
    phases=[phases(times, np.array(r(times + 0.2 * rng.normal(c, w, 14)))) for c, w in ((0.2, 0.05), (0.0, 0.16))],
    correlation=[correlation(np.array(r(noise)), np.array(r(0.6 * np.roll(noise, s) + rng.standard_normal(240) + 2)), 1500) for s in (2, -3)],
)
pathlib.Path(__file__).with_name("evidence.json").write_text(json.dumps(found))
