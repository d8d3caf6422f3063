"""Where a movement begins, by what can be found in the literature and by what Klonos does, written anew with NumPy.

Writes movement-onset.json beside itself:  python3 tests/core/reflex/golden/movement_onset_reference.py
With --compare it prints instead the error of each method (some minutes; --compare 200 for so many records a cell).

Records: a joint at rest moves once, position seen as means of 5 ms (200 Hz), with normal noise of a share of the way. Shapes: constant speed (ramp); half
a sine of speed (cosine of position) and of position; the least jerk (Flash & Hogan 1985), of which the speed is symmetrical like those; a trapezium of speed; and speeds
whose peak is early or late (beta densities), which no method here assumes. Methods:

  tenth     where the speed falls below a tenth of its peak
  tangent   the tangent at the peak of the speed, back to rest
  powers    rest, then a multiple of the time or its square, whichever fits better up to a quarter of the way
  cubic     rest, then a multiple of the cube of the time, up to a quarter of the way: Botzer & Karniel 2009, for the least jerk
  mean      mean over beginnings, durations, ways (0.8 to 1.6 of the measured one) and three shapes (ramp, parabola of speed, least jerk), each with its
            likelihood from rest to half the way
"""
import json
import pathlib
import sys

import numpy as np
from scipy.special import betainc

HZ = 200
SHAPES = {
    "ramp": lambda s: s,
    "half-sine speed": lambda s: 0.5 - 0.5 * np.cos(np.pi * s),
    "least jerk": lambda s: 10 * s**3 - 15 * s**4 + 6 * s**5,
    "half-sine position": lambda s: np.sin(np.pi * s / 2),
    "trapezium": lambda s: np.where(s < 0.25, s**2 / 0.375, np.where(s < 0.75, (s - 0.125) / 0.75, 1 - (1 - s) ** 2 / 0.375)),
    "early peak": lambda s: betainc(3, 5, s),
    "late peak": lambda s: betainc(3, 2, s),
}
MEAN_SHAPES = np.array([np.polyval(p, np.linspace(0, 1, 4001)) for p in ([1, 0], [-2, 3, 0, 0], [6, -15, 10, 0, 0, 0])])


def record(rng, shape, seconds, noise):
    """Means of ten samples each at 2 kHz, and the true beginning in means (a mean stands for the middle of its samples)."""
    start = 0.4 + rng.uniform(0, 0.02)
    t = np.arange(2400) / 2000
    x = SHAPES[shape](np.clip((t - start) / seconds, 0, 1)).reshape(-1, 10).mean(axis=1)
    return x + noise * rng.standard_normal(len(x)), (2000 * start - 4.5) / 10


def course(y, step=1 / HZ):
    """The fastest mean, and where the speed (slope over 40 ms) falls below a tenth on either side."""
    half = max(1, round(0.02 / step))
    k = np.arange(len(y))
    a, b = np.maximum(0, k - half), np.minimum(len(y) - 1, k + half)
    v = (y[b] - y[a]) / (b - a)
    fastest = int(np.argmax(v))
    slow = np.flatnonzero(v <= 0.1 * v[fastest])
    return v, fastest, int(slow[slow < fastest][-1]) + 1, int(slow[slow > fastest][0]) - 1


def shares(y, fastest, start, to, part):
    """Shares of the way from some means before the movement to a part of it; index of the first, of the end of rest, and the noise."""
    end = start - 8
    first = max(0, end - 20)
    level = np.median(y[first:end])
    way = y[to] - level
    s = (y - level) / way
    at = fastest
    while at < to and s[at] < part:
        at += 1
    while at > end and s[at - 1] >= part:
        at -= 1
    return s[first : at + 1], first, end, 1.4826 * np.median(np.abs(y[first:end] - level)) / abs(way)


