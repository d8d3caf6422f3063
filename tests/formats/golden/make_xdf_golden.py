"""A small XDF file with drifting clocks, a pause, late packets and markers, and what pyxdf makes of it and of a public file.

Writes clocks.xdf and xdf.json beside this script. Run from the repository root:
    python3 tests/formats/golden/make_xdf_golden.py ../shared/data
Needs pyxdf and numpy. The file is written here from the format's specification, byte by byte.
"""
import json, os, struct, sys
import numpy as np
import pyxdf

here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(5)


def chunk(tag, content):
    length = len(content) + 2
    head = struct.pack("<BB", 1, length) if length < 256 else struct.pack("<BI", 4, length)
    return head + struct.pack("<H", tag) + content


def header(stream, name, kind, channels, rate, fmt, desc=""):
    xml = (f'<?xml version="1.0"?><info><name>{name}</name><type>{kind}</type><channel_count>{channels}</channel_count>'
           f'<nominal_srate>{rate}</nominal_srate><channel_format>{fmt}</channel_format><desc>{desc}</desc></info>')
    return chunk(2, struct.pack("<I", stream) + xml.encode())


def samples(stream, rows, stamps):
    body = struct.pack("<I", stream) + struct.pack("<BI", 4, len(rows))
    for row, stamp in zip(rows, stamps):
        body += (b"\x00" if stamp is None else struct.pack("<Bd", 8, stamp)) + row
    return chunk(3, body)


def text(value):
    data = value.encode()
    return struct.pack("<BB", 1, len(data)) + data


out = [b"XDF:", chunk(1, b'<?xml version="1.0"?><info><version>1.0</version><datetime>2026-09-14T10:42:07+0200</datetime></info>')]
desc = ("<channels><channel><label>L SOL</label><unit>microvolts</unit></channel><channel><label>L TA</label><unit>mV</unit></channel></channels>")
out += [header(1, "Amp", "EMG", 2, 100, "int16", desc), header(2, "Force", "Force", 1, 20, "float32"), header(3, "Marks", "Markers", 1, 0, "string")]
# The amplifier's clock is 3.2 s behind and slow by 5e-5, the markers' computer is the recorder's own.
amp = lambda t: (t - 3.2) / 1.00005
true_rate = 99.9
n1, first, pause_at = 2000, 50.0, 900
for start in range(0, n1, 50):
    rows = [struct.pack("<hh", int(1000 * np.sin(k / 7)), k) for k in range(start, start + 50)]
    # Packets come up to 30 ms late; at sample 900 nothing came for 2.5 s.
    t = first + start / true_rate + (2.5 if start >= pause_at else 0) + rng.uniform(0, 0.03)
    out.append(samples(1, rows, [amp(t)] + [None] * 49))
for start in range(0, 400, 20):
    rows = [struct.pack("<f", 0.5 * k) for k in range(start, start + 20)]
    out.append(samples(2, rows, [first + 0.5 + k / 20.0 for k in range(start, start + 20)]))
for t, word in [(51.25, "stretch on"), (55.5, "tap \u2713"), (61.0, "release")]:
    out.append(samples(3, [text(word)], [t]))
for t in np.arange(50, 75, 2.0):
    noise = rng.uniform(0, 2e-4)
    out.append(chunk(4, struct.pack("<Idd", 1, amp(t), t - amp(t) + noise)))
    out.append(chunk(4, struct.pack("<Idd", 3, t, 0.0)))
    out.append(chunk(4, struct.pack("<Idd", 2, t, 0.0)))
out.append(chunk(5, bytes([0x43, 0xA5, 0x46, 0xDC, 0xCB, 0xF5, 0x41, 0x0F, 0xB3, 0x0E, 0xD5, 0x46, 0x73, 0x83, 0xCB, 0xE4])))
for stream in (1, 2, 3):
    out.append(chunk(6, struct.pack("<I", stream) + b'<?xml version="1.0"?><info/>'))
with open(os.path.join(here, "clocks.xdf"), "wb") as f:
    f.write(b"".join(out))


def report(path):
    # By default pyxdf joins pauses shorter than 500 samples.
    streams, _ = pyxdf.load_xdf(path, jitter_break_threshold_samples=100)
    result = []
    for s in streams:
        series, times = s["time_series"], s["time_stamps"]
        picks = sorted({0, 1, len(times) // 3, len(times) // 2, len(times) - 1})
        result.append({"name": s["info"]["name"][0], "samples": len(times), "at": picks, "times": [float(times[k]) for k in picks],
                       "values": [[str(v) for v in series[k]] if isinstance(series, list) else [float(v) for v in series[k]] for k in picks],
                       "segments": [[int(a), int(b)] for a, b in s["info"]["segments"]], "effectiveHz": float(s["info"]["effective_srate"])})
    return result


json.dump({"clocks": report(os.path.join(here, "clocks.xdf")), "minimal": report(os.path.join(sys.argv[1], "xdf", "minimal.xdf"))},
          open(os.path.join(here, "xdf.json"), "w"), indent=1)
