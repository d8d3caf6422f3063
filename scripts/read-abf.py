#!/usr/bin/env python3
"""What pyabf reads of ABF files, one JSON object a line: `python3 scripts/read-abf.py FILE.abf …` (pip install pyabf numpy). See compare-abf.ts."""
import json
import sys

import numpy as np
import pyabf

PLACES = 500

for path in sys.argv[1:]:
    try:
        abf = pyabf.ABF(path)
        count = abf.data.shape[1]
        places = np.unique(np.linspace(0, count - 1, PLACES).astype(int))
        out = {
            "version": abf.abfVersionString, "hz": float(abf.dataRate), "samples": int(count), "sweeps": int(abf.sweepCount), "places": places.tolist(),
            "channels": [{"label": abf.adcNames[k], "unit": abf.adcUnits[k], "step": abs(float(abf._dataGain[k])) if hasattr(abf, "_dataGain") and k < len(abf._dataGain) else 0.0, "values": abf.data[k][places].astype(float).tolist(), "mean": float(np.mean(abf.data[k], dtype=np.float64))} for k in range(abf.channelCount)],
            "tags": [[float(seconds), str(text)] for seconds, text in zip(abf.tagTimesSec, abf.tagComments)],
            "start": None if abf.abfDateTime is None else abf.abfDateTime.isoformat(),
        }
    except Exception as error:  # noqa: BLE001 - whatever it says is the answer
        out = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(out), flush=True)
