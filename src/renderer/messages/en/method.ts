/** No title of its own: the core's English stands. Another language fills it by the names of the core. */
const ofCore: Readonly<Record<string, string>> = {};

/** Words of the method that the core names by tags: settings, measures, kinds of mark, patterns. The core's own English stays in exports, and in the window where a language has no word. */
export const method = {
  settings: {
    title: "Settings",
    find: "Find a setting",
    scoring: "Scoring…",
    published: "The published rule",
    changed: (count: number): string => `${count} changed`,
    reset: "Reset",
    resetAll: "Reset all",
    resetTo: (title: string, standard: string): string => `Reset ${title} to ${standard}`,
    standard: (value: string): string => `default ${value}`,
    limits: (least: string, most: string): string => `${least} to ${most}`,
    between: (limits: string): string => `Between ${limits}.`,
    groups: { filter: "Filter", detector: "Burst detector", train: "Trains", gate: "Quality gates", rhythm: "Rhythm", classes: "Rhythm classes and priors", persistence: "Persistence", evidence: "Evidence", report: "Report" },
    /** By the names of the settings. */
    titles: ofCore,
    /** By `setting.choice`. */
    choices: ofCore,
    window: "Window",
    language: "Language",
    numbers: "Numbers and dates",
    asSystem: "as the system",
    colours: "Colours",
    themes: { system: "as the system", light: "light", dark: "dark", contrast: "high contrast" },
    wheel: "Plain wheel",
    wheels: { moves: "moves in time", zooms: "zooms" },
  },
};