def mean_onset(y, fastest, start, to):
    s, first, end, noise = shares(y, fastest, start, to, 0.5)
    k = np.arange(len(s))
    onset = np.arange(end - 4 - first, len(s) - 1, 0.25)
    duration = np.geomspace(4, 200, 40)
    u = np.clip((k - onset[:, None, None]) / duration[None, :, None], 0, 1) * 4000
    low = np.minimum(u.astype(int), 3999)
    basis = MEAN_SHAPES[:, low] + (u - low) * (MEAN_SHAPES[:, low + 1] - MEAN_SHAPES[:, low])
    square = (basis**2).sum(axis=3)
    with np.errstate(invalid="ignore", divide="ignore"):
        way = np.where(square > 0, np.clip((basis @ s) / square, 0.8, 1.6), 0.8)
    error = ((s - way[..., None] * basis) ** 2).sum(axis=3)
    variance = max(noise**2, error.min() / max(1, len(s) - 4)) + 0.002**2
    weight = np.exp(-(error - error.min()) / (2 * variance)).sum(axis=(0, 2))
    weight /= weight.sum()
    middle = weight @ onset
    return first + middle, np.sqrt(weight @ (onset - middle) ** 2)


def power_onset(y, fastest, start, to, powers):
    s, first, end, _ = shares(y, fastest, start, to, 0.25)
    onset = np.arange(end - first, len(s) - 1, 0.05)
    best = (np.inf, 0)
    for p in powers:
        basis = np.clip(np.arange(len(s)) - onset[:, None], 0, None) ** p
        error = (s @ s) - (basis @ s) ** 2 / (basis**2).sum(axis=1)
        best = min(best, (error.min(), first + onset[np.argmin(error)]))
    return best[1]


def methods(y):
    v, fastest, start, to = course(y)
    level = np.median(y[max(0, start - 28) : start - 8])
    return {
        "tenth": start,
        "tangent": fastest - (y[fastest] - level) / v[fastest],
        "powers": power_onset(y, fastest, start, to, (1, 2)),
        "cubic": power_onset(y, fastest, start, to, (3,)),
        "mean": mean_onset(y, fastest, start, to)[0],
    }


def compare(count):
    print("noise  shape               s     " + "".join(f"{m:>14}" for m in ("tenth", "tangent", "powers", "cubic", "mean")) + "   (mean error ± SD, ms)")
    for noise in (0.001, 0.003, 0.01):
        for shape in SHAPES:
            for seconds in (0.05, 0.1, 0.2, 0.4):
                rng = np.random.default_rng(11)
                errors = []
                for _ in range(count):
                    y, truth = record(rng, shape, seconds, noise)
                    errors.append([1000 / HZ * (at - truth) for at in methods(y).values()])
                print(f"{100 * noise:4.1f} %  {shape:18} {seconds:4.2f}  " + "".join(f"{m:8.1f} ± {d:3.1f}" for m, d in zip(np.mean(errors, axis=0), np.std(errors, axis=0))), flush=True)


def write():
    rng = np.random.default_rng(3)
    cases = []
    for shape, seconds, noise in [(s, t, n) for s in ("ramp", "half-sine speed", "least jerk", "half-sine position") for t, n in ((0.05, 0.001), (0.1, 0.003), (0.2, 0.003), (0.4, 0.001))]:
        y, truth = record(rng, shape, seconds, noise)
        y = np.round(y, 5)
        _, fastest, start, to = course(y)
        found, spread = mean_onset(y, fastest, start, to)
        cases.append(dict(shape=shape, seconds=seconds, noise=noise, positions=[round(float(v), 5) for v in y[: to + 1]], fastest=fastest, start=start, to=to, truth=round(truth, 4), found=round(float(found), 5), spread=round(float(spread), 5)))
        print(shape, seconds, noise, round(5 * (found - truth), 2), round(5 * spread, 2))
    pathlib.Path(__file__).with_name("movement-onset.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    if "--compare" in sys.argv:
        compare(int(sys.argv[-1]) if sys.argv[-1].isdigit() else 50)
    else:
        write()
