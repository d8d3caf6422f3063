"""Cohen's kappa from scikit-learn and its interval from statsmodels; optimal burst matching from SciPy. Writes kappa.json:  python3 kappa_reference.py"""
import json
import pathlib

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa, to_table


def kappa_case(rng, n, words, agree):
    a = rng.choice(words, n)
    b = np.where(rng.random(n) < agree, a, rng.choice(words, n))
    codes = {w: k for k, w in enumerate(sorted(words))}
    table, _ = to_table(np.array([[codes[x], codes[y]] for x, y in zip(a, b)]), bins=np.arange(len(words) + 1) - 0.5)
    found = cohens_kappa(table)
    value = cohen_kappa_score(a, b)
    assert abs(value - found.kappa) < 1e-12
    return {"pairs": [[str(x), str(y)] for x, y in zip(a, b)], "kappa": float(value), "interval": [float(found.kappa_low), float(found.kappa_upp)]}


def match_case(rng, n, spread, tolerance):
    a = np.sort(np.round(rng.random(n) * n * 0.2, 4))
    kept = a[: int(0.8 * n)]
    b = np.sort(np.round(np.concatenate([kept + spread * rng.standard_normal(len(kept)), rng.random(n // 5) * n * 0.2]), 4))
    d = np.abs(a[:, None] - b[None, :])
    # A pair within the tolerance is worth more than any saving of distance.
    cost = np.where(d <= tolerance, d - 1e3, 0.0)
    rows, cols = linear_sum_assignment(cost)
    inside = d[rows, cols] <= tolerance
    return {"reference": a.tolist(), "found": b.tolist(), "tolerance": tolerance, "matched": int(inside.sum()), "distance": float(d[rows, cols][inside].sum())}


def main():
    rng = np.random.default_rng(3)
    words = ["clonus-like", "pseudoclonus-like", "indeterminate", "tonic"]
    out = {
        "kappa": [kappa_case(rng, 40, words[:2], 0.8), kappa_case(rng, 120, words, 0.6), kappa_case(rng, 25, words[:3], 0.1)],
        "matching": [match_case(rng, 30, 0.02, 0.05), match_case(rng, 60, 0.08, 0.1), match_case(rng, 40, 0.2, 0.3)],
    }
    pathlib.Path(__file__).with_name("kappa.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
