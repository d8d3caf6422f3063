"""Writes views.json with SciPy and NumPy: response curves, spectrograms, spectrum summaries, likeness of curves. Run: python3 make_views.py."""

import json
from pathlib import Path

import numpy as np
from scipy.signal import butter, sosfreqz, spectrogram, welch

HERE = Path(__file__).parent


def noise(n, seed):
    """Park-Miller generator, the same in tests/core/signal/noise.ts."""
    values = np.empty(n)
    state = seed
    for i in range(n):
        state = (16807 * state) % 2147483647
        values[i] = state / 2147483647 - 0.5
    return values


def responses():
    cases = []
    for fs, low, high in [(2000, 30, 450), (1000, 30, 450), (4000, 20, 500), (1024, 75, 300)]:
        hz = np.geomspace(1, fs / 2, 60)[:-1]
        top = min(high, 0.45 * fs)
        band = np.abs(sosfreqz(butter(2, [low, top], "bandpass", fs=fs, output="sos"), worN=hz, fs=fs)[1]) ** 2
        envelope = np.abs(sosfreqz(butter(2, 20, "lowpass", fs=fs, output="sos"), worN=hz, fs=fs)[1]) ** 2
        fine = np.geomspace(1, fs / 2, 400_000)[:-1]
        gain = np.abs(sosfreqz(butter(2, [low, top], "bandpass", fs=fs, output="sos"), worN=fine, fs=fs)[1]) ** 2
        inside = fine[gain >= np.sqrt(0.5)]
        cases.append({"samplingHz": fs, "bandLowHz": low, "bandHighHz": high, "hz": hz.tolist(), "band": band.tolist(), "envelope": envelope.tolist(), "halfPowerHz": [inside[0], inside[-1]]})
    return cases


def spectrograms():
    cases = []
    for fs, n, seed, piece, hop in [(1000, 3000, 5, 128, 16), (2000, 2500, 9, 200, 37), (500, 64, 3, 64, 8)]:
        x = noise(n, seed) + 0.2
        nfft = 1 << (piece - 1).bit_length()
        f, t, s = spectrogram(x, fs, window="hann", nperseg=piece, noverlap=piece - hop, nfft=nfft, detrend="constant", scaling="density", mode="psd")
        picks = [(int(c), int(r)) for c in np.linspace(0, len(t) - 1, 6) for r in np.linspace(0, len(f) - 1, 9)]
        cases.append({"samplingHz": fs, "samples": n, "seed": seed, "piece": piece, "hop": hop, "columns": len(t), "rows": len(f), "firstSeconds": t[0], "at": picks, "density": [s[r, c] for c, r in picks]})
    return cases


def summaries():
    cases = []
    for fs, n, seed, low, high in [(1000, 8000, 4, 30, 450), (2000, 6000, 8, 20, 500)]:
        x = np.convolve(noise(n, seed), [1, 0.6, 0.2, -0.3], "same")
        piece = fs // 2
        f, p = welch(x, fs, window="hann", nperseg=piece, nfft=1 << (piece - 1).bit_length(), detrend="constant")
        # The density is flat inside a bin: integrated on a fine grid.
        grid = np.linspace(low, high, 2_000_001)
        middle = (grid[:-1] + grid[1:]) / 2
        own = p[np.rint(middle / f[1]).astype(int)] * np.diff(grid)
        total = own.sum()
        inside = np.where((f >= low) & (f <= high))[0]
        cases.append({"samplingHz": fs, "samples": n, "seed": seed, "low": low, "high": high, "power": total, "meanHz": float((own * middle).sum() / total), "medianHz": float(middle[np.searchsorted(np.cumsum(own), total / 2)]), "peakHz": float(f[inside[np.argmax(p[inside])]])})
    return cases


def overlay():
    curves = np.array([np.exp(-0.5 * ((np.arange(41) - 20 - k % 3) / (4 + k % 2)) ** 2) * (1 + 0.1 * k) + 0.05 * noise(41, 11 + k) for k in range(7)])
    likeness = [float(np.corrcoef(curves[k], np.delete(curves, k, 0).mean(0))[0, 1]) for k in range(7)]
    return {"curves": curves.tolist(), "mean": curves.mean(0).tolist(), "spread": curves.std(0, ddof=1).tolist(), "likeness": likeness, "median": float(np.median(likeness))}


(HERE / "views.json").write_text(json.dumps({"responses": responses(), "spectrograms": spectrograms(), "summaries": summaries(), "overlay": overlay()}) + "\n")
