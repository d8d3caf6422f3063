import { upperBound } from "./binomial";
import type { Outcome } from "./outcome";
import type { StudyCell } from "./study-cell";
import { burstTotals, type CellSummary, type Count, countOf, spread, wilson } from "./summary";

/** One thing that must hold, and what was seen. */
export interface Criterion {
  readonly title: string;
  readonly needed: string;
  readonly seen: string;
  /** undefined: nothing was run that could tell. */
  readonly passes: boolean | undefined;
}

type Choice = (cell: StudyCell) => boolean;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function countText(count: Count): string {
  const [low, high] = wilson(count);
  return `${count.hits} of ${count.of}: ${percent(count.hits / count.of)} (${percent(low)} to ${percent(high)})`;
}

function chosen(summaries: readonly CellSummary[], choice: Choice): readonly Outcome[] {
  return summaries.filter(({ cell, variant }) => variant === "" && choice(cell)).flatMap(({ outcomes }) => outcomes);
}

function atLeast(title: string, outcomes: readonly Outcome[], isHit: (outcome: Outcome) => boolean, share: number): Criterion {
  const count = countOf(outcomes, isHit);
  return { title, needed: `≥ ${percent(share)}`, seen: count.of === 0 ? "not run" : countText(count), passes: count.of === 0 ? undefined : count.hits >= share * count.of };
}

function atMost(title: string, outcomes: readonly Outcome[], isHit: (outcome: Outcome) => boolean, share: number): Criterion {
  const count = countOf(outcomes, isHit);
  const seeds = outcomes.filter(isHit).slice(0, 5).map(({ seed }) => seed);
  const bound = `95 % upper bound ${percent(upperBound(count.hits, Math.max(1, count.of)))}`;
  return {
    title, needed: share === 0 ? "none" : `≤ ${percent(share)}`,
    seen: count.of === 0 ? "not run" : `${count.hits} of ${count.of}: ${percent(count.hits / count.of)} (${bound})${seeds.length > 0 ? `; seeds ${seeds.join(", ")}` : ""}`,
    passes: count.of === 0 ? undefined : count.hits <= share * count.of,
  };
}

const isRegular: Choice = (cell) => cell.class === "clonus" || cell.class === "clonoid";
const isRhythmic = ({ main }: Outcome): boolean => main === "rhythmic";
const isIrregular = ({ main }: Outcome): boolean => main === "irregular";
const both = (...choices: readonly Choice[]): Choice => (cell) => choices.every((choice) => choice(cell));
const inPart = (part: StudyCell["part"]): Choice => (cell) => cell.part === part;
const of = (kind: StudyCell["class"]): Choice => (cell) => cell.class === kind;
const recorded: Choice = (cell) => cell.generator === "recorded";
const generated: Choice = (cell) => cell.generator === "phenomenological" || cell.generator === "alternative" || cell.generator === "loop";
const beats = (low: number, high: number): Choice => (cell) => cell.beats[0] >= low && cell.beats[1] <= high;
const asLoud: Choice = (cell) => cell.snrDb === undefined;
const snrFrom = (decibels: number): Choice => (cell) => cell.snrDb === undefined || cell.snrDb >= decibels;

/** Measured SNR below which nothing may be called rhythmic (science.md 4.5). */
const LEAST_RHYTHMIC_SNR_DB = 6;
const RATE_TOLERANCE = 0.01;
const TIMING_SNR_DB = 10;
const MOST_TIMING_MILLISECONDS = 4;

function timingCriterion(summaries: readonly CellSummary[]): Criterion {
  const { truth, centroid } = burstTotals(chosen(summaries, both(inPart("bursts"), (cell) => cell.snrDb === TIMING_SNR_DB)));
  const { sd } = spread(centroid);
  return { title: "SD of the burst times at 10 dB, bursts of 40–90 ms", needed: `≤ ${MOST_TIMING_MILLISECONDS} ms`, seen: truth === 0 ? "not run" : `${sd.toFixed(2)} ms (${truth} bursts)`, passes: truth === 0 ? undefined : sd <= MOST_TIMING_MILLISECONDS };
}

