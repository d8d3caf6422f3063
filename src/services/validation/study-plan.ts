import { isChoiceSetting, type NumberSettingName, settingDefinitions, settingNames, type SettingValues } from "../../core/settings";
import type { Contaminants, TrainParameters } from "../../core/simulate/spec";
import type { StudyBlock } from "./run-block";
import type { StudyCell, StudyPart } from "./study-cell";

/** How much is run: runs of every cell of a part; 0 leaves the part out. */
export interface StudySize {
  readonly labels: number;
  readonly controls: number;
  readonly bursts: number;
  readonly curves: number;
  readonly stress: number;
  /** Records of a panel cell, analysed once for every change of a setting. */
  readonly panel: number;
  /** Records of a cell near the gates, analysed once more with each gate left out. */
  readonly gates: number;
  /** Records of each of the two halves of the comparison of detectors. */
  readonly detectors: number;
}

/** `--runs N`: N of every cell; a panel record is analysed some 150 times, so that there are fewer. */
export function sizeOf(runs: number): StudySize {
  return { labels: runs, controls: runs, bursts: Math.ceil(runs / 2), curves: Math.ceil(runs / 2), stress: Math.ceil(runs / 2), panel: Math.ceil(runs / 20), gates: Math.ceil(runs / 5), detectors: Math.ceil(runs / 4) };
}

/** Seeds below 100 000 001 were used in tuning (docs/method.md names the ranges); the study starts far above. */
export const FIRST_SEED = 700_000_001;
const SEEDS_A_CELL = 100_000;
/** Records that a thread gets at once: few, so that a run that is stopped has some of every cell. */
const BLOCK_RUNS = 4;

const regular = ["clonus", "clonoid"] as const;
const judged = [...regular, "pseudoclonus"] as const;
const beatGroups = [[5, 7], [8, 12], [15, 30]] as const;
const range = ([low, high]: readonly [number, number]): string => `${low}–${high} beats`;
const decibels = (snrDb: number | undefined): string => (snrDb === undefined ? "as recorded" : `${snrDb} dB`);

function cell(part: StudyPart, row: string, column: string, rest: Omit<StudyCell, "part" | "row" | "column" | "name">): StudyCell {
  return { part, row, column, name: `${part}: ${row}: ${column}`, ...rest };
}

function labelCells(): StudyCell[] {
  const cells: StudyCell[] = [];
  const add = (row: string, rest: Omit<StudyCell, "part" | "row" | "column" | "name">): void => void cells.push(cell("labels", row, rest.class, rest));
  for (const snrDb of [20, 12, 8]) for (const beats of beatGroups) for (const kind of judged) add(`generated, ${decibels(snrDb)}, ${range(beats)}`, { generator: "phenomenological", class: kind, beats, snrDb });
  for (const snrDb of [5, 3]) for (const kind of judged) add(`generated, ${decibels(snrDb)}, 8–30 beats`, { generator: "phenomenological", class: kind, beats: [8, 30], snrDb });
  for (const carrier of ["volley", "interference"] as const) for (const kind of judged) add(`generated, all ${carrier}, 10 dB, 8–20 beats`, { generator: "phenomenological", class: kind, beats: [8, 20], snrDb: 10, carrier });
  for (const snrDb of [20, 8]) for (const kind of ["tapping", "semi-regular"] as const) add(`generated, ${decibels(snrDb)}, 8–12 beats`, { generator: "phenomenological", class: kind, beats: [8, 12], snrDb });
  for (const snrDb of [20, 10]) for (const kind of regular) add(`reflex loop, ${decibels(snrDb)}, 8–15 beats`, { generator: "loop", class: kind, beats: [8, 15], snrDb });
  for (const snrDb of [16, 9]) for (const beats of beatGroups) for (const kind of judged) add(`second generator, ${decibels(snrDb)}, ${range(beats)}`, { generator: "alternative", class: kind, beats, snrDb });
  for (const kind of judged) add("second generator, 5 dB, 6–16 beats", { generator: "alternative", class: kind, beats: [6, 16], snrDb: 5 });
  for (const snrDb of [undefined, 15, 9]) for (const beats of [[5, 7], [8, 15]] as const) for (const kind of judged) add(`recorded carrier, ${decibels(snrDb)}, ${range(beats)}`, { generator: "recorded", class: kind, beats, snrDb });
  return cells;
}

