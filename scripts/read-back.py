#!/usr/bin/env python3
"""What pyedflib and MNE read of an EDF or BDF file, one JSON object a line and file: `python3 scripts/read-back.py FILE.edf …`.

Used by tests/formats/read-back.test.ts to see that files written by Klonos mean the same to other programs.
Needs pyedflib and mne (pip install pyedflib mne); a reader that is absent or that refuses the file stands with its reason under "refused".
Stored integers of MNE's channels are worked back from its volts by the header's own scale: MNE keeps none.
"""
import json
import sys


def header_of(path):
    """Physical and digital range of each signal, straight from the fixed fields."""
    with open(path, "rb") as file:
        main = file.read(256)
        count = int(main[252:256])
        body = file.read(256 * count)
    at, fields = 0, {}
    for name, width in (("label", 16), ("transducer", 80), ("unit", 8), ("pmin", 8), ("pmax", 8), ("dmin", 8), ("dmax", 8), ("prefilter", 80), ("samples", 8), ("reserved", 32)):
        fields[name] = [body[at + k * width: at + (k + 1) * width].decode("latin-1").strip() for k in range(count)]
        at += width * count
    return fields


def by_pyedflib(path):
    import pyedflib

    with pyedflib.EdfReader(path) as file:
        signals = range(file.signals_in_file)
        onsets, durations, texts = file.readAnnotations()
        return {
            "version": pyedflib.__version__,
            # getStartdatetime() takes the 100 ns units of EDFlib for another one (0.75 s becomes 0.075 s).
            "start": file.getStartdatetime().replace(microsecond=file.starttime_subsecond // 10).isoformat(),
            "patient": [file.getPatientName(), file.getPatientCode(), str(file.getBirthdate()), file.getTechnician()],
            "labels": file.getSignalLabels(),
            "units": [file.getPhysicalDimension(k) for k in signals],
            "hz": [file.getSampleFrequency(k) for k in signals],
            "stored": [file.readSignal(k, digital=True).tolist() for k in signals],
            "values": [file.readSignal(k).tolist() for k in signals],
            "annotations": [[float(a), float(b), str(c)] for a, b, c in zip(onsets, durations, texts)],
        }


def by_mne(path):
    import mne
    import numpy as np

    mne.set_log_level("ERROR")
    read = mne.io.read_raw_bdf if path.lower().endswith(".bdf") else mne.io.read_raw_edf
    fields = header_of(path)
    channels, annotations, start = [], [], None
    whole = read(path, preload=False)
    for name in whole.ch_names:
        # One channel at a time: MNE brings channels of different rates to the fastest one.
        raw = read(path, include=[name], preload=True, stim_channel=False)
        k = fields["label"].index(name)
        pmin, pmax, dmin, dmax = (float(fields[field][k]) for field in ("pmin", "pmax", "dmin", "dmax"))
        volts = raw.get_data()[0]
        factor = {"uv": 1e-6, "mv": 1e-3, "nv": 1e-9}.get(fields["unit"][k].lower(), 1.0)
        stored = (volts / factor - pmin) / (pmax - pmin) * (dmax - dmin) + dmin
        channels.append({"label": name, "hz": raw.info["sfreq"], "unit": raw._orig_units.get(name, ""), "values": volts.tolist(), "stored": np.rint(stored).astype(int).tolist(), "offGrid": float(np.abs(stored - np.rint(stored)).max())})
    for note in whole.annotations:
        annotations.append([float(note["onset"]), float(note["duration"]), str(note["description"]), list(note.get("ch_names", ()))])
    start = whole.info["meas_date"]
    return {"version": mne.__version__, "start": None if start is None else start.isoformat(), "channels": channels, "annotations": annotations, "subject": str(whole.info.get("subject_info"))}


def main():
    for path in sys.argv[1:]:
        out = {"refused": {}}
        for name, read in (("pyedflib", by_pyedflib), ("mne", by_mne)):
            try:
                out[name] = read(path)
            except Exception as error:  # noqa: BLE001 - whatever the reader says is the answer
                out["refused"][name] = f"{type(error).__name__}: {error}"
        print(json.dumps(out))


if __name__ == "__main__":
    main()
