"""99th percentile of the there-and-back of a moving mean of five independent normal values, in SD of that mean.

Prints the table of src/core/trains/tempo-excursion.ts:  python3 tempo_chance.py
"""
import numpy as np

WINDOW = 5


def there_and_back(r):
    def peaks(r):
        before = np.minimum.accumulate(r, 1)
        after = np.minimum.accumulate(r[:, ::-1], 1)[:, ::-1]
        return np.max(np.minimum(r - before, r - after), 1)
    return np.maximum(peaks(r), peaks(-r))


rng = np.random.default_rng(1)
for count in (3, 5, 8, 12, 20, 40, 80, 160, 320, 1000):
    x = rng.standard_normal((20000 if count < 200 else 4000, count + WINDOW - 1))
    total = np.cumsum(np.pad(x, ((0, 0), (1, 0))), 1)
    mean = (total[:, WINDOW:] - total[:, :-WINDOW]) / WINDOW
    print(count, round(float(np.quantile(there_and_back(mean) * np.sqrt(WINDOW), 0.99)), 2))
