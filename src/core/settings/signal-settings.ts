import type { SettingDefinition } from "./definition";

/** Filters, detector, trains and quality gates: science.md 4.1 to 4.5. */
export const signalSettings = {
  bandLowHz: { group: "filter", title: "Band-pass low edge", default: 30, unit: "Hz", min: 5, max: 200, step: 5, doc: "Lower −3 dB edge (single pass) of the zero-phase Butterworth band-pass. 30 Hz keeps limb movement at the clonus rate and its harmonics out.", source: "science.md 4.1; Drake06" },
  bandHighHz: { group: "filter", title: "Band-pass high edge", default: 450, unit: "Hz", min: 100, max: 2000, step: 10, doc: "Upper −3 dB edge (single pass), never above 0.45 of the sampling rate.", source: "science.md 4.1; SENIAM" },
} as const satisfies Record<string, SettingDefinition>;
