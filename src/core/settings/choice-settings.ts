import type { ChoiceDefinition } from "./definition";

/** Settings that are one of several words. */
export const choiceSettings = {
  mainsRemoval: {
    group: "filter", title: "Mains removal", default: "off",
    choices: { off: "off", regression: "regression (phase stable)", interpolation: "spectrum interpolation (harmonics strong)" },
    doc: "Takes 50 or 60 Hz hum with three harmonics off the raw signal before every filter: its sinusoids fitted over two seconds, or its bins brought down to their neighbours. The frequency is refined within 0.5 Hz on the quietest baseline. Never a notch: it rings at every burst.",
    source: "science.md 4.1; Mewett 2001, 2004",
  },
  ecgRemoval: {
    group: "filter", title: "Heart beats", default: "off", choices: { off: "leave", template: "subtract their running template" },
    doc: "In channels of hip, trunk, shoulder and neck in which a heart is found: the median shape of the complexes of each minute is fitted to every beat and taken off the raw signal before every filter. Other channels are left alone.",
    source: "science.md 4.1; JUDGEMENT",
  },
  detector: {
    group: "detector", title: "Detector that decides", default: "klonos",
    choices: { klonos: "Klonos (envelope, two passes)", wavelet: "wavelet (Mummidisetty 2012)", "double-threshold": "double threshold (Bonato 1998)" },
    doc: "Whose bursts are grouped, measured and judged. The rule is calibrated for Klonos' own detector; whatever is chosen, the others are compared with it.", source: "science.md 4.3, 4.4",
  },
} as const satisfies Record<string, ChoiceDefinition>;
