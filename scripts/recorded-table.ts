// What Klonos says of recordings whose pattern is known: `npx tsx scripts/recorded-table.ts`. Prints Markdown; needs ../shared/data. For columns of
// unknown unit the sampling rate is the usual assumption, and the clipping gate is overridden.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { analyse } from "../src/core/analysis";
import type { ChannelInfo } from "../src/core/recording";
import type { AnalysisContext, TrainResult } from "../src/core/result";
import { defaultSettings } from "../src/core/settings";

const DATA = resolve(__dirname, "../../shared/data");
/** Trains shorter than this are passed over in the table. */
const LEAST_BEATS = 5;

interface Entry {
  readonly title: string;
  readonly path: string;
  readonly samplingHz: number;
  readonly separator: RegExp;
  readonly headerRows: number;
  /** Columns to take; undefined: all. */
  readonly take?: readonly number[];
}

const entries: readonly Entry[] = [
  { title: "postural tremor (Ext, Flex)", path: "derived/tremor_postural_5000Hz.csv", samplingHz: 5000, separator: /,/, headerRows: 1, take: [1, 2] },
  ...["sub03/Clapping", "sub03/Hamering", "sub04/Clapping", "sub04/Hamering"].map((name) => ({ title: name, path: `emg/uci_physical_action/${name}.txt`, samplingHz: 1000, separator: /\s+/, headerRows: 0 })),
  { title: "walking (13 muscles)", path: "emg/musclesynergies/ID0012_TW_01_raw.csv", samplingHz: 1000, separator: /,/, headerRows: 1, take: Array.from({ length: 13 }, (_, k) => k + 1) },
];

function columns({ path, separator, headerRows, take }: Entry): Float64Array[] {
  const rows = readFileSync(resolve(DATA, path), "utf8").trim().split(/\r?\n/).slice(headerRows).map((line) => line.trim().split(separator).map(Number));
  return (take ?? rows[0]!.map((_, column) => column)).map((column) => Float64Array.from(rows, (row) => row[column]!));
}

function told(train: TrainResult): string {
  const number = (value: number | null, digits: number): string => (value === null ? "–" : value.toFixed(digits));
  const reasons = [...new Set(train.reasons.filter(({ says }) => says === "withholds").map(({ title }) => title.toLowerCase().replace("snr", "SNR").replace(" hz", " Hz").replace("bf)", "BF)")))].join(", ");
  const pattern = train.pattern === "rhythmic" ? `**${train.pattern}**` : train.pattern;
  return `${train.startSeconds.toFixed(1)}–${train.endSeconds.toFixed(1)} | ${train.beats} | ${number(train.rateHz, 2)} | ${train.envelopeHz} | ${number(train.log10BayesFactor, 1)} | ${number(train.snrDb, 1)} | ${pattern} | ${reasons === "" ? "–" : reasons} |`;
}

async function main(): Promise<void> {
  console.log("| recording | column | seconds | beats | rate, Hz | envelope, Hz | log BF | SNR, dB | pattern | what withholds |");
  console.log("|---|---|---|---|---|---|---|---|---|---|");
  for (const entry of entries) {
    const signals = columns(entry);
    const channels = signals.map((samples, index): ChannelInfo => ({
      index, label: String(index + 1), unit: "", isVoltage: false, samplingHz: entry.samplingHz, sampleCount: samples.length,
      segments: [{ startSample: 0, endSample: samples.length, startSeconds: 0 }], physicalRange: undefined, prefilter: "",
      role: "emg", muscle: undefined, side: undefined, site: undefined, candidates: [],
    }));
    const context: AnalysisContext = { protocol: "tap", site: "other", pairs: [], marks: [], holds: [], edits: [], rejected: [], overrides: signals.map((_, channelIndex) => ({ channelIndex, insist: true })) };
    const { trains } = await analyse(channels, (index, range) => Promise.resolve(signals[index]!.slice(range.start, range.end)), context, defaultSettings);
    for (const train of trains) if (train.beats >= LEAST_BEATS) console.log(`| ${entry.title} | ${train.channel} | ${told(train)}`);
  }
}

void main();