function controlCells(): StudyCell[] {
  const cells: StudyCell[] = [];
  const add = (row: string, rest: Omit<StudyCell, "part" | "row" | "column" | "name">): void => void cells.push(cell("controls", row, rest.class, rest));
  const few = [2, 4] as const;
  for (const kind of ["tonic", "rest", "artefact"] as const) add("generated, 12 dB", { generator: "phenomenological", class: kind, beats: kind === "artefact" ? [10, 20] : [1, 1], snrDb: 12 });
  for (const kind of ["few", "tonic", "rest"] as const) add("second generator, 12 dB", { generator: "alternative", class: kind, beats: few, snrDb: 12 });
  for (const snrDb of [undefined, 12]) for (const kind of ["few", "tonic"] as const) add(`recorded carrier, ${decibels(snrDb)}`, { generator: "recorded", class: kind, beats: few, snrDb });
  add("recorded carrier, as recorded", { generator: "recorded", class: "rest", beats: few, snrDb: undefined });
  return cells;
}

/** SNR in dB of the rows of the burst table. */
export const BURST_SNR_DB = [0, 3, 6, 10, 15, 20, 30] as const;

function burstCells(): StudyCell[] {
  return BURST_SNR_DB.flatMap((snrDb) => (["volley", "interference"] as const).map((carrier) => cell("bursts", decibels(snrDb), carrier, { generator: "phenomenological", class: "clonus", beats: [20, 20], snrDb, carrier })));
}

/** Jitter, as share of the period, of the points of the curves. */
export const CURVE_JITTER = [0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.18, 0.22, 0.28, 0.35, 0.45, 0.55] as const;

function curveCells(): StudyCell[] {
  const base = { generator: "phenomenological", class: "clonus", beats: [10, 10], snrDb: 12 } as const;
  return CURVE_JITTER.flatMap((jitter) => [
    ...([["steady amplitude (s 0.10)", 0.1], ["labile amplitude (s 0.60)", 0.6]] as const).map(([row, amplitudeJitter]) => cell("curves", row, String(jitter), { ...base, carrier: "interference", parameters: { jitter, amplitudeJitter } })),
    cell("curves", "second generator", String(jitter), { ...base, generator: "alternative", parameters: { jitter } }),
  ]);
}

interface Stress {
  readonly title: string;
  readonly contaminants?: Contaminants;
  readonly parameters?: Partial<TrainParameters>;
  readonly samplingHz?: number;
  readonly regularOnly?: boolean;
}

/** What real recordings do to a signal: science.md 6.1 and 6.3. */
const stresses: readonly Stress[] = [
  { title: "nothing added" },
  { title: "mains, 50 Hz and harmonics, RMS of the baseline", contaminants: { mains: { hz: 50, share: 1, offsetHz: 0.2 } } },
  { title: "random limb movement, 5 × EMG", contaminants: { motion: { kind: "random", share: 5, of: "emg" } } },
  { title: "limb movement locked to the beat, 3 × EMG", contaminants: { motion: { kind: "locked", share: 3, of: "emg" } } },
  { title: "ECG, 20 × baseline", contaminants: { ecg: { bpm: 75, share: 20 } } },
  { title: "cross-talk, 25 % at 1.5 ms", contaminants: { crosstalk: { share: 0.25, lagMilliseconds: 1.5 } } },
  { title: "clipping, 5 % of the burst samples", contaminants: { clippedShare: 0.05 } },
  { title: "three dropouts of 5–200 ms", contaminants: { dropouts: { count: 3 } } },
  { title: "tonic background, 30 % of the bursts", contaminants: { tonicShare: 0.3 } },
  { title: "upside down", contaminants: { inverted: true } },
  { title: "co-contraction before the train", contaminants: { coactivation: { seconds: 0.4, share: 0.3 } } },
  { title: "sampled at 1000 Hz", samplingHz: 1000 },
  { title: "sampled at 1259.259 Hz", samplingHz: 1259.259 },
  { title: "sampled at 10 kHz", samplingHz: 10_000 },
  { title: "5 % of the beats missed", parameters: { missedShare: 0.05 }, regularOnly: true },
  { title: "15 % of the beats missed", parameters: { missedShare: 0.15 }, regularOnly: true },
  { title: "drift 7 → 4 Hz, jitter 3 %", parameters: { baseHz: 7, jitter: 0.03, linearDrift: Math.log(7 / 4), onsetDrift: 0, endDrift: 0 }, regularOnly: true },
];

