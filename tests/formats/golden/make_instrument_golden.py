"""Values that independent readers report for recordings of instruments (Spike2, ABF, C3D, Intan).

Writes instruments.json beside this script. Run from the repository root:
    npx tsx tests/formats/golden/dump-synthetic.ts /tmp/synthetic
    python3 tests/formats/golden/make_instrument_golden.py ../shared/data /tmp/synthetic
Needs neo, ezc3d, c3d (py-c3d) and numpy. Only a few values of each file are kept.
"""
import glob, hashlib, json, os, sys, warnings
import numpy as np

warnings.filterwarnings("ignore")
root, synthetic = sys.argv[1:3]


def picks(count):
    return sorted({k for k in (0, 1, count // 3, count // 2, count - 2, count - 1) if 0 <= k < count})


def channel(label, unit, hz, values, start=None):
    values = np.asarray(values, dtype="float64")
    at = picks(len(values))
    return {"label": label, "unit": unit, "samplingHz": float(hz), "sampleCount": len(values), "startSeconds": start, "at": at,
            "values": [float(values[k]) for k in at], "sum": float(np.sum(values)), "sumOfMagnitudes": float(np.sum(np.abs(values)))}


def spike2(path):
    from neo.rawio import Spike2RawIO
    r = Spike2RawIO(path, try_signal_grouping=False, ced_units=False)
    r.parse_header()
    channels = []
    for k, head in enumerate(r.header["signal_channels"]):
        raw = r.get_analogsignal_chunk(stream_index=k, channel_indexes=[0])
        # neo's stored numbers and header; not its scaling, which goes through single precision.
        info = r._channel_infos[int(head["id"])]
        values = raw[:, 0].astype("float64")
        if info["kind"] == 1:
            values = values * (float(info["scale"]) / 6553.6) + float(info["offset"])
        channels.append(channel(str(head["name"]).strip(), str(head["units"]).strip(), head["sampling_rate"], values, float(r.get_signal_t_start(0, 0, k))))
    events = {}
    for k, head in enumerate(r.header["event_channels"]):
        # neo clips events to the extent of the signals; these files have none outside.
        ticks, _, _ = r.get_event_timestamps(0, 0, k, None, None)
        times = r.rescale_event_timestamp(ticks, "float64", k)
        events[str(head["name"]).strip()] = [len(times), float(times[0]) if len(times) else 0, float(times[-1]) if len(times) else 0]
    return {"reader": "neo", "start": None, "channels": channels, "events": events}


def abf(path):
    from neo.rawio import AxonRawIO
    r = AxonRawIO(path)
    r.parse_header()
    info = r._axon_info
    second = info["fFileVersionNumber"] >= 2
    pieces = [r.get_analogsignal_chunk(0, k, stream_index=0) for k in range(r.segment_count(0))]
    raw = np.concatenate(pieces).astype("float64")
    channels = []
    for k, head in enumerate(r.header["signal_channels"]):
        adc = int(head["id"])
        one = info["listADCInfo"][adc] if second else {name: info[name][adc] for name in ("fInstrumentScaleFactor", "fSignalGain", "fADCProgrammableGain", "nTelegraphEnable", "fTelegraphAdditGain", "fInstrumentOffset", "fSignalOffset")}
        common = info["protocol"] if second else info
        values = raw[:, k]
        if info["nDataFormat"] == 0:  # neo's header fields in double precision
            gain = float(common["fADCRange"]) / float(common["lADCResolution"]) / float(one["fInstrumentScaleFactor"]) / float(one["fSignalGain"]) / float(one["fADCProgrammableGain"])
            if one["nTelegraphEnable"] == 1:
                gain /= float(one["fTelegraphAdditGain"])
            values = values * gain + float(one["fInstrumentOffset"]) - float(one["fSignalOffset"])
        unit = str(head["units"]).strip()
        channels.append(channel(str(head["name"]).strip(), unit, head["sampling_rate"], values, 0.0))
    # neo gives tag times uncounted; the clause test has them.
    return {"reader": "neo", "start": info["rec_datetime"].replace(microsecond=0).isoformat() if second or info["lFileStartDate"] > 1e6 else None, "channels": channels, "events": {}}


def py_c3d(path):
    """For our own variants: ezc3d refuses MIPS, reads unsigned numbers as signed and takes the magnitude of a negative offset."""
    import c3d as pyc3d
    with open(path, "rb") as f:
        r = pyc3d.Reader(f)
        raw = np.concatenate([analog for _, _, analog in r.read_frames(copy=True)], axis=1)
        channels = [channel(label.strip(), unit.strip(), r.analog_rate, raw[k], 0.0) for k, (label, unit) in enumerate(zip(r.analog_labels, r.get("ANALOG:UNITS").string_array))]
    return {"reader": "py-c3d", "start": None, "channels": channels, "events": {}}


def c3d(path):
    import ezc3d
    c = ezc3d.c3d(path)
    p = c["parameters"]
    rate = float(c["header"]["analogs"]["frame_rate"])
    labels = p["ANALOG"]["LABELS"]["value"]
    units = list(p["ANALOG"]["UNITS"]["value"]) + [""] * len(labels)
    channels = [channel(label.strip(), units[k].strip(), rate, c["data"]["analogs"][0, k], 0.0) for k, label in enumerate(labels)]
    events = {}
    if "EVENT" in p and "TIMES" in p["EVENT"]:
        first = float(c["header"]["points"]["first_frame"]) / float(c["header"]["points"]["frame_rate"])
        minutes, seconds = p["EVENT"]["TIMES"]["value"][:2]
        for context, label in set(zip(p["EVENT"]["CONTEXTS"]["value"], p["EVENT"]["LABELS"]["value"])):
            at = sorted(60 * m + s - first for m, s, o, l in zip(minutes, seconds, p["EVENT"]["CONTEXTS"]["value"], p["EVENT"]["LABELS"]["value"]) if (o, l) == (context, label))
            events[label if context == "General" else f"{context} {label}"] = [len(at), float(at[0]), float(at[-1])]
    return {"reader": "ezc3d", "start": None, "channels": channels, "events": dict(sorted(events.items()))}


def rhd(path):
    from neo.rawio import IntanRawIO
    r = IntanRawIO(path)
    r.parse_header()
    channels = []
    for stream, _ in enumerate(r.header["signal_streams"]):
        stream_id = r.header["signal_streams"][stream]["id"]
        heads = [h for h in r.header["signal_channels"] if h["stream_id"] == stream_id]
        raw = np.asarray(r.get_analogsignal_chunk(0, 0, stream_index=stream)).astype("float64")
        for k, head in enumerate(heads):
            unit = str(head["units"])
            channels.append(channel(str(head["name"]), "" if unit == "a.u." else unit, head["sampling_rate"], raw[:, k] * float(head["gain"]) + float(head["offset"]), 0.0))
    return {"reader": "neo", "start": None, "channels": channels, "events": {}}


golden = {}
for path in sorted(glob.glob(os.path.join(root, "emg/spike2py_smr/*.smr"))):
    golden[os.path.relpath(path, root)] = spike2(path)
golden["emg/biosignalEMG/96627009.DAT"] = abf(os.path.join(root, "emg/biosignalEMG/96627009.DAT"))
for path in sorted(glob.glob(os.path.join(root, "emg/*/*.c3d"))):
    golden[os.path.relpath(path, root)] = c3d(path)

for path in sorted(glob.glob(os.path.join(synthetic, "*"))):
    read = {".abf": abf, ".c3d": py_c3d, ".rhd": rhd}[os.path.splitext(path)[1]]
    with open(path, "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()
    golden["synthetic/" + os.path.basename(path)] = {"sha256": digest, **read(path)}

with open(os.path.join(os.path.dirname(__file__), "instruments.json"), "w", encoding="utf-8") as out:
    json.dump(golden, out, indent=1, ensure_ascii=False, allow_nan=False)
    out.write("\n")
