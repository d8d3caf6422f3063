"""Heart beats by a running template (science.md 4.1) and steps of the baseline, written anew with NumPy and SciPy.

Writes artefacts.json beside itself:  python3 tests/core/signal/golden/artefact_reference.py
Peaks come from scipy.signal.find_peaks, shapes from numpy.median, the scale of a beat from least squares; steps from means of cells and
scipy.ndimage.maximum_filter1d. The truth of each record (when the heart beat, where the level jumped) stands beside what is found.
"""
import json
import pathlib

import numpy as np
from scipy import ndimage, signal, stats

rng = np.random.default_rng(41)


def rounded(values, digits=6):
    return [round(float(v), digits) for v in values]


def heart_record(hz, seconds, bpm, noise):
    """QRS-like complexes (a narrow positive wave between two negative ones) at jittered times, their height 15 % labile, over pink-ish noise."""
    n = int(hz * seconds)
    t = np.arange(n) / hz
    at = np.cumsum(60 / bpm * (1 + 0.03 * rng.standard_normal(int(seconds * bpm / 60) + 2))) - 0.3
    at = at[(at > 0.05) & (at < seconds - 0.05)]
    x = noise * rng.standard_normal(n)
    for when in at:
        height = 1 + 0.15 * rng.standard_normal()
        x += height * (10 * np.exp(-0.5 * ((t - when) / 0.009) ** 2) - 3 * np.exp(-0.5 * ((t - when + 0.025) / 0.008) ** 2) - 4 * np.exp(-0.5 * ((t - when - 0.027) / 0.01) ** 2))
    return np.round(x, 4), at


def heart(x, hz):
    qrs = signal.sosfiltfilt(signal.butter(2, [8, 40], "bandpass", fs=hz, output="sos"), x)
    distance = int(np.floor(0.5 * hz + 0.5))
    tallest = [np.abs(qrs[k : k + 2 * distance]).max() for k in range(0, len(x), 2 * distance)]
    peaks, _ = signal.find_peaks(np.abs(qrs), height=0.5 * np.median(tallest), distance=distance)
    rr = np.diff(peaks)
    if len(peaks) < 8 or not 0.5 * hz <= np.median(rr) <= 1.25 * hz or stats.median_abs_deviation(rr, scale="normal") > 0.15 * np.median(rr):
        return None

    def shape(y, half):
        return np.median([y[p - half : p + half + 1] for p in peaks if p >= half and p + half < len(y)], axis=0)

    half = int(np.floor(0.06 * hz + 0.5))
    narrow = shape(qrs, half)
    padded = np.pad(qrs, half)
    windows = np.array([padded[p : p + 2 * half + 1] for p in peaks])
    likeness = windows @ narrow / np.sqrt((windows**2).sum(1) * (narrow**2).sum())
    if np.median(likeness) < 0.85:
        return None
    scale = np.clip(np.linalg.lstsq(narrow[:, None], windows.T, rcond=None)[0][0], 0.5, 1.5)
    reach = int(np.floor(0.15 * hz + 0.5))
    wide = shape(x, reach)
    wide = wide - np.linspace(wide[0], wide[-1], len(wide))
    k = np.arange(len(wide))
    w = np.minimum(1, np.minimum(k, len(wide) - 1 - k) / max(1, len(wide) // 5))
    template = wide * (3 * w**2 - 2 * w**3)
    clean = np.pad(x.copy(), reach)
    for p, s in zip(peaks, scale):
        clean[p : p + 2 * reach + 1] -= s * template
    return {"beatsPerMinute": 60 * hz / float(np.median(rr)), "beats": [int(p) for p in peaks], "scales": rounded(scale, 9), "template": rounded(template, 9), "clean": rounded(clean[reach:-reach], 5)}


def steps(x, hz):
    cell = int(np.floor(0.05 * hz + 0.5))
    means = x[: len(x) // cell * cell].reshape(-1, cell).mean(axis=1)
    four = np.convolve(means, np.ones(4) / 4, "valid")
    change = four[4:] - four[:-4]
    size = np.abs(change)
    usual = 1.4826 * np.median(size)
    peak = (size == ndimage.maximum_filter1d(size, 9, mode="constant")) & (size > 12 * usual) & (size > 0.05 * np.ptp(x))
    return [{"at": int((k + 4) * cell), "height": float(change[k])} for k in np.flatnonzero(peak)]


hearts = []
for hz, seconds, bpm, noise in [(250, 14, 70, 1.0), (200, 12, 95, 0.6), (250, 12, 55, 1.5)]:
    x, at = heart_record(hz, seconds, bpm, noise)
    hearts.append({"samplingHz": hz, "samples": rounded(x, 4), "truth": rounded(at), "found": heart(x, hz)})
n = np.round(2 * rng.standard_normal(3000), 4)
hearts.append({"samplingHz": 250, "samples": rounded(n, 4), "truth": [], "found": heart(n, 250)})

stepped = []
for hz, jumps, drift in [(200, [(812, 18.0), (2000, -9.0)], 0.0), (400, [(1501, -30.0)], 0.004), (200, [], 0.01)]:
    n = 3000
    x = rng.standard_normal(n) * np.where((np.arange(n) // 40) % 7 == 3, 3.0, 1.0) + drift * np.arange(n)  # bursts and drift, which are no steps
    for at, height in jumps:
        x[at:] += height
    x = np.round(x, 4)
    stepped.append({"samplingHz": hz, "samples": rounded(x, 4), "truth": [{"at": at, "height": height} for at, height in jumps], "found": steps(x, hz)})

path = pathlib.Path(__file__).with_name("artefacts.json")
path.write_text(json.dumps({"hearts": hearts, "steps": stepped}, separators=(",", ":")) + "\n")
print(path, path.stat().st_size, "bytes;", [h["found"] and (h["found"]["beatsPerMinute"], len(h["found"]["beats"]), len(h["truth"])) for h in hearts], [(s["truth"], s["found"]) for s in stepped])
