// The published detectors against the simulator's truth, what they cost beside the analysis, and how far mains removal helps.
//   npx tsx scripts/detector-table.ts [--runs 20] [--first-seed 300001] [--out docs/method.md]
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { type PublishedDetectorName, publishedDetectors } from "../src/core/bursts/detectors/published";
import { differenceFrom } from "../src/core/bursts/disagreement";
import { medianOf } from "../src/core/bursts/local-reference";
import { defaultSettings } from "../src/core/settings";
import { butterworthBandpass } from "../src/core/signal/butterworth";
import { sosfiltfilt } from "../src/core/signal/zero-phase";
import { simulate } from "../src/core/simulate/simulate";
import { analyseSimulation } from "../src/services/validation/analyse-simulation";
import { replaceSection } from "./validation/document";

const { values } = parseArgs({ options: { runs: { type: "string", default: "20" }, "first-seed": { type: "string", default: "300001" }, out: { type: "string" } } });
const runs = Number(values.runs);
const firstSeed = Number(values["first-seed"]);
const samplingHz = 2000;
const levels = [8, 12, 20] as const;
const milliseconds = 1000 / samplingHz;

const lines: string[] = [];

/** Recall, joined bursts, ranges a second of rest, and the median edge error, per detector and SNR, over clonus and pseudoclonus. */
function detectorRows(): void {
  lines.push("| detector | " + levels.map((snr) => `${snr} dB: found / joined / false per s of rest / onset, offset error ms`).join(" | ") + " |", `|---|${levels.map(() => "---").join("|")}|`);
  const cells = new Map<PublishedDetectorName, string[]>((Object.keys(publishedDetectors) as PublishedDetectorName[]).map((name) => [name, []]));
  for (const snrDb of levels) {
    const tallies = new Map([...cells.keys()].map((name) => [name, { bursts: 0, found: 0, joined: 0, rest: 0, restSeconds: 0, onsets: [] as number[], offsets: [] as number[] }]));
    for (let run = 0; run < runs; run++) {
      const { channels, truth } = simulate({ class: run % 2 === 0 ? "clonus" : "pseudoclonus", beats: 12, snrDb, seed: firstSeed + run, samplingHz });
      const samples = sosfiltfilt(butterworthBandpass(2, 30, 450, samplingHz), channels[0]!.samples);
      const first = Math.floor(truth.bursts[0]!.onsetSeconds * samplingHz) - 200;
      const input = { samples, samplingHz, bandHighHz: 450, rest: samples.slice(Math.max(0, first - 4 * samplingHz), first) };
      const bursts = truth.bursts.map(({ onsetSeconds, offsetSeconds }) => ({ start: Math.round(onsetSeconds * samplingHz), end: Math.round(offsetSeconds * samplingHz) }));
      for (const [name, tally] of tallies) {
        const ranges = publishedDetectors[name](input);
        const difference = differenceFrom(bursts, ranges, { start: bursts[0]!.start, end: bursts[bursts.length - 1]!.end });
        tally.bursts += bursts.length;
        tally.found += bursts.length - difference.notFound;
        tally.joined += difference.merged;
        tally.rest += ranges.filter(({ end }) => end < first).length;
        tally.restSeconds += first / samplingHz;
        tally.onsets.push(...difference.onsets);
        tally.offsets.push(...difference.offsets);
      }
    }
    for (const [name, tally] of tallies) {
      const share = (count: number, of: number): string => (count / of).toFixed(2);
      cells.get(name)!.push(`${share(tally.found, tally.bursts)} / ${share(tally.joined, tally.bursts)} / ${share(tally.rest, tally.restSeconds)} / ${(medianOf(tally.onsets) * milliseconds).toFixed(0)}, ${(medianOf(tally.offsets) * milliseconds).toFixed(0)}`);
    }
  }
  for (const [name, row] of cells) lines.push(`| ${name} | ${row.join(" | ")} |`);
}

