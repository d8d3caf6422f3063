"""Independent reference of the rhythm likelihood (science.md 3.8): plain numpy in the log domain, full kernel, no scaling tricks.

Writes rhythm.json and rhythm-drift.json (long first and last intervals, timing error by burst, credence by gap) beside itself:
python3 rhythm_reference.py
"""
import json
import pathlib

import numpy as np

GRID = np.linspace(np.log(0.09), np.log(0.6), 64)
LAMBDA, WALK = 0.05, 0.06
PRIOR = {0.0: 0.7, 0.1: 0.2, 0.25: 0.1}
WEIGHT = {False: 0.5, True: 0.25}  # of a straight, of a drifting end
CLASSES = {"rhythmic": [0.02, 0.04, 0.06, 0.085], "between": [0.11, 0.14, 0.18], "irregular": [0.22, 0.3, 0.4, 0.55]}

with np.errstate(divide="ignore"):
    K = np.exp(-0.5 * ((GRID[:, None] - GRID[None, :]) / WALK) ** 2)
    LOGK = np.log(K / K.sum(1, keepdims=True))  # row: from, column: to


def lse(a, axis=None):
    top = np.max(a, axis=axis, keepdims=True)
    out = np.log(np.sum(np.exp(a - top), axis=axis, keepdims=True)) + top
    return np.squeeze(out, axis=axis) if axis is not None else float(out.squeeze())


class Train:
    """Burst times with what is believed of each burst; s: SD of its time, lam: density of false ones, gap: credence of a missed beat after it."""

    def __init__(self, t, s, lam, gap=None, prior=None, shape=(0.0, 0.0), decay=(1.6, 2.2)):
        self.t, self.lam = t, lam
        self.s = np.full(len(t), s) if np.isscalar(s) else np.asarray(s)
        self.gap = np.ones(len(t) - 1) if gap is None else np.asarray(gap)
        self.prior = dict(zip(PRIOR, PRIOR.values() if prior is None else prior))
        self.shape, self.decay = shape, decay

    def with_shape(self, shape):
        return Train(self.t, self.s, self.lam, self.gap, list(self.prior.values()), shape, self.decay)

    def shift(self, i, j):
        """Lengthening of ln I between bursts i and j; straight from the sixth burst on and before the seventh from the end."""
        opening = self.shape[0] * np.exp(-i / self.decay[0]) if j < 6 else 0.0
        left = len(self.t) - 1 - j
        return opening + (self.shape[1] * np.exp(-left / self.decay[1]) if left < 7 else 0.0)


def log_f(train, i, j, m, c):
    interval = train.t[j] - train.t[i]
    sd = np.sqrt(c * c / m + (train.s[i] ** 2 + train.s[j] ** 2) / (m * np.exp(GRID)) ** 2)
    x = np.log(interval) - train.shift(i, j) - np.log(m) - GRID
    return (m - 1) * np.log(np.max(train.gap[i:j])) - 0.5 * (x / sd) ** 2 - np.log(sd * np.sqrt(2 * np.pi)) - np.log(interval)


def log_weight(p, m):
    with np.errstate(divide="ignore"):
        return np.log((1 - p)) + (m - 1) * np.log(p) if p > 0 else (0.0 if m == 1 else -np.inf)


def all_false(lam, a, b):
    """ln density of the bursts [a, b) being false."""
    return float(np.sum(np.log(lam[a:b])))


def log_likelihood(train, c, p):
    t, lam = train.t, train.lam
    alpha = []
    for j in range(len(t)):
        parts = []
        if j < 3:
            parts.append(np.full(64, all_false(lam, 0, j) - np.log(64)))
        for d in (1, 2, 3):
            if j - d < 0:
                continue
            walked = lse(alpha[j - d][:, None] + LOGK, axis=0)
            ms = [log_weight(p, m) + log_f(train, j - d, j, m, c) for m in (1, 2, 3) if p > 0 or m == 1]
            parts.append(all_false(lam, j - d + 1, j) + walked + lse(np.array(ms), axis=0))
        alpha.append(lse(np.array(parts), axis=0))
    return lse(np.array([lse(alpha[len(t) - 1 - e]) + all_false(lam, len(t) - e, len(t)) for e in range(min(3, len(t)))]))


