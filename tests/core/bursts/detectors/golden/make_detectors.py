"""Golden vectors of the published detectors. pip install numpy scipy biosppy peakutils ruptures PyWavelets; python make_detectors.py

BioSPPy 2.1 where its algorithm is the paper's, with rest statistics given as a dict (its own are taken from the un-rectified rest);
ruptures 1.1 for PELT with a cost of its own; PyWavelets for the Morlet transform; else written here from the description, without
looking at Klonos' code, as plain as possible.
"""
import json
import os

import numpy as np
import pywt
import ruptures as rpt
from biosppy.signals import emg
from scipy.signal import butter, find_peaks, sosfiltfilt

FS = 1000.0
HIGH = 450.0
rng = np.random.default_rng(5)


def signal():
    n = 2400
    gain = np.ones(n)
    for k, centre in enumerate(range(700, 2300, 170)):
        t = np.arange(n) - centre
        gain += (5.0 - 0.3 * k) * np.exp(-0.5 * (t / 16.0) ** 2)
    x = sosfiltfilt(butter(2, [30, HIGH], "bandpass", fs=FS, output="sos"), rng.standard_normal(n)) * gain
    return np.round(x - x.mean(), 5)


x = signal()
REST = [0, 600]
rest = x[REST[0]:REST[1]]


def low(cut, y):
    return sosfiltfilt(butter(2, cut, "lowpass", fs=FS, output="sos"), y)


def runs(mask):
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]])))
    return [[int(a), int(b)] for a, b in zip(edges[::2], edges[1::2])]


