import { describeReader } from "../contracts/reader-contract";
import { biopacText, biosppyText, datalogText, discoverText, emgworksText, kept, labChartText, noraxonText, openSignalsText, type WrittenChannel } from "./text-writer";

function wave(count: number, scale: number, period: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => kept(scale * (Math.sin((2 * Math.PI * k) / period) + 0.3 * Math.sin(k * k))));
}

const volts = (values: Float64Array, perUnit: number): Float64Array => values.map((value) => value * perUnit);
/** A product of two rounded numbers: an ulp of the largest value. */
const ULP = 1e-15;

const sol: WrittenChannel = { label: "R SOL", unit: "mV", samplingHz: 2000, values: wave(1200, 0.4, 61) };
const ta: WrittenChannel = { label: "R TA", unit: "uV", samplingHz: 2000, values: wave(1200, 900, 47) };
const acc: WrittenChannel = { label: "ACC X", unit: "g", samplingHz: 100, values: wave(60, 1.5, 20) };
const solTruth = { label: "R SOL", samplingHz: 2000, samples: volts(sol.values, 1e-3), tolerance: ULP };
const taTruth = { label: "R TA", samplingHz: 2000, samples: volts(ta.values, 1e-6), tolerance: ULP };
const accTruth = { label: "ACC X", samplingHz: 100, samples: acc.values, tolerance: 0 };

describeReader({ title: "EMGworks, two rates, ragged", name: "a.csv", headerBytes: 420, bytes: emgworksText([sol, acc, ta]), truth: [solTruth, accTruth, taTruth] });
describeReader({
  title: "EMGworks, samples lost on the way",
  name: "a.csv",
  headerBytes: 320,
  bytes: emgworksText([sol, ta], [400, 700]),
  truth: [{ ...solTruth, samples: Float64Array.from([...solTruth.samples.subarray(0, 400), ...solTruth.samples.subarray(700)]) }, taTruth],
});

const sensors = [{ ...sol, label: "EMG 1", sensor: "R SOL" }, { ...acc, sensor: "R SOL" }, { ...ta, label: "EMG 1", sensor: "R TA" }];
const sensorTruth = [{ ...solTruth, label: "R SOL: EMG 1" }, { ...accTruth, label: "R SOL: ACC X" }, { ...taTruth, label: "R TA: EMG 1" }];
describeReader({ title: "Trigno Discover with times and markers", name: "b.csv", headerBytes: 600, truth: sensorTruth, bytes: discoverText(sensors, { markers: [["stretch on", 0.25], ["release", 0.5]] }) });
describeReader({ title: "Trigno Discover, semicolons, decimal comma, no times", name: "b.csv", headerBytes: 420, truth: sensorTruth, bytes: discoverText(sensors, { delimiter: ";", decimal: ",", withTimes: false }) });

const blockRows = [500, 200, 400];
const starts = [0, 20, 21.5];
const labChart = (options: Parameters<typeof labChartText>[3]): Uint8Array =>
  labChartText(
    ["R SOL", "Angle"],
    1000,
    blockRows.map((rows, block) => ({
      startSeconds: starts[block]!,
      rows,
      ranges: [block === 1 ? "0.010 V" : "10.000 mV", "90.00 deg"],
      comments: block === 0 ? { 100: "#* stretch on", 250: "#2 angle\tat rest" } : {},
      value: (channel, row) => (channel === 0 ? kept(sol.values[block * 300 + row]! * (block === 1 ? 1e-3 : 1)) : kept(acc.values[row % 60]!)),
    })),
    options,
  );
const labChartTruth = [
  { label: "R SOL", samplingHz: 1000, samples: Float64Array.from(blockRows.flatMap((rows, block) => Array.from({ length: rows }, (_, row) => sol.values[block * 300 + row]! * 1e-3))), tolerance: 2e-12 },
  { label: "Angle", samplingHz: 1000, samples: Float64Array.from(blockRows.flatMap((rows) => Array.from({ length: rows }, (_, row) => acc.values[row % 60]!))), tolerance: 0 },
];
describeReader({ title: "LabChart, three blocks, another range in the second, comments", name: "c.txt", headerBytes: 200, truth: labChartTruth, bytes: labChart({}) });
describeReader({ title: "LabChart, decimal comma, no times, LF", name: "c.txt", headerBytes: 200, truth: labChartTruth, bytes: labChart({ decimal: ",", withTimes: false, newline: "\n" }) });

