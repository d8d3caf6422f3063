import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import type { ImportOptions } from "../../src/formats/recording-reader";
import { writeAbf } from "../formats/abf-writer";
import { writeC3d } from "../formats/c3d-writer";
import golden from "../formats/golden/mat.json";
import { writeRhd } from "../formats/intan-writer";
import { writeMat5 } from "../formats/mat-writer";
import { writeSon } from "../formats/spike2-writer";
import { abfRequests, c3dRequests, rhdRequests } from "../formats/synthetic-instruments";
import { type TarFile, writeTar } from "../formats/tar-writer";
import { biopacText, biosppyText, datalogText, discoverText, emgworksText, kept, labChartText, noraxonText, openSignalsText } from "../formats/text-writer";
import { packWfdb, writeWfdbNotes } from "../formats/wfdb-writer";
import { xdfFile, xdfHeader, xdfOffset, xdfSamples, type XdfStreamToWrite } from "../formats/xdf-writer";

/** A valid file to be damaged. */
export interface Seed {
  /** Family, for `--reader`. */
  readonly reader: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly siblings?: Readonly<Record<string, Uint8Array>>;
  readonly options?: ImportOptions;
  /** Packs what was damaged: an archive whose inside is wrong but whose packing is right. */
  readonly pack?: (bytes: Uint8Array) => Uint8Array;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const wave = (count: number, scale: number): Float64Array => Float64Array.from({ length: count }, (_, k) => kept(scale * Math.sin(k / 7)));
const counts = (count: number): number[] => Array.from({ length: count }, (_, k) => 512 + Math.round(300 * Math.sin(k / 7)));

function edfSeeds(): Seed[] {
  const channels = [
    { label: "R SOL", unit: "uV", samplingHz: 500, samples: wave(1000, 1e-4) },
    { label: "Angle", unit: "deg", samplingHz: 50, samples: wave(100, 20) },
  ];
  const annotations = [{ onsetSeconds: 0.25, durationSeconds: 0.1, text: "stretch on@@R SOL" }, { onsetSeconds: 1, durationSeconds: 0, text: "µ ✓" }];
  const status = { label: "Status", unit: "Boolean", samplingHz: 500, samples: Float64Array.from({ length: 1000 }, (_, k) => (k % 200 < 20 ? 7 : 0)), physicalRange: [-8388608, 8388607] as const, digitalRange: [-8388608, 8388607] as const };
  return [
    { reader: "edf", name: "a.edf", bytes: writeEdf({ channels, annotations: [], variant: "EDF", recordSeconds: 0.5 }) },
    { reader: "edf", name: "a.edf", bytes: writeEdf({ channels, annotations, recordSeconds: 0.5, annotationSignals: 2, startDateTime: "2026-09-14T10:42:07.25" }) },
    { reader: "edf", name: "a.edf", bytes: writeEdf({ channels, annotations, recordSeconds: 0.5, pauses: [{ atSeconds: 1, seconds: 0.75 }] }) },
    { reader: "edf", name: "a.edf", bytes: writeEdf({ channels: [], annotations }) },
    { reader: "bdf", name: "a.bdf", bytes: writeEdf({ channels: [...channels, status], annotations: [], variant: "BDF", recordSeconds: 0.5 }) },
    {
      reader: "bids",
      name: "sub-1_task-x_emg.edf",
      bytes: writeEdf({ channels, annotations, recordSeconds: 0.5 }),
      siblings: {
        "sub-1_task-x_channels.tsv": utf8("name\ttype\tunits\ttarget_muscle\tstatus\tsampling_frequency\nR SOL\tEMG\tuV\tright soleus\tbad\t500\nAngle\tMISC\tdeg\tn/a\tn/a\t50\n"),
        "sub-1_task-x_events.tsv": utf8("onset\tduration\ttrial_type\tchannel\n0.25\t0.1\tstretch\tR SOL\n1\t0\ttap\tn/a\n"),
        "sub-1_task-x_emg.json": utf8(JSON.stringify({ SamplingFrequency: 500, EMGChannelCount: 1, RecordingDuration: 2, RecordingType: "continuous" })),
      },
    },
  ];
}

function textSeeds(): Seed[] {
  const sol = { label: "R SOL", unit: "mV", samplingHz: 1000, values: wave(200, 0.4) };
  const ta = { label: "R TA", unit: "uV", samplingHz: 1000, values: wave(200, 900) };
  const acc = { label: "ACC X", unit: "g", samplingHz: 100, values: wave(20, 1.5) };
  const rows = (separator: string, decimal: string): string => Array.from({ length: 200 }, (_, k) => [k / 1000, sol.values[k]!, acc.values[k % 20]!].map((value) => String(value).replace(".", decimal)).join(separator)).join("\n");
  const device = { "84:BA:20": { device: "bitalino_rev", "device name": "84:BA:20", "sampling rate": 1000, resolution: [4, 1, 1, 1, 1, 10], sensor: ["EMGBITREV"], label: ["A1"], column: ["nSeq", "I1", "I2", "O1", "O2", "A1"], date: "2026-3-1", time: "8:30:27.147", convertedValues: 0 } };
  const blocks = [0, 20].map((startSeconds) => ({ startSeconds, rows: 100, ranges: ["10.000 mV", "90.00 deg"], comments: { 50: "#* stretch on" }, value: (channel: number, row: number) => (channel === 0 ? sol.values[row]! : acc.values[row % 20]!) }));
  return [
    { reader: "csv", name: "a.csv", bytes: utf8(`"Time (s)","R SOL (mV)","Angle [deg]"\n${rows(",", ".")}\n`) },
    { reader: "csv", name: "a.csv", bytes: utf8(`\ufeffZeit;R SOL;Angle\r\ns;mV;deg\r\n${rows(";", ",")}\r\n`) },
    { reader: "csv", name: "a.txt", bytes: utf8(`# fs = 1000 Hz\n${counts(300).join("\n")}\n`), options: { unit: "uV" } },
    { reader: "csv", name: "a.txt", bytes: Uint8Array.from(Buffer.from(`\ufefft\tEMG\n${rows("\t", ".")}\n`, "utf16le")) },
    { reader: "emgworks", name: "a.csv", bytes: emgworksText([sol, acc, ta], [50, 60]) },
    { reader: "discover", name: "a.csv", bytes: discoverText([{ ...sol, sensor: "A" }, { ...acc, sensor: "A" }], { markers: [["on", 0.05]] }) },
    { reader: "labchart", name: "a.txt", bytes: labChartText(["R SOL", "Angle"], 1000, blocks) },
    { reader: "opensignals", name: "a.txt", bytes: openSignalsText(device, counts(200).map((count, k) => [k % 16, 0, 1, 0, k % 2, count])) },
    { reader: "biopac", name: "a.txt", bytes: biopacText([sol, ta], "sec") },
    { reader: "datalog", name: "a.txt", bytes: datalogText([sol, ta, { ...ta, label: "FX", unit: "deg", filledFromHz: 50 }]) },
    { reader: "noraxon", name: "a.csv", bytes: noraxonText([sol, ta], "csv", { 40: "tap" }) },
    { reader: "biosppy", name: "a.txt", bytes: biosppyText(["EMG"], 1000, 12, counts(200).map((count) => [count])) },
  ];
}

function instrumentSeeds(): Seed[] {
  const stored = Int16Array.from({ length: 900 }, (_, k) => 20000 * Math.sin(k / 9));
  const son = (bigEndian: boolean): Uint8Array =>
    writeSon({
      bigEndian,
      version: bigEndian ? 5 : 6,
      channels: [
        { kind: 1, title: "R SOL", unit: "mV", scale: 0.5, offset: 0.25, ticksPerSample: 50, startTick: 2, stored },
        { kind: 9, title: "Angle", unit: "deg", ticksPerSample: 400, stored: Float32Array.from({ length: 100 }, (_, k) => k) },
      ],
    } as Parameters<typeof writeSon>[0]);
  const small = <Request extends { readonly channels: readonly { readonly stored: ArrayLike<number> }[] }>(request: Request): Request => request;
  const text = (value: string) => ({ kind: "char" as const, text: value });
  const emg = [...wave(400, 300), ...wave(400, 90)];
  const mat = (compressed: boolean): Uint8Array => writeMat5({ fs: { kind: "double", rows: 1, columns: 1, data: [2000] }, labels: { kind: "cell", items: [text("R SOL"), text("Angle")] }, info: { kind: "struct", fields: { units: text("uV") } }, emg: { kind: "double", rows: 400, columns: 2, data: emg } }, { compressed });
  return [
    { reader: "spike2", name: "a.smr", bytes: son(false) },
    { reader: "spike2", name: "a.smr", bytes: son(true) },
    ...Object.values(abfRequests).map((request): Seed => ({ reader: "abf", name: "a.abf", bytes: writeAbf(small(request)) })),
    ...Object.values(c3dRequests).map((request): Seed => ({ reader: "c3d", name: "a.c3d", bytes: writeC3d(small(request)) })),
    ...Object.values(rhdRequests).map((request): Seed => ({ reader: "intan", name: "a.rhd", bytes: writeRhd(small(request)) })),
    { reader: "mat", name: "a.mat", bytes: mat(false) },
    { reader: "mat", name: "a.mat", bytes: mat(true) },
    ...(["packed.h5", "v73.mat", "latest.h5"] as const).map((name): Seed => ({ reader: "hdf5", name, bytes: new Uint8Array(Buffer.from(golden.files[name], "base64")) })),
  ];
}

function wfdbSeeds(): Seed[] {
  const fast = Array.from({ length: 300 }, (_, k) => Math.round(100 * Math.sin(k / 8)));
  const one = ([8, 16, 24, 32, 61, 80, 160, 212, 310, 311] as const).map((format): Seed => ({
    reader: "wfdb",
    name: "r.hea",
    bytes: utf8(`# note\nr 1 1000 300 10:42:07.25 14/09/2026\nr.dat ${format} 200(5)/uV 12 0 0 0 0 L SOL\n`),
    siblings: { "r.dat": packWfdb(format, format === 8 ? fast.map((value, k) => value - (fast[k - 1] ?? 0)).map((step) => step & 255) : fast), "r.atr": writeWfdbNotes([{ time: 10, code: 1 }, { time: 200, code: 22, text: "tap", signal: 0 }]) },
  }));
  return [
    ...one,
    {
      reader: "wfdb",
      name: "m.hea",
      bytes: utf8("m/4 1 1000 500\nlay 0\ns1 300\n~ 100\ns2 100\n"),
      siblings: { "lay.hea": utf8("lay 1 1000 0\n~ 16 1000/mV 16 0 0 0 0 SOL\n"), "s1.hea": utf8("s1 1 1000 300\ns1.dat 16 1000/mV 16 0 0 0 0 SOL\n"), "s2.hea": utf8("s2 1 1000 100\ns1.dat 16+100 2000/mV 16 0 0 0 0 SOL\n"), "s1.dat": packWfdb(16, fast) },
    },
  ];
}

function brainVisionSeeds(): Seed[] {
  const header = (orientation: string, format: string): Uint8Array => utf8(`Brain Vision Data Exchange Header File Version 1.0\r\n[Common Infos]\r\nCodepage=UTF-8\r\nDataFile=$b.eeg\r\nMarkerFile=$b.vmrk\r\nDataFormat=BINARY\r\nDataOrientation=${orientation}\r\nNumberOfChannels=2\r\nSamplingInterval=500\r\nDataPoints=200\r\n[Binary Infos]\r\nBinaryFormat=${format}\r\n[Channel Infos]\r\nCh1=L SOL,REF,0.5,µV\r\nCh2=Angle,,0.1,deg\r\n`);
  const siblings = { "a.eeg": Uint8Array.from({ length: 1600 }, (_, k) => (k * 37) % 256), "a.vmrk": utf8("Brain Vision Data Exchange Marker File, Version 1.0\n[Marker Infos]\nMk1=New Segment,,1,1,0,20260914104207250000\nMk2=Comment,tap,101,1,2\nMk3=New Segment,,121,1,0,20260914104209000000\n") };
  return [
    { reader: "brainvision", name: "a.vhdr", bytes: header("MULTIPLEXED", "INT_16"), siblings },
    { reader: "brainvision", name: "a.vhdr", bytes: header("VECTORIZED", "IEEE_FLOAT_32"), siblings },
  ];
}

function xdfSeeds(): Seed[] {
  const emg: XdfStreamToWrite = { id: 1, name: "Amp", type: "EMG", format: "float32", rate: 500, channels: [{ label: "L SOL", unit: "microvolts" }] };
  const marks: XdfStreamToWrite = { id: 9, name: "Marks", type: "Markers", format: "string", rate: 0, channels: [{}] };
  const rows = Array.from({ length: 300 }, (_, k) => [Math.fround(100 * Math.sin(k / 9))]);
  const chunks = Array.from({ length: 10 }, (_, chunk) => xdfSamples(emg, rows.slice(chunk * 30, chunk * 30 + 30), Array.from({ length: 30 }, (_unused, k) => (k === 0 ? 1000 + (chunk * 30) / 500 + (chunk > 5 ? 3 : 0) : undefined))));
  return [{ reader: "xdf", name: "a.xdf", bytes: xdfFile([xdfHeader(emg), xdfHeader(marks), ...chunks, xdfOffset(1, 1000, 0.01), xdfOffset(1, 1015, 0.02), xdfSamples(marks, [["tap"]], [1000.2])]) }];
}

function archiveSeeds(): Seed[] {
  const sig = Uint8Array.from({ length: 2 * 2 * 300 }, (_, k) => (k * 91) % 256);
  const plus: TarFile[] = [
    { name: "patient.xml", content: "<patient/>" },
    { name: "rec.sig", content: sig },
    { name: "rec.xml", content: `<?xml version="1.0"?><Device Name="QUATTROCENTO;1.0" DeviceTotalChannels="2" SampleFrequency="2048" ad_bits="16"><Channels><Adapter ID="AD8x2" Gain="150" ChannelStartIndex="0"><Channel Index="0" Muscle="Soleus" Side="Left"/><Channel Index="1" ID="X&amp;Y"/></Adapter></Channels></Device>` },
    { name: "markers_0.xml", content: "<Markers><Marker><Milliseconds>50</Milliseconds><Description>tap</Description></Marker></Markers>" },
  ];
  const tracks = `<?xml version="1.0"?><ArrayOfTrackInfo><TrackInfo><SignalStreamPath>rec.sig</SignalStreamPath><NumberOfChannels>2</NumberOfChannels><TotalChannelsInFile>2</TotalChannelsInFile><ChannelOffsetInSubPacket>0</ChannelOffsetInSubPacket><SampleSize>2</SampleSize><SamplingFrequency>2000</SamplingFrequency><ADC_Nbits>16</ADC_Nbits><ADC_Range>4</ADC_Range><Gain>2</Gain><SubTitle>Grid</SubTitle></TrackInfo></ArrayOfTrackInfo>`;
  const otb4: TarFile[] = [{ name: "DeviceParameters.xml", content: "<DeviceParameters><AdBits>16</AdBits></DeviceParameters>" }, { name: "Tracks_000.xml", content: tracks }, { name: "rec.sig", content: sig }];
  const gzip = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));
  return [
    { reader: "otb", name: "a.otb+", bytes: writeTar(plus) },
    { reader: "otb", name: "a.otb4", bytes: writeTar(otb4) },
    { reader: "otb", name: "a.otb+", bytes: writeTar(plus), pack: gzip },
    { reader: "otb", name: "a.otb+", bytes: writeTar(plus), pack: withTarSums },
    // Descriptions that are wrong in archives that are right.
    { reader: "xml", name: "a.otb+", bytes: utf8(plus[2]!.content as string), pack: (bytes) => writeTar(plus.map((file, k) => (k === 2 ? { ...file, content: bytes } : file))) },
    { reader: "xml", name: "a.otb4", bytes: utf8(tracks), pack: (bytes) => writeTar(otb4.map((file, k) => (k === 1 ? { ...file, content: bytes } : file))) },
    { reader: "gzip", name: "a.otb+", bytes: gzip(writeTar(plus)) },
    // A stream of DEFLATE that no library would write, in a valid frame.
    { reader: "inflate", name: "a.otb+", bytes: new Uint8Array(deflateRawSync(writeTar(plus))), pack: (bytes) => Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, ...bytes, 0, 0, 0, 0, 0, 0, 0, 0]) },
    { reader: "zlib", name: "a.mat", bytes: new Uint8Array(deflateSync(writeMat5({ emg: { kind: "double", rows: 300, columns: 1, data: wave(300, 3) } }).subarray(128))), pack: packedMat },
  ];
}

