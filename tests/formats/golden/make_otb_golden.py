"""Makes otb.json: small OTB4 and OTB+ archives and what hdsemg-shared reads of them (pip install hdsemg-shared==0.14.3).

Run: python3 tests/formats/golden/make_otb_golden.py
hdsemg-shared is an independent reader after the maker's MATLAB scripts; its values are millivolts.
"""
import base64
import importlib.metadata
import io
import json
import os
import tarfile
import tempfile

import numpy as np
from hdsemg_shared.fileio.otb_4_file_io import load_otb4_file
from hdsemg_shared.fileio.otb_plus_file_io import load_otb_file

FRAMES = 48


def stored(channels, kind, most):
    frame, channel = np.arange(FRAMES)[:, None], np.arange(channels)[None, :]
    return (most * np.sin(frame / (3 + channel)) + 7 * channel).astype(kind)


def archive(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, content in files:
            content = content.encode() if isinstance(content, str) else content
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def track(**fields):
    known = dict(SamplingFrequency=2000, UnitOfMeasurement="mV", IsControl="false", AcquisitionChannel=0)
    return "<TrackInfo>" + "".join(f"<{key}>{value}</{key}>" for key, value in {**known, **fields}.items()) + "</TrackInfo>"


def tracks(*all_tracks):
    return f'<?xml version="1.0"?><ArrayOfTrackInfo>{"".join(all_tracks)}</ArrayOfTrackInfo>'


novecento = archive([
    ("Tracks_000.xml", tracks(
        track(Device="Novecento+", SignalStreamPath="grid.sig", SampleSize=4, NumberOfChannels=3, ChannelOffsetInSubPacket=0, TimeDuration=FRAMES / 2000, Gain=8, ADC_Nbits=24, ADC_Range=4.8, SubTitle="Grid"),
        track(Device="Novecento+", SignalStreamPath="grid.sig", SampleSize=4, NumberOfChannels=2, ChannelOffsetInSubPacket=3, TimeDuration=FRAMES / 2000, Gain=0.5, ADC_Nbits=16, ADC_Range=5, SubTitle="AUX"),
    )),
    ("grid.sig", stored(5, "<i4", 1_000_000).tobytes()),
])
muovi = archive([
    ("Tracks_000.xml", tracks(
        track(Device="Muovi+", SignalStreamPath="a.sig", SampleSize=2, NumberOfChannels=4, TimeDuration=FRAMES / 2000, Gain=256, ADC_Nbits=16, ADC_Range=4.8, SubTitle="Grid"),
        track(Device="Muovi+", SignalStreamPath="a.sig", SampleSize=2, NumberOfChannels=1, TimeDuration=FRAMES / 2000, Gain=0.5, ADC_Nbits=16, ADC_Range=4.8, SubTitle="AUX"),
    )),
    ("a.sig", stored(5, "<i2", 20_000).tobytes()),
])
plus = archive([
    ("rec.sig", stored(3, "<i2", 20_000).tobytes()),
    ("rec.xml", '<Device Name="SESSANTAQUATTRO;1.0" DeviceTotalChannels="3" SampleFrequency="2000" ad_bits="16"><Channels>'
                '<Adapter ID="Sessantaquattro" Gain="256" ChannelStartIndex="0">' + "".join(f'<Channel Index="{k}" ID="EMG" Gain="1"/>' for k in range(2)) + "</Adapter>"
                '<Adapter ID="Direct connection to Auxiliary Input" Gain="0.5" ChannelStartIndex="2"><Channel Index="0" ID="AUX1" Gain="1"/></Adapter>'
                "</Channels></Device>"),
])

cases = []
for title, name, content, load in [("OTB4 of a Novecento+, 32 bits, two tracks in a stream", "a.otb4", novecento, load_otb4_file), ("OTB4 of a Muovi+, 16 bits", "b.otb4", muovi, load_otb4_file), ("OTB+ of a Sessantaquattro", "c.otb+", plus, load_otb_file)]:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(content)
        values, _, _, rate, *_ = load(path)
    cases.append({"title": title, "name": name, "bytes": base64.b64encode(content).decode(), "samplingHz": rate, "millivolts": values.tolist()})
with open(os.path.join(os.path.dirname(__file__), "otb.json"), "w") as out:
    json.dump({"reader": f"hdsemg-shared {importlib.metadata.version('hdsemg-shared')}", "cases": cases}, out)
