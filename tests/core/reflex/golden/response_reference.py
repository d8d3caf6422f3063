"""Amplitudes of single responses, written anew with NumPy and SciPy (science.md 5.2, 5.3): peak to peak between 5 and 450 Hz, before the 30 Hz high-pass,
M-wave, background.

Writes responses.json beside itself:  python3 tests/core/reflex/golden/response_reference.py
Records are made from known waves at known times on drifting electrodes; `truth` is the height of the wave as made, `found` what SciPy's zero-phase Butterworth
of the same band gives in the same windows. The latency is that of latency_reference.py, which is compared elsewhere.
"""
import json
import pathlib

import numpy as np
from scipy import signal

rng = np.random.default_rng(23)


def wave(t, at, seconds, height):
    """A biphasic potential whose peak to peak is `height`."""
    s = (t - at) / seconds
    shape = np.where((s >= 0) & (s <= 1), np.sin(2 * np.pi * s) * (1 - np.cos(2 * np.pi * s)), 0.0)
    return height * shape / (shape.max() - shape.min())


def case(name, hz, waves, window, m_window, noise, drift):
    mark = 0.7
    t = np.arange(int(1.6 * hz)) / hz
    x = noise * rng.standard_normal(len(t)) + drift * np.sin(2 * np.pi * 0.4 * t) + 3.0
    for at, seconds, height in waves:
        x += wave(t, mark + at, seconds, height)
    x = np.round(x, 5)
    y = signal.sosfiltfilt(signal.butter(2, [5, min(450, 0.45 * hz)], "bandpass", fs=hz, output="sos"), x - x.mean())
    at = lambda seconds: int(np.floor(mark * hz + seconds * hz + 0.5))
    span = lambda a, b: float(np.ptp(y[at(a) : at(b)]))
    found = {"background": float(np.sqrt(np.mean(y[at(-0.1) : at(-0.01)] ** 2))), "noise": span(*window)}
    if m_window is not None:
        m, quiet = span(*m_window), span(-0.1, -0.1 + m_window[1] - m_window[0])
        found["mWave"] = m if m >= 3 * quiet else None
    # Peak to peak anywhere within the response: from 3 ms before its onset to 30 ms after, which begins within 3 ms of when it was made.
    late = waves[-1] if waves else None
    if late is not None:
        found["response"] = [span(late[0] - 0.003, late[0] + 0.03), span(late[0], late[0] + 0.033)]
    return {"name": name, "samplingHz": hz, "markSample": mark * hz, "samples": [round(float(v), 5) for v in x], "window": window, "mWindow": m_window, "truth": {"response": late[2] if late else None, "mWave": waves[0][2] if m_window and len(waves) > 1 else None, "onset": late[0] if late else None}, "found": found}


cases = [
    case("Achilles tap", 2000, [(0.031, 0.014, 2.0)], [0.022, 0.045], None, 0.01, 0.4),
    case("slow wave, most of it below 30 Hz", 1000, [(0.032, 0.028, 1.0)], [0.022, 0.045], None, 0.01, 0.2),
    case("H-reflex behind an M-wave", 2000, [(0.006, 0.008, 3.0), (0.031, 0.014, 1.2)], [0.024, 0.045], [0.004, 0.02], 0.01, 0.1),
    case("no response", 2000, [], [0.022, 0.045], None, 0.02, 0.3),
    case("no M-wave", 2000, [(0.031, 0.014, 0.8)], [0.024, 0.045], [0.004, 0.02], 0.02, 0.1),
]
path = pathlib.Path(__file__).with_name("responses.json")
path.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
for c in cases:
    print(c["name"], c["truth"], c["found"])
