"""Values that wfdb-python reports for the records of ../shared/data/wfdb.

Writes wfdb.json beside this script. Run from the repository root:
    python3 tests/formats/golden/make_wfdb_golden.py ../shared/data
Needs wfdb and numpy. Only a few values of each record are kept. Of binformats only the signals are read whose files are there.
"""
import json, os, sys
import numpy as np
import wfdb

root = os.path.join(sys.argv[1], "wfdb")


def picks(count):
    return sorted({0, 1, 2, count // 3, count // 2, count - 2, count - 1})


def record(name, channels=None, annotator=None):
    r = wfdb.rdrecord(os.path.join(root, name), channels=channels, smooth_frames=False, physical=True)
    out = []
    for k, label in enumerate(r.sig_name):
        v = np.asarray(r.e_p_signal[k], dtype=float)
        at = picks(len(v))
        out.append({"label": label, "samplingHz": r.fs * r.samps_per_frame[k], "sampleCount": len(v), "at": at, "values": [float(v[i]) for i in at],
                    "sum": float(np.sum(v)), "largest": float(np.max(np.abs(v)))})
    notes = []
    count = 0
    if annotator:
        a = wfdb.rdann(os.path.join(root, name), annotator)
        count = len(a.sample)
        notes = [[float(s) / r.fs, (" ".join(p for p in (sym, aux.strip("\x00 ")) if p)) if sym != '"' else aux.strip("\x00 ")] for s, sym, aux in list(zip(a.sample, a.symbol, a.aux_note))[:8]]
    return {"channels": out, "annotationCount": count, "annotations": notes}


json.dump({"100": record("100", annotator="atr"), "test01_00s": record("test01_00s"), "binformats": record("binformats", channels=list(range(8)))},
          open(os.path.join(os.path.dirname(__file__), "wfdb.json"), "w"), indent=1)