/** Disagreement and the audit of the ends, by SNR, and the share of the analysis that they take. */
async function opinionRows(): Promise<void> {
  lines.push("", "| SNR dB | trains | disagreement, median | audit − truth at start, ms: median (90 % within) | at end |", "|---|---|---|---|---|");
  for (const snrDb of levels) {
    const scores: number[] = [];
    const starts: number[] = [];
    const ends: number[] = [];
    for (let run = 0; run < runs; run++) {
      const simulation = simulate({ class: run % 2 === 0 ? "clonus" : "pseudoclonus", beats: 12, snrDb, seed: firstSeed + 5000 + run, samplingHz });
      const { bursts } = simulation.truth;
      const train = (await analyseSimulation(simulation, "stretch-hold")).trains.filter(({ channelIndex, disagreement }) => channelIndex === 0 && disagreement !== null).sort((a, b) => b.beats - a.beats)[0];
      if (train === undefined) continue;
      scores.push(train.disagreement!.score);
      if (train.boundaryAudit!.startSeconds !== null && Math.abs(train.startSeconds - bursts[0]!.onsetSeconds) < 0.1) starts.push(1000 * (train.boundaryAudit!.startSeconds - bursts[0]!.onsetSeconds));
      if (train.boundaryAudit!.endSeconds !== null && Math.abs(train.endSeconds - bursts[bursts.length - 1]!.offsetSeconds) < 0.1) ends.push(1000 * (train.boundaryAudit!.endSeconds - bursts[bursts.length - 1]!.offsetSeconds));
    }
    const within = (errors: readonly number[]): string => `${medianOf(errors).toFixed(0)} (${[...errors.map(Math.abs)].sort((a, b) => a - b)[Math.floor(0.9 * (errors.length - 1))]!.toFixed(0)}), n ${errors.length}`;
    lines.push(`| ${snrDb} | ${scores.length} | ${medianOf(scores).toFixed(2)} | ${within(starts)} | ${within(ends)} |`);
  }
}

/** What is left of the hum, and the SNR of the train without hum, with it, and after removal. */
async function mainsRows(): Promise<void> {
  lines.push("", "| hum: RMS over the baseline's | rhythmic: clean / hum / regression / interpolation | SNR dB, median: clean / hum / regression / interpolation |", "|---|---|---|");
  for (const share of [0.5, 1, 1.6]) {
    const kinds = ["clean", "hum", "regression", "interpolation"] as const;
    const tallies = kinds.map(() => ({ rhythmic: 0, snrs: [] as number[] }));
    for (let run = 0; run < runs; run++) {
      const spec = { class: "clonus", beats: 12, snrDb: 8, seed: firstSeed + 9000 + run, samplingHz } as const;
      for (const [k, kind] of kinds.entries()) {
        const simulation = simulate(kind === "clean" ? spec : { ...spec, contaminants: { mains: { hz: 50, share, offsetHz: run % 2 === 0 ? 0.2 : -0.3 } } });
        const result = await analyseSimulation(simulation, "stretch-hold", { ...defaultSettings, mainsRemoval: kind === "regression" || kind === "interpolation" ? kind : "off" });
        const train = result.trains.filter(({ channelIndex }) => channelIndex === 0).sort((a, b) => b.beats - a.beats)[0];
        if (train?.pattern === "rhythmic") tallies[k]!.rhythmic++;
        if (train !== undefined && train.snrDb !== null) tallies[k]!.snrs.push(train.snrDb);
      }
    }
    lines.push(`| ${share} | ${tallies.map(({ rhythmic }) => `${rhythmic} of ${runs}`).join(" / ")} | ${tallies.map(({ snrs }) => medianOf(snrs).toFixed(1)).join(" / ")} |`);
  }
}

async function main(): Promise<void> {
  detectorRows();
  await opinionRows();
  await mainsRows();
  const simulation = simulate({ class: "clonus", beats: 120, snrDb: 15, seed: firstSeed, samplingHz });
  await analyseSimulation(simulation, "stretch-hold");
  const started = performance.now();
  await analyseSimulation(simulation, "stretch-hold");
  lines.push("", `Analysis of one record of ${(simulation.channels[0]!.samples.length / samplingHz).toFixed(0)} s with a train of 120 beats, all in: ${((performance.now() - started) / 1000).toFixed(2)} s.`);
  const text = lines.join("\n");
  console.log(text);
  if (values.out === undefined) return;
  const path = resolve(values.out);
  writeFileSync(path, replaceSection(readFileSync(path, "utf8"), "detectors", text));
}

void main();