def best_path(train, c, p):
    t, lam = train.t, train.lam
    delta, back = [], []
    for j in range(len(t)):
        score = np.full(64, all_false(lam, 0, j) - np.log(64) if j < 3 else -np.inf)
        came = [None] * 64
        for d in (1, 2, 3):
            if j - d < 0:
                continue
            moved = delta[j - d][:, None] + LOGK
            cell = np.argmax(moved, axis=0)
            walked = moved[cell, np.arange(64)]
            for m in (1, 2, 3):
                if p == 0 and m > 1:
                    continue
                candidate = walked + all_false(lam, j - d + 1, j) + log_weight(p, m) + log_f(train, j - d, j, m, c)
                for u in np.nonzero(candidate > score)[0]:
                    score[u] = candidate[u]
                    came[u] = (d, m, int(cell[u]))
        delta.append(score)
        back.append(came)
    ends = [(delta[len(t) - 1 - e].max() + all_false(lam, len(t) - e, len(t)), len(t) - 1 - e) for e in range(min(3, len(t)))]
    j = max(ends)[1]
    u = int(np.argmax(delta[j]))
    beats, multiples = [j], []
    while back[j][u] is not None:
        d, m, cell = back[j][u]
        j, u = j - d, cell
        beats.append(j)
        multiples.append(m)
    return beats[::-1], multiples[::-1]


def judge(train, shapes=((0.0, 0.0),)):
    by_jitter, best = [], (-np.inf, None, None, None)
    classes = {}
    for name, jitters in CLASSES.items():
        own = ((0.0, 0.0),) if name == "irregular" else shapes
        logs = []
        for c in jitters:
            joint = {}
            for p, w in train.prior.items():
                by_shape = np.array([log_likelihood(train.with_shape(shape), c, p) for shape in own])
                weights = np.array([WEIGHT[a > 0] * WEIGHT[b > 0] for a, b in own])
                joint[p] = lse(by_shape + np.log(weights / weights.sum())) + np.log(w)
                score = joint[p] - np.log(len(jitters))
                if score > best[0]:
                    best = (score, c, p, own[int(np.argmax(by_shape))])
            logs.append(lse(np.array(list(joint.values()))))
            by_jitter.append(float(logs[-1]))
        classes[name] = float(lse(np.array(logs)) - np.log(len(jitters)))
    beats, multiples = best_path(train.with_shape(best[3]), best[1], best[2])
    return {
        "log10BayesFactor": (classes["rhythmic"] - classes["irregular"]) / np.log(10),
        "logRhythmic": classes["rhythmic"], "logBetween": classes["between"], "logIrregular": classes["irregular"],
        "byJitter": by_jitter, "beats": beats, "multiples": multiples,
    }


def train(rng, n, rate, c, drift=0.0, slow=0.0, missed=0.0, false=0.0):
    k = np.arange(n - 1)
    log_i = np.log(1 / rate) + slow * np.exp(-k / 1.5) + slow * np.exp(-(n - 2 - k) / 2.0) + drift * k / n + c * rng.standard_normal(n - 1)
    t = np.concatenate([[0], np.cumsum(np.exp(log_i))])
    if missed:
        keep = rng.random(n) >= missed
        keep[[0, -1]] = True
        t = t[keep]
    if false:
        extra = t[:-1] + np.diff(t) * rng.uniform(0.3, 0.7, len(t) - 1)
        t = np.sort(np.concatenate([t, extra[rng.random(len(extra)) < false]]))
    return t + 0.0035 * rng.standard_normal(len(t)) + rng.uniform(0, 100)


