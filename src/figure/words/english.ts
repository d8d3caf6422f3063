import type { MarkKind } from "../../core/mark-kinds";
import type { AntagonistPhase, Label } from "../../core/result";

/** Patterns as ribbons name them. */
const looks: Readonly<Record<Label, string>> = {
  "clonus-like": "rhythmic: clonus-like",
  "clonoid-like": "rhythmic, fading: clonoid-like",
  "pseudoclonus-like": "irregular: pseudoclonus-like",
  indeterminate: "indeterminate",
  withheld: "label withheld",
  tonic: "tonic: rhythm not assessed",
  insufficient: "insufficient: too few beats",
};

const phases: Readonly<Record<AntagonistPhase["pattern"], string>> = {
  alternating: "alternating",
  synchronous: "synchronous",
  intermediate: "neither in step nor alternating",
  shifting: "shifting from beat to beat",
  uncertain: "phase uncertain",
  absent: "no antagonist bursts",
  withheld: "phase withheld",
};

const marks: Readonly<Record<Exclude<MarkKind, "other">, string>> = {
  stretch: "stretch", hold: "hold", release: "release", tap: "tap", stimulus: "stimulus", distraction: "distraction", "contralateral-tapping": "contralateral-tapping",
};

/** Every word that a figure prints, in English. Numbers come as texts: the locale has written them. */
export const english = {
  looks,
  phases,
  marks,
  mark: "mark",
  channel: (number: number): string => `channel ${number}`,
  noData: "no data in this span",
  gap: "gap",
  stretchHeld: "stretch held",
  hold: "hold",
  time: "Time (s)",
  interval: "Interval (ms)",
  beat: "Beat",
  jitter: (percent: string): string => `Jitter ${percent} %`,
  /** Coverage of an interval beside its ends. */
  confidence: (level: string): string => `${level} % CI`,
  atCycle: (cycles: string): string => `at ${cycles} cycle`,
  antagonist: "antagonist",
  to: "to",
  measures: { beats: "Beats", rate: "Rate", jitter: "Jitter", factor: "log10 BF", drift: "Drift", snr: "SNR", amplitude: "Amplitude jitter", burst: "Burst", hold: "Share of hold", latency: "First latency" },
  beatsMissed: (beats: number, missed: number): string => `${beats}${missed > 0 ? `, ${missed} missed` : ""}`,
  percentPerBeat: "% per beat",
  keyHeading: (level: string): string => `Trains: span, pattern, beats n, rate (${level} % CI)`,
  moreTrains: (count: number): string => `and ${count} more trains: see the table of trains.`,
  notADevice: "For research and teaching. Not a medical device.",
  caveat:
    "A pattern, not a diagnosis: rhythmic clonus occurs in healthy tired or loaded limbs, functional movement can use a clonus mechanism, genuine clonus may be short; neither label excludes the other, both can coexist.",
  emgOf: (channels: string): string => `EMG of ${channels}`,
  tracesOf: (channels: string, from: string, to: string): string => `EMG traces of ${channels} from ${from} to ${to} seconds of the recording.`,
  noTrains: "No train of bursts.",
  /** What was said on import. */
  recipe: {
    delimiters: { "\t": "tab", " ": "blanks", ",": "comma", ";": "semicolon", "|": "bar" } as Readonly<Record<string, string>>,
    column: (number: number, said: string): string => `column ${number}: ${said}`,
    unit: (unit: string): string => `unit ${unit}`,
    variable: (name: string): string => `variable ${name}`,
    delimiter: (name: string): string => `delimiter ${name}`,
    decimals: { comma: "decimal comma", point: "decimal point" },
    labels: (line: number): string => (line === 0 ? "no labels" : `labels in line ${line}`),
    units: (line: number): string => (line === 0 ? "no units" : `units in line ${line}`),
    numbers: (line: number): string => `numbers from line ${line}`,
    noTimes: "no time column",
    timesIn: (column: number): string => `times in column ${column}`,
    timeUnit: (unit: string): string => `times in ${unit}`,
    columns: (count: number): string => `${count} ${count === 1 ? "column" : "columns"} set by hand`,
    importedWith: (list: string): string => `imported with ${list}`,
  },
  caption: {
    notHashed: "file not hashed",
    file: (hash: string): string => `file ${hash}`,
    band: (low: string, high: string): string => `${low}–${high} Hz, zero phase`,
    views: {
      filtered: (band: string): string => `EMG band-pass ${band}.`,
      raw: (band: string): string => `EMG unfiltered; analysed after band-pass ${band}.`,
      envelope: (band: string): string => `EMG envelopes after band-pass ${band}.`,
    },
    ownScales: "Each channel at its own scale.",
    ticks: (kinds: string): string => `Ticks: ${kinds}.`,
    kinds: { bursts: "burst centroids", missed: "dashed, a beat thought missed", thoughtFalse: "crosses, a burst thought false", isolated: "short grey, isolated bursts" },
    divided: "Open circles: interval across a missed beat, divided.",
    defaults: "settings: defaults",
    changed: (list: string): string => `settings changed: ${list}`,
    change: (title: string, value: string, usual: string): string => `${title} ${value} (default ${usual})`,
    undecided: { withheld: "withheld", indeterminate: "indeterminate" },
    noMeasure: "no single measure decides",
    moreUndecided: (count: number): string => `${count} more undecided: see the table of trains.`,
    unmarked: "Protocol unmarked: labels hold only if the movement was evoked by a stretch or a tap.",
    antagonistIs: (name: string, phase: string): string => `Antagonist ${name}: ${phase}.`,
    crossTalk: (correlation: string): string => `The raw channels correlate ${correlation} within 2 ms: cross-talk is possible, and the phase may come of it.`,
    noTrain: "No train of bursts in this span.",
    edits: (count: number): string => (count === 1 ? "1 edit" : `${count} edits`),
    rule: (rule: string): string => `rule ${rule}`,
    shown: (from: string, to: string): string => `Shown: ${from}–${to} s of the recording`,
    goesOn: "; a ribbon at the edge goes on beyond it",
    leftOut: (list: string): string => `left out: ${list}`,
    of: (channel: string): string => `of ${channel}`,
    planKept: "plan kept",
    plan: (deviations: number): string => `plan: ${deviations} ${deviations === 1 ? "deviation" : "deviations"}`,
    /** Words that stay with the one after them, and after a number with that: a line never breaks between. */
    bound: /\b(rule|file|Klonos|settings:|plan:|plan) (?=\S)/g,
    units: /(\d) (Hz|s|ms|%|µV|dB|edits?|deviations?)(?![\p{L}])/gu,
  },
};

/** The words of a figure in one language. */
export type FigureWords = typeof english;