function stressCells(): StudyCell[] {
  return stresses.flatMap(({ title, regularOnly, ...how }) => (regularOnly === true ? regular : judged).map((kind) => cell("stress", title, kind, { generator: "phenomenological", class: kind, beats: [8, 15], snrDb: 12, ...how })));
}

/** Records near the edges of the rule: what a setting moves is seen here first. */
function panelCells(part: "panel" | "gates" = "panel"): StudyCell[] {
  const cells: StudyCell[] = [];
  const add = (row: string, rest: Omit<StudyCell, "part" | "row" | "column" | "name">): void => void cells.push(cell(part, row, rest.class, rest));
  for (const kind of judged) {
    add("8 dB, 5–7 beats", { generator: "phenomenological", class: kind, beats: [5, 7], snrDb: 8 });
    add("10 dB, 8–15 beats", { generator: "phenomenological", class: kind, beats: [8, 15], snrDb: 10 });
    add("second generator, 9 dB, 8–12 beats", { generator: "alternative", class: kind, beats: [8, 12], snrDb: 9 });
    add("recorded carrier, 8–12 beats", { generator: "recorded", class: kind, beats: [8, 12], snrDb: undefined });
  }
  add("5 dB, 8–15 beats", { generator: "phenomenological", class: "pseudoclonus", beats: [8, 15], snrDb: 5 });
  add("12 dB", { generator: "phenomenological", class: "artefact", beats: [10, 20], snrDb: 12 });
  add("second generator", { generator: "alternative", class: "few", beats: [2, 4], snrDb: 12 });
  for (const kind of ["few", "tonic"] as const) add("recorded carrier", { generator: "recorded", class: kind, beats: [2, 4], snrDb: undefined });
  return cells;
}

/** The panel, and what gates are there for: carriers and rest as recorded and scaled up, faint signals, contaminants, what is no rhythm. */
function gateCells(): StudyCell[] {
  const cells = panelCells("gates");
  const add = (row: string, rest: Omit<StudyCell, "part" | "row" | "column" | "name">): void => void cells.push(cell("gates", row, rest.class, rest));
  for (const kind of regular) {
    for (const snrDb of [15, 9]) for (const beats of [[5, 7], [8, 15]] as const) add(`recorded carrier, ${snrDb} dB, ${range(beats)}`, { generator: "recorded", class: kind, beats, snrDb });
    add("5 dB, 8–15 beats", { generator: "phenomenological", class: kind, beats: [8, 15], snrDb: 5 });
  }
  for (const kind of judged) add("tonic background, 30 % of the bursts", { generator: "phenomenological", class: kind, beats: [8, 15], snrDb: 12, contaminants: { tonicShare: 0.3 } });
  for (const kind of judged) add("clipping, 5 % of the burst samples", { generator: "phenomenological", class: kind, beats: [8, 15], snrDb: 12, contaminants: { clippedShare: 0.05 } });
  add("12 dB", { generator: "phenomenological", class: "semi-regular", beats: [8, 15], snrDb: 12 });
  add("12 dB", { generator: "phenomenological", class: "tonic", beats: [1, 1], snrDb: 12 });
  add("second generator, 12 dB", { generator: "alternative", class: "tonic", beats: [2, 4], snrDb: 12 });
  add("recorded carrier, 12 dB", { generator: "recorded", class: "few", beats: [2, 4], snrDb: 12 });
  add("recorded carrier", { generator: "recorded", class: "rest", beats: [2, 4], snrDb: undefined });
  return cells;
}

