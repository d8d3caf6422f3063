"""How often the intervals of the envelope's rhythm cover the truth, nominal 0.95 (numpy, SciPy):  python3 envelope_coverage.py

Gaussian bursts of 25 ms SD at the beats of a self-timed cycle of known jitter, amplitude jitter 0.25, a little noise, 100 Hz. Truth: autocorrelation and
stability index of a train of 6000 beats, one over the mean interval for the spectral peak. The formulas of
src/core/trains/envelope-rhythm.ts, written again; it prints, and writes nothing.
"""
import numpy as np
from scipy import signal, stats

FS, RATE, LEVEL, RUNS = 100.0, 5.5, 0.95, 300
TAIL = (1 - LEVEL) / 2


def train(rng, intervals):
    beats = 1.2 + np.concatenate([[0], np.cumsum(intervals)])
    t = np.arange(int((beats[-1] + 1.2) * FS)) / FS
    x = 0.02 * rng.random(len(t))
    for beat, height in zip(beats, np.exp(0.25 * rng.standard_normal(len(beats)))):
        near = slice(max(0, int((beat - 0.15) * FS)), int((beat + 0.15) * FS) + 1)
        x[near] += height * np.exp(-0.5 * ((t[near] - beat) / 0.025) ** 2)
    start, end = int(round((beats[0] - 0.06) * FS)), int(round((beats[-1] + 0.06) * FS))
    return x, start, end, len(intervals) / (beats[-1] - beats[0])


def peak(values):
    tops = [k for k in range(1, len(values) - 1) if values[k] > values[k - 1] and values[k] >= values[k + 1]]
    if not tops:
        return None
    k = max(tops, key=lambda top: values[top])
    a, b, c = values[k - 1 : k + 2]
    shift = 0.5 * (a - c) / (a - 2 * b + c)
    return k, shift, b - 0.25 * (a - c) * shift


def autocorrelation(inside):
    n = len(inside)
    y = inside - inside.mean()
    r = np.array([(y[: n - k] * y[k:]).sum() / (n - k) for k in range(9, min(60, n // 2) + 1)]) / (y ** 2).mean()
    found = peak(r)
    if found is None:
        return None
    lag, height = 9 + found[0], found[2]
    early, late = y[: n - lag], y[lag:]
    stretch = np.searchsorted([(k * (n - lag)) // 5 for k in range(1, 5)], np.arange(n - lag), side="right")
    z = np.arctanh(np.clip([(early * late)[stretch != k].sum() / ((early ** 2 + late ** 2) / 2)[stretch != k].sum() for k in range(5)], -0.999999, 0.999999))
    half = stats.t.ppf(1 - TAIL, 4) * np.sqrt(4 / 5 * ((z - z.mean()) ** 2).sum())
    centre = np.arctanh(np.clip(height, -0.999999, 0.999999))
    return height, np.tanh(centre - half), np.tanh(centre + half)


def spectral_peak(inside):
    n = len(inside)
    size = 1 << int(np.ceil(np.log2(8 * n)))
    power = np.abs(np.fft.rfft(signal.detrend(inside) * signal.windows.hann(n, sym=False), size)) ** 2
    first, last = int(np.ceil(1.5 * size / FS)), int(15 * size / FS)
    found = peak(power[first : last + 1])
    return None if found is None else (first + found[0] + found[1]) * FS / size


def cycles(x, start, end, rate):
    y = signal.sosfiltfilt(signal.butter(2, [max(0.5 * rate, rate - 2), rate + 2], "bandpass", fs=FS, output="sos"), x)
    k = np.flatnonzero((y[:-1] <= 0) & (y[1:] > 0)) + 1
    k = k[(k >= start) & (k < end)]
    return 1 / np.diff((k - 1 + y[k - 1] / (y[k - 1] - y[k])) / FS)


def main():
    rng = np.random.default_rng(5)
    for jitter in (0.05, 0.15, 0.3):
        x, start, end, rate = train(rng, np.exp(jitter * rng.standard_normal(5999)) / RATE)
        true_r, true_index, true_rate = autocorrelation(x[start:end])[0], stats.iqr(np.diff(cycles(x, start, end, rate))), RATE / np.exp(jitter ** 2 / 2)
        for beats in (6, 8, 10, 15, 25, 60):
            hits = {"autocorrelation": [], "spectral peak": [], "stability index": []}
            for _ in range(RUNS):
                intervals = np.exp(jitter * rng.standard_normal(beats - 1)) / RATE
                x, start, end, rate = train(rng, intervals)
                m = beats - 1
                j = np.sqrt(2 * np.mean(((intervals[1:] - intervals[:-1]) / (intervals[1:] + intervals[:-1])) ** 2))
                found = autocorrelation(x[start:end])
                if found is not None:
                    hits["autocorrelation"].append(found[1] <= true_r <= found[2])
                top = spectral_peak(x[start:end])
                if top is not None:
                    reach = stats.t.ppf(1 - TAIL, 2 * (m - 1) ** 2 / (3 * m - 4)) * np.hypot(1.3 * j / np.sqrt(m), 1.7 * j * j)
                    hits["spectral peak"].append(abs(np.log(top / true_rate)) <= reach)
                rates = cycles(x, start, end, rate)
                if len(rates) >= 3:
                    df = 0.48 * 2 * (len(rates) - 1) ** 2 / (3 * len(rates) - 4)
                    index = stats.iqr(np.diff(rates))
                    low, high = (index * np.sqrt(df / stats.chi2.ppf(p, df)) for p in (1 - TAIL, TAIL))
                    hits["stability index"].append(low <= true_index <= high)
            print(f"jitter {jitter} beats {beats:3d}", {name: f"{np.mean(each):.2f} of {len(each)}" for name, each in hits.items()}, flush=True)


if __name__ == "__main__":
    main()