def hodges():
    width = 25
    threshold = low(50, np.abs(rest)).mean() + 3 * low(50, np.abs(rest)).std()
    y = low(50, np.abs(x))
    means = np.array([y[k:k + width].mean() for k in range(len(y) - width + 1)])
    return [[a + width // 2, b + width // 2] for a, b in runs(means >= threshold)]


def hodges_biosppy():
    r = np.abs(rest)
    onsets, _ = emg.hodges_bui_onset_detector(x, {"mean": r.mean(), "std_dev": r.std()}, FS, size=25, threshold=2)
    return [int(v) for v in onsets]


def lidierth_biosppy():
    width = 10
    m = np.convolve(np.abs(rest), np.ones(width) / width, "valid")
    onsets, _ = emg.lidierth_onset_detector(x, {"mean": m.mean(), "std_dev": m.std()}, FS, size=width, threshold=3, active_state_duration=15, fail_size=10)
    return [int(v) for v in onsets]


def bonato():
    """Every window of five pairs; active from the first to the last value above, then 15 ms (8 pairs, rounded) closed and opened."""
    z = lambda v: (v[0::2][: len(v) // 2] ** 2 + v[1::2][: len(v) // 2] ** 2) / rest.var()
    p = 1 - 0.95 ** (1 / 5)
    above = z(x) > -2 * np.log(p)
    joined = []
    for k in np.flatnonzero(above):
        if joined and k < joined[-1][1] + 5:
            joined[-1][1] = k + 1
        else:
            joined.append([k, k + 1])
    closed = []
    for a, b in joined:
        if closed and a - closed[-1][1] < 8:
            closed[-1][1] = b
        else:
            closed.append([a, b])
    return [[int(2 * a), int(2 * b)] for a, b in closed if b - a >= 8]


def bonato_adaptive():
    """Each range of the plain form cut back to the first and last value above the height that activity of the local SNR exceeds with probability 0.99."""
    z = (x[0::2][: len(x) // 2] ** 2 + x[1::2][: len(x) // 2] ** 2) / rest.var()
    zeta = -2 * np.log(1 - 0.95 ** (1 / 5))
    p = 1 - 0.01 ** (1 / 5)
    out = []
    for a, b in bonato():
        inside = []
        for k in range(a // 2, b // 2):
            near = z[max(0, k - 250):k + 251]
            strong = near[near > zeta]
            if z[k] > max(zeta, -strong.mean() * np.log(p) if len(strong) else 0):
                inside.append(k)
        out.append([2 * inside[0], 2 * inside[-1] + 2] if inside else [a, b])
    return out


def state_machine(test, threshold, hold, fail):
    """The state changes at the first of a series that has `hold` more values beyond the threshold and no gap above `fail`."""
    edges, on, k = [], False, 0
    side = test >= threshold
    while k < len(test):
        if side[k] == on:
            k += 1
            continue
        held = gap = 0
        j = k + 1
        while j < len(test) and held < hold and gap <= fail:
            if side[j] != on:
                held, gap = held + 1, 0
            else:
                gap += 1
            j += 1
        if held == hold:
            edges.append(k)
            on = not on
        elif gap <= fail:
            break
        k = j
    if on:
        edges.append(len(test))
    return [[edges[i], edges[i + 1]] for i in range(0, len(edges), 2)]


def abbink():
    y = low(30, np.abs(x))
    threshold = low(30, np.abs(rest)).mean() + 3 * low(30, np.abs(rest)).std()
    w = 30
    side = y >= threshold

    def index(j, rising):
        before, after = side[j - w:j].sum(), side[j:j + w].sum()
        return (w - before) + after if rising else before + (w - after)

    def best(at, rising):
        places = np.arange(max(w, at - w), min(len(y) - w, at + w) + 1)
        return int(places[np.argmax([index(j, rising) for j in places])])

    return [[best(a, True), b if b == len(y) else best(b, False)] for a, b in state_machine(y, threshold, w // 2, w // 4)]


def tkeo():
    def energy(v):
        e = np.zeros_like(v)
        e[1:-1] = v[1:-1] ** 2 - v[:-2] * v[2:]
        return low(50, np.abs(e))
    return state_machine(energy(x), energy(rest).mean() + 8 * energy(rest).std(), 10, 0)


def aglr():
    y = x / rest.std()
    w, h = 25, 10.0

    def ratio(a, b):
        return np.mean(y[a:b] ** 2)

    def gain(n, r):
        return n / 2 * (r - 1 - np.log(r)) if r > 1 else 0.0

    alarm = lambda end: gain(w, ratio(end - w, end)) >= h
    out, earliest, end = [], 0, w
    while end <= len(y):
        if not alarm(end):
            end += 1
            continue
        first = max(earliest, end - 2 * w)
        start = first + int(np.argmax([gain(end - j, ratio(j, end)) for j in range(first, end)]))
        last = end
        while last < len(y) and alarm(last + 1):
            last += 1
        if last == len(y):
            stop = last
        else:
            a, b = max(start + 1, last - w), min(len(y), last + w)
            v = max(1.0, ratio(start, a))
            # Log likelihood of variance v up to j and 1 after it, up to a constant.
            ll = [-0.5 * np.sum(y[start:j] ** 2 / v + np.log(v)) - 0.5 * np.sum(y[j:b] ** 2) for j in range(a, b)]
            stop = a + int(np.argmax(ll))
        if stop > start:
            out.append([start, stop])
        earliest = max(stop, last - w)
        end = max(last, stop + w - 1) + 1
    return out


def morlet(x=x):
    """PyWavelets' own cmorB-C (ψ(u) = e^(−u²/B)·e^(2πiCu)/√(πB)) with u in samples, convolved by NumPy. Its cwt cannot be used: it goes over the
    integral of the wavelet and so adds an echo where that is not zero, as it is for so wide a band."""
    f0, f1 = 74.8, 193.9
    sigma = np.sqrt(np.log(2)) / (np.pi * (f1 - f0)) * FS
    b, c = 2 * sigma ** 2, (f0 + f1) / 2 / FS
    w = pywt.ContinuousWavelet(f"cmor{b:.12f}-{c:.12f}")
    w.lower_bound, w.upper_bound = -16, 16
    psi, u = w.wavefun(15)
    lags = np.arange(-15, 16)
    kernel = np.interp(lags, u, psi.real) + 1j * np.interp(lags, u, psi.imag)
    return np.abs(np.convolve(x, kernel, "same")) / np.abs(kernel).sum()


def wavelet():
    """Peaks of the smoothed magnitude at least 100 ms apart above rest, each from 5 to 95 % of the energy within 50 ms, no farther than the lowest point on the way to its neighbour."""
    y, r = low(20, morlet()), low(20, morlet(rest))
    peaks, _ = find_peaks(y, height=r.mean() + 5 * r.std(), distance=100)
    valleys = [0] + [int(a + np.argmin(y[a:b + 1])) for a, b in zip(peaks[:-1], peaks[1:])] + [len(x)]
    out = []
    for peak, left, right in zip(peaks, valleys[:-1], valleys[1:]):
        a, b = max(left, peak - 50), min(right, peak + 51)
        share = np.cumsum(x[a:b] ** 2) / np.sum(x[a:b] ** 2)
        out.append([int(a + np.argmax(share > 0.05)), int(a + np.argmax(share >= 0.95) + 1)])
    return out


class Variance(rpt.base.BaseCost):
    model, min_size = "", 8

    def fit(self, signal):
        self.signal = signal
        self.sums = np.concatenate([[0.0], np.cumsum(signal[:, 0] ** 2)])
        return self

    def error(self, start, end):
        n = end - start
        return n * (np.log((self.sums[end] - self.sums[start]) / n) + 1)


def optimal(cost, n, least, penalty):
    """Optimal partitioning without pruning."""
    best, last = np.full(n + 1, np.inf), np.zeros(n + 1, int)
    best[0] = -penalty
    for end in range(least, n + 1):
        starts = [0] + list(range(least, end - least + 1))
        values = [best[s] + cost.error(s, end) + penalty for s in starts]
        last[end] = starts[int(np.argmin(values))]
        best[end] = min(values)
    changes, end = [], n
    while last[end] > 0:
        changes.insert(0, int(last[end]))
        end = last[end]
    return changes


def pelt():
    y = x[500:1300].reshape(-1, 1)
    cost = Variance().fit(y)
    penalty = 2 * np.log(len(y))
    mine = optimal(cost, len(y), 8, penalty)
    theirs = rpt.Pelt(custom_cost=Variance(), min_size=8, jump=1).fit(y).predict(pen=penalty)[:-1]
    return {"from": 500, "to": 1300, "leastSamples": 8, "optimal": mine, "ruptures": [int(v) for v in theirs]}


magnitude = morlet()
golden = {
    "samplingHz": FS, "bandHighHz": HIGH, "rest": REST, "samples": x.tolist(),
    "hodges": hodges(), "hodgesBiosppy": hodges_biosppy(), "lidierthBiosppy": lidierth_biosppy(), "bonato": bonato(), "bonatoAdaptive": bonato_adaptive(), "wavelet": wavelet(),
    "abbink": abbink(), "tkeo": tkeo(), "aglr": aglr(), "pelt": pelt(),
    "morlet": {"from": 600, "step": 5, "values": [round(float(v), 6) for v in magnitude[600:1600:5]]},
}
path = os.path.join(os.path.dirname(__file__), "detectors.json")
with open(path, "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
print({k: v for k, v in golden.items() if k not in ("samples", "morlet")})