function detectorCells(): StudyCell[] {
  return (["detectors-tuned", "detectors-tested"] as const).flatMap((part) =>
    [6, 10, 15].flatMap((snrDb) => (["clonus", "clonoid", "pseudoclonus"] as const).map((kind) => cell(part, decibels(snrDb), kind, { generator: "phenomenological", class: kind, beats: [8, 15], snrDb, samplingHz: 1000 }))),
  );
}

/** A gate and the values that open it for good. */
export interface Ablation {
  readonly gate: string;
  readonly changes: Partial<Record<NumberSettingName, number>>;
}

/** Every gate of the rule, each opened by its own settings. */
export const ablations: readonly Ablation[] = [
  { gate: "SNR for rhythmic", changes: { rhythmicSnrDb: 0 } },
  { gate: "SNR for irregular", changes: { irregularSnrDb: 0 } },
  { gate: "depth below which tonic", changes: { tonicModulation: 0 } },
  { gate: "depth for irregular", changes: { irregularModulation: 0 } },
  { gate: "quiet share for irregular", changes: { irregularQuiet: 0 } },
  { gate: "bursts on the 10 Hz envelope", changes: { irregularCoarseBursts: 0 } },
  { gate: "rhythmic on a coarser envelope", changes: { coarserRhythmicShare: 1 } },
  { gate: "slower cycle", changes: { slowCycleCorrelation: 1 } },
  { gate: "rhythmic part of the train", changes: { rhythmicPartShare: 1 } },
  { gate: "strong bursts alone", changes: { strongHeight: 0, strongSigma: 0, strongIrregularLog10: 0 } },
  { gate: "upper band", changes: { highBandIrregularLog10: 0 } },
  { gate: "likeness of the bursts", changes: { shapeDurationLimit: 0, shapeHeightLimit: 0 } },
  { gate: "burst times of short irregular trains", changes: { irregularTimingNeeded: 0 } },
  { gate: "few motor units", changes: { sparseActiveShare: 0 } },
  { gate: "single potentials", changes: { loneUnitActiveShare: 0 } },
  { gate: "unlike bursts of short trains", changes: { labileTrainBeats: 0 } },
  { gate: "movement artefact", changes: { artefactPowerRatio: 100 } },
  { gate: "tempo excursion", changes: { tempoExcursionHz: 5 } },
  { gate: "missed or false beats", changes: { missedOrFalseLimit: 1 } },
  { gate: "between regular and irregular", changes: { betweenExcess: 10 } },
  { gate: "long bursts", changes: { longBurstMilliseconds: 1000 } },
  { gate: "clipping", changes: { clipShare: 0.05 } },
  { gate: "five bursts at least", changes: { minimumBursts: 3 } },
];

/** Share of its value by which a setting is moved, each way, for its sensitivity. */
export const SENSITIVITY_SHARE = 0.2;

/** Every number of the method moved down and up; a setting that is 0 or at its limit moves one way. */
export function sensitivityChanges(): readonly { readonly name: NumberSettingName; readonly value: number }[] {
  return settingNames.flatMap((name) => {
    if (isChoiceSetting(name)) return [];
    const { default: value, min, max, step } = settingDefinitions[name];
    const move = Math.max(step, Math.abs(value) * SENSITIVITY_SHARE);
    return [value - move, value + move]
      .map((moved) => Number(Math.min(max, Math.max(min, step >= 1 ? Math.round(moved) : moved)).toPrecision(6)))
      .filter((moved) => moved !== value)
      .map((moved) => ({ name, value: moved }));
  });
}

/** Name of a variant in the keys of its blocks. */
export function variantName(changes: Partial<SettingValues>): string {
  return Object.entries(changes).map(([name, value]) => `${name}=${value}`).join(" ");
}