const counts = Array.from({ length: 1200 }, (_, k) => 512 + Math.round(300 * Math.sin(k / 7)));
const bitalino = { "84:BA:20": { device: "bitalino_rev", "device name": "84:BA:20", "sampling rate": 1000, resolution: [4, 1, 1, 1, 1, 10], sensor: ["EMGBITREV"], label: ["A1"], column: ["nSeq", "I1", "I2", "O1", "O2", "A1"], date: "2026-3-1", time: "8:30:27.147", convertedValues: 0 } };
const lost = (k: number): number => k + (k >= 600 ? 5 : 0);
describeReader({
  title: "OpenSignals of a BITalino that lost five samples",
  name: "d.txt",
  headerBytes: 330,
  bytes: openSignalsText(bitalino, counts.map((count, k) => [lost(k) % 16, 0, 1, 0, k % 2, count])),
  truth: [
    { label: "nSeq", samplingHz: 1000, samples: Float64Array.from(counts, (_, k) => lost(k) % 16), tolerance: 0 },
    { label: "I1", samplingHz: 1000, samples: new Float64Array(1200), tolerance: 0 },
    { label: "I2", samplingHz: 1000, samples: new Float64Array(1200).fill(1), tolerance: 0 },
    { label: "O1", samplingHz: 1000, samples: new Float64Array(1200), tolerance: 0 },
    { label: "O2", samplingHz: 1000, samples: Float64Array.from(counts, (_, k) => k % 2), tolerance: 0 },
    // BITalino (r)evolution EMG data sheet: (count / 2^n − 1/2) · 3.3 V / 1009.
    { label: "A1", samplingHz: 1000, samples: Float64Array.from(counts, (count) => ((count / 1024 - 0.5) * 3.3) / 1009), tolerance: 1e-17 },
  ],
});

const short = { ...ta, values: ta.values.subarray(0, 1197) };
const shortTruth = { ...taTruth, samples: taTruth.samples.subarray(0, 1197) };
describeReader({ title: "AcqKnowledge with times in minutes", name: "e.txt", headerBytes: 110, bytes: biopacText([sol, short], "min"), truth: [solTruth, shortTruth] });
describeReader({ title: "AcqKnowledge without times, commas", name: "e.csv", headerBytes: 110, bytes: biopacText([sol, short], undefined, ","), truth: [solTruth, shortTruth] });

const angle = { label: "FX", unit: "deg", samplingHz: 2000, values: wave(1240, 30, 400), filledFromHz: 50 };
describeReader({ title: "DataLOG, ragged, one channel filled up", name: "f.txt", headerBytes: 260, bytes: datalogText([sol, ta, angle]), truth: [solTruth, taTruth, { label: "FX", samplingHz: 2000, samples: angle.values, tolerance: 0 }] });

describeReader({ title: "Noraxon text", name: "g.txt", headerBytes: 70, bytes: noraxonText([sol, ta], "txt", { 400: "stretch on" }, 12.5), truth: [solTruth, taTruth] });
describeReader({ title: "Noraxon CSV", name: "g.csv", headerBytes: 180, bytes: noraxonText([sol, ta], "csv", { 400: "tap" }), truth: [solTruth, taTruth] });

describeReader({
  title: "BioSPPy simple text",
  name: "h.txt",
  headerBytes: 100,
  bytes: biosppyText(["EMG", "Force"], 1000, 12, counts.map((count, k) => [count, k % 4096])),
  truth: [
    { label: "EMG", samplingHz: 1000, samples: Float64Array.from(counts), tolerance: 0 },
    { label: "Force", samplingHz: 1000, samples: Float64Array.from(counts, (_, k) => k % 4096), tolerance: 0 },
  ],
});
