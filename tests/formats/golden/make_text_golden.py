"""Values that numpy, pandas and PLUX' own biosignalsnotebooks read from the text recordings of ../shared/data.

Writes text.json beside this script. Run from the repository root:
    python3 tests/formats/golden/make_text_golden.py ../shared/data
Needs numpy, pandas and biosignalsnotebooks (pip install --no-deps is enough: only its conversion module is used).
"""
import datetime, importlib.util, io, json, os, re, sys, types
import numpy as np
import pandas as pd

root = sys.argv[1]


def raw_to_phy():
    """The vendor's conversion of counts, without the plotting and download libraries that its package imports."""
    package = importlib.util.find_spec("biosignalsnotebooks").submodule_search_locations[0]
    parent = types.ModuleType("bsn")
    parent.__path__ = [package]
    sys.modules["bsn"] = parent
    for name in ("aux_functions", "load", "external_packages", "detect", "process"):
        stub = types.ModuleType("bsn." + name)
        stub.__getattr__ = lambda _name: None
        sys.modules["bsn." + name] = stub
    spec = importlib.util.spec_from_file_location("bsn.conversion", os.path.join(package, "conversion.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.raw_to_phy


def picks(count):
    return sorted({0, 1, count // 3, count // 2, count - 1})


def channel(label, unit, hz, values, start=0.0):
    values = np.asarray(values, dtype=float)
    used = values[~np.isnan(values)]
    count = int(np.flatnonzero(~np.isnan(values))[-1]) + 1
    at = [k for k in picks(count) if not np.isnan(values[k])]
    return {"label": label, "unit": unit, "samplingHz": float(hz), "sampleCount": count, "startSeconds": start, "at": at,
            "values": [float(values[k]) for k in at], "missing": count - len(used), "sum": float(np.sum(used)), "sumOfMagnitudes": float(np.sum(np.abs(used)))}


def recording(reader, channels, start=None, events={}, gaps=[]):
    return {"reader": reader, "start": start, "channels": channels, "events": events, "gaps": gaps}


def lines_of(path):
    with open(path, encoding="latin1", newline="") as f:
        return f.read().replace("\r\n", "\n").split("\n")


def emgworks(path):
    lines = lines_of(path)
    head = next(k for k, line in enumerate(lines) if line.startswith("X[s]"))
    table = pd.read_csv(path, skiprows=head, encoding="utf8", na_values=[" "])
    about = [re.match(r"Label: (.*) Sampling frequency: (\S+) .* Unit: (\S+) Domain", line) for line in open(path, encoding="utf8").read().split("\n")[:head]]
    about = [m for m in about if m]
    return recording("pandas", [channel(m[1], m[3], float(m[2]), table.iloc[:, 2 * k + 1]) for k, m in enumerate(about)])


def labchart(path):
    lines = lines_of(path)
    heads = [k for k, line in enumerate(lines) if line.startswith("Interval=")]
    blocks, notes, gaps = [], [], []
    origin = end = None
    for begin, stop in zip(heads, heads[1:] + [len(lines)]):
        entries = {line.split("=")[0]: line.split("\t")[1:] for line in lines[begin:begin + 9]}
        # The date as LabChart prints it for people, not the number that Klonos reads.
        date = datetime.datetime.strptime(entries["ExcelDateTime"][1], "%m/%d/%y %H:%M:%S.%f")
        rows = lines[begin + 9:stop]
        titles = entries["ChannelTitle"]
        table = pd.read_csv(io.StringIO("\n".join(rows)), sep="\t", header=None, names=range(len(titles) + 2))
        first = date + datetime.timedelta(seconds=float(table.iloc[0, 0]))
        origin = origin or first
        seconds = (first - origin).total_seconds()
        if end is not None:
            gaps.append([end, seconds])
        interval = float(entries["Interval"][0].split()[0])
        end = seconds + len(table) * interval
        blocks.append(table.iloc[:, 1:len(titles) + 1].to_numpy(dtype=float))
        for row, text in table.iloc[:, len(titles) + 1].dropna().items():
            for note in text.split("#*")[1:]:
                notes.append((note.strip(), seconds + (table.iloc[row, 0] - table.iloc[0, 0])))
    units = [r.split(" ", 1)[1].strip() if u == "*" else u for r, u in zip(entries["Range"], entries["UnitName"])]
    data = np.concatenate(blocks)
    events = {text: [sum(t == text for t, _ in notes), min(s for t, s in notes if t == text), max(s for t, s in notes if t == text)] for text in {t for t, _ in notes}}
    return recording("pandas", [channel(t, u, 1 / interval, data[:, k]) for k, (t, u) in enumerate(zip(titles, units))], origin.isoformat()[:19], dict(sorted(events.items())), gaps)


def opensignals(path):
    lines = lines_of(path)
    about = list(json.loads(lines[1][2:]).values())[0]
    table = np.genfromtxt(path, comments="#")
    columns, sensors, bits = about["column"], about["sensor"], about["resolution"][-len(about["sensor"]):]
    convert = raw_to_phy()
    channels = []
    for k, label in enumerate(columns):
        at = k - (len(columns) - len(sensors))
        values, unit = table[:, k], ""
        if at >= 0 and sensors[at] in ("EMG", "ECG"):
            values, unit = convert(sensors[at], about["device"], values, bits[at], "mV", truncate=False) * 1000, "uV"
        channels.append(channel(label, unit, about["sampling rate"], values))
    date = "-".join(part.zfill(2) for part in about["date"].split("-"))
    time = ":".join(part.zfill(2) for part in about["time"].split(".")[0].split(":"))
    return recording("numpy, biosignalsnotebooks", channels, f"{date}T{time}")


def datalog(path, hz):
    about = [m for m in (re.match(r"Channel \d+: '(.*)', \d+ values, engineering units: (\w+),", line) for line in lines_of(path)) if m]
    rows = [line.split("\t") for line in lines_of(path)[len(about) + 2:] if line.strip() != "" or "\t" in line]
    table = pd.DataFrame(rows).apply(pd.to_numeric, errors="coerce").to_numpy()
    return recording("pandas", [channel(m[1], m[2], hz, table[:, k]) for k, m in enumerate(about)])


def transfers():
    """The vendor's own conversion, for every pair of sensor and device that it documents."""
    convert, found = raw_to_phy(), []
    for sensor, unit, scale in (("EMG", "mV", 1e-3), ("ECG", "mV", 1e-3), ("EEG", "uV", 1e-6)):
        for device in ("bioplux", "biosignalsplux", "bitalino", "bitalino_rev", "bitalino_riot"):
            for bits in (6, 10, 12, 16):
                counts = [0, 1, 2 ** (bits - 1), 2 ** bits - 1]
                try:
                    volts = convert(sensor, device, counts, bits, unit, truncate=False) * scale
                except RuntimeError:
                    continue
                found.append({"sensor": sensor, "device": device, "bits": bits, "counts": counts, "volts": [float(v) for v in volts]})
    return found


golden = {
    "emg/emgio_trigno/truncated_trigno_sample.csv": emgworks(os.path.join(root, "emg/emgio_trigno/truncated_trigno_sample.csv")),
    "labchart/labchart_file.example.txt": labchart(os.path.join(root, "labchart/labchart_file.example.txt")),
    "opensignals/SampleECG.txt": opensignals(os.path.join(root, "opensignals/SampleECG.txt")),
    "emg/uci_lowerlimb/1Nmar.txt": datalog(os.path.join(root, "emg/uci_lowerlimb/1Nmar.txt"), 1000),
    "emg/uci_lowerlimb/4Amar.txt": datalog(os.path.join(root, "emg/uci_lowerlimb/4Amar.txt"), 1000),
    "emg/biosppy/emg_1.txt": recording("numpy", [channel("EMG", "", 1000, np.genfromtxt(os.path.join(root, "emg/biosppy/emg_1.txt"), comments="#"))]),
}
for name in ("0_1", "1_2", "2_3", "3_4"):
    golden[f"emg/plux/{name}.txt"] = opensignals(os.path.join(root, f"emg/plux/{name}.txt"))

golden = {"recordings": golden, "transfers": transfers()}
with open(os.path.join(os.path.dirname(__file__), "text.json"), "w", encoding="utf-8") as out:
    json.dump(golden, out, indent=1, ensure_ascii=False, allow_nan=False)
    out.write("\n")
