"""Independent simulation of the noise-floor corrections with SciPy. Run: python3 make_noise_floor.py (10 seconds)."""

import json
from pathlib import Path

import numpy as np
from scipy.signal import butter, sosfiltfilt

rng = np.random.default_rng(20)
rows = []
for band in [(30, 450), (30, 180), (60, 360), (30, 700)]:
    for cutoff in (20, 10, 6, 4):
        fs, ratios, sigmas = 2000, [], []
        for _ in range(80):
            y = sosfiltfilt(butter(2, band, "bandpass", fs=fs, output="sos"), rng.standard_normal(22 * fs))
            e = sosfiltfilt(butter(2, cutoff, fs=fs, output="sos"), np.abs(y))[fs:-fs]
            blocks = e.reshape(-1, 40)
            quiet = np.argsort(blocks.max(1))[: len(blocks) // 5]
            ratios.append(e.mean() / blocks[quiet].mean())
            sigmas.append(e.var() / e.mean() ** 2)
        rows.append({"band": band, "envelopeHz": cutoff, "quietToMean": float(np.mean(ratios)), "sigmaOverMean": float(np.sqrt(np.mean(sigmas)))})
(Path(__file__).parent / "noise-floor.json").write_text(json.dumps(rows, indent=1) + "\n")
