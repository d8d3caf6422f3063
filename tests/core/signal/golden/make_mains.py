"""Golden values of mains removal in one block. pip install numpy; python make_mains.py

The block is given by a formula, so that the test can make it too: hum of 50.13 Hz with harmonics over a slope and a comb of other
frequencies. Regression: numpy.linalg.lstsq. Interpolation: the discrete Fourier sum at each bin, written out.
"""
import json
import os

import numpy as np

FS, N, F = 1000.0, 2000, 50.13
i = np.arange(N)
x = 3 + 0.001 * i + 2 * np.cos(2 * np.pi * F * i / FS + 0.4) + 0.6 * np.sin(2 * np.pi * 3 * F * i / FS)
for k in range(1, 60):
    x = x + 0.3 * np.cos(2 * np.pi * (30.37 + 4.71 * k) * i / FS + 1.7 * k * k)

harmonics = [1, 2, 3, 5]
columns = [np.ones(N), 2 * i / N - 1]
for h in harmonics:
    columns += [np.cos(2 * np.pi * h * F * i / FS), np.sin(2 * np.pi * h * F * i / FS)]
solution = np.linalg.lstsq(np.array(columns).T, x, rcond=None)[0]

length = round(int(N * F / FS) * FS / F)
y = x[:length] - x[:length].mean()
bins = []
for h in harmonics:
    def at(b):
        hz = h * F + b * FS / length
        return hz, 2 / length * np.sum(y * np.exp(2j * np.pi * hz * np.arange(length) / FS))
    wanted = np.mean([abs(at(s * b)[1]) for b in range(2, 6) for s in (-1, 1)])
    for b in (-1, 0, 1):
        hz, c = at(b)
        c = c * max(0.0, 1 - wanted / abs(c))
        bins.append([hz, c.real, c.imag])

with open(os.path.join(os.path.dirname(__file__), "mains.json"), "w") as file:
    json.dump({"regression": [[h * F, solution[2 + 2 * k], solution[3 + 2 * k]] for k, h in enumerate(harmonics)], "interpolation": bins}, file)
    file.write("\n")
