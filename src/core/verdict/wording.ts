import type { Label, Pattern, Persistence } from "../result";

/** On every report, figure and window (science.md 7). */
export const NOT_A_MEDICAL_DEVICE = "For research and teaching. Not a medical device.";

/** The longer form for reports. */
export const NOT_FOR_DIAGNOSIS = "For research and teaching. Not a medical device. Not for diagnosis or treatment decisions.";

/** Standing note, irrespective of any label (science.md 7, Hunter). */
export const NEW_CLONUS_NOTE = "New or spontaneous clonus is a medical matter irrespective of this program's label.";

/** Heading of a train's panel and ribbon. */
export function patternTitle(pattern: Pattern, persistence: Persistence): string {
  switch (pattern) {
    case "rhythmic":
      return persistence === "unsustained" ? "Rhythmic, fading" : persistence === "sustained" ? "Rhythmic, sustained" : "Rhythmic";
    case "irregular":
      return "Irregular";
    case "indeterminate":
      return "Indeterminate";
    case "tonic":
      return "Tonic, not burst-like";
    case "insufficient":
      return "Insufficient";
  }
}

/** The label in words: always a pattern, never a diagnosis. */
export function labelText(label: Label): string {
  switch (label) {
    case "clonus-like":
      return "rhythmic, clonus-like pattern";
    case "clonoid-like":
      return "rhythmic, fading (clonoid-like) pattern";
    case "pseudoclonus-like":
      return "irregular, pseudoclonus-like pattern";
    case "indeterminate":
      return "indeterminate";
    case "tonic":
      return "tonic or weakly modulated; rhythm not assessed";
    case "insufficient":
      return "insufficient: too few bursts for a statement about rhythm";
    case "withheld":
      return "label withheld: seizure-type or other jerk, not assessed";
  }
}

/** What no label can tell; printed with every rhythmic or irregular one (science.md 7). */
export function caveatsFor(label: Label): readonly string[] {
  switch (label) {
    case "clonus-like":
    case "clonoid-like":
      return [
        "Rhythmic clonus also occurs in healthy, loaded or tired limbs; a functional movement can use a clonus mechanism, and voluntary tapping is as regular.",
        "Genuine clonus may be short. Neither label excludes the other; both can coexist.",
      ];
    case "pseudoclonus-like":
      return [
        "Noise, tonic activity and missed beats also look irregular. Genuine clonus may be short, and a functional movement can be rhythmic.",
        "Neither label excludes the other; both can coexist.",
      ];
    case "indeterminate":
    case "tonic":
    case "insufficient":
    case "withheld":
      return ["No statement about the rhythm is made. Neither clonus nor pseudoclonus is excluded."];
  }
}

/** Confidence in words: how far the criteria are met, not how probable a disease is. */
export function confidenceText(confidence: "clear" | "narrow", conditionalOn: "protocol" | null): string {
  const met = confidence === "clear" ? "criteria met clearly" : "criteria met narrowly";
  return conditionalOn === null ? met : `${met}; holds only if the movement was evoked by a stretch or tap: mark it`;
}
