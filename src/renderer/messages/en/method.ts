/** No title of its own: the core's English stands. Another language fills it by the names of the core. */
const ofCore: Readonly<Record<string, string>> = {};

/** Words of the method that the core names by tags: settings, measures, kinds of mark, patterns. The core's own English stays in exports, and in the window where a language has no word. */
export const method = {
  protocols: { "stretch-hold": "stretch and hold", tap: "tap", spontaneous: "spontaneous", unmarked: "not known" },
  /** Sites at which clonus is looked for. */
  sites: { ankle: "ankle", toe: "toe", patella: "patella", wrist: "wrist", hand: "hand", elbow: "elbow", jaw: "jaw" } as Readonly<Record<string, string>>,
  traceViews: { raw: "raw", filtered: "filtered", rectified: "rectified", envelope: "envelope" },
  roles: { emg: "EMG", angle: "angle", force: "force", acceleration: "acceleration", trigger: "trigger", other: "other" },
  markKinds: { stretch: "stretch", hold: "hold", release: "release", tap: "tap", stimulus: "nerve stimulus", distraction: "distraction", "contralateral-tapping": "tapping of the other limb", other: "other" },
  /** Patterns of the document, one or two words. */
  patterns: { rhythmic: "rhythmic", irregular: "irregular", indeterminate: "undecided", tonic: "tonic", insufficient: "too few beats" },
  labels: {
    short: { "clonus-like": "rhythmic", "clonoid-like": "rhythmic, fading", "pseudoclonus-like": "irregular", indeterminate: "indeterminate", tonic: "tonic", insufficient: "too few beats" },
    withheld: (pattern: string): string => `${pattern}, label withheld`,
    hidden: "hidden",
    hiddenText: "study mode: labels and rhythm are hidden while bursts are edited",
    pattern: { "clonus-like": "clonus-like pattern", "clonoid-like": "clonoid-like pattern", "pseudoclonus-like": "pseudoclonus-like pattern" },
    clear: "criteria met clearly",
    narrow: "criteria met narrowly",
    indeterminate: "neither rhythmic nor irregular could be established",
    tonic: "tonic or weakly modulated activity, rhythm not assessed",
    insufficient: "beats and duration only, no statement about rhythm",
    withheldText: "seizure-type or other jerk, not assessed",
    ends: { stopped: "stopped by itself", released: "until the release", gap: "cut by a gap of the recording", "file-end": "cut by the end of the file", unknown: "end not known" },
    ribbon: (word: string, beats: number, rate: string): string => `${word} · ${beats} ${beats === 1 ? "beat" : "beats"}${rate === "" ? "" : ` · ${rate} Hz`}`,
    toldByNone: {
      rhythmic: "rhythmic clonus also occurs in healthy, tired or loaded limbs; a functional movement can use a clonus mechanism, and tapping can be as regular.",
      irregular: "an irregular pattern does not exclude clonus; both can occur in one person.",
      tonic: "clonus can lie under steady activity, and bursts that run together read as tonic; a relaxed limb or a lighter stretch shows more.",
      other: "an undecided train is neither; more beats or a cleaner signal may decide it. Genuine clonus may be short.",
    },
  },
  /** Titles of the reasons by their measure; the core's English where there is none. */
  measureTitles: ofCore,
  settings: {
    title: "Settings",
    find: "Find a setting",
    nothingFits: "No setting fits. Clear the field to see all.",
    scoring: "Scoring…",
    published: "The published rule",
    changed: (count: number): string => `${count} changed`,
    changedWord: "changed",
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
