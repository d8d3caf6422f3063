import { isHidden } from "../state/study-mask";
import type { EndReason, Pattern, TrainResult } from "../../core/result";

/** Shape that stands beside the colour of a pattern, everywhere. */
export type PatternShape = "square" | "diamond" | "ring" | "bar" | "dot";

const SHAPES: Readonly<Record<Pattern, PatternShape>> = {
  rhythmic: "square",
  irregular: "diamond",
  indeterminate: "ring",
  tonic: "bar",
  insufficient: "dot",
};

/** Never colour alone. */
export function shapeOf(pattern: Pattern): PatternShape {
  return SHAPES[pattern];
}

/** One or two words for lists and ribbons. */
export function shortWord(train: TrainResult): string {
  if (isHidden(train)) return "hidden";
  switch (train.label) {
    case "clonus-like":
      return "rhythmic";
    case "clonoid-like":
      return "rhythmic, fading";
    case "pseudoclonus-like":
      return "irregular";
    case "indeterminate":
      return "indeterminate";
    case "tonic":
      return "tonic";
    case "insufficient":
      return "too few beats";
    case "withheld":
      return `${train.pattern}, label withheld`;
  }
}

/** The pattern as the title of the panel. */
export function patternTitle(train: TrainResult): string {
  const word = shortWord(train);
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The line under the title: the label as a pattern, how clearly, and on what it depends. Never a diagnosis. */
export function patternSubtitle(train: TrainResult): string {
  if (isHidden(train)) return "study mode: labels and rhythm are hidden while bursts are edited";
  const parts: string[] = [];
  switch (train.label) {
    case "clonus-like":
    case "clonoid-like":
    case "pseudoclonus-like":
      parts.push(`${train.label} pattern`, train.confidence === "clear" ? "criteria met clearly" : "criteria met narrowly");
      break;
    case "indeterminate":
      parts.push("neither rhythmic nor irregular could be established");
      break;
    case "tonic":
      parts.push("tonic or weakly modulated activity, rhythm not assessed");
      break;
    case "insufficient":
      parts.push("beats and duration only, no statement about rhythm");
      break;
    case "withheld":
      parts.push("seizure-type or other jerk, not assessed");
      break;
  }
  return parts.join(" · ");
}

/** How the train ended, for the third number of the panel. */
export function endWords(reason: EndReason): string {
  switch (reason) {
    case "stopped":
      return "stopped by itself";
    case "released":
      return "until the release";
    case "gap":
      return "cut by a gap of the recording";
    case "file-end":
      return "cut by the end of the file";
    case "unknown":
      return "end not known";
  }
}

/** `rhythmic, fading · 14 beats · 5.6 Hz`: the text of a ribbon. */
export function ribbonText(train: TrainResult): string {
  const rate = train.rateHz === null ? "" : ` · ${train.rateHz.toFixed(1)} Hz`;
  return `${shortWord(train)} · ${train.beats} ${train.beats === 1 ? "beat" : "beats"}${rate}`;
}

/** What no measure can tell: stands with every label (science.md 7). */
export function toldByNone(train: TrainResult): string {
  if (train.pattern === "rhythmic")
    return "rhythmic clonus also occurs in healthy, tired or loaded limbs; a functional movement can use a clonus mechanism, and tapping can be as regular.";
  if (train.pattern === "irregular") return "an irregular pattern does not exclude clonus; both can occur in one person.";
  return "an undecided train is neither; more beats or a cleaner signal may decide it. Genuine clonus may be short.";
}
