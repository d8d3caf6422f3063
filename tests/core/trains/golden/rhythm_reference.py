"""Independent reference of the rhythm likelihood (science.md 3.8): plain numpy in the log domain, full kernel, no scaling tricks.

Writes rhythm.json beside itself:  python3 rhythm_reference.py
"""
import json
import pathlib

import numpy as np

GRID = np.linspace(np.log(0.09), np.log(0.6), 64)
LAMBDA, WALK = 0.05, 0.06
PRIOR = {0.0: 0.7, 0.1: 0.2, 0.25: 0.1}
CLASSES = {"rhythmic": [0.02, 0.04, 0.06, 0.085], "between": [0.11, 0.14, 0.18], "irregular": [0.22, 0.3, 0.4, 0.55]}

with np.errstate(divide="ignore"):
    K = np.exp(-0.5 * ((GRID[:, None] - GRID[None, :]) / WALK) ** 2)
    LOGK = np.log(K / K.sum(1, keepdims=True))  # row: from, column: to


def lse(a, axis=None):
    top = np.max(a, axis=axis, keepdims=True)
    out = np.log(np.sum(np.exp(a - top), axis=axis, keepdims=True)) + top
    return np.squeeze(out, axis=axis) if axis is not None else float(out.squeeze())


def log_f(interval, m, c, s):
    sd = np.sqrt(c * c / m + 2 * (s / (m * np.exp(GRID))) ** 2)
    x = np.log(interval) - np.log(m) - GRID
    return -0.5 * (x / sd) ** 2 - np.log(sd * np.sqrt(2 * np.pi)) - np.log(interval)


def log_weight(p, m):
    with np.errstate(divide="ignore"):
        return np.log((1 - p)) + (m - 1) * np.log(p) if p > 0 else (0.0 if m == 1 else -np.inf)


def all_false(lam, a, b):
    """ln density of the bursts [a, b) being false."""
    return float(np.sum(np.log(lam[a:b])))


def log_likelihood(t, c, p, s, lam):
    alpha = []
    for j in range(len(t)):
        parts = []
        if j < 3:
            parts.append(np.full(64, all_false(lam, 0, j) - np.log(64)))
        for d in (1, 2, 3):
            if j - d < 0:
                continue
            walked = lse(alpha[j - d][:, None] + LOGK, axis=0)
            ms = [log_weight(p, m) + log_f(t[j] - t[j - d], m, c, s) for m in (1, 2, 3) if p > 0 or m == 1]
            parts.append(all_false(lam, j - d + 1, j) + walked + lse(np.array(ms), axis=0))
        alpha.append(lse(np.array(parts), axis=0))
    return lse(np.array([lse(alpha[len(t) - 1 - e]) + all_false(lam, len(t) - e, len(t)) for e in range(min(3, len(t)))]))


def best_path(t, c, p, s, lam):
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
                candidate = walked + all_false(lam, j - d + 1, j) + log_weight(p, m) + log_f(t[j] - t[j - d], m, c, s)
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


def judge(t, s, lam):
    by_jitter, best = [], (-np.inf, None, None)
    classes = {}
    for name, jitters in CLASSES.items():
        logs = []
        for c in jitters:
            joint = {p: log_likelihood(t, c, p, s, lam) + np.log(w) for p, w in PRIOR.items()}
            logs.append(lse(np.array(list(joint.values()))))
            by_jitter.append(float(logs[-1]))
            for p, value in joint.items():
                if value - np.log(len(jitters)) > best[0]:
                    best = (value - np.log(len(jitters)), c, p)
        classes[name] = float(lse(np.array(logs)) - np.log(len(jitters)))
    beats, multiples = best_path(t, best[1], best[2], s, lam)
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
        cases.append({**case, **judge(t, s, np.full(len(t), LAMBDA) if lam is None else np.asarray(lam))})

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


if __name__ == "__main__":
    main()
