"""Golden peaks: scipy.signal.find_peaks(height, distance) on smoothed noise, quantised so that plateaus occur.
Run: python3 tests/core/bursts/golden/peaks.py > tests/core/bursts/golden/peaks.json"""
import json
import numpy as np
from scipy.signal import find_peaks

rng = np.random.default_rng(7)
cases = []
for distance, quantum in ((1, 0.0), (12, 0.0), (40, 0.0), (12, 0.05)):
    x = np.convolve(rng.standard_normal(430), np.hanning(9) / 4, mode="same")[15:415]
    if quantum:
        x = np.round(x / quantum) * quantum
    x = np.round(x, 6)
    height = 0.2
    peaks, _ = find_peaks(x, height=np.nextafter(height, 1), distance=distance)
    cases.append({"distance": distance, "height": height, "envelope": x.tolist(), "peaks": peaks.tolist(), "unique": quantum == 0.0})
print(json.dumps(cases))
