"""Values that independent readers report for the recordings of ../shared/data.

Writes recorded.json beside this script. Run from the repository root:
    python3 tests/formats/golden/make_recorded_golden.py ../shared/data
Needs pyedflib, mne and numpy. Only a few values of each file are kept.
"""
import glob, json, os, sys, warnings
import numpy as np

warnings.filterwarnings("ignore")
root = sys.argv[1]


def picks(count):
    return sorted({0, 1, count // 3, count // 2, count - 1})


def channel(label, unit, hz, values):
    at = picks(len(values))
    return {"label": label, "unit": unit, "samplingHz": float(hz), "sampleCount": len(values), "at": at,
            "values": [float(values[k]) for k in at], "sum": float(np.sum(values)), "sumOfMagnitudes": float(np.sum(np.abs(values)))}


def by_pyedflib(path):
    import pyedflib
    with pyedflib.EdfReader(path) as f:
        channels = [channel(f.getLabel(k), f.getPhysicalDimension(k), f.getSampleFrequency(k), f.readSignal(k)) for k in range(f.signals_in_file)]
        onset, duration, text = f.readAnnotations()
        notes = [[float(o), max(0.0, float(d)), str(t)] for o, d, t in zip(onset, duration, text)]
        return {"reader": "pyedflib", "channels": channels, "annotations": notes, "start": f.getStartdatetime().replace(microsecond=0).isoformat()}


def by_mne(path):
    import mne
    read = mne.io.read_raw_bdf if path.endswith("bdf") else mne.io.read_raw_edf
    raw = read(path, preload=True, verbose="error", encoding="latin1")
    channels = [channel(name, "V", raw.info["sfreq"], raw.get_data(picks=[k])[0]) for k, name in enumerate(raw.ch_names)]
    notes = [[float(a["onset"]), float(a["duration"]), str(a["description"])] for a in raw.annotations]
    return {"reader": "mne", "channels": channels, "annotations": notes, "start": None}


def by_numpy(path, **options):
    table = np.genfromtxt(path, **options)
    table = table.reshape(len(table), -1)
    return {"reader": "numpy", "channels": [channel(str(k), "", 0, table[:, k]) for k in range(table.shape[1])], "annotations": [], "start": None}


golden = {}
for path in sorted(glob.glob(os.path.join(root, "edf", "**", "*.[eb]df"), recursive=True)):
    key = os.path.relpath(path, root)
    if "edfPlusD" in key or "Multimodal" in key:
        continue
    for reader in (by_pyedflib, by_mne):
        try:
            golden[key] = reader(path)
            break
        except Exception as error:  # the next reader may take it
            print(key, reader.__name__, error)

golden["derived/tremor_postural_5000Hz.csv"] = by_numpy(os.path.join(root, "derived/tremor_postural_5000Hz.csv"), delimiter=",", skip_header=1)
golden["emg/musclesynergies/ID0012_TW_01_raw.csv"] = by_numpy(os.path.join(root, "emg/musclesynergies/ID0012_TW_01_raw.csv"), delimiter=",", skip_header=1)
golden["emg/uci_physical_action/sub03/Clapping.txt"] = by_numpy(os.path.join(root, "emg/uci_physical_action/sub03/Clapping.txt"))
golden["emg/biosppy/emg_1.txt"] = by_numpy(os.path.join(root, "emg/biosppy/emg_1.txt"), comments="#")
golden["emg/plux/0_1.txt"] = by_numpy(os.path.join(root, "emg/plux/0_1.txt"), comments="#")
golden["emg/biosignalEMG/emg96627009.csv"] = by_numpy(os.path.join(root, "emg/biosignalEMG/emg96627009.csv"), delimiter=",", skip_header=1)

for entry in golden.values():  # long lists of notes: both ends are enough
    entry["annotationCount"] = len(entry["annotations"])
    entry["annotations"] = entry["annotations"][:3] + entry["annotations"][3:][-2:]
with open(os.path.join(os.path.dirname(__file__), "recorded.json"), "w", encoding="utf-8") as out:
    json.dump(golden, out, indent=1, ensure_ascii=False, allow_nan=False)
    out.write("\n")
