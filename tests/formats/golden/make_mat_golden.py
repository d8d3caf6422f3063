"""Small MATLAB and HDF5 files written by other programs (SciPy, hdf5storage, h5py), with what went into them.

Writes mat.json beside this script. Run from the repository root:
    python3 tests/formats/golden/make_mat_golden.py ../shared/data
Needs numpy, scipy, h5py and hdf5storage. The entry of the real OpenSignals file is h5py's reading of it.
"""
import base64, json, os, sys, tempfile
import h5py, hdf5storage, numpy as np, scipy.io as sio

rng = np.random.default_rng(4)
signal = np.round(900 * rng.standard_normal((300, 4)))
labels = ["R SOL", "R TA", "L SOL", "L TA"]
folder = tempfile.mkdtemp()
golden = {"signal": signal.tolist(), "labels": labels, "files": {}}


def keep(name, path):
    with open(path, "rb") as file:
        golden["files"][name] = base64.b64encode(file.read()).decode()


def mat5(name, variables, **options):
    path = os.path.join(folder, name)
    sio.savemat(path, variables, **options)
    keep(name, path)


cells = np.array(labels, dtype=object)
mat5("plain.mat", {"emg": signal, "fs": 2000.0, "labels": cells, "units": "uV"})
mat5("packed-rows.mat", {"EMG": signal.T.astype("int16"), "SamplingFrequency": 2000.0, "Description": cells, "units": "uV"}, do_compression=True)
mat5("vectors.mat", {**{label.replace(" ", "_"): signal[:, k] for k, label in enumerate(labels)}, "time": np.arange(300) / 2000.0, "units": "uV"}, oned_as="column")
mat5("struct.mat", {"rec": {"data": signal.astype("float32"), "srate": 2000.0, "info": {"names": cells}, "labels": np.array(labels), "unit": "uV"}}, do_compression=True)
mat5("array.mat", {"ch": np.array([(signal[:, k], 2000.0, label, "uV") for k, label in enumerate(labels)], dtype=[("values", object), ("fs", object), ("label", object), ("unit", object)])})


def wave(title, values, interval, units, start=0.25):
    return {"title": title, "comment": "", "interval": interval, "scale": 1.0, "offset": 0.0, "units": units, "start": start, "length": float(len(values)), "values": np.reshape(values, (-1, 1))}


mat5("spike2.mat", {
    "f_Ch1": wave("R SOL", signal[:, 0], 5e-4, "mV"),
    "f_Ch2": wave("Angle", signal[:60, 1], 1e-2, "deg", 0.5),
    "f_Ch3": {**wave("Raw", signal[:, 2].astype("int16"), 5e-4, "V"), "scale": 0.5, "offset": 0.125},
    "f_Ch31": {"title": "Keyboard", "comment": "", "resolution": 1e-6, "length": 2.0, "times": np.array([[0.3], [0.35]]), "codes": np.array([[115, 0, 0, 0], [1, 65, 0, 0]], dtype="uint8")},
    "f_Ch32": {"title": "Stim", "comment": "", "resolution": 1e-6, "length": 3.0, "times": np.array([[0.26], [0.31], [0.37]])},
}, do_compression=True)
mat5("choice.mat", {"emg": signal, "force": signal[:64, :1], "fs": 2000.0})
mat5("no-rate.mat", {"emg": signal})
mat5("two-rates.mat", {"emg": signal, "fs": 2000.0, "srate": 1000.0})
mat5("gap.mat", {"emg": signal[:, 0], "fs": 1000.0, "t": np.concatenate([np.arange(120) / 1000, 5 + np.arange(180) / 1000])}, oned_as="column")

path = os.path.join(folder, "v73.mat")
hdf5storage.savemat(path, {"rec": {"data": signal, "fs": 2000.0, "labels": cells, "units": "uV"}, "note": "h\u00e4llo"}, format="7.3", oned_as="row", store_python_metadata=False, matlab_compatible=True)
keep("v73.mat", path)
path = os.path.join(folder, "packed.h5")
with h5py.File(path, "w") as file:
    group = file.create_group("rec")
    group.attrs["sampling_rate"] = 2000
    group.attrs["units"] = "uV"
    group["channel_names"] = labels
    group.create_dataset("emg", data=signal.astype(">f4"), chunks=(64, 4), compression="gzip", shuffle=True)
keep("packed.h5", path)
path = os.path.join(folder, "latest.h5")
with h5py.File(path, "w", libver="latest") as file:
    file.attrs["fs"] = 2000.0
    for k, label in enumerate(labels):
        file.create_dataset(label, data=signal[:, k].astype("i2"), chunks=(100,), maxshape=(None,))
    file["again"] = h5py.SoftLink("/")
keep("latest.h5", path)

# Groups that contain themselves, by links that are no names.
path = os.path.join(folder, "circle.h5")
with h5py.File(path, "w") as file:
    group = file.create_group("a")
    group["emg"] = np.zeros(100, "int8")
    for name in "bc":
        group[name] = group
keep("circle.h5", path)

real = os.path.join(sys.argv[1], "emg/plux/emg_bursts.h5") if len(sys.argv) > 1 else ""
if os.path.exists(real):
    with h5py.File(real) as file:
        counts = file["00:07:80:3B:46:61/raw/channel_3"][:, 0].astype("float64")
    at = [0, 1, 2, 9999, 20000, 28517, 28518]
    golden["openSignals"] = {"count": len(counts), "at": at, "counts": [float(counts[k]) for k in at], "sum": float(counts.sum())}

with open(os.path.join(os.path.dirname(__file__), "mat.json"), "w", encoding="utf-8") as out:
    json.dump(golden, out, allow_nan=False)
    out.write("\n")
