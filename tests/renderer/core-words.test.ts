// @vitest-environment happy-dom
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { AnalysisResult } from "../../src/core/result";
import { settingNames } from "../../src/core/settings";
import type { SimulationSpec } from "../../src/core/simulate/spec";
import { coreLang, coreText, helpLang } from "../../src/renderer/layout/core-words";
import { coreSentences } from "../../src/words/english";
import { germanBook } from "../../src/words/german";
import { analysed } from "../core/schema/analysed";
import { inGerman } from "./in-german";

/** Trains of every pattern, good and bad signals, marked and unmarked. */
const SPECS = [
  { class: "clonus", beats: 12, seed: 3 }, { class: "clonoid", beats: 7, seed: 5 }, { class: "pseudoclonus", beats: 9, seed: 7 }, { class: "semi-regular", beats: 8, seed: 11 }, { class: "tonic", seed: 13 },
  { class: "tapping", beats: 6, snrDb: 4, seed: 23 },
  { class: "clonus", beats: 10, seed: 29, contaminants: { mains: { hz: 50, share: 0.8 }, clippedShare: 0.02, dropouts: { count: 3 } } },
  { class: "pseudoclonus", beats: 6, seed: 31, contaminants: { crosstalk: { share: 0.9, lagMilliseconds: 0 } } },
] as const satisfies readonly SimulationSpec[];

const core = resolve(import.meta.dirname, "../../src/core");