/** The archive with the checksum of every header made right again. */
function withTarSums(bytes: Uint8Array): Uint8Array {
  const out = Buffer.from(bytes);
  for (let at = 0; at + 512 <= out.length; at += 512) {
    if (out.toString("latin1", at + 257, at + 262) !== "ustar") continue;
    out.write("        ", at + 148);
    const sum = out.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
    out.write(`${sum.toString(8).padStart(6, "0")}\0 `, at + 148, "latin1");
  }
  return Uint8Array.from(out);
}

/** A MATLAB file whose only variable is this compressed stream. */
function packedMat(stream: Uint8Array): Uint8Array {
  const head = writeMat5({}).subarray(0, 128);
  const bytes = new Uint8Array(128 + 8 + stream.length);
  bytes.set(head);
  const view = new DataView(bytes.buffer);
  view.setUint32(128, 15, true);
  view.setUint32(132, stream.length, true);
  bytes.set(stream, 136);
  return bytes;
}

/** Every format that is read, in its variants, and the containers by themselves. All open as they are. */
export function fuzzSeeds(): readonly Seed[] {
  return [...edfSeeds(), ...textSeeds(), ...instrumentSeeds(), ...wfdbSeeds(), ...brainVisionSeeds(), ...xdfSeeds(), ...archiveSeeds()];
}
