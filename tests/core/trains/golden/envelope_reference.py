"""Reference of the envelope's rhythm from numpy and SciPy. Writes envelope.json beside itself:  python3 envelope_reference.py"""
import json
import pathlib

import numpy as np
from scipy import signal, stats

FS, RATE = 100.0, 5.5


def main():
    rng = np.random.default_rng(5)
    beats = 1.2 + np.cumsum(np.exp(0.05 * rng.standard_normal(30)) / RATE)
    t = np.arange(int((beats[-1] + 1.2) * FS)) / FS
    x = np.round(sum(np.exp(-0.5 * ((t - b) / 0.025) ** 2) for b in beats) + 0.02 * rng.random(len(t)), 6)
    start, end = int(round((beats[0] - 0.06) * FS)), int(round((beats[-1] + 0.06) * FS))
    inside = x[start:end]
    y = inside - inside.mean()
    n = len(y)
    r = np.array([(y[: n - k] * y[k:]).sum() / (n - k) for k in range(61)]) / (y ** 2).mean()
    lags = np.arange(9, 61)
    best = max((k for k in lags[1:-1] if r[k] > r[k - 1] and r[k] >= r[k + 1]), key=lambda k: r[k])
    # A dense transform stands for the parabola: within a hundredth of a bin of 1/T.
    f, p = signal.periodogram(signal.detrend(inside), FS, "hann", nfft=2 ** 19, detrend=False)
    band = (f >= 1.5) & (f <= 15)
    top = np.flatnonzero(band)[np.argmax(p[band])]
    left, right = top, top
    while p[left] > p[top] / 2:
        left -= 1
    while p[right] > p[top] / 2:
        right += 1
    z = signal.sosfiltfilt(signal.butter(2, [RATE - 2, RATE + 2], "bandpass", fs=FS, output="sos"), x)
    k = np.flatnonzero((z[:-1] <= 0) & (z[1:] > 0)) + 1
    k = k[(k >= start) & (k < end)]
    crossings = (k - 1 + z[k - 1] / (z[k - 1] - z[k])) / FS
    out = {
        "samplingHz": FS, "rateHz": RATE, "start": start, "end": end, "values": x.tolist(), "autocorrelation": float(r[best]), "lagSamples": int(best),
        "spectrumPeakHz": float(f[top]), "halfWidthHz": float(f[right] - f[left]), "resolutionHz": FS / n,
        "crossings": len(crossings), "stabilityIndexHz": float(stats.iqr(np.diff(1 / np.diff(crossings)))),
    }
    pathlib.Path(__file__).with_name("envelope.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