/** Rooms of the core whose words no window shows: schemas and generators are for programs, titles of settings and words of marks have maps of their own. */
const SILENT = /^(schema|simulate|settings|reading)\/|^(settings|figure-style|report-template|import-recipe)\.ts|anatomy\/muscles\.ts|reflex\/mark-words\.ts/;
/** Names of memories, of work in progress (`jobs.doing`) and of measures and patterns, which the window has its own words for. */
const NOT_SHOWN = new Set([
  "interval ∅", "phase ∅|∅", "correlation ∅ ∅ ∅", "correlation ∅", "detection ∅", "rise ∅", "fall ∅", "together ∅", "rhythm ∅", "envelope rhythm ∅ ∅ ∅", "end of ∅", "stretch (∅)", "hold (∅)", "release (∅)", "tap (∅)", "second opinion", "change points", "quiet mains",
  "intervals of rhythm measures", "interval statistics", "∅: bursts", "∅: trains", "looking for events", "chi-square and pair-block bootstrap",
  "Rhythm (log BF)", "Between the classes", "Missed or false", "Quiet between", "Strong bursts", "Slower cycle", "Upper band", "Paired muscle", "Few motor units", "Single potentials", "Unlike bursts", "Before the first mark",
  "Likeness of the bursts", "Amplitude jitter", "First latency", "Tempo excursion", "First intervals", "Burst duration", "Movement power", "Antagonist phase", "Coactivation in the gaps", "Stereotypy of the raw bursts", "Bursts at 10 Hz",
  "Rhythm on a smoother envelope", "Rhythm of a part", "Rhythmic, fading", "Rhythmic, sustained", "Tonic, not burst-like", "Pause after distraction", "Amplitude after distraction", "Rate after distraction",
]);
/** Sentences that the map spells out for each thing that can stand in their first hole, or with what follows them: their other words are too few to be told by. */
const SPELLED_OUT: Readonly<Record<string, readonly string[]>> = {
  "∅ ∅ is ∅ below ∅: ∅.": ["Modulation depth 0.50 is 0.10 below 0.6: x.", "SNR 5.0 dB is 1.0 dB below 6 dB: x.", "Quiet share 0.20 is 0.10 below 0.3: x.", "Bursts found on the 10 Hz envelope per burst 0.50 is 0.10 below 0.6: x."],
  "∅ ∅ of the hold; from ∅ on a rhythmic train is sustained.": ["The train lasts 0.50 of the hold; from 0.90 on a rhythmic train is sustained.", "The 3 trains of this hold last, pauses included, 0.50 of the hold; from 0.90 on a rhythmic train is sustained."],
  "The train lasts": [], "The ∅ trains of this hold last, pauses included,": [],
  "∅ more burst∅ in the same rhythm": ["1 more burst in the same rhythm", "2 more bursts in the same rhythm"],
  "About ∅ more beat∅ of the same kind, each adding ∅ log units,": ["About 1 more beat of the same kind, each adding 0.30 log units,", "About 3 more beats of the same kind, each adding 0.30 log units,"],
  "Rhythm on a smoother envelope over": ["Rhythm on a smoother envelope over 0.70 → 0.5"], "Rhythmic part of": ["Rhythmic part of 0.70 → 0.5"],
  "∅ ∅, the first at ∅ s. They are not left out: reject the stretches where they matter.": ["1 dropout, 12 ms in all, the first at 1.00 s. They are not left out: reject the stretches where they matter.", "2 steps of the baseline, the first at 1.00 s. They are not left out: reject the stretches where they matter."],
  "clipped stretch": [], "clipped stretches": [], "step of the baseline": [], "steps of the baseline": [],
  "∅ ∅ about no train as it stands now (∅): judge the trains there anew, or undo what changed them.": ["1 decision is about no train as it stands now (channel 1 at sample 5): judge the trains there anew, or undo what changed them.", "2 decisions are about no train as it stands now (channel 1 at sample 5): judge the trains there anew, or undo what changed them."],
  "decision is": [], "decisions are": [],
  "∅ ∅ outside the window and ∅ left out.": ["1 response lies outside the window and is left out.", "2 responses lie outside the window and are left out."], "response lies": [], "responses lie": [],
  "It is not removed, and it decides: without it the SNR of ∅ undecided ∅ would pass its gate. Choose “Mains removal” in the settings (regression where the phase is stable, else spectrum interpolation).": ["It is not removed, and it decides: without it the SNR of 1 undecided train would pass its gate. Choose “Mains removal” in the settings (regression where the phase is stable, else spectrum interpolation)."],
  "of at least": ["of at least 4.0"],
  "∅: ∅, difference ∅ ms∅.": ["Stretch response latency: left 40 ms, right 42 ms, difference 2 ms; later on the right."], "; later on the ∅": [],
  "∅ ∅: ∅, smaller over larger ∅.": ["Beats a manoeuvre larger on the left: left 14, right 7, smaller over larger 0.50 [95 %: 0.40 to 0.60]: symmetric. A loss on one side or a gain on the other can cause it."],
  "not told apart on the two sides": ["Duration not told apart on the two sides: left 2 s, right 2.1 s, smaller over larger 0.95 [95 %: 0.60 to 1.00]."], "equal on both sides": ["Duration equal on both sides: left 2 s, right 2 s, smaller over larger 1.00."], "larger on the ∅": [], "[∅ %: ∅ to ∅]": [],
  "∅: no value above zero on either side.": ["H-reflex: no value above zero on either side. Absent: 2 of 3 left, 3 of 3 right."],
  ", amplitude ∅ % of before": ["SOL went on without a pause, amplitude 40 % of before: at most half."], ", rate ∅ to ∅ Hz": ["SOL paused for 1.2 s after the mark, rate 5.0 to 4.0 Hz, amplitude 40 % of before."],
  "∅ paused for ∅ s after the mark∅.": ["SOL paused for 1.2 s after the mark."], "∅ went on without a pause∅: at most half.": ["SOL went on without a pause: at most half."], "∅ neither paused nor halved∅.": ["SOL neither paused nor halved, rate 5.0 to 4.9 Hz."],
  "∅ times ∅ leaves its resting level (∅) for more than ∅ % of the way to ∅.": ["3 times TRIG leaves its resting level (0.1) for more than 50 % of the way to 5. The label says stretch."],
  "∅ latency": ["H-reflex latency"], "∅ Phase describes, it never decides.": ["The antagonist's phase is alternating: mean +0.49 cycle (0 together, ±0.5 in turn, minus: it leads), resultant 0.88. The raw channels correlate 0.40 within 2 ms: cross-talk is possible. Phase describes, it never decides."],
  "22–32 ms, from memory": ["22–32 ms, from memory, 18–45 ms"], "28–35 ms, from memory": ["28–35 ms, from memory, 24–45 ms; height not stated, taken for 170 cm"], "15–20 ms, from memory": [], "upper normal 8–9 ms [Masseter01]": ["upper normal 8–9 ms [Masseter01], 5–14 ms"],
  "; height not stated, taken for ∅ cm": ["30.3 ± 3.2 ms [ATR97], 22–45 ms; height not stated, taken for 170 cm"], "; ∅ scaled by ∅ / ∅ cm": ["42 ± 3.2 ms [Sinkjaer96], 32–64 ms; 30–60 ms scaled by 180 / 170 cm"],
  "; ∅ longer ones were left out": ["Strokes of ACC above 3.2 g and shorter than 100 ms; 2 longer ones were left out."],
  "Strokes of ∅ above ∅ ∅ and shorter than ∅ ms∅.": ["Strokes of ACC above 3.2 g and shorter than 100 ms."],
  "∅ (burst times ∅, ∅ bursts ∅)": ["Log BF +0.7 (burst times +0.5, like bursts +0.2) lies between −1 and +1: 0.3 short of rhythmic, 1.7 from irregular."],
  "(burst times ∅, ∅ bursts ∅)": [],
};

/** What the core puts together of a literal, with ∅ for what is put in; holes in a row are one. */
function skeletons(path: string): readonly string[] {
  const tree = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    // A developer's error is told to developers.
    if (ts.isNewExpression(node) && /^(Error|RangeError|TypeError)$/.test(node.expression.getText(tree))) return;
    if (ts.isCallExpression(node) && /^assert/.test(node.expression.getText(tree))) return;
    const text = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) ? node.text : ts.isTemplateExpression(node) ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("∅") : undefined;
    if (text !== undefined && /[A-Za-z]{2,}[,.:;]? ([a-z]{2,}|∅)|∅ [a-z]{3,}|^[A-Z][a-z]+ [a-z]+/.test(text)) found.push(text.trim().replace(/∅+/g, "∅").replace(/(?<=\.) ?∅$/, ""));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return SILENT.test(relative(core, path)) ? [] : [path];
  });
}

