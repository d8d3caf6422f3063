"""Writes the golden vectors of tests/core/signal with SciPy and NumPy. Run: python3 make_golden.py (SciPy 1.17, NumPy 2.4)."""

import json
from pathlib import Path

import numpy as np
from scipy.signal import butter, detrend, sosfiltfilt, welch

HERE = Path(__file__).parent


def noise(n, seed):
    """Park-Miller generator, the same in tests/core/signal/noise.ts: exact in doubles, so no samples need to be stored."""
    values = np.empty(n)
    state = seed
    for i in range(n):
        state = (16807 * state) % 2147483647
        values[i] = state / 2147483647 - 0.5
    return values


def signal(n, seed, offset, slope):
    return noise(n, seed) + (offset + slope * np.arange(n))


def picked(n):
    """All of a short array; both ends and a spread of a long one."""
    if n <= 48:
        return list(range(n))
    return sorted(set(range(12)) | set(range(n - 12, n)) | set(np.linspace(12, n - 13, 24).astype(int).tolist()))


def filters():
    cases = []
    designs = lambda fs: [
        ("bandpass", 2, [30, min(450, 0.45 * fs)]), ("bandpass", 2, [75, min(300, 0.45 * fs)]), ("bandpass", 2, [5, 20]),
        ("bandpass", 1, [1, 200]), ("bandpass", 3, [20, 200]), ("bandpass", 4, [20, 200]),
        ("lowpass", 2, [20]), ("lowpass", 2, [10]), ("lowpass", 2, [6]), ("lowpass", 1, [50]), ("lowpass", 5, [100]),
        ("highpass", 2, [30]), ("highpass", 3, [20]),
    ]
    seed = 1
    for fs in [500, 1000, 1259.259, 2000, 2048, 5000]:
        for kind, order, edges in designs(fs):
            sos = butter(order, edges if len(edges) == 2 else edges[0], kind, fs=fs, output="sos")
            for n in ([40, 3001] if (kind, order) != ("lowpass", 2) or fs != 2000 else [10, 40, 3001, 200001]):
                seed += 1
                x = signal(n, seed, 3.0, 1e-4)
                try:
                    y = sosfiltfilt(sos, x)
                except ValueError:
                    continue
                at = picked(n)
                cases.append({"kind": kind, "order": order, "edges": edges, "samplingHz": fs, "samples": n, "seed": seed, "offset": 3.0, "slope": 1e-4,
                              "sos": sos.ravel().tolist(), "maximum": float(np.abs(y).max()), "at": at, "y": y[at].tolist()})
    return cases


def prepared():
    cases = []
    for fs, n, offset, slope, cutoff in [(500, 16, 0, 0, 20), (500, 700, 5, 0.01, 20), (1000, 5003, -40, 1e-3, 20), (1259.259, 4001, 0.2, 0, 20),
                                         (2000, 60001, 100, -1e-3, 20), (2000, 20000, 0, 0, 10), (2000, 20000, 0, 0, 6), (5000, 40007, 7, 1e-4, 20)]:
        seed = 1000 + n
        x = signal(n, seed, offset, slope)
        y = sosfiltfilt(butter(2, [30, min(450, 0.45 * fs)], "bandpass", fs=fs, output="sos"), detrend(x, type="linear"))
        e = sosfiltfilt(butter(2, cutoff, fs=fs, output="sos"), np.abs(y))
        step = max(1, int(fs // 500))
        grid = e[::step]
        power = np.array([np.mean(y[k:k + step] ** 2) for k in range(0, n, step)])
        at = picked(len(grid))
        cases.append({"samplingHz": fs, "samples": n, "seed": seed, "offset": offset, "slope": slope, "envelopeHz": cutoff, "gridStep": step, "points": len(grid),
                      "maximum": float(np.abs(y).max()), "at": at, "envelope": grid[at].tolist(), "power": power[at].tolist()})
    return cases


def spectra():
    transforms = []
    for n in [2, 8, 64, 4096]:
        spectrum = np.fft.rfft(noise(n, n))
        at = picked(len(spectrum))
        transforms.append({"size": n, "seed": n, "at": at, "real": spectrum.real[at].tolist(), "imaginary": spectrum.imag[at].tolist()})
    averaged = []
    for fs, n, segment in [(1000, 5000, 1000), (2000, 4096, 256), (500, 300, 1000)]:
        x = signal(n, n, 2.0, 0)
        used = min(n, segment)
        size = 1 << (used - 1).bit_length()
        _, density = welch(x, fs, window="hann", nperseg=used, noverlap=used // 2, nfft=size, detrend="constant")
        at = picked(len(density))
        averaged.append({"samplingHz": fs, "samples": n, "seed": n, "offset": 2.0, "segmentSamples": segment, "bins": len(density), "at": at, "density": density[at].tolist()})
    return {"transforms": transforms, "welch": averaged}


for name, content in [("filters", filters()), ("prepared", prepared()), ("spectra", spectra())]:
    (HERE / f"{name}.json").write_text(json.dumps(content) + "\n")