def main():
    rng = np.random.default_rng(38)
    cases = []

    def add(name, t, s=0.004, lam=None):
        t = np.round(np.sort(t), 6)
        case = {"name": name, "timingErrorSeconds": s, "times": t.tolist()}
        if lam is not None:
            case["falseBurstDensities"] = np.asarray(lam).tolist()
        cases.append({**case, **judge(Train(t, s, np.full(len(t), LAMBDA) if lam is None else np.asarray(lam)))})

    add("one burst", np.array([1.0]))
    add("two bursts", np.array([1.0, 1.18]))
    add("three bursts", np.array([1.0, 1.18, 1.5]))
    for n in (5, 8, 20, 40):
        add(f"clonus {n}", train(rng, n, 5.5, 0.04, slow=0.2))
        add(f"pseudoclonus {n}", train(rng, n, 4.2, 0.33))
        add(f"semi-regular {n}", train(rng, n, 5.0, 0.15))
    add("drift 7 to 4 Hz", train(rng, 15, 7.0, 0.03, drift=0.56))
    add("missed beats", train(rng, 30, 5.5, 0.04, missed=0.12))
    add("false bursts", train(rng, 20, 5.0, 0.04, false=0.15))
    add("missed and false", train(rng, 25, 6.0, 0.05, missed=0.1, false=0.08))
    add("pseudoclonus with holes", train(rng, 20, 4.0, 0.35, missed=0.1))
    add("poor timing", train(rng, 15, 5.5, 0.05), s=0.01)
    add("perfect clock at 2 Hz", np.arange(12) * 0.5)
    add("beyond the grid at 1 Hz", np.arange(8) * 0.98)
    add("one far outlier", np.array([0, 0.2, 0.4, 0.6, 0.61, 0.8, 1.0, 1.9, 2.1]))
    # A burst near the threshold between, before and after the beats: cheap to call false.
    t = np.round(train(rng, 9, 5.0, 0.05), 6)
    for name, at in (("between", t[3] + 0.07), ("before", t[0] - 0.11), ("after", t[-1] + 0.09)):
        times = np.sort(np.append(t, at))
        add(f"weak burst {name} beats", times, lam=np.where(times == at, 1.05, 0.05))
    add("two weak bursts in a row", np.sort(np.append(t, [t[4] + 0.05, t[4] + 0.12])), lam=[0.05] * 5 + [0.8, 0.6] + [0.05] * 4)
    add("pseudoclonus with weak bursts", train(rng, 8, 4.2, 0.33), lam=[0.05, 0.9, 0.05, 0.05, 0.4, 0.05, 0.07, 0.2])
    path = pathlib.Path(__file__).with_name("rhythm.json")
    path.write_text(json.dumps(cases, indent=1) + "\n")
    drift_cases(np.random.default_rng(83))


def drift_cases(rng):
    """Each with its own timing errors, densities, credences and priors, averaged over nine shapes of the drift; no opening and no closing are as probable as any."""
    shapes = [(a, b) for a in (0.0, 0.15, 0.3) for b in (0.0, 0.15, 0.3)]
    cases = []
    for name, t in (
        ("clonus 6", train(rng, 6, 5.5, 0.05, slow=0.3)), ("clonus 9", train(rng, 9, 5.0, 0.07, slow=0.3)), ("clonus 14, missed", train(rng, 14, 6.0, 0.04, slow=0.25, missed=0.15)),
        ("clonus 27", train(rng, 27, 5.5, 0.05, slow=0.3)), ("clonus 40, missed and false", train(rng, 40, 5.5, 0.05, slow=0.2, missed=0.08, false=0.06)),
        ("pseudoclonus 6", train(rng, 6, 4.0, 0.35)), ("pseudoclonus 12", train(rng, 12, 4.0, 0.3)), ("pseudoclonus 30", train(rng, 30, 4.0, 0.3)), ("semi-regular 24", train(rng, 24, 5.0, 0.15)),
    ):
        t = np.round(np.sort(t), 6)
        s = np.round(rng.uniform(0.003, 0.012, len(t)), 4)
        lam = np.round(rng.uniform(0.005, 0.5, len(t)), 4)
        gap = np.round(rng.uniform(0.05, 1, len(t) - 1), 3)
        prior = [0.9, 0.07, 0.03]
        case = {"name": name, "times": t.tolist(), "timingErrorsSeconds": s.tolist(), "falseBurstDensities": lam.tolist(), "gapCredences": gap.tolist(), "missPriors": prior}
        cases.append({**case, **judge(Train(t, s, lam, gap, prior), shapes)})
    pathlib.Path(__file__).with_name("rhythm-drift.json").write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
