import type { Label, TrainResult } from "../core/result";

/** Shape that stands beside the colour of a label: never colour alone. */
export type Shape = "square" | "diamond" | "ring" | "bar" | "dot";

/** Colour and shape of a label, always shown together with its words (`FigureWords.looks`). Colours carry white text at 4.5:1 or more. */
export interface LabelLook {
  readonly color: string;
  readonly shape: Shape;
}

const RHYTHMIC = "#0072B2";
const IRREGULAR = "#B84A00";
const UNDECIDED = "#6b7280";
const TONIC = "#7a5195";

const looks: Readonly<Record<Label, LabelLook>> = {
  "clonus-like": { color: RHYTHMIC, shape: "square" },
  "clonoid-like": { color: RHYTHMIC, shape: "square" },
  "pseudoclonus-like": { color: IRREGULAR, shape: "diamond" },
  indeterminate: { color: UNDECIDED, shape: "ring" },
  withheld: { color: UNDECIDED, shape: "ring" },
  tonic: { color: TONIC, shape: "bar" },
  insufficient: { color: UNDECIDED, shape: "dot" },
};

/** How a train's label is shown. The label decides, not the pattern: a withheld label has no colour of its own. */
export function lookOf(train: TrainResult): LabelLook {
  return looks[train.label];
}

/** Axes, text and scale bars. */
export const INK = "#000000";
/** The trace itself, a little lighter than text. */
export const TRACE_INK = "#222222";
/** Secondary text: 7:1 on white. */
export const MUTED = "#595959";
/** Ground of a held stretch. */
export const HOLD_FILL = "#F1F3F8";
/** Its name: 7:1 on that ground. */
export const HOLD_TEXT = "#4A5568";
/** Bursts of the antagonist (bluish green of Okabe and Ito). */
export const ANTAGONIST = "#009E73";
/** The same, darkened to 4.5:1 for text and for lines over its own dots. */
export const ANTAGONIST_DARK = "#00704F";
/** Isolated bursts and bursts thought false. */
export const SET_ASIDE = "#6b7280";
