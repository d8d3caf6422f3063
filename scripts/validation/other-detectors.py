"""BioSPPy's and NeuroKit's burst detectors on the records of `klonos validate`, tuned on one half and scored on the other.

    pip install biosppy neurokit2
    python3 scripts/validation/other-detectors.py DIR/comparison

Reads records.jsonl and the samples beside it (little-endian float32), writes other-detectors.json, which the next
`klonos validate --out DIR` puts into its report. A burst is found when the centroid of a detected stretch lies within
40 ms of a true one, one to one; tuning takes the grid point of the best F1 on the half named "tuned".
"""

import itertools
import json
import pathlib
import sys
import warnings

import biosppy
import neurokit2
import numpy as np
from biosppy.signals import emg
from scipy.signal import butter, sosfiltfilt

MATCH_SECONDS = 0.04
REST_SECONDS = 4
REST_GUARD_SECONDS = 0.1


def centroids(samples, edges, rate):
    times = []
    for start, end in edges:
        weight = np.abs(samples[start:end])
        total = weight.sum()
        if total > 0:
            times.append((start + (weight * np.arange(end - start)).sum() / total) / rate)
    return times


def matched(truth, found):
    """One to one, nearest pairs first."""
    pairs = sorted((abs(t - f), i, j) for i, t in enumerate(truth) for j, f in enumerate(found) if abs(t - f) <= MATCH_SECONDS)
    used_truth, used_found = set(), set()
    for _, i, j in pairs:
        if i not in used_truth and j not in used_found:
            used_truth.add(i)
            used_found.add(j)
    return len(used_truth)


def ranges(active):
    """Stretches of a boolean array as half-open ranges."""
    steps = np.flatnonzero(np.diff(np.concatenate([[0], active.astype(int), [0]])))
    return list(zip(steps[::2], steps[1::2]))


def alternating(onsets, length):
    """Detectors of BioSPPy give on, off, on, off …"""
    points = [int(p) for p in np.asarray(onsets, dtype=float) if np.isfinite(p)]
    return [(a, min(b, length)) for a, b in zip(points[::2], points[1::2]) if b > a]


def find_onsets(record, size, multiple):
    rest = np.convolve(np.abs(record["rest"]), np.ones(max(1, int(size * record["rate"]))) / max(1, int(size * record["rate"])), "valid")
    threshold = rest.mean() + multiple * rest.std()
    return alternating(emg.find_onsets(signal=record["x"], sampling_rate=record["rate"], size=size, threshold=threshold)["onsets"], len(record["x"]))


def hodges_bui(record, size, threshold):
    return alternating(emg.hodges_bui_onset_detector(signal=record["x"], rest=record["rest"], sampling_rate=record["rate"], size=int(size * record["rate"]), threshold=threshold)["onsets"], len(record["x"]))


def bonato(record, threshold, active, duration):
    return alternating(emg.bonato_onset_detector(signal=record["x"], rest=record["rest"], sampling_rate=record["rate"], threshold=threshold, active_state_duration=active, samples_above_fail=1, fail_size=duration)["onsets"], len(record["x"]))


# NeuroKit's mixture has a regularisation of 1e-6 in the square of the envelope's unit, and its envelope is a squared operator: signals
# in volts or millivolts vanish below it and nothing is found. It is written for units of about one, as its simulator makes: microvolts.
MICROVOLTS = 1e6


def neurokit_threshold(record, multiple, least):
    envelope = neurokit2.emg_amplitude(MICROVOLTS * record["x"])
    rest = envelope[record["rest_slice"]]
    activity, _ = neurokit2.emg_activation(emg_amplitude=envelope, sampling_rate=record["rate"], method="threshold", threshold=rest.mean() + multiple * rest.std(), duration_min=least)
    return ranges(np.asarray(activity["EMG_Activity"]) > 0)


def neurokit_mixture(record, share, least):
    envelope = neurokit2.emg_amplitude(MICROVOLTS * record["x"])
    activity, _ = neurokit2.emg_activation(emg_amplitude=envelope, sampling_rate=record["rate"], method="mixture", threshold=share, duration_min=least)
    return ranges(np.asarray(activity["EMG_Activity"]) > 0)


DETECTORS = [
    ("BioSPPy find_onsets", biosppy.__version__, find_onsets, {"size": [0.01, 0.02, 0.05], "multiple": [2, 4, 8]}),
    ("BioSPPy hodges_bui", biosppy.__version__, hodges_bui, {"size": [0.02, 0.05], "threshold": [3, 6, 10]}),
    ("BioSPPy bonato", biosppy.__version__, bonato, {"threshold": [5, 10, 20], "active": [5, 10], "duration": [5, 15]}),
    ("NeuroKit threshold", neurokit2.__version__, neurokit_threshold, {"multiple": [2, 4, 8], "least": [0.01, 0.03, 0.05]}),
    ("NeuroKit mixture", neurokit2.__version__, neurokit_mixture, {"share": [0.33, 0.9, 0.99, 0.999], "least": [0.01, 0.03]}),
]


def load(folder):
    records = []
    for line in (folder / "records.jsonl").read_text().splitlines():
        about = json.loads(line)
        raw = np.fromfile(folder / about["file"], dtype="<f4").astype(float)
        rate = about["samplingHz"]
        x = sosfiltfilt(butter(2, [30, min(450, 0.45 * rate)], "bandpass", fs=rate, output="sos"), raw)
        end = max(0, int((about["bursts"][0]["onsetSeconds"] - REST_GUARD_SECONDS) * rate))
        rest = slice(max(0, int(end - REST_SECONDS * rate)), end)
        records.append({"half": about["half"], "rate": rate, "x": x, "rest": x[rest], "rest_slice": rest, "truth": [b["centroidSeconds"] for b in about["bursts"]]})
    return records


def score(records, detect, options, failures):
    sums = {"truth": 0, "detected": 0, "matched": 0}
    for record in records:
        try:
            found = centroids(record["x"], detect(record, **options), record["rate"])
        except (ValueError, IndexError, TypeError) as error:
            # Some detectors raise where they find nothing; that counts as nothing found, and is said.
            failures[str(error)[:80]] = failures.get(str(error)[:80], 0) + 1
            found = []
        sums["truth"] += len(record["truth"])
        sums["detected"] += len(found)
        sums["matched"] += matched(record["truth"], found)
    return sums


def main():
    folder = pathlib.Path(sys.argv[1])
    warnings.simplefilter("ignore")
    records = load(folder)
    out = []
    for name, version, detect, grid in DETECTORS:
        failures = {}
        best, best_f1 = None, -1.0
        for values in itertools.product(*grid.values()):
            options = dict(zip(grid, values))
            sums = score([r for r in records if r["half"] == "tuned"], detect, options, failures)
            f1 = 2 * sums["matched"] / (sums["truth"] + sums["detected"])
            if f1 > best_f1:
                best, best_f1 = options, f1
        tested = score([r for r in records if r["half"] == "tested"], detect, best, failures)
        print(name, best, f"F1 tuned {best_f1:.3f}", tested, failures)
        out.append({"name": name, "version": version, "tuned": ", ".join(f"{k} {v}" for k, v in best.items()), **tested})
    (folder / "other-detectors.json").write_text(json.dumps({"schema": "klonos-other-detectors/1", "detectors": out}, indent=1) + "\n")


main()
