"""Reference of amplitude, stereotypy, co-contraction and envelope correlation (numpy, SciPy). Writes activity.json:  python3 activity_reference.py"""
import json
import pathlib

import numpy as np
from scipy import stats


def stereotypy(windows, lag):
    """Plain restatement: every burst against the sum of the others, shifted by whole samples, three rounds."""
    w = np.array([x / np.linalg.norm(x) for x in windows])
    n = w.shape[1] - 2 * lag
    at = [0] * len(w)
    for _ in range(3):
        r = []
        for k in range(len(w)):
            others = sum(w[j][lag + at[j]: lag + at[j] + n] for j in range(len(w)) if j != k)
            scores = [w[k][lag + s: lag + s + n] @ others / np.linalg.norm(w[k][lag + s: lag + s + n]) / np.linalg.norm(others) for s in range(-lag, lag + 1)]
            at[k] = int(np.argmax(scores)) - lag
            r.append(max(scores))
    return float(np.mean(r))


def main():
    rng = np.random.default_rng(11)
    lag, n = 8, 60
    shape = np.convolve(rng.standard_normal(n + 40), np.hanning(9), "same") * np.hanning(n + 40)
    windows = []
    for _ in range(7):
        x = 0.6 * np.convolve(rng.standard_normal(n + 2 * lag), np.hanning(9), "same")
        s = int(rng.integers(-6, 7))
        x += np.pad(shape, 60)[60 + 12 + s: 60 + 12 + s + n + 2 * lag]
        windows.append(np.round(x, 6).tolist())

    powers = np.round((1 + 0.3 * rng.random(9)) * np.exp(-0.1 * np.arange(9)) ** 2 + 0.05, 6)
    logs = np.log(np.sqrt(powers - 0.05))
    line = stats.linregress(np.arange(9), logs)
    half = stats.t.ppf(0.975, 7) * line.stderr
    aj = 1.048 * np.median(np.abs(np.diff(logs)))
    df = 0.48 * 2 * 8 ** 2 / (3 * 9 - 4)

    fs = 50
    t = np.arange(30 * fs) / fs
    a = np.maximum(0, np.sin(2 * np.pi * t)) + 0.3 * rng.random(len(t))
    b = np.maximum(0, -np.sin(2 * np.pi * (t - 0.1))) + 0.3 * rng.random(len(t))
    a, b = np.round(a, 6), np.round(b, 6)
    z = np.array([[np.arctanh(np.corrcoef(x[max(0, -k): 100 - max(0, k)], y[max(0, k): 100 + min(0, k)])[0, 1]) for k in range(-38, 39)]
                  for x, y in ((a[i: i + 100], b[i: i + 100]) for i in range(0, len(a) - 99, 100))])
    mean = z.mean(0)
    error = stats.t.ppf(0.975, len(z) - 1) * stats.sem(z[:, 38])
    common = np.minimum(a[:100] / a[:100].max(), b[:100] / b[:100].max())
    out = {
        "lag": lag, "windows": windows, "stereotypy": stereotypy(windows, lag),
        "powers": powers.tolist(), "rest": 0.05, "amplitudeJitter": aj, "fade": line.slope, "fadeInterval": [100 * (line.slope - half), 100 * (line.slope + half)],
        "jitterInterval": [aj * np.sqrt(df / stats.chi2.ppf(p, df)) for p in (0.975, 0.025)],
        "samplingHz": fs, "a": a.tolist(), "b": b.tolist(), "zeroLag": float(np.tanh(mean[38])), "zeroLagInterval": np.tanh([mean[38] - error, mean[38] + error]).tolist(),
        "peak": float(np.tanh(mean.max())), "peakLagSeconds": (int(mean.argmax()) - 38) / fs,
        "cocon": float(200 * common.sum() / (a[:100] / a[:100].max() + b[:100] / b[:100].max()).sum()),
    }
    pathlib.Path(__file__).with_name("activity.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
