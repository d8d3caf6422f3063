"""Small files that other programs wrote (wfdb, pyedflib, edfio, pybv, pyabf, ezc3d), with the values that another program reads from them.

Writes written.json beside this script. Run from the repository root:
    python3 tests/formats/golden/make_written_golden.py
Needs numpy, wfdb 4.3, pyedflib 0.1.42, edfio 0.4, pybv 0.8, mne 1.13, pyabf 2.3, ezc3d 1.7. The vectorised BrainVision files and the headers with skew,
byte offset and segments are written here, by the formats' descriptions, because none of these programs writes them; MNE and wfdb read them.
"""
import base64, datetime, json, os, tempfile, warnings
import edfio, ezc3d, mne, numpy as np, pyabf, pyabf.abfWriter, pybv, pyedflib, wfdb

warnings.filterwarnings("ignore")
rng = np.random.default_rng(28)
here = os.path.dirname(os.path.abspath(__file__))
folder = tempfile.mkdtemp()
os.chdir(folder)
golden = {}


def channel(label, unit, hz, values, start=0.0):
    values = np.asarray(values, dtype="float64")
    # wfdb fills a signal that skew ends earlier.
    values = values[:np.flatnonzero(~np.isnan(values))[-1] + 1]
    every = max(1, len(values) // 100)
    used = values[~np.isnan(values)]
    return {"label": label, "unit": unit, "samplingHz": float(hz), "startSeconds": start, "sampleCount": len(values), "every": every, "values": [None if np.isnan(v) else float(v) for v in values[::every]],
            "missing": int(np.isnan(values).sum()), "sumOfMagnitudes": float(np.sum(np.abs(used)))}


def keep(name, main, others, writer, reader, channels, start=None, annotations=(), issues=(), tolerance=1e-12):
    files = {}
    for path in [main, *others]:
        with open(path, "rb") as file:
            files[path] = base64.b64encode(file.read()).decode()
    golden[name] = {"main": main, "files": files, "writer": writer, "reader": reader, "start": start, "channels": channels, "annotations": [list(note) for note in annotations], "issues": list(issues), "tolerance": tolerance}


def walk(count, most):
    return np.clip(np.cumsum(rng.integers(-most // 12, most // 12 + 1, count)), -most, most).astype("int64")


# WFDB: five formats in five files, signals of different rates in one frame, an annotation file.
formats, per_frame, most = ["16", "24", "32", "80", "212"], [1, 2, 1, 4, 2], [30_000, 8_000_000, 2_000_000_000, 120, 2000]
frames = 60
signals = [walk(frames * n, limit) for n, limit in zip(per_frame, most)]
labels = ["SOL", "TA", "GM", "GL", "VL"]
wfdb.wrsamp("multi", fs=500, units=["mV"] * 5, sig_name=labels, e_d_signal=signals, samps_per_frame=per_frame, fmt=formats, adc_gain=[1000.5, 2e5, 1e7, 40.0, 200.0], baseline=[0, 100, -5, 3, 0], base_datetime=datetime.datetime(2026, 3, 14, 10, 42, 7, 250000))
wfdb.wrann("multi", "atr", np.array([5, 20, 44]), symbol=["N", '"', "V"], chan=np.array([0, 1, 0]), aux_note=["", "stretch on", ""])


def by_wfdb(record):
    r = wfdb.rdrecord(record, smooth_frames=False, physical=True)
    values = r.e_p_signal if r.e_p_signal is not None else list(r.p_signal.T)
    per = r.samps_per_frame or [1] * len(values)
    return [channel(label, unit, r.fs * n, v) for label, unit, n, v in zip(r.sig_name, r.units, per, values)]


notes = wfdb.rdann("multi", "atr")
keep("WFDB 16, 24, 32, 80, 212 at several rates", "multi.hea", [name for name in sorted(os.listdir(".")) if name.startswith("multi") and name != "multi.hea"], "wfdb", "wfdb", by_wfdb("multi"), "2026-03-14T10:42:07.25",
     [(s / 500, (aux.strip("\x00") or sym)) for s, sym, aux in zip(notes.sample, notes.symbol, notes.aux_note)])

# Skew and a byte offset: the header alone says them.
walk(400, 30_000).astype("<i2").tofile("skew.dat")
with open("skew.hea", "w") as file:
    file.write("skew 2 1000 190\nskew.dat 16:3+32 500/mV 16 0 0 0 0 SOL\nskew.dat 16:0+32 250(12)/mV 16 0 0 0 0 TA\n")
keep("WFDB with skew and byte offset", "skew.hea", ["skew.dat"], "by hand", "wfdb", by_wfdb("skew"))

# EDF+ and BDF+: two rates, annotations with durations, a start with a fraction.
for kind, name, digital in ((pyedflib.FILETYPE_EDFPLUS, "plus.edf", 32767), (pyedflib.FILETYPE_BDFPLUS, "plus.bdf", 8388607)):
    with pyedflib.EdfWriter(name, 3, file_type=kind) as file:
        heads = [("L SOL", "uV", 1000, 3000.0), ("L TA", "mV", 1000, 4.5), ("Knie", "deg", 100, 150.0)]
        file.setSignalHeaders([{"label": label, "dimension": unit, "sample_frequency": hz, "physical_max": limit, "physical_min": -limit / 3, "digital_max": digital, "digital_min": -digital - 1, "prefilter": "", "transducer": ""} for label, unit, hz, limit in heads])
        file.setStartdatetime(datetime.datetime(2026, 3, 14, 10, 42, 7))
        for second in range(2):
            for label, unit, hz, limit in heads:
                file.writePhysicalSamples(np.clip(rng.standard_normal(hz) * limit / 8, -limit / 3, limit))
        file.writeAnnotation(0.25, 0.5, "Dehnung")
        file.writeAnnotation(1.125, -1, "tap µV")
    with pyedflib.EdfReader(name) as file:
        onset, lasts, text = file.readAnnotations()
        keep(f"{name[-3:].upper()}+C", name, [], "pyedflib", "pyedflib", [channel(h[0], h[1], h[2], file.readSignal(k)) for k, h in enumerate(heads)], "2026-03-14T10:42:07", [(o, t) for o, t in zip(onset, text)])

edf = edfio.Edf([edfio.EdfSignal(rng.standard_normal(500) * 200, 256 / 1.024, label="R SOL", physical_dimension="uV", physical_range=(-1000, 1000)), edfio.EdfSignal(np.linspace(-30, 30, 100), 50, label="Angle", physical_dimension="deg")],
                annotations=[edfio.EdfAnnotation(0.3, None, "on"), edfio.EdfAnnotation(1.9, 0.05, "off")], starttime=datetime.time(10, 42, 7, 125000), recording=edfio.Recording(startdate=datetime.date(2026, 3, 14)))
edf.write("edfio.edf")
back = edfio.read_edf("edfio.edf")
keep("EDF+C with a start within the second", "edfio.edf", [], "edfio", "edfio", [channel(s.label, s.physical_dimension, s.sampling_frequency, s.data) for s in back.signals], "2026-03-14T10:42:07.125", [(a.onset, a.text) for a in back.annotations])


# BrainVision: by pybv, and vectorised by hand.
def by_mne(name):
    raw = mne.io.read_raw_brainvision(name, preload=True, verbose="error")
    return [channel(label, "µV", raw.info["sfreq"], raw.get_data(picks=[k])[0] * 1e6) for k, label in enumerate(raw.ch_names)], [(a["onset"], a["description"].split("/", 1)[1]) for a in raw.annotations if not a["description"].startswith("New Segment")]


data = rng.standard_normal((3, 120)) * 40e-6
for fmt in ("binary_int16", "binary_float32"):
    pybv.write_brainvision(data=data, sfreq=1000, ch_names=["SOL", "TA", "GM"], fname_base=fmt, folder_out=".", fmt=fmt, resolution=0.1, unit="µV", events=[{"onset": 30, "duration": 1, "description": 7, "type": "Stimulus"}, {"onset": 90, "duration": 5, "description": "tap", "type": "Comment"}], meas_date=datetime.datetime(2026, 3, 14, 10, 42, 7, 250000))
    channels, notes = by_mne(fmt + ".vhdr")
    keep(f"BrainVision {fmt}, multiplexed", fmt + ".vhdr", [fmt + ".eeg", fmt + ".vmrk"], "pybv", "mne", channels, "2026-03-14T10:42:07.25", notes)
for fmt, dtype, orientation in (("INT_16", "<i2", "VECTORIZED"), ("IEEE_FLOAT_32", "<f4", "VECTORIZED"), ("INT_32", "<i4", "MULTIPLEXED")):
    name = f"by-hand-{fmt.lower().replace('_', '-')}"
    stored = np.round(rng.standard_normal((2, 90)) * 900).astype(dtype)
    (stored if orientation == "VECTORIZED" else stored.T).tofile(name + ".eeg")
    with open(name + ".vmrk", "w") as file:
        file.write(f"Brain Vision Data Exchange Marker File, Version 1.0\n\n[Common Infos]\nCodepage=UTF-8\nDataFile={name}.eeg\n\n[Marker Infos]\nMk1=New Segment,,1,1,0,20260314104207250000\nMk2=Stimulus,S  3,46,1,0\n")
    with open(name + ".vhdr", "w") as file:
        file.write(f"Brain Vision Data Exchange Header File Version 1.0\n\n[Common Infos]\nCodepage=UTF-8\nDataFile={name}.eeg\nMarkerFile={name}.vmrk\nDataFormat=BINARY\nDataOrientation={orientation}\nNumberOfChannels=2\nSamplingInterval=500\n\n[Binary Infos]\nBinaryFormat={fmt}\n\n[Channel Infos]\nCh1=SOL,,0.5,µV\nCh2=TA,,0.0488281,µV\n")
    channels, notes = by_mne(name + ".vhdr")
    keep(f"BrainVision {fmt}, {orientation.lower()}", name + ".vhdr", [name + ".eeg", name + ".vmrk"], "by hand", "mne", channels, "2026-03-14T10:42:07.25", notes)

# ABF 1: two episodes of one channel.
pyabf.abfWriter.writeABF1(rng.standard_normal((2, 2400)) * 20, "episodes.abf", 10_000, units="mV")
# pyabf writes no name, and holds values in single precision; Klonos calls a channel without one by its input.
abf = pyabf.ABF("episodes.abf")
values = []
for sweep in abf.sweepList:
    abf.setSweep(sweep)
    values.extend(abf.sweepY)
keep("ABF 1, two episodes", "episodes.abf", [], "pyabf", "pyabf", [channel(abf.adcNames[0].strip("\x00 ") or "IN 0", abf.adcUnits[0], abf.dataRate, values)], issues=["abf-episodes"], tolerance=1e-7)

# C3D: floating point with marker positions between.
c3d = ezc3d.c3d()
c3d["parameters"]["POINT"]["RATE"]["value"] = [100.0]
c3d["parameters"]["POINT"]["LABELS"]["value"] = ("toe",)
c3d["parameters"]["ANALOG"]["RATE"]["value"] = [1000.0]
c3d["parameters"]["ANALOG"]["LABELS"]["value"] = ("R SOL", "R TA", "Knee")
c3d.add_parameter("ANALOG", "UNITS", ["V", "mV", "deg"])
c3d["data"]["points"] = np.ones((4, 1, 12))
c3d["data"]["analogs"] = rng.standard_normal((1, 3, 120)).astype("float32")
c3d.add_event([0, 0.03], "Right", "Foot Strike")
c3d.write("written.c3d")
c3d = ezc3d.c3d("written.c3d")
keep("C3D, floating point", "written.c3d", [], "ezc3d", "ezc3d", [channel(label, unit, 1000, v) for label, unit, v in zip(("R SOL", "R TA", "Knee"), ("V", "mV", "deg"), c3d["data"]["analogs"][0])], None, [(0.03, "Right Foot Strike")])

json.dump(golden, open(os.path.join(here, "written.json"), "w"))
