"""Events that channels show, written anew with NumPy: onsets of movements, strokes of a hammer, edges of a line.

Writes proposals.json beside itself:  python3 tests/core/reflex/golden/proposals_reference.py
Each record is made from known times (`truth`, seconds): an examiner moves the joint along a raised cosine or at constant speed; a hammer's blow
is a half sine with a rebound; a line jumps. `found` is what the same definitions give on the noisy samples: for a movement the likely beginning of
movement_onset_reference.py on the 5-ms means; the first sample of a blow
above a tenth of its peak; the sample at which a line passes 60 % or falls below 40 % of the way.
"""
import json
import pathlib

import numpy as np

from movement_onset_reference import course, mean_onset

rng = np.random.default_rng(7)
BUCKETS_HZ = 200


def moved(t, start, seconds, by):
    s = np.clip((t - start) / seconds, 0, 1)
    return by * 0.5 * (1 - np.cos(np.pi * s))


def movements(x, hz, plan):
    """Beginnings of the movements that are planned to begin and end about then, s."""
    step = hz // BUCKETS_HZ
    y = x[: len(x) // step * step].reshape(-1, step).mean(axis=1)
    onsets = []
    for start, end in plan:
        cut = int((start - 0.6) * BUCKETS_HZ)
        near = y[cut : int((end + 0.4) * BUCKETS_HZ)]
        near = near * np.sign(near[-1] - near[0])
        _, fastest, first, last = course(near)
        onsets.append((cut + mean_onset(near, fastest, first, last)[0]) / BUCKETS_HZ + (step - 1) / 2 / hz)
    return onsets


def rounded(values, digits=4):
    return [round(float(v), digits) for v in values]


angles = []
for hz, sign, spread, plan in [
    (200, 1, 0.02, [(2.0, 0.12, 18.0, 2.6, "cosine"), (7.2, 0.2, 20.0, 1.9, "cosine")]),
    (400, -1, 0.05, [(1.503, 0.1, 15.0, 3.1, "cosine"), (7.811, 0.15, 15.0, 2.0, "ramp")]),
]:
    t = np.arange(int(12 * hz)) / hz
    x = spread * rng.standard_normal(len(t)) + 3
    truth, spans = [], []
    for start, seconds, by, hold, kind in plan:
        back = start + seconds + hold
        way = moved if kind == "cosine" else (lambda t, start, seconds, by: by * np.clip((t - start) / seconds, 0, 1))
        x += sign * (way(t, start, seconds, by) - way(t, back, 0.2, by))
        truth += [["stretch", start], ["release", back]]
        spans += [(start, start + seconds), (back, back + 0.2)]
    x = np.round(x, 4)
    angles.append({"samplingHz": hz, "samples": rounded(x), "truth": truth, "found": rounded(movements(x, hz, spans), 6)})

strokes = []
for hz, sign, times in [(1000, 1, [1.2, 3.45]), (500, -1, [0.9, 2.0, 4.1])]:
    t = np.arange(int(5 * hz)) / hz
    x = 9.81 + 0.01 * rng.standard_normal(len(t))
    for at in times:
        s = t - at
        x += sign * np.where((s >= 0) & (s < 0.02), 6 * np.sin(np.pi * s / 0.02), 0) - sign * np.where((s >= 0.05) & (s < 0.09), 1.5 * np.sin(np.pi * (s - 0.05) / 0.04), 0)
    x = np.round(x, 4)
    away = np.abs(x - np.median(x))
    found = []
    for at in times:
        near = slice(int((at - 0.05) * hz), int((at + 0.04) * hz))
        peak = near.start + int(np.argmax(away[near]))
        found.append((np.flatnonzero(away[:peak] <= 0.1 * away[peak])[-1] + 1) / hz)
    strokes.append({"samplingHz": hz, "samples": rounded(x), "truth": times, "found": rounded(found, 9)})

hz = 1000
line = np.zeros(8000)
line[1000:1003] = 4.9  # a pulse
line[3000:5500] = 5.1  # a gate
line += 0.05 * rng.standard_normal(len(line))
line = np.round(line, 4)
share = (line - np.median(line)) / (line.max() - np.median(line))
rises = [k for k in range(1, len(line)) if share[k] >= 0.6 and share[k - 1] < 0.6]
falls = [k for k in range(1, len(line)) if share[k] <= 0.4 and share[k - 1] > 0.4]
edges = {"samplingHz": hz, "samples": rounded(line), "rises": [k / hz for k in rises], "falls": [k / hz for k in falls], "truth": [1.0, 3.0, 5.5]}

path = pathlib.Path(__file__).with_name("proposals.json")
path.write_text(json.dumps({"angles": angles, "strokes": strokes, "edges": edges}, separators=(",", ":")) + "\n")
print(path.stat().st_size, [(a["truth"], a["found"]) for a in angles], [(s["truth"], s["found"]) for s in strokes], edges["rises"], edges["falls"])
