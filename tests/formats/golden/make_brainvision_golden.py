"""Values that MNE-Python reports for the recordings of ../shared/data/brainvision.

Writes brainvision.json beside this script. Run from the repository root:
    python3 tests/formats/golden/make_brainvision_golden.py ../shared/data
Needs mne and numpy. MNE has no place for interruptions: they are tested otherwise.
"""
import json, os, sys, warnings
import mne
import numpy as np

warnings.filterwarnings("ignore")
root = os.path.join(sys.argv[1], "brainvision")


def recording(name):
    raw = mne.io.read_raw_brainvision(os.path.join(root, name), preload=True, verbose="error")
    channels = []
    for k, label in enumerate(raw.ch_names):
        v = raw.get_data(picks=[k])[0]
        at = sorted({0, 1, len(v) // 3, len(v) // 2, len(v) - 1})
        channels.append({"label": label, "sampleCount": len(v), "at": at, "values": [float(v[i]) for i in at], "largest": float(np.max(np.abs(v)))})
    notes = [[float(a["onset"]), float(a["duration"]), a["description"].split("/", 1)[1]] for a in raw.annotations if not a["description"].startswith("New Segment")]
    return {"samplingHz": raw.info["sfreq"], "start": raw.info["meas_date"].strftime("%Y-%m-%dT%H:%M:%S.%f"), "channels": channels[::7], "annotations": notes}


names = ["test.vhdr", "test_old_layout_latin1_software_filter.vhdr"]
json.dump({name: recording(name) for name in names}, open(os.path.join(os.path.dirname(__file__), "brainvision.json"), "w"), indent=1)
