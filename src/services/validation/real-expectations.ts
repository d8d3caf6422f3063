import type { AnalysisResult, TrainResult } from "../../core/result";
import type { ImportAnswers } from "../../protocol/engine-api";

/** What a correct program says about a real recording. `path` is inside the folder of recordings. */
export interface RealExpectation {
  readonly path: string;
  readonly title: string;
  readonly answers: ImportAnswers;
  /** Analyse channels that the clipping gate refuses: a person says so. */
  readonly insist: boolean;
  /** Wanted pairs, agonist and antagonist by label. */
  readonly pairs: readonly (readonly [string, string])[];
  /** What was seen, and whether it is as expected. */
  judge(result: AnalysisResult): { readonly seen: string; readonly passes: boolean };
}

const physicalAction: ImportAnswers = { samplingHz: 1000, unit: "uV" };
/** Tonic stretch and clearest tremor of `tremor_postural`, seconds, read off the recording. */
const TONIC: readonly [number, number] = [24, 30];
const TREMOR: readonly [number, number] = [47, 57];

const overlap = (train: TrainResult, [start, end]: readonly [number, number]): number => Math.max(0, Math.min(train.endSeconds, end) - Math.max(train.startSeconds, start));
const near = (train: TrainResult): string => `${train.channel} ${train.startSeconds.toFixed(1)}–${train.endSeconds.toFixed(1)} s, ${train.beats} beats, ${train.rateHz?.toFixed(2) ?? "–"} Hz, ${train.pattern}`;
const listed = (trains: readonly TrainResult[]): string => (trains.length === 0 ? "none" : trains.slice(0, 4).map(near).join("; "));
const channelNamed = (train: TrainResult, name: string): boolean => train.channel.toLowerCase().includes(name.toLowerCase());

const postural = { path: "emg/spike2py_smr/tremor_postural.smr", answers: {}, insist: false, pairs: [["Ext", "Flex"]] } as const satisfies Partial<RealExpectation>;
const gait = { path: "emg/musclesynergies/ID0012_TW_01_raw.csv", answers: { unit: "uV" }, insist: false, pairs: [["SO", "TA"]] } as const satisfies Partial<RealExpectation>;

function movement(subject: "sub03" | "sub04", name: "Clapping" | "Hamering", note = ""): RealExpectation {
  return {
    path: `emg/uci_physical_action/${subject}/${name}.txt`, title: `${subject}, ${name === "Hamering" ? "hammering" : "clapping"}: rhythmic at 2–4 Hz in at least one channel, irregular in none${note}`, answers: physicalAction, insist: true, pairs: [],
    judge({ trains }) {
      const right = trains.filter(({ pattern, rateHz }) => pattern === "rhythmic" && rateHz !== null && rateHz >= 1.9 && rateHz <= 4);
      const wrong = trains.filter(({ pattern }) => pattern === "irregular");
      return { seen: `rhythmic: ${listed(right)}${wrong.length > 0 ? `; irregular: ${listed(wrong)}` : ""}`, passes: right.length > 0 && wrong.length === 0 };
    },
  };
}

/** The real recordings of the issue "How it is judged", with what is expected of each. */
export const realExpectations: readonly RealExpectation[] = [
  {
    ...postural, title: "postural tremor: rhythmic near 6 Hz in both channels within 47–57 s",
    judge({ trains }) {
      const right = trains.filter((train) => overlap(train, TREMOR) > 1 && train.pattern === "rhythmic" && train.rateHz !== null && train.rateHz > 5 && train.rateHz < 7.5);
      return { seen: listed(right), passes: ["Ext", "Flex"].every((name) => right.some((train) => channelNamed(train, name))) };
    },
  },
  {
    ...postural, title: "its stretch 24–30 s, described as tonic, is not part of a train that has a rhythm (SciPy: depth .88 and .89 there, .88 and .95 in 47–57 s)",
    judge({ trains }) {
      const inside = trains.filter((train) => overlap(train, TONIC) > 0.5 * (TONIC[1] - TONIC[0]) && (train.pattern === "rhythmic" || train.pattern === "irregular"));
      return { seen: listed(inside), passes: inside.length === 0 };
    },
  },
  {
    ...postural, title: "its channels are in phase, with a cross-talk warning",
    judge({ trains }) {
      const phases = trains.filter((train) => overlap(train, TREMOR) > 1 && train.antagonistPhase !== null);
      const seen = phases.map((train) => `${train.channel}: ${train.antagonistPhase!.pattern}${train.antagonistPhase!.meanCycles === null ? "" : ` at ${train.antagonistPhase!.meanCycles.toFixed(2)}`}, cross-talk ${train.antagonistActivity?.crossTalk ?? "not known"}`);
      return {
        seen: seen.length === 0 ? "no phase" : seen.join("; "),
        passes: phases.length > 0 && phases.every((train) => train.antagonistActivity?.crossTalk === "warning" || train.antagonistActivity?.crossTalk === "withheld") && phases.every((train) => train.antagonistPhase!.pattern === "synchronous" || train.antagonistPhase!.pattern === "withheld"),
      };
    },
  },
  movement("sub03", "Clapping"), movement("sub03", "Hamering", " (not to be had: SciPy finds its cycle at 0.63 Hz and no line between 2 and 4 Hz in any column)"), movement("sub04", "Clapping"), movement("sub04", "Hamering"),
  {
    ...gait, title: "walking is never pseudoclonus-like",
    judge({ trains }) {
      const wrong = trains.filter(({ label }) => label === "pseudoclonus-like");
      return { seen: `${trains.length} trains; pseudoclonus-like: ${listed(wrong)}`, passes: wrong.length === 0 };
    },
  },
  {
    ...gait, title: "its soleus and tibialis anterior alternate by envelope",
    judge({ pairs }) {
      const pair = pairs.find(({ agonist, antagonist }) => [agonist, antagonist].includes("SO") && [agonist, antagonist].includes("TA"));
      return { seen: pair === undefined ? "no pair" : `${pair.pattern}, correlation without lag ${pair.zeroLagCorrelation.value?.toFixed(2) ?? "–"}`, passes: pair?.pattern === "alternating" };
    },
  },
  ...["sub03", "sub04"].map((subject): RealExpectation => ({
    path: `emg/uci_physical_action/${subject}/Walking.txt`, title: `${subject}, walking: never pseudoclonus-like`, answers: physicalAction, insist: true, pairs: [],
    judge({ trains }) {
      const wrong = trains.filter(({ label }) => label === "pseudoclonus-like");
      return { seen: `${trains.length} trains; pseudoclonus-like: ${listed(wrong)}`, passes: wrong.length === 0 };
    },
  })),
  {
    path: "emg/spike2py_smr/tremor_mvc_ext.smr", title: "long contractions are tonic or undecided", answers: {}, insist: false, pairs: [],
    judge({ trains }) {
      const wrong = trains.filter(({ pattern }) => pattern === "rhythmic" || pattern === "irregular");
      return { seen: `${trains.length} trains; decided: ${listed(wrong)}`, passes: wrong.length === 0 };
    },
  },
];