/** All blocks of the study: some of every cell first, then more of each; last the panel with its changed settings. `recorded`: pieces of real recordings are at hand. */
export function studyBlocks(size: StudySize, firstSeed: number, recorded: boolean): readonly StudyBlock[] {
  const parts: readonly (readonly [readonly StudyCell[], number])[] = [
    [controlCells(), size.controls], [labelCells(), size.labels], [burstCells(), size.bursts], [curveCells(), size.curves],
    [stressCells(), size.stress], [detectorCells(), size.detectors], [panelCells(), size.panel],
    [gateCells(), size.gates],
  ];
  // Seeds belong to a cell and a run whatever the number of runs, and whether recordings are at hand.
  let place = 0;
  const rounds: StudyBlock[][] = [];
  const changed: StudyBlock[] = [];
  const add = (one: StudyCell, at: number, runs: number, changes: Partial<SettingValues>): void => {
    for (let start = 0; start < runs; start += BLOCK_RUNS) {
      const seeds = Array.from({ length: Math.min(BLOCK_RUNS, runs - start) }, (_, k) => firstSeed + SEEDS_A_CELL * at + start + k);
      const block: StudyBlock = { key: `${one.name} | ${variantName(changes)} | ${seeds[0]}+${seeds.length}`, cell: one, seeds, changes };
      if (variantName(changes) === "") (rounds[start / BLOCK_RUNS] ??= []).push(block);
      else changed.push(block);
    }
  };
  const panel: (readonly [StudyCell, number])[] = [];
  const gated: (readonly [StudyCell, number])[] = [];
  for (const [cells, runs] of parts) {
    for (const one of cells) {
      if (one.generator === "recorded" && !recorded) {
        place += 1;
        continue;
      }
      add(one, place, runs, {});
      if (one.part === "panel" && runs > 0) panel.push([one, place]);
      if (one.part === "gates" && runs > 0) gated.push([one, place]);
      place += 1;
    }
  }
  for (const { changes } of ablations) for (const [one, at] of gated) add(one, at, size.gates, changes);
  for (const { name, value } of sensitivityChanges()) for (const [one, at] of panel) add(one, at, size.panel, { [name]: value });
  return [...rounds.flat(), ...changed];
}

/** The blocks of the guard: one cell of each thing that must not break, each with a few runs. */
export function quickBlocks(firstSeed: number): readonly StudyBlock[] {
  const wanted = new Map<string, number>([
    ["labels: generated, 12 dB, 8–12 beats: clonus", 20], ["labels: generated, 12 dB, 8–12 beats: clonoid", 20], ["labels: generated, 12 dB, 8–12 beats: pseudoclonus", 20],
    ["labels: generated, 3 dB, 8–30 beats: clonus", 5], ["labels: reflex loop, 20 dB, 8–15 beats: clonus", 5],
    ["labels: second generator, 9 dB, 8–12 beats: clonus", 10], ["labels: second generator, 9 dB, 8–12 beats: clonoid", 10], ["labels: second generator, 9 dB, 8–12 beats: pseudoclonus", 10],
    ["bursts: 10 dB: volley", 5], ["bursts: 10 dB: interference", 5],
    ["controls: generated, 12 dB: tonic", 5], ["controls: generated, 12 dB: rest", 3], ["controls: generated, 12 dB: artefact", 5],
    ["controls: second generator, 12 dB: few", 10], ["controls: second generator, 12 dB: rest", 3],
    ["stress: 15 % of the beats missed: clonus", 5], ["stress: drift 7 → 4 Hz, jitter 3 %: clonus", 5],
  ]);
  const cells = [...controlCells(), ...labelCells(), ...burstCells(), ...stressCells()];
  return [...wanted].map(([name, runs], place) => {
    const found = cells.find((one) => one.name === name);
    if (found === undefined) throw new RangeError(`The guard asks for the cell ${name}, which the study does not have.`);
    return { key: `${name} | guard`, cell: found, seeds: Array.from({ length: runs }, (_, k) => firstSeed + SEEDS_A_CELL * place + k), changes: {} };
  });
}
