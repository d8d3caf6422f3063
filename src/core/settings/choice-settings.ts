import type { ChoiceDefinition } from "./definition";

/** Settings that are one of several words. */
export const choiceSettings = {
  detector: {
    group: "detector", title: "Detector that decides", default: "klonos",
    choices: { klonos: "Klonos (envelope, two passes)", wavelet: "wavelet (Mummidisetty 2012)", "double-threshold": "double threshold (Bonato 1998)" },
    doc: "Whose bursts are grouped, measured and judged. The rule is calibrated for Klonos' own detector; whatever is chosen, the others are compared with it.", source: "science.md 4.3, 4.4",
  },
} as const satisfies Record<string, ChoiceDefinition>;
