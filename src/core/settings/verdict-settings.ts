import type { SettingDefinition } from "./definition";

/** Rhythm, persistence, evidence and report: science.md 3.3 to 3.8 and 8. */
export const verdictSettings = {
  ciLevel: { group: "report", title: "Interval level", default: 0.95, unit: "", min: 0.5, max: 0.999, step: 0.01, doc: "Coverage of every interval shown.", source: "science.md 3.4" },
} as const satisfies Record<string, SettingDefinition>;
