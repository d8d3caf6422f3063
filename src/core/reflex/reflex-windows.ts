/** How a response is evoked. */
export type Stimulus = "stretch" | "tap" | "stimulus";

/** Where a response is looked for. Seconds after the mark. */
export interface ReflexWindow {
  /** Undefined where no window of its own is known for the muscle. */
  readonly response: string | undefined;
  readonly from: number;
  readonly to: number;
  /** By which number and which height the window was chosen, in a sentence for a person. */
  readonly basis: string;
  /** Where the M-wave of a nerve stimulus lies; undefined for other stimuli. */
  readonly mWave: readonly [number, number] | undefined;
}

/** Height that the adult windows are taken for. Mean of adults, both sexes. JUDGEMENT. */
export const REFERENCE_CENTIMETRES = 170;
/** Search where a muscle has no window of its own. JUDGEMENT. */
const GENERAL: readonly [number, number] = [0.01, 0.1];

interface Known {
  readonly response: string;
  readonly window: readonly [number, number];
  readonly source: string;
  readonly mWave?: readonly [number, number];
  /** Leg latencies are linear in height [Stam89]; the slope is not given in the sources at hand, so the window is scaled in proportion. */
  readonly byHeight: boolean;
}

const CALF = ["soleus", "gastrocnemius-medialis", "gastrocnemius-lateralis", "gastrocnemius", "triceps-surae"];
const KNEE = ["rectus-femoris", "vastus-lateralis", "vastus-medialis", "vastus-intermedius", "quadriceps"];
const HAMSTRINGS = ["semitendinosus", "semimembranosus", "biceps-femoris", "hamstrings"];
const JAW = ["masseter", "temporalis"];
const FOREARM = ["flexor-carpi-radialis", "flexor-carpi-ulnaris", "palmaris-longus", "wrist-flexors", "flexor-digitorum-superficialis", "flexor-pollicis-longus", "flexors"];

/** Science.md 5.1. The H-reflex and M-wave windows are from memory: soleus H 28–35 ms, FCR H 15–20 ms. */
const TABLE: Readonly<Record<Stimulus, readonly (readonly [readonly string[], Known])[]>> = {
  tap: [
    [CALF, { response: "Achilles T-reflex", window: [0.022, 0.045], source: "30.3 ± 3.2 ms [ATR97]", byHeight: true }],
    [KNEE, { response: "patellar T-reflex", window: [0.012, 0.028], source: "16.4 ± 1.6 ms [ATR97]", byHeight: true }],
    [HAMSTRINGS, { response: "hamstring T-reflex", window: [0.014, 0.032], source: "20.3 ± 2.1 ms [ATR97]", byHeight: true }],
    [JAW, { response: "jaw jerk", window: [0.005, 0.014], source: "upper normal 8–9 ms [Masseter01]", byHeight: false }],
  ],
  stretch: [
    [CALF, { response: "soleus stretch M1", window: [0.03, 0.06], source: "42 ± 3.2 ms [Sinkjaer96]", byHeight: true }],
    [JAW, { response: "jaw jerk", window: [0.005, 0.014], source: "upper normal 8–9 ms [Masseter01]", byHeight: false }],
    [FOREARM, { response: "wrist and finger flexor M1", window: [0.018, 0.045], source: "22–32 ms, from memory", byHeight: false }],
  ],
  stimulus: [
    [CALF, { response: "soleus H-reflex", window: [0.024, 0.045], source: "28–35 ms, from memory", mWave: [0.004, 0.02], byHeight: true }],
    [KNEE, { response: "quadriceps H-reflex", window: [0.013, 0.028], source: "15–20 ms, from memory", mWave: [0.003, 0.011], byHeight: true }],
    [FOREARM, { response: "forearm flexor H-reflex", window: [0.013, 0.026], source: "15–20 ms, from memory", mWave: [0.0025, 0.011], byHeight: false }],
  ],
};

/**
 * Search window by stimulus, muscle and height (science.md 5.1). Leg windows are scaled by height / 170 cm where the height is known, both ends
 * and the M-wave's end alike; arm and jaw windows are not.
 */
export function reflexWindow(stimulus: Stimulus, muscle: string | undefined, heightCentimetres: number | undefined): ReflexWindow {
  const known = muscle === undefined ? undefined : TABLE[stimulus].find(([muscles]) => muscles.includes(muscle))?.[1];
  if (known === undefined) {
    return { response: undefined, from: GENERAL[0], to: GENERAL[1], basis: `no window is known for a ${stimulus} of ${muscle ?? "an unnamed muscle"}: ${milliseconds(GENERAL)} searched`, mWave: undefined };
  }
  const scale = known.byHeight && heightCentimetres !== undefined ? heightCentimetres / REFERENCE_CENTIMETRES : 1;
  const window: readonly [number, number] = [known.window[0] * scale, known.window[1] * scale];
  const height = !known.byHeight ? "" : heightCentimetres === undefined ? `; height not stated, taken for ${REFERENCE_CENTIMETRES} cm` : `; ${milliseconds(known.window)} scaled by ${heightCentimetres} / ${REFERENCE_CENTIMETRES} cm`;
  return { response: known.response, from: window[0], to: window[1], basis: `${known.source}, ${milliseconds(window)}${height}`, mWave: known.mWave === undefined ? undefined : [known.mWave[0], known.mWave[1] * scale] };
}

function milliseconds([from, to]: readonly [number, number]): string {
  const text = (seconds: number): string => String(Number((1000 * seconds).toFixed(1)));
  return `${text(from)}–${text(to)} ms`;
}
