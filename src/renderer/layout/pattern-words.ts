import { messages } from "../messages/messages";
import { isHidden } from "../state/review/study-mask";
import type { EndReason, Pattern, TrainResult } from "../../core/result";
import { fixed } from "./format";

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
  const { labels, patterns } = messages();
  if (isHidden(train)) return labels.hidden;
  return train.label === "withheld" ? labels.withheld(patterns[train.pattern]) : labels.short[train.label];
}

/** The pattern as the title of the panel. */
export function patternTitle(train: TrainResult): string {
  const word = shortWord(train);
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The line under the title: the label as a pattern, how clearly, and on what it depends. Never a diagnosis. */
export function patternSubtitle(train: TrainResult): string {
  const { labels: words } = messages();
  if (isHidden(train)) return words.hiddenText;
  switch (train.label) {
    case "clonus-like":
    case "clonoid-like":
    case "pseudoclonus-like":
      return `${words.pattern[train.label]} · ${train.confidence === "clear" ? words.clear : words.narrow}`;
    case "indeterminate":
    case "tonic":
    case "insufficient":
      return words[train.label];
    case "withheld":
      return words.withheldText;
  }
}

/** How the train ended, for the third number of the panel. */
export function endWords(reason: EndReason): string {
  return messages().labels.ends[reason];
}

/** `rhythmic, fading · 14 beats · 5.6 Hz`: the text of a ribbon. */
export function ribbonText(train: TrainResult): string {
  return messages().labels.ribbon(shortWord(train), train.beats, train.rateHz === null ? "" : fixed(train.rateHz, 1));
}

/** What no measure can tell: stands with every label (science.md 7). */
export function toldByNone(train: TrainResult): string {
  const { toldByNone: words } = messages().labels;
  const { pattern } = train;
  return pattern === "rhythmic" || pattern === "irregular" || pattern === "tonic" ? words[pattern] : words.other;
}
