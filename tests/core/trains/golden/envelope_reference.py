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
    # The peak by a parabola, its interval by leaving out fifths of the pairs in turn, on Fisher's z.
    a, b, c = r[best - 1], r[best], r[best + 1]
    peak = b - 0.25 * (a - c) * 0.5 * (a - c) / (a - 2 * b + c)
    early, late = y[: n - best], y[best:]
    fifth = np.searchsorted([(k * (n - best)) // 5 for k in range(1, 5)], np.arange(n - best), side="right")
    zs = np.arctanh([(early * late)[fifth != k].sum() / ((early ** 2 + late ** 2) / 2)[fifth != k].sum() for k in range(5)])
    half = stats.t.ppf(0.975, 4) * np.sqrt(4 / 5 * ((zs - zs.mean()) ** 2).sum())
    autocorrelation_interval = np.tanh(np.arctanh(peak) + np.array([-half, half]))
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
    cycles = len(k) - 1
    crossings = (k - 1 + z[k - 1] / (z[k - 1] - z[k])) / FS
    tsi = float(stats.iqr(np.diff(1 / np.diff(crossings))))
    df = 0.48 * 2 * (cycles - 1) ** 2 / (3 * cycles - 4)
    tsi_interval = [tsi * float(np.sqrt(df / stats.chi2.ppf(p, df))) for p in (0.975, 0.025)]
    jitter, m = 0.05, 20
    scatter = np.sqrt((1.3 * jitter) ** 2 / m + (1.7 * jitter ** 2) ** 2)
    factor = float(np.exp(stats.t.ppf(0.975, 2 * (m - 1) ** 2 / (3 * m - 4)) * scatter))
    out = {
        "samplingHz": FS, "rateHz": RATE, "start": start, "end": end, "values": x.tolist(), "autocorrelation": float(r[best]), "lagSamples": int(best),
        "spectrumPeakHz": float(f[top]), "halfWidthHz": float(f[right] - f[left]), "resolutionHz": FS / n,
        "crossings": len(crossings), "stabilityIndexHz": tsi, "stabilityIndexInterval": tsi_interval, "autocorrelationInterval": autocorrelation_interval.tolist(),
        "spectrumInterval": {"peakHz": 5.5, "jitter": jitter, "count": m, "interval": [5.5 / factor, 5.5 * factor]},
    }
    pathlib.Path(__file__).with_name("envelope.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
