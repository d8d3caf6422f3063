import Ajv2020 from "ajv/dist/2020";
import { describe, expect, it } from "vitest";
import { schemaDocument, settingsDocument } from "../../../src/core/schema/schema-document";
import { settingNames } from "../../../src/core/settings";
import { infoDocument } from "../../../src/services/exports/info-document";
import { resultDocument } from "../../../src/services/result-document";
import { analysed } from "./analysed";

const ajv = new Ajv2020({ strict: true, strictTypes: "log", allowUnionTypes: true, allErrors: true });
const schemas = schemaDocument();
const validators = {
  result: ajv.compile(schemas["klonos-result/1"]),
  info: ajv.compile(schemas["klonos-info/1"]),
  error: ajv.compile(schemas["klonos-error/1"]),
};
const source = { name: "simulated.edf", sha256: "0".repeat(64), format: "EDF+C", durationSeconds: 10, recipe: { samplingHz: 1000, timeColumn: -1, columns: [{ column: 1, scale: -0.5 }] } };

/** Every object field below a schema, with its path. */
function fieldsOf(schema: unknown, path: string): [string, Record<string, unknown>][] {
  if (typeof schema !== "object" || schema === null) return [];
  const node = schema as Record<string, unknown>;
  const found: [string, Record<string, unknown>][] = [];
  for (const [name, child] of Object.entries((node["properties"] ?? {}) as Record<string, Record<string, unknown>>)) found.push([`${path}.${name}`, child]);
  for (const [key, child] of Object.entries(node)) if (typeof child === "object") found.push(...fieldsOf(child, `${path}/${key}`));
  return found;
}

describe("the schemas", () => {
  it("describe every field", () => {
    const fields = Object.entries(schemas).flatMap(([name, schema]) => fieldsOf(schema, name));
    expect(fields.length).toBeGreaterThan(120);
    for (const [path, field] of fields) expect(field["description"], path).toMatch(/\S{2}/);
  });

  it("name every field of issue 3's listing of a train", () => {
    const train = (schemas["klonos-result/1"]["$defs"] as Record<string, { properties: object }>)["train"]!;
    for (const field of ["id", "channel", "channelIndex", "muscle", "side", "antagonist", "startSeconds", "endSeconds", "endReason", "beats", "missedBeats", "falseBursts", "envelopeHz", "rateHz", "rateCi", "bursts",
      "jitter", "jitterCi", "jitterMedian", "log10BayesFactor", "driftPercentPerBeat", "tempoExcursionHz", "amplitudeJitter", "modulationDepth", "snrDb", "burstMilliseconds", "antagonistPhase", "pattern",
      "persistence", "label", "confidence", "conditionalOn", "reasons", "missing"]) expect(train.properties).toHaveProperty(field);
  });
});

describe("klonos-result/1", () => {
  it.each([
    { class: "clonus", beats: 14, seed: 3 }, { class: "clonoid", beats: 7, seed: 4 }, { class: "pseudoclonus", beats: 9, seed: 5 }, { class: "tonic", seconds: 3, seed: 6 },
    { class: "rest", seconds: 5, seed: 7 }, { class: "clonus", beats: 4, seed: 8 },
  ] as const)("holds for the analysis of simulated $class", async (spec) => {
    const document = resultDocument(await analysed(spec), source, "0.1.0");
    validators.result(JSON.parse(JSON.stringify(document)));
    expect(validators.result.errors ?? []).toEqual([]);
    for (const train of document.trains) {
      const nulls = Object.entries(train).filter(([name, value]) => value === null && name !== "conditionalOn").map(([name]) => name);
      for (const name of nulls) expect(Object.keys(train.missing), `${name} is null`).toContain(name === "antagonistIndex" ? "antagonist" : name);
    }
  });

  it("refuses an unknown field, a missing one, a number in place of a word and NaN", async () => {
    const good = JSON.parse(JSON.stringify(resultDocument(await analysed({ class: "clonus", beats: 8, seed: 3 }), source, "0.1.0"))) as { trains: Record<string, unknown>[] };
    const train = good.trains[0]!;
    const withTrain = (changed: Record<string, unknown>): unknown => ({ ...good, trains: [changed] });
    expect(validators.result(withTrain(train))).toBe(true);
    expect(validators.result(withTrain({ ...train, extra: 1 }))).toBe(false);
    expect(validators.result(withTrain({ ...train, label: "organic" }))).toBe(false);
    expect(validators.result(withTrain({ ...train, jitter: "0.05" }))).toBe(false);
    expect(validators.result(withTrain(Object.fromEntries(Object.entries(train).filter(([name]) => name !== "beats"))))).toBe(false);
  });
});

describe("klonos-info/1 and klonos-error/1", () => {
  it("hold for the documents of the services", () => {
    const channel = {
      index: 0, label: "R SOL", muscle: "soleus", side: "right", site: "ankle", candidates: [], role: "emg", unit: "uV", isVoltage: true, samplingHz: 2000, sampleCount: 20_000,
      segments: [{ startSample: 0, endSample: 20_000, startSeconds: 0 }], physicalRange: undefined, prefilter: "",
    } as const;
    const header = { format: "EDF+D", channels: [channel], durationSeconds: 12, startDateTime: undefined, hasIdentity: false, issues: [], complete: false };
    const scanned = {
      sha256: "a".repeat(64), channels: [channel], durationSeconds: 12, annotations: [{ onsetSeconds: 1, durationSeconds: 0, text: "stretch", channel: undefined }], marks: [], proposedProtocol: "stretch-hold",
      gaps: [{ startSeconds: 4, endSeconds: 6 }], issues: [{ code: "gap", severity: "info", where: "", message: "A gap of 2 s." }],
    } as const;
    validators.info(JSON.parse(JSON.stringify(infoDocument("a.edf", header, scanned, undefined))));
    expect(validators.info.errors ?? []).toEqual([]);
    expect(validators.error({ schema: "klonos-error/1", source: { name: "a.edf" }, code: "edf-header", message: "Byte 236 holds no number.", where: "byte 236" })).toBe(true);
    expect(validators.error({ schema: "klonos-error/1", code: "edf-header", message: "x", where: "" })).toBe(false);
  });
});

describe("settingsDocument", () => {
  it("lists every setting with a default inside its limits, a unit, words and a source", () => {
    const { settings, fixed } = settingsDocument();
    expect(settings.map(({ name }) => name)).toEqual(settingNames);
    for (const setting of settings) {
      if ("choices" in setting) expect(Object.keys(setting.choices), setting.name).toContain(setting.default);
      else {
        expect(setting.default, setting.name).toBeGreaterThanOrEqual(setting.min);
        expect(setting.default, setting.name).toBeLessThanOrEqual(setting.max);
      }
      expect(setting.doc, setting.name).toMatch(/\.$/);
      expect(setting.source.length, setting.name).toBeGreaterThan(3);
    }
    expect(fixed.map(({ name }) => name)).toContain("periodGrid");
    expect(settings.filter(({ group }) => group === "classes").map(({ name }) => name)).toEqual(expect.arrayContaining(["rhythmicJitter1", "betweenJitter1", "irregularJitter1", "missPriorLow"]));
  });
});
