"""Expected numbers of agreement.test.ts, by scikit-learn and SciPy: python agreement_reference.py > agreement.json"""
import json
import random

import numpy as np
from scipy import stats
from sklearn.metrics import cohen_kappa_score

random.seed(6)
WORDS = ["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate"]
trains = []
for k in range(24):
    program = random.choice(WORDS)
    start = 10.0 * k
    bursts = [[round(start + 0.2 * b, 6), round(start + 0.2 * b + 0.06, 6)] for b in range(random.randint(5, 9))]
    shift = random.gauss(0.004, 0.006)
    reader = [[round(a + shift + random.gauss(0, 0.001), 6), round(b + random.gauss(-0.002, 0.004), 6)] for a, b in bursts]
    label = program if random.random() < 0.75 else random.choice(WORDS)
    trains.append({"program": program, "reader": label, "bursts": bursts, "readerBursts": reader})


def summary(edge):
    means = [float(np.mean([r[edge] - b[edge] for b, r in zip(t["bursts"], t["readerBursts"])])) for t in trains]
    sizes = [float(np.median([abs(r[edge] - b[edge]) for b, r in zip(t["bursts"], t["readerBursts"])])) for t in trains]
    low, high = stats.t.interval(0.95, len(means) - 1, loc=np.mean(means), scale=stats.sem(means))
    return {"mean": float(np.mean(means)), "interval": [float(low), float(high)], "median": float(np.median(sizes))}


print(json.dumps({
    "trains": trains,
    "kappa": float(cohen_kappa_score([t["program"] for t in trains], [t["reader"] for t in trains])),
    "onset": summary(0),
    "offset": summary(1),
}, indent=1))
