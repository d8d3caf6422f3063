import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KlonosError } from "../../src/core/errors";
import { defaultFigureStyle } from "../../src/core/figure-style";
import { defaultReportTemplate } from "../../src/core/report-template";
import type { ReadingItem } from "../../src/core/reading/reading-items";
import type { AnalysisContext } from "../../src/core/result";
import { choiceDefinition, isChoiceSetting, defaultSettings, settingDefinitions, settingNames } from "../../src/core/settings";
import type { EngineApi } from "../../src/protocol/engine-api";
import { parseEngineRequest, parseRequest, validateArguments, validateExamination, validateSettings } from "../../src/protocol/validate";

const context: AnalysisContext = {
  protocol: "stretch-hold",
  site: undefined,
  pairs: [{ agonist: 0, antagonist: 1 }],
  marks: [{ kind: "stretch", seconds: 3, text: "stretch", origin: "file" }],
  holds: [{ startSeconds: 3, endSeconds: 9 }],
  edits: [
    { kind: "add-burst", channelIndex: 0, start: 10, end: 20 },
    { kind: "remove-burst", channelIndex: 0, start: 10, end: 20 },
    { kind: "move-burst", channelIndex: 0, start: 10, end: 20, newStart: 12, newEnd: 22 },
    { kind: "split-train", channelIndex: 0, sample: 15 },
    { kind: "merge-trains", channelIndex: 0, start: 10, end: 20 },
  ],
  overrides: [{ channelIndex: 1, role: "emg", muscle: "soleus", side: "left", insist: true }],
  rejected: [{ channelIndex: undefined, startSeconds: 1, endSeconds: 2 }, { channelIndex: 1, startSeconds: 4, endSeconds: 4.5 }],
  examination: { ageYears: 0.5, heightCentimetres: 62, medication: [{ name: "baclofen", dose: "10 mg", takenAt: "2026-09-14T08:30" }], scales: { scatsClonus: 2, ashworth: "1+" } },
};
const readItem: ReadingItem = { recording: "0123456789abcdef", channelIndex: 0, startSeconds: 1, endSeconds: 2, repeat: false, program: { label: "tonic", bursts: [{ startSeconds: 1, endSeconds: 1.1 }], trains: [] }, reader: null, at: null };
const valid: { readonly [M in keyof EngineApi]: EngineApi[M]["args"] } = {
  openRecording: { source: { id: "a", name: "x.edf", size: 1 }, answers: { samplingHz: 1000, unit: "mV", delimiter: ";", decimal: ",", labelLine: 0, unitLine: 2, firstLine: 3, timeColumn: -1, timeUnit: "ms", columns: [{ column: 1, use: "signal", unit: "mV", scale: -2, role: "emg", label: "SOL" }] } },
  previewImport: { source: { id: "a", name: "x.csv", size: 1 }, answers: {} },
  proposeEvents: { recordingId: "r1", channelIndex: 3, overrides: [{ channelIndex: 3, role: "angle", unit: "deg", scale: 2, alias: "ankle", inverted: true, order: 0.5 }] },
  scanRecording: { recordingId: "r1" },
  closeRecording: { recordingId: "r1" },
  traces: { recordingId: "r1", channels: [0, 1], view: "envelope", startSeconds: -1, endSeconds: 2, columns: 800, settings: defaultSettings },
  signal: { recordingId: "r1", channelIndex: 1, view: "filtered", startSeconds: 1, endSeconds: 2, settings: defaultSettings, derivations: [{ label: "A−B", plus: 0, minus: 1 }] },
  spectrum: { recordingId: "r1", channelIndex: 1, view: "raw", startSeconds: 1, endSeconds: 2, settings: defaultSettings },
  buildPyramids: { recordingId: "r1", channels: [0, 1], view: "filtered", settings: defaultSettings },
  filterResponse: { settings: defaultSettings, samplingHz: 2000 },
  burstOverlay: { recordingId: "r1", settings: defaultSettings, context, trainId: "0-1", view: "envelope" },
  firstLook: { recordingId: "r1", settings: defaultSettings, context },
  analyse: { recordingId: "r1", settings: defaultSettings, context },
  exportFigure: { recordingId: "r1", settings: defaultSettings, context, trainId: "0-1", format: "png", widthMillimetres: 180, dpi: 600 },
  exportReport: { recordingId: "r1", settings: defaultSettings, context, template: { ...defaultReportTemplate, head: ["Laboratory"], acquisition: { "Electrode distance": "20 mm" } }, format: "pdf", withFileName: false },
  addToStudy: { studyId: "s", recordingId: "r1", settings: defaultSettings, context, keys: { participant: "P01", session: "1", side: "left", condition: "rest", trial: "1" }, plan: { sha256: "ab", deviations: [] } },
  simulate: { class: "clonoid", seed: 7, seconds: 6, samplingHz: 2000, snrDb: 12.5, generator: "loop" },
  againstTruth: { recordingId: "r1", settings: defaultSettings, context, truth: [{ channelIndex: 0, seconds: [1, 1.2] }] },
  studyTables: { studyId: "s" },
  exportStudy: { studyId: "s", format: "parquet" },
  forgetStudy: { studyId: "s" },
  readingItems: { recordingId: "r1", recording: "0123456789abcdef", settings: defaultSettings, context },
  orderReading: { items: [readItem], seed: 7 },
  agreement: { readings: [{ rater: "A", items: [readItem] }], ciLevel: 0.95 },
  exportAgreement: { readings: [{ rater: "A", items: [{ ...readItem, reader: readItem.program, at: "2026-11-27T21:00:00+01:00" }] }], ciLevel: 0.95, format: "txt" },
  exportRecording: { recordingId: "r1", settings: defaultSettings, context, format: "edf", channels: [0, 1], startSeconds: 1, endSeconds: 2, withBursts: true, annotationsOnly: false, withNames: false },
  exportTable: { recordingId: "r1", settings: defaultSettings, context, kind: "bursts-csv" },
};
const methods = Object.keys(valid) as (keyof EngineApi)[];

