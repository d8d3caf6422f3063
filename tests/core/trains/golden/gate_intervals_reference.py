"""Intervals of the measures behind the quality gates, by NumPy's own random numbers.

Writes gate-intervals.json beside itself:  python3 tests/core/trains/golden/gate_intervals_reference.py
A train of bursts with known energies, heights, valleys and quiet shares; 20 000 bootstrap replicates of whole bursts and of quiet blocks, percentiles. Klonos
draws 999 with other random numbers: ends must agree within the error of its percentiles. For the median duration the distribution-free interval of
order statistics (binomial) stands beside it, for the SNR the delta method.
"""
import json
import pathlib

import numpy as np
from scipy import stats

rng = np.random.default_rng(3)


def record(n, blocks, snr_db, labile):
    cells = rng.uniform(20, 45, n)
    power = 10 ** (snr_db / 10) * np.exp(labile * rng.standard_normal(n)) + 1
    heights = np.sqrt(power) * np.exp(0.05 * rng.standard_normal(n))
    points = rng.integers(60, 120, n)
    return {
        "bursts": [
            {"energy": float(round(e * c, 6)), "cells": float(round(c, 6)), "seconds": float(round(c / 500, 6)), "height": float(round(h, 6)), "valley": None if k == n - 1 else float(round(v, 6)), "points": int(p), "quietPoints": int(q)}
            for k, (e, c, h, v, p, q) in enumerate(zip(power, cells, heights, np.abs(0.2 * rng.standard_normal(n)), points, rng.binomial(points, 0.55)))
        ],
        "quietBlocks": [round(float(b), 6) for b in rng.chisquare(30, blocks) / 30],
    }


def intervals(r, level, replicates=20000):
    b = r["bursts"]
    n = len(b)
    column = lambda name: np.array([np.nan if x[name] is None else x[name] for x in b], float)
    energy, cells, seconds, height, valley, points, quiet = map(column, ("energy", "cells", "seconds", "height", "valley", "points", "quietPoints"))
    blocks = np.array(r["quietBlocks"])
    draw = rng.integers(0, n, (replicates, n))
    pq = blocks[rng.integers(0, len(blocks), (replicates, len(blocks)))].mean(axis=1)
    snr = 10 * np.log10(energy[draw].sum(1) / cells[draw].sum(1) / pq - 1)
    depth = 1 - np.nanmedian(valley[draw], axis=1) / np.median(height[draw], axis=1)
    share = quiet[draw].sum(1) / points[draw].sum(1)
    duration = np.median(seconds[draw], axis=1)
    tails = [50 * (1 - level), 50 * (1 + level)]
    # Delta method of the SNR: relative errors of both mean powers add.
    p = energy.sum() / cells.sum()
    residual = (energy - p * cells) / cells.mean()
    ratio = p / blocks.mean()
    error = 10 / np.log(10) * ratio / (ratio - 1) * np.sqrt(residual.var(ddof=1) / n / p**2 + blocks.var(ddof=1) / len(blocks) / blocks.mean() ** 2)
    centre = 10 * np.log10(ratio - 1)
    z = stats.norm.ppf(0.5 + level / 2)
    k = int(stats.binom.ppf(0.5 - level / 2, n, 0.5))
    ordered = np.sort(seconds)
    return {
        "snrDb": np.percentile(snr, tails).tolist(), "modulationDepth": np.percentile(depth, tails).tolist(), "quietFraction": np.percentile(share, tails).tolist(), "burstSeconds": np.percentile(duration, tails).tolist(),
        "snrDelta": [centre - z * error, centre + z * error], "burstOrder": [float(ordered[k - 1]), float(ordered[n - k])],
    }


cases = []
for n, blocks, snr_db, labile, level in [(12, 60, 9, 0.3, 0.95), (30, 100, 14, 0.5, 0.9), (8, 20, 7, 0.2, 0.95)]:
    r = record(n, blocks, snr_db, labile)
    cases.append({**r, "ciLevel": level, "expected": intervals(r, level)})
path = pathlib.Path(__file__).with_name("gate-intervals.json")
path.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
for c in cases:
    print({k: np.round(v, 3) for k, v in c["expected"].items()})
