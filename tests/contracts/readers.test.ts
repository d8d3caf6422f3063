import { numberField } from "../../src/formats/edf/edf-number";
import { type EdfWriteRequest, writeEdf } from "../../src/formats/edf/edf-writer";
import { describeReader, type ReaderCase } from "./reader-contract";

function wave(count: number, scale: number, period: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => scale * (Math.sin((2 * Math.PI * k) / period) + 0.3 * Math.sin(k * k)));
}

const sol = wave(6000, 2e-4, 61);
const ta = wave(6000, 1e-3, 47);
const angle = wave(300, 20, 50);
const channels = [
  { label: "R SOL", unit: "uV", samplingHz: 2000, samples: sol },
  { label: "R TA", unit: "mV", samplingHz: 2000, samples: ta, physicalRange: [0.002, -0.002] as const },
  { label: "Angle", unit: "deg", samplingHz: 100, samples: angle, physicalRange: [-45, 45] as const },
];
const annotations = [
  { onsetSeconds: 0.25, durationSeconds: 0, text: "stretch on" },
  { onsetSeconds: 1.5, durationSeconds: 0.5, text: "Dehnung µ ✓" },
];

function edfCase(title: string, request: Partial<EdfWriteRequest>): ReaderCase {
  const full: EdfWriteRequest = { channels, annotations: request.variant === "EDF" || request.variant === "BDF" ? [] : annotations, ...request };
  const steps = request.variant?.startsWith("BDF") === true ? 2 * 8388607 : 2 * 32767;
  const bytes = writeEdf(full);
  const spans = channels.map((channel) => (channel.physicalRange !== undefined ? Math.abs(channel.physicalRange[1] - channel.physicalRange[0]) : 2.02 * Math.max(...channel.samples.map(Math.abs))));
  const annotationSignals = full.variant === "EDF" || full.variant === "BDF" ? 0 : (full.annotationSignals ?? 1);
  return {
    title,
    name: title.startsWith("BDF") ? "a.bdf" : "a.edf",
    bytes,
    headerBytes: 256 * (1 + channels.length + annotationSignals),
    truth: channels.map((channel, index) => ({ ...channel, tolerance: (0.51 * spans[index]!) / steps })),
  };
}

describeReader(edfCase("EDF", { variant: "EDF" }));
describeReader(edfCase("EDF+C, records of 0.1 s", { recordSeconds: 0.1, startDateTime: "2026-09-14T10:42:07.25" }));
describeReader(edfCase("EDF+D with two gaps", { recordSeconds: 0.5, pauses: [{ atSeconds: 1, seconds: 0.75 }, { atSeconds: 2, seconds: 100 }], startDateTime: "2026-09-14T23:59:59.5" }));
describeReader(edfCase("BDF", { variant: "BDF" }));
describeReader(edfCase("BDF+C, three annotation signals", { variant: "BDF+C", annotationSignals: 3, recordSeconds: 0.25 }));
describeReader(edfCase("BDF+D", { variant: "BDF+D", recordSeconds: 0.5, pauses: [{ atSeconds: 1.5, seconds: 2 }] }));

function table(delimiter: string, decimal: string, rows: number, row: (k: number) => readonly number[], head: string, newline = "\n"): Uint8Array {
  const number = (value: number): string => (Number.isNaN(value) ? "" : numberField(value, 12).replace(".", decimal));
  const body = Array.from({ length: rows }, (_, k) => row(k).map(number).join(delimiter)).join(newline);
  return new TextEncoder().encode(head + body + newline);
}

const rows = 3000;
const emg = Float64Array.from({ length: rows }, (_, k) => Number(numberField(sol[k]! * 1e3, 12)) * 1e-3);
const other = Float64Array.from({ length: rows }, (_, k) => Number(numberField(angle[k % 300]!, 12)));
const truth = [
  { label: "R SOL", samplingHz: 1000, samples: emg, tolerance: 1e-15 },
  { label: "Angle", samplingHz: 1000, samples: other, tolerance: 0 },
];
const columns = (k: number): number[] => [k / 1000, emg[k]! * 1e3, other[k]!];

describeReader({ title: "CSV with time, units and quotes", name: "a.csv", headerBytes: 60, truth, bytes: table(",", ".", rows, columns, '"Time (s)","R SOL (mV)","Angle [deg]"\n') });
describeReader({ title: "decimal comma, semicolons, CR LF, BOM, row of units", name: "b.csv", headerBytes: 60, truth, bytes: table(";", ",", rows, columns, "\ufeffZeit;R SOL;Angle\r\ns;mV;deg\r\n", "\r\n") });
describeReader({ title: "tabs and a given rate", name: "c.txt", headerBytes: 60, options: { samplingHz: 1000 }, truth, bytes: table("\t", ".", rows, (k) => columns(k).slice(1), "# exported today\nR SOL_mV\tAngle_deg\n") });
describeReader({
  title: "CSV with a gap and empty cells",
  name: "d.csv",
  headerBytes: 60,
  truth: truth.map((channel) => ({ ...channel, samples: channel.samples.map((value, k) => (channel.label === "Angle" && k % 500 === 7 ? NaN : value)) })),
  bytes: table(",", ".", rows, (k) => [k / 1000 + (k >= 1700 ? 2.5 : 0), emg[k]! * 1e3, k % 500 === 7 ? NaN : other[k]!], "t [s],R SOL [mV],Angle [deg]\n"),
});