describe("arguments at the boundary", () => {
  it.each(methods)("%s: the contract's arguments pass unchanged, also through a clone", (method) => {
    expect(validateArguments(method, structuredClone(valid[method]))).toEqual(valid[method]);
  });

  it.each([
    ["traces", { ...valid.traces, columns: 0 }, "columns"],
    ["traces", { ...valid.traces, columns: 1.5 }, "columns"],
    ["traces", { ...valid.traces, startSeconds: NaN }, "startSeconds"],
    ["traces", { ...valid.traces, channels: [0, -1] }, "channels.1"],
    ["traces", { ...valid.traces, view: "spectrum" }, "view"],
    ["traces", { ...valid.traces, settings: { ...defaultSettings, bandLowHz: 4 } }, "settings.bandLowHz"],
    ["traces", { ...valid.traces, settings: { ...defaultSettings, surprise: 1 } }, "settings.surprise"],
    ["analyse", { ...valid.analyse, context: { ...context, protocol: "drop" } }, "context.protocol"],
    ["analyse", { ...valid.analyse, context: { ...context, edits: [{ kind: "add-burst", channelIndex: 0, start: 1.5, end: 3 }] } }, "context.edits.0.start"],
    ["exportFigure", { ...valid.exportFigure, dpi: 100_000 }, "dpi"],
    ["exportFigure", { ...valid.exportFigure, format: "exe" }, "format"],
    ["exportFigure", { ...valid.exportFigure, style: { ...defaultFigureStyle, textPoints: 99 } }, "style.textPoints"],
    ["exportReport", { ...valid.exportReport, template: { ...defaultReportTemplate, sections: ["gossip"] } }, "template.sections.0"],
    ["openRecording", { ...valid.openRecording, answers: { samplingHz: 0 } }, "answers.samplingHz"],
    ["signal", { ...valid.signal, derivations: [{ label: "d", plus: -1, minus: 0 }] }, "derivations.0.plus"],
    ["filterResponse", { ...valid.filterResponse, samplingHz: 0 }, "samplingHz"],
  ] as const)("%s: names the field that is wrong", (method, args, where) => {
    let thrown: unknown;
    try {
      validateArguments(method, args);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(KlonosError);
    expect((thrown as KlonosError).record).toMatchObject({ code: "bad-argument", where });
  });

  it("never throws on any message, and refuses whatever is no request", () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        expect(parseRequest(message).kind).toBe("refused");
      }),
      { numRuns: 300 },
    );
  });

  it("for a relay: hands a good request on and throws on a bad one", () => {
    expect(parseEngineRequest({ kind: "cancel", id: 3 })).toEqual({ kind: "cancel", id: 3 });
    expect(() => parseEngineRequest({ kind: "call", id: 3, method: "quit", args: {} })).toThrow(KlonosError);
  });
});