/** Every string of a document that is a sentence: what a person can come to read. */
function said(value: unknown, key = ""): readonly string[] {
  if (typeof value === "string") return / /.test(value) && !/^(label|channel|title|antagonist|name|doc|muscle)$/.test(key) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => said(child, Array.isArray(value) ? key : name));
}

describe("the core's sentences in a German window", () => {
  inGerman();

  it("are whole also where an interval stands in the middle of what follows a colon", () => {
    expect(coreText("T-reflex larger on the right: left 263 µV, right 613 µV, smaller over larger 0.43 [95 %: 0.38 to 0.49]. A loss on one side or a gain on the other can cause it. Absent: 1 of 6 left, 0 of 6 right.")).toBe(
      "T-Reflex rechts größer: links 263 µV, rechts 613 µV, kleineres durch größeres 0,43 [95 %: 0,38 bis 0,49]. Ein Verlust auf der einen oder ein Gewinn auf der anderen Seite kann die Ursache sein. Ausgeblieben: 1 von 6 links, 0 von 6 rechts.",
    );
  });

  it("are all known: no sentence of the core's sources is missing from the map", () => {
    const unknown = new Set<string>();
    for (const path of sources(core)) {
      for (const skeleton of skeletons(path)) {
        if (NOT_SHOWN.has(skeleton)) continue;
        const spelled = SPELLED_OUT[skeleton];
        const isKnown = spelled === undefined ? ["x", "2"].some((filled) => coreLang(skeleton.replaceAll("∅", filled)) !== "en") : spelled.every((example) => coreLang(example) !== "en");
        if (!isKnown) unknown.add(`${relative(core, path)}: ${skeleton}`);
      }
    }
    expect([...unknown]).toEqual([]);
  });

  it("are German in every document, with a decimal comma", async () => {
    const documents: AnalysisResult[] = [];
    for (const [k, spec] of SPECS.entries()) documents.push(await analysed(spec, k % 3 === 2 ? { protocol: "unmarked", marks: [], holds: [] } : {}));
    const english = documents.flatMap((result) => said({ trains: result.trains, attempts: result.attempts, pooled: result.pooled, reflexes: result.reflexes, sides: result.sides, distractions: result.distractions, preflight: result.preflight, caveats: result.caveats, issues: result.issues, channels: result.channels }));
    expect(english.length).toBeGreaterThan(100);
    expect([...new Set(english)].filter((sentence) => coreLang(sentence) === "en")).toEqual([]);
    for (const sentence of english) expect(coreText(sentence)).not.toMatch(/\b(the|and|is|are|no|not|with|of)\b|\d\.\d/);
  });

  it("keep names and numbers", () => {
    expect(coreText("SNR 7.0 → 8 dB would read: irregular, pseudoclonus-like pattern.")).toBe("SNR 7,0 → 8 dB ergäbe: unregelmäßig, pseudoklonusartiges Muster.");
    expect(coreText("The raw signals of R SOL 1.5 and R TA correlate above 0.6: one electrode hears both muscles.")).toBe("Die rohen Signale von R SOL 1.5 und R TA korrelieren über 0,6: eine Elektrode hört beide Muskeln.");
    expect(coreText("Only 3 of 7 bursts are taken for beats; 5 are needed. Not told by Klonos.")).toBe("Only 3 of 7 bursts are taken for beats; 5 are needed. Not told by Klonos.");
    expect(coreText("Log BF −0.4 lies between −1 and +1: 1.4 short of rhythmic, 0.6 from irregular.")).toBe("Log BF −0,4 liegt zwischen −1 und +1: 1,4 fehlen bis rhythmisch, 0,6 bis unregelmäßig.");
  });

  it("have the decimal comma in every part of a list", () => {
    expect(coreText("Together, Between-class lead 3.0 → 1.5; SNR 5.1 → 6 dB would read: rhythmic, clonus-like pattern.")).toBe("Zusammen, Vorsprung der Zwischenklasse 3,0 → 1,5; SNR 5,1 → 6 dB, ergäbe das: rhythmisch, klonusartiges Muster.");
  });

  it("put everything in its place: a translation uses the holes of its sentence and no others", () => {
    const holes = (text: string): readonly string[] => [...new Set(text.match(/\{\d\}/g))].sort();
    const wrong = coreSentences.filter((english) => holes(germanBook[english]).some((hole) => !holes(english).includes(hole)) || holes(english).filter((hole) => !holes(germanBook[english]).includes(hole)).some((hole) => !english.includes(`${hole} bursts`) && !/[a-z]\{\d\}/.test(english)));
    expect(wrong).toEqual([]);
    expect(new Set(coreSentences).size).toBe(coreSentences.length);
  });

  it("tell what every setting does", () => {
    expect(settingNames.filter((name) => helpLang(name) === "en")).toEqual([]);
  });
});

describe("the core's sentences in an English window", () => {
  it("are the core's own, word for word", async () => {
    document.documentElement.lang = "en";
    for (const sentence of said((await analysed(SPECS[0])).trains)) expect(coreText(sentence)).toBe(sentence);
  });
});
