"""How often the interval of the tempo's there-and-back holds the truth, nominal 0.95 (numpy):  python3 tempo_coverage.py

A cycle of known jitter whose rate rises by A Hz and returns over the middle of a train; truth is the excursion of the smoothed rate without jitter. The
interval of src/core/trains/tempo-excursion.ts: the excursion, and on either side of it what jitter alone explains in 99 of 100 trains. It
prints, and writes nothing.
"""
import numpy as np

RUNS, NULL = 400, 600


def smoothed(intervals):
    logs = np.concatenate([[0], np.cumsum(np.log(intervals))])
    return np.exp(-(logs[5:] - logs[:-5]) / 5)


def there_and_back(rates):
    def largest(v):
        return np.minimum(v - np.minimum.accumulate(v), v - np.minimum.accumulate(v[::-1])[::-1]).max()
    return max(largest(rates), largest(-rates))


def main():
    rng = np.random.default_rng(2)
    for m in (12, 15, 30, 60, 150):
        # What a steady cycle of jitter 1 exceeds in one of a hundred, for the rate as a share of itself.
        noise = rng.standard_normal((NULL * 5, m))
        sums = np.concatenate([np.zeros((len(noise), 1)), np.cumsum(noise, 1)], 1)
        factor = np.quantile([there_and_back(e) for e in (sums[:, 5:] - sums[:, :-5]) / 5], 0.99)
        for jitter in (0.04, 0.1, 0.2, 0.3):
            row = []
            for rise in (0, 0.5, 1.5):
                rate = 5.5 - rise / 2 + rise * np.sin(np.pi * np.arange(m) / (m - 1))
                true = there_and_back(smoothed(1 / rate))
                hits = 0
                for _ in range(RUNS):
                    intervals = np.exp(jitter * rng.standard_normal(m)) / rate
                    j = np.sqrt(2 * np.mean(((intervals[1:] - intervals[:-1]) / (intervals[1:] + intervals[:-1])) ** 2))
                    rates = smoothed(intervals)
                    found, chance = there_and_back(rates), factor * rates.mean() * j
                    hits += max(0, found - chance) <= true <= found + chance
                row.append(round(float(hits / RUNS), 2))
            print(f"middle intervals {m:3d} jitter {jitter}: rises of 0, 0.5, 1.5 Hz", row, flush=True)


if __name__ == "__main__":
    main()