describe("settings", () => {
  it("takes the missing ones from the base", () => {
    expect(validateSettings({ bandLowHz: 20 }, defaultSettings)).toEqual({ ...defaultSettings, bandLowHz: 20 });
  });

  it("accepts both limits of every setting and nothing beyond them", () => {
    for (const name of settingNames) {
      if (isChoiceSetting(name)) {
        const words = Object.keys(choiceDefinition(name).choices);
        for (const word of words) expect(validateSettings({ [name]: word }, defaultSettings)[name]).toBe(word);
        for (const value of ["", "Klonos", "toString", 0, null]) expect(() => validateSettings({ [name]: value }, defaultSettings), `${name} ${value}`).toThrow(expect.objectContaining({ record: expect.objectContaining({ code: "bad-setting", where: name }) }));
        continue;
      }
      const { min, max } = settingDefinitions[name];
      for (const value of [min, max]) expect(validateSettings({ [name]: value }, defaultSettings)[name]).toBe(value);
      for (const value of [min - 1e-6, max + 1e-6, NaN, Infinity, String(min), null]) {
        expect(() => validateSettings({ [name]: value }, defaultSettings), `${name} ${value}`).toThrow(expect.objectContaining({ record: expect.objectContaining({ code: "bad-setting", where: name }) }));
      }
    }
  });

  it.each([[{ bandLowHertz: 30 }, "bandLowHertz"], [[1], ""], [null, ""]])("refuses %j", (values, where) => {
    expect(() => validateSettings(values, defaultSettings)).toThrow(expect.objectContaining({ record: expect.objectContaining({ code: "bad-setting", where }) }));
  });
});

describe("an examination", () => {
  it("is taken as it stands where every field is known", () => {
    for (const good of [{}, { side: "left", position: "supine, knee 20°", fatigue: "none", generalised: true, botulinumDate: "2026-03-01" }, { scales: { pennFrequency: 4, pennSeverity: 1, reflex: 0 } }]) expect(validateExamination(good)).toEqual(good);
  });

  it.each([
    [{ ageYears: -1 }, "ageYears"], [{ ageYears: "40" }, "ageYears"], [{ heightCentimetres: 1.8 }, "heightCentimetres"], [{ scales: { scatsClonus: 4 } }, "scales.scatsClonus"], [{ scales: { reflex: 2.5 } }, "scales.reflex"],
    [{ scales: { ashworth: "5" } }, "scales.ashworth"], [{ botulinumDate: "March" }, "botulinumDate"], [{ name: "A. B." }, "name"], [[], ""], [null, ""], [{ medication: [{ dose: "10 mg" }] }, "medication.0.name"],
  ])("refuses %j and says where", (values, where) => {
    expect(() => validateExamination(values)).toThrow(expect.objectContaining({ record: expect.objectContaining({ code: "bad-examination", where }) }));
  });
});
