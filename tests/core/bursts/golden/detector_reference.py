"""Golden bursts of the detector of science.md 4.3, steps 1 to 6, written anew from its text with NumPy and SciPy; no code is shared.
Open points that the text leaves to the implementation are taken as the doc comments of src/core/bursts state them (windows, ties, dead blocks).
Run: python3 tests/core/bursts/golden/detector_reference.py > tests/core/bursts/golden/detection.json"""
import json

import numpy as np
from scipy.signal import butter, find_peaks, sosfiltfilt

HZ = 100
OPTIONS = dict(floorWindowSeconds=8.0, floorQuietShare=0.2, floorPassSigma=6.0, restDistanceSeconds=0.06, restMinimumSeconds=1.0, peakDistanceSeconds=0.08,
               seedSigma=5.0, seedRelative=0.08, referenceSpanSeconds=1.5, weakSigma=3.5, weakRelative=0.05, weakIntervals=2.8, weakIntervalMaxSeconds=0.4,
               trainGapMaxSeconds=1.0, valleyRatio=0.6, edgeSigma=2.0, edgeRelative=0.1, calibration=dict(quietToMean=1.208, sigmaOverMean=0.147))


def windows(count, length):
    if count <= length:
        return [(0, count)]
    starts = [s for s in range(0, count, length // 2) if s + length < count]
    return [(s, s + length) for s in starts] + [(count - length, count)]


def first_floor(e, o):
    block = round(0.02 * HZ)
    whole = e[: len(e) // block * block].reshape(-1, block)
    out = []
    for start, end in windows(len(e), round(o["floorWindowSeconds"] * HZ)):
        part = whole[start // block : end // block]
        tops = part.max(axis=1)
        alive = tops > 1e-4 * np.sort(tops)[len(tops) // 2]
        order = np.argsort(np.where(alive, tops, np.inf), kind="stable")[: max(1, int(np.floor(alive.sum() * o["floorQuietShare"] + 0.5)))]
        mean = o["calibration"]["quietToMean"] * part[order].mean()
        out.append(((start + end) / 2, mean, o["calibration"]["sigmaOverMean"] * mean))
    return np.array(out)


def second_floor(e, o, first, bursts):
    rest = np.ones(len(e), bool)
    margin = round(o["restDistanceSeconds"] * HZ)
    for b in bursts:
        rest[max(0, int(np.floor(b["onset"])) - margin) : int(np.ceil(b["offset"])) + margin] = False
    out, measured = first.copy(), []
    for w, (start, end) in enumerate(windows(len(e), round(o["floorWindowSeconds"] * HZ))):
        values = e[start:end][rest[start:end] & (e[start:end] > 1e-4 * first[w, 1])]
        measured.append(int(len(values) >= o["restMinimumSeconds"] * HZ))
        if measured[-1]:
            out[w, 1:] = values.mean(), values.std()
    return out, measured


def spread(floor, count):
    k = np.arange(count)
    return np.interp(k, floor[:, 0], floor[:, 1]), np.interp(k, floor[:, 0], floor[:, 2])


def weighted_median(heights):
    tall = np.sort(heights)[::-1]
    return tall[np.searchsorted(np.cumsum(tall), tall.sum() / 2)]


def bursts_above(e, mean, sigma, o, seed_sigma):
    weakest = min(o["weakSigma"], seed_sigma)
    p, _ = find_peaks(e, height=np.nextafter(mean + weakest * sigma, np.inf), distance=o["peakDistanceSeconds"] * HZ)
    h, s = (e - mean)[p], sigma[p]
    ref = np.array([weighted_median(h[np.abs(p - x) <= o["referenceSpanSeconds"] * HZ]) for x in p])
    seed = (h > seed_sigma * s) & (h > o["seedRelative"] * ref)
    weak = (h > o["weakSigma"] * s) & (h > o["weakRelative"] * ref)
    taken = seed.copy()
    at = p[seed]
    for i, centre in enumerate(at):
        # Intervals between successive seeds, the three before and the three after; none longer than the longest gap in a train.
        near = np.diff(at)[max(0, i - 3) : i + 3]
        near = near[near <= o["trainGapMaxSeconds"] * HZ]
        if len(near):
            taken |= weak & (np.abs(p - centre) <= o["weakIntervals"] * min(np.median(near), o["weakIntervalMaxSeconds"] * HZ))
    kept = list(p[taken])
    net = e - mean
    # Valley rule: the first pair from the left that breaks it loses its lower peak (at equal height the later one), until none does.
    k = 0
    while k + 1 < len(kept):
        a, b = kept[k], kept[k + 1]
        v = a + int(np.argmin(e[a : b + 1]))
        if net[v] <= o["valleyRatio"] * min(net[a], net[b]):
            k += 1
        else:
            del kept[k + 1 if net[a] >= net[b] else k]
            k = max(0, k - 1)
    cuts = [0] + [a + int(np.argmin(e[a : b + 1])) for a, b in zip(kept, kept[1:])] + [len(e) - 1]
    out = []
    for k, x in enumerate(kept):
        level = mean[x] + max(o["edgeSigma"] * sigma[x], o["edgeRelative"] * net[x])

        def edge(step, limit):
            y = x
            while y != limit and e[y + step] > level:
                y += step
            return float(limit) if y == limit else y + step * (e[y] - level) / (e[y] - e[y + step])

        onset, offset = edge(-1, cuts[k]), edge(1, cuts[k + 1])
        grid = np.arange(int(np.ceil(onset)), int(np.floor(offset)) + 1)
        weight = np.maximum(0, e[grid] - mean[x])
        out.append(dict(peak=int(x), onset=onset, offset=offset, centroid=float((weight * grid).sum() / weight.sum()), height=float(net[x])))
    return out


def detect(e, o):
    first = first_floor(e, o)
    floor, measured = second_floor(e, o, first, bursts_above(e, *spread(first, len(e)), o, o["floorPassSigma"]))
    return dict(floor=[[float(x) for x in row[1:]] for row in floor], measured=measured, bursts=bursts_above(e, *spread(floor, len(e)), o, o["seedSigma"]))


def envelope(rng, seconds, bursts, level):
    """Rectified band-passed noise, amplitude-modulated, low-passed at 20 Hz, every 20th sample at 2 kHz; rounded to a thousandth of the noise."""
    fs = 2000
    n = seconds * fs
    t = np.arange(n) / fs
    gain = np.ones(n) * level
    for centre, width, height in bursts:
        gain += height * np.exp(-0.5 * ((t - centre) / width) ** 2)
    raw = sosfiltfilt(butter(2, [30, 450], "bandpass", fs=fs, output="sos"), rng.standard_normal(n)) * gain
    return np.round(sosfiltfilt(butter(2, 20, fs=fs, output="sos"), np.abs(raw))[:: fs // HZ] * 1000)


rng = np.random.default_rng(20261128)
clonus = [(4 + k * 0.19, 0.022, 9 * 0.8**k) for k in range(14)]
ragged = [(x, 0.03, h) for x, h in zip(np.cumsum(rng.uniform(0.12, 0.6, 16)) + 10.5, rng.lognormal(0.9, 0.8, 16))]
scattered = [(x, 0.025, h) for x, h in zip(np.cumsum(rng.choice([0.13, 0.2, 0.5, 0.8, 1.1], 34)) + 2, rng.choice([0.75, 0.85, 3.0], 34))]
filled = [(0.1 + k * 0.17, 0.02, 4.0) for k in range(40)]
cases = []
for name, seconds, bursts, level in (("fading clonus and a ragged train", 20, clonus + ragged, 1.0), ("clonus that fills its record", 6, filled, 1.0), ("rest", 12, [], 1.0), ("weak beats beside seeds", 24, scattered, 1.0)):
    e = envelope(rng, seconds, bursts, level)
    if name == "rest":
        e[300:420] = 0.01  # a dropout must not set the floor
    cases.append(dict(name=name, envelope=[x if x % 1 else int(x) for x in e], **detect(e, OPTIONS)))
print(json.dumps(dict(gridHz=HZ, options=OPTIONS, cases=cases)))