/** What the project asks of the method ("How it is judged"), on the records of the study. */
export function studyCriteria(summaries: readonly CellSummary[]): readonly Criterion[] {
  const pick = (...choices: readonly Choice[]): readonly Outcome[] => chosen(summaries, both(...choices));
  const labels = inPart("labels");
  const long = both(labels, generated, beats(8, 30), snrFrom(8));
  const short = both(labels, generated, beats(5, 7), snrFrom(8));
  const shortPseudo = new Set(pick(short, of("pseudoclonus")));
  const controls = inPart("controls");
  const decided = chosen(summaries, ({ part }) => part !== "panel" && part !== "gates" && part !== "curves");
  return [
    atLeast("generated, from 8 beats and 8 dB: clonus is rhythmic", pick(long, of("clonus")), isRhythmic, 0.97),
    atLeast("the same: fading clonus is rhythmic", pick(long, of("clonoid")), isRhythmic, 0.97),
    atMost("generated, every SNR and length: clonus or fading clonus irregular", pick(labels, generated, isRegular), ({ irregular }) => irregular, 0),
    atLeast("generated, 8–12 beats, from 8 dB: pseudoclonus is irregular", pick(long, of("pseudoclonus"), beats(8, 12)), isIrregular, 0.88),
    atLeast("generated, 15–30 beats, from 8 dB: pseudoclonus is irregular", pick(long, of("pseudoclonus"), beats(15, 30)), isIrregular, 0.95),
    atMost("generated, from 8 beats and 8 dB: pseudoclonus rhythmic", pick(long, of("pseudoclonus")), ({ rhythmic }) => rhythmic, 0.01),
    atLeast("generated, 5–7 beats, from 8 dB: rightly decided", pick(short), (outcome) => (shortPseudo.has(outcome) ? isIrregular(outcome) : isRhythmic(outcome)), 0.7),
    atMost("generated, 5–7 beats: pseudoclonus rhythmic", pick(short, of("pseudoclonus")), ({ rhythmic }) => rhythmic, 0.03),
    atLeast("recorded carriers, from 8 beats, at every level (9 dB at least): clonus is rhythmic", pick(labels, recorded, of("clonus"), beats(8, 30)), isRhythmic, 0.95),
    atLeast("the same: fading clonus is rhythmic", pick(labels, recorded, of("clonoid"), beats(8, 30)), isRhythmic, 0.75),
    atLeast("of those, as loud as recorded, nothing scaled: clonus is rhythmic", pick(labels, recorded, asLoud, of("clonus"), beats(8, 30)), isRhythmic, 0.95),
    atLeast("of those, as loud as recorded: fading clonus is rhythmic", pick(labels, recorded, asLoud, of("clonoid"), beats(8, 30)), isRhythmic, 0.75),
    atMost("recorded carriers as loud as recorded: clonus or fading clonus irregular", pick(labels, recorded, asLoud, isRegular), ({ irregular }) => irregular, 0),
    atMost("recorded carriers at every level: clonus or fading clonus irregular", pick(labels, recorded, isRegular), ({ irregular }) => irregular, 0),
    atMost("two to four bursts, tonic, rest, artefact: irregular", pick(controls), ({ irregular }) => irregular, 0),
    atMost("two to four bursts, tonic, rest, artefact: rhythmic", pick(controls), ({ rhythmic }) => rhythmic, 0),
    atMost("contaminated clonus or fading clonus irregular", pick(inPart("stress"), isRegular), ({ irregular }) => irregular, 0),
    atMost(`main train rhythmic with a measured SNR below ${LEAST_RHYTHMIC_SNR_DB} dB`, decided, ({ main, snrDb }) => main === "rhythmic" && snrDb !== null && snrDb < LEAST_RHYTHMIC_SNR_DB, 0),
    atLeast("rate of rhythmic trains within 1 %", decided.filter(({ main, rateError }) => main === "rhythmic" && rateError !== null), ({ rateError }) => Math.abs(rateError!) <= RATE_TOLERANCE, 0.95),
    timingCriterion(summaries),
  ];
}

/**
 * The guard of `--quick`. Its seeds are fixed, so that a failure is a change of the program and not chance; limits lie below
 * those of the study because a few records cannot show more.
 */
export function quickCriteria(summaries: readonly CellSummary[]): readonly Criterion[] {
  const pick = (...choices: readonly Choice[]): readonly Outcome[] => chosen(summaries, both(...choices));
  const labels = inPart("labels");
  const timed = pick(inPart("bursts"));
  const totals = burstTotals(timed);
  const share = (title: string, hits: number, whole: number): Criterion => ({ title, needed: "≥ 98 %", seen: whole === 0 ? "not run" : `${hits} of ${whole}: ${percent(hits / whole)}`, passes: whole === 0 ? undefined : hits >= 0.98 * whole });
  return [
    atLeast("clonus is rhythmic", pick(labels, of("clonus"), snrFrom(8)), isRhythmic, 0.95),
    atLeast("fading clonus is rhythmic", pick(labels, of("clonoid"), snrFrom(8)), isRhythmic, 0.95),
    atLeast("pseudoclonus is irregular", pick(labels, of("pseudoclonus")), isIrregular, 0.75),
    atMost("clonus or fading clonus irregular", pick(isRegular), ({ irregular }) => irregular, 0),
    // What rules v3 and v4 do on these seeds (2 of 30), not what is wanted: studyCriteria asks for 1 %.
    atMost("pseudoclonus rhythmic", pick(of("pseudoclonus")), ({ rhythmic }) => rhythmic, 0.07),
    atMost("tonic, rest, artefact: a label of either kind", pick(inPart("controls"), (cell) => cell.class !== "few"), ({ rhythmic, irregular }) => rhythmic || irregular, 0),
    atMost("two to four bursts: rhythmic", pick(of("few")), ({ rhythmic }) => rhythmic, 0),
    // Not none: four true bursts and a blip of a restless muscle can be irregular (docs/rule-search.md, "What stays open").
    atMost("two to four bursts: irregular", pick(of("few")), ({ irregular }) => irregular, 0.2),
    atLeast("slowing from 7 to 4 Hz is rhythmic", pick(inPart("stress"), (cell) => cell.row.startsWith("drift")), isRhythmic, 1),
    atLeast("rate of rhythmic trains within 1 %", summaries.flatMap(({ outcomes }) => outcomes).filter(({ main, rateError }) => main === "rhythmic" && rateError !== null), ({ rateError }) => Math.abs(rateError!) <= RATE_TOLERANCE, 0.9),
    share("true bursts found at 10 dB", totals.matched, totals.truth),
    share("found bursts true at 10 dB", totals.matched, totals.detected),
    timingCriterion(summaries),
  ];
}
