import Ajv2020 from "ajv/dist/2020";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ResultDocument } from "../../src/core/result";
import { schemaDocument } from "../../src/core/schema/schema-document";
import { defaultSettings } from "../../src/core/settings";
import type { SimulationTruth } from "../../src/core/simulate/truth";
import { documentText } from "../../src/project/document-text";
import { emptyProject } from "../../src/project/empty-documents";
import { planText } from "../../src/project/plan";
import { scratchFolder } from "../node/scratch";
import { klonos } from "./cli-runner";

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);
const read = (name: string): Buffer => readFileSync(at(name));
const ajv = new Ajv2020({ strict: false, allErrors: true });
const schemas = schemaDocument();
const valid = (name: keyof typeof schemas, document: unknown): unknown => {
  const check = ajv.getSchema(name) ?? ajv.compile(schemas[name]);
  return check(document) === true ? [] : check.errors;
};

/** Burst times of a train further than this from every true one are not that burst (issue 3: match within 40 ms). */
const MATCH_SECONDS = 0.04;

beforeAll(async () => {
  expect((await klonos("simulate", "--class", "clonus", "--beats", "14", "--snr", "20", "--seed", "1", "--out", at("clonus.edf"))).code).toBe(0);
  expect((await klonos("simulate", "--class", "rest", "--seconds", "8", "--seed", "2", "--out", at("rest.edf"))).code).toBe(0);
  writeFileSync(at("broken.edf"), "this is no recording");
});

describe("klonos analyse", () => {
  it("analyses a stretch alone, and says what it left out", async () => {
    const example = join(import.meta.dirname, "../../fixtures/example-session.edf");
    const { code, documents } = await klonos("analyse", example, "--from", "45", "--to", "58", "--json", "-");
    const document = documents[0] as unknown as ResultDocument;
    expect(code).toBe(0);
    expect(document.rejected).toEqual([{ channelIndex: null, startSeconds: 0, endSeconds: 45 }, { channelIndex: null, startSeconds: 58, endSeconds: 59 }]);
    // The fixture's truth has one train after second 45 on each of the three muscles.
    expect(document.trains.map(({ channel }) => channel)).toEqual(["R SOL", "R TA", "R MG"]);
    for (const { startSeconds, endSeconds } of document.trains) expect([startSeconds >= 45, endSeconds <= 58]).toEqual([true, true]);
    expect((await klonos("analyse", example, "--from", "9", "--to", "8")).code).toBe(2);
    expect((await klonos("analyse", example, "--from", "99")).notes).toContain("--from 99 leaves nothing to analyse");
  });

  it("says which gate withholds a label and what alone would give one, and which channels can be analysed", async () => {
    const { out } = await klonos("analyse", at("clonus.edf"), "--generalised");
    expect(out).toMatch(/1-1 Protocol: The event is generalised: .* Would change it: The same train in an event that is not generalised would read: rhythmic/);
    expect(out).toMatch(/pre-flight: R SOL analysable; R TA /);
    expect(out).not.toMatch(/(indeterminate|withheld) \(narrow\)/);
    expect((await klonos("analyse", at("clonus.edf"))).out).not.toContain("Would change it");
  });

  it("finds the simulated train where it is, and prints one valid document and nothing else", async () => {
    const { code, documents, notes } = await klonos("analyse", at("clonus.edf"), "--json", "-");
    expect([code, notes, documents.length]).toEqual([0, "", 1]);
    const document = documents[0] as unknown as ResultDocument;
    expect(valid("klonos-result/1", document)).toEqual([]);
    expect(document.source).toMatchObject({ name: "clonus.edf", sha256: createHash("sha256").update(read("clonus.edf")).digest("hex"), format: "EDF+C" });
    expect(document.protocol).toBe("stretch-hold");
    const truth = JSON.parse(read("clonus.truth.json").toString()) as SimulationTruth;
    const train = document.trains.find(({ channelIndex }) => channelIndex === 0)!;
    expect(train.pattern).toBe("rhythmic");
    expect(train.antagonistIndex).toBe(1);
    const matched = truth.bursts.filter(({ centroidSeconds }) => train.bursts.some(({ timeSeconds }) => Math.abs(timeSeconds - centroidSeconds) < MATCH_SECONDS));
    expect(matched.length).toBeGreaterThanOrEqual(13);
  });

  it("holds to a project's locked plan, and lists every deviation in every export", async () => {
    const sealed = { settings: { ...defaultSettings, bandLowHz: 25 }, outcomes: ["jitter"], exclusions: [] };
    const plan = { lockedAt: "2026-01-01T00:00:00+00:00", lockedBy: "AB", sha256: createHash("sha256").update(planText(sealed)).digest("hex"), ...sealed };
    mkdirSync(at("plan.klonos"));
    writeFileSync(at("plan.klonos/project.json"), documentText({ ...emptyProject("plan", "2026-01-01"), plan }));
    const kept = (await klonos("analyse", at("clonus.edf"), "--json", "-", "--plan", at("plan.klonos"))).documents[0] as unknown as ResultDocument;
    expect([kept.settings.bandLowHz, kept.plan]).toEqual([25, { sha256: plan.sha256, deviations: [] }]);
    writeFileSync(at("other.json"), '{"bandLowHz": 40}');
    const { out } = await klonos("analyse", at("clonus.edf"), "--plan", at("plan.klonos/project.json"), "--settings", at("other.json"), "--out", at("planned"), "--report", "html");
    const deviation = /bandLowHz \(.*?\) is 40 Hz, planned was 25 Hz/;
    expect(out).toMatch(deviation);
    const written = readdirSync(at("planned"));
    expect(written.map((name) => name.split(".").at(-1)).sort()).toEqual(expect.arrayContaining(["html", "json", "svg"]));
    for (const name of written) expect(read(join("planned", name)).toString(), name).toMatch(deviation);
    expect((await klonos("analyse", at("clonus.edf"), "--plan", at("nowhere"))).code).toBe(65);
  }, 30_000);

  it("prints a table for people, with the sentence that stands on every report", async () => {
    const { out, code } = await klonos("analyse", at("clonus.edf"), at("rest.edf"), "--workers", "1");
    expect(code).toBe(0);
    expect(out).toMatch(/R SOL .* rhythmic/);
    expect(out).toMatch(/rest\.edf: EDF\+C.*\n {2}no train was found/);
    expect(out.endsWith("For research and teaching. Not a medical device.\n")).toBe(true);
  });

  it("writes the printed document and the figures, each whole, and changes no recording", async () => {
    const before = read("clonus.edf");
    const { documents } = await klonos("analyse", at("clonus.edf"), "--json", "-", "--out", at("figures"), "--figure", "svg", "--figure", "pdf", "--figure", "png", "--dpi", "150", "--width", "120");
    const document = documents[0] as unknown as ResultDocument;
    expect(JSON.parse(read("figures/clonus.klonos.json").toString())).toEqual(document);
    const labelled = document.trains.filter(({ label }) => label !== "insufficient");
    expect(labelled.length).toBeGreaterThan(0);
    const expected = labelled.flatMap(({ id }) => ["pdf", "png", "svg"].map((format) => `clonus.${id}.${format}`));
    expect(readdirSync(at("figures")).sort()).toEqual([...expected, "clonus.klonos.json"].sort());
    const svg = read(`figures/clonus.${labelled[0]!.id}.svg`).toString();
    expect(svg).toContain("Not a medical device");
    expect(svg).toContain(document.source.sha256!.slice(0, 4));
    expect(read(`figures/clonus.${labelled[0]!.id}.pdf`).subarray(0, 5).toString()).toBe("%PDF-");
    const png = read(`figures/clonus.${labelled[0]!.id}.png`);
    expect(png.readUInt32BE(16)).toBe(Math.round((120 / 25.4) * 150));
    expect(read("clonus.edf").equals(before)).toBe(true);
  });

  it("takes the examination from a file and from options, and prints manoeuvres and caveats", async () => {
    writeFileSync(at("examination.json"), JSON.stringify({ ageYears: 44, heightCentimetres: 181, scales: { scatsClonus: 2 } }));
    const { documents } = await klonos("analyse", at("clonus.edf"), "--json", "-", "--examination", at("examination.json"), "--age", "0.5", "--medication", "baclofen;10 mg", "--ashworth", "1+");
    const document = documents[0] as unknown as ResultDocument;
    expect(valid("klonos-result/1", document)).toEqual([]);
    expect(document.examination).toEqual({ ageYears: 0.5, heightCentimetres: 181, scales: { scatsClonus: 2, ashworth: "1+" }, medication: [{ name: "baclofen", dose: "10 mg" }] });
    expect(document.caveats.join(" ")).toMatch(/Below one year.*Baclofen.*scales/);
    expect(document.reflexes.find(({ channelIndex }) => channelIndex === 0)!.windowBasis).toMatch(/181 \/ 170 cm/);
    // The hold's row of the muscle that moved, and one of its antagonist whatever it did.
    expect(document.attempts.map(({ channelIndex }) => channelIndex)).toEqual([0, 1]);
    const { out } = await klonos("analyse", at("clonus.edf"));
    expect(out).toMatch(/stretch 1 at .* s, R SOL: clo.*of the hold/);
    expect(out).toContain("New or spontaneous clonus is a medical matter");
  });

  it("prints changed classes and detector with their defaults, and what repeated attempts come to together", async () => {
    writeFileSync(at("classes.json"), JSON.stringify({ rhythmicJitter1: 0.03, detector: "double-threshold" }));
    const changed = await klonos("analyse", at("clonus.edf"), "--settings", at("classes.json"));
    expect(changed.out).toContain("setting changed: Jitter 1, rhythmic 0.03 (default 0.02)");
    expect(changed.out).toContain("setting changed: Detector that decides double-threshold (default klonos)");
    const example = join(import.meta.dirname, "../../fixtures/example-session.edf");
    const { out } = await klonos("analyse", example);
    expect(out).not.toContain("setting changed");
    expect(out).toMatch(/R SOL, 4 of 4 attempts with a response, together: indeterminate, log10 BF [\d.]+, jitter [\d.]+ % \[.*\], rate [\d.]+ Hz \[.*\]; between them SD of ln J [\d.]+, of the rate [\d.]+ Hz/);
  });

  it.each([["--age", "old"], ["--height", "1.81"], ["--side", "both"], ["--ashworth", "5"], ["--scats", "4"], ["--medication", ";10 mg"]])("refuses %s %s", async (option, value) => {
    const { code, notes } = await klonos("analyse", at("clonus.edf"), option, value);
    expect(code).toBe(2);
    expect(notes).toContain(option);
  });

  it("takes a lab's own word for a mark", async () => {
    writeFileSync(at("words.edf"), Buffer.from(read("clonus.edf").toString("latin1").replace(/stretch/g, "Zerrung"), "latin1"));
    const marksWith = async (...options: readonly string[]): Promise<readonly string[]> => {
      const { documents } = await klonos("analyse", at("words.edf"), "--json", "-", ...options);
      return (documents[0] as unknown as ResultDocument).marks.map(({ kind }) => kind);
    };
    expect(await marksWith()).toEqual(["release"]);
    expect(await marksWith("--mark", "zerrung=stretch")).toEqual(["stretch", "release"]);
  });

  it("draws an overview as SVG where no train is labelled and nothing else was asked for", async () => {
    expect((await klonos("analyse", at("rest.edf"), "--out", at("rest"))).code).toBe(0);
    expect(readdirSync(at("rest")).sort()).toEqual(["rest.klonos.json", "rest.overview.svg"]);
  });

  it("gives the same bytes in the same order whatever the number of threads", async () => {
    const files = ["clonus.edf", "rest.edf", "broken.edf", "clonus.edf"].map(at);
    const runs = await Promise.all(["1", "2"].map(async (workers) => klonos("analyse", ...files, "--json", "-", "--out", at(`w${workers}`), "--figure", "svg", "--workers", workers)));
    const [one, two] = runs;
    expect(two!.out).toBe(one!.out);
    expect([one!.code, two!.code]).toEqual([1, 1]);
    expect(one!.documents.map((document) => document.schema)).toEqual(["klonos-result/1", "klonos-result/1", "klonos-error/1", "klonos-result/1"]);
    const names = readdirSync(at("w1"));
    expect(readdirSync(at("w2"))).toEqual(names);
    expect(names).toContain("clonus-2.klonos.json");
    for (const name of names) expect(read(`w2/${name}`).equals(read(`w1/${name}`)), name).toBe(true);
  }, 120_000);

  it("says which file failed and why, as a line of its schema", async () => {
    const { documents, code, notes } = await klonos("analyse", at("broken.edf"), "--json", "-");
    expect(code).toBe(65);
    expect(documents).toHaveLength(1);
    expect(valid("klonos-error/1", documents[0])).toEqual([]);
    expect(documents[0]).toMatchObject({ schema: "klonos-error/1", source: { name: "broken.edf" } });
    expect(notes).toContain("broken.edf");
  });

  it("never overwrites one file's output with another's of the same name", async () => {
    mkdirSync(at("other"), { recursive: true });
    copyFileSync(at("rest.edf"), at("other/clonus.edf"));
    const { notes } = await klonos("analyse", at("clonus.edf"), at("other/clonus.edf"), "--out", at("names"), "--workers", "1");
    expect(notes).toContain("clonus-2");
    const hashes = ["clonus", "clonus-2"].map((name) => (JSON.parse(read(`names/${name}.klonos.json`).toString()) as ResultDocument).source.sha256);
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it("re-uses settings, refuses unknown ones and those out of their limits by name", async () => {
    writeFileSync(at("settings.json"), JSON.stringify({ ciLevel: 0.9 }));
    const { documents } = await klonos("analyse", at("clonus.edf"), "--json", "-", "--settings", at("settings.json"));
    expect((documents[0] as unknown as ResultDocument).ciLevel).toBe(0.9);
    for (const [content, named] of [['{"bandLowHertz": 30}', "bandLowHertz"], ['{"ciLevel": 2}', "ciLevel"], ["{", "not JSON"]] as const) {
      writeFileSync(at("bad.json"), content);
      const { code, notes, out } = await klonos("analyse", at("clonus.edf"), "--json", "-", "--settings", at("bad.json"));
      expect([code, out]).toEqual([65, ""]);
      expect(notes).toContain(named);
    }
  });

  it("takes a hold, which makes the protocol stretch-hold, and a protocol over it", async () => {
    const held = await klonos("analyse", at("rest.edf"), "--json", "-", "--hold", "1:2.5", "--hold", "4:5");
    expect(held.documents[0]).toMatchObject({ protocol: "stretch-hold", holds: [{ startSeconds: 1, endSeconds: 2.5 }, { startSeconds: 4, endSeconds: 5 }] });
    const tapped = await klonos("analyse", at("rest.edf"), "--json", "-", "--hold", "1:2.5", "--protocol", "tap");
    expect(tapped.documents[0]).toMatchObject({ protocol: "tap" });
  });

  it("pairs by label, number and muscle, and refuses what is not there", async () => {
    for (const pair of ["R TA:R SOL", "1:0", "tibialis anterior:soleus", "ta:sol"]) {
      const { documents } = await klonos("analyse", at("clonus.edf"), "--json", "-", "--pair", pair);
      const antagonist = (documents[0] as unknown as ResultDocument).trains.find(({ channelIndex }) => channelIndex === 1)?.antagonistIndex;
      expect(antagonist, pair).toBe(0);
    }
    const { code, documents } = await klonos("analyse", at("clonus.edf"), "--json", "-", "--pair", "SOL:masseter");
    expect(code).toBe(65);
    expect(documents[0]).toMatchObject({ schema: "klonos-error/1", code: "pair-not-found" });
  });

  it("asks for the rate of a text file, and takes it", async () => {
    writeFileSync(at("plain.csv"), `EMG\n${Array.from({ length: 3000 }, (_, k) => Math.round(1000 * Math.sin(k * k))).join("\n")}\n`);
    const asked = await klonos("analyse", at("plain.csv"), "--json", "-");
    expect(asked.code).toBe(65);
    expect(asked.documents[0]).toMatchObject({ code: "needs-rate" });
    const given = await klonos("analyse", at("plain.csv"), "--json", "-", "--sampling", "1000", "--unit", "uV");
    expect(given.code).toBe(0);
    expect(given.documents[0]).toMatchObject({ channels: [{ label: "EMG", samplingHz: 1000 }], source: { durationSeconds: 3 } });
  });

  it("exits with 73 when it cannot write, and writes nothing then", async () => {
    writeFileSync(at("a-file"), "");
    const { code, notes } = await klonos("analyse", at("clonus.edf"), "--out", at("a-file"));
    expect(code).toBe(73);
    expect(notes).toContain("a-file");
    expect(statSync(at("a-file")).size).toBe(0);
    mkdirSync(at("blocked/rest.klonos.json"), { recursive: true });
    expect((await klonos("analyse", at("rest.edf"), "--out", at("blocked"))).code).toBe(73);
  });

  it.each([
    [["analyse"], "FILE"],
    [["analyse", "x.edf", "--mark", "Zerrung"], "--mark"],
    [["analyse", "x.edf", "--mark", "Zerrung=pull"], "--mark"],
    [["analyse", "x.edf", "--figure", "svg"], "--out"],
    [["analyse", "x.edf", "--out", "d", "--figure", "gif"], "gif"],
    [["analyse", "x.edf", "--json", "result.json"], "--json"],
    [["analyse", "x.edf", "--hold", "5"], "START:END"],
    [["analyse", "x.edf", "--hold", "5:3"], "end must come after"],
    [["analyse", "x.edf", "--pair", "SOL"], "AGONIST:ANTAGONIST"],
    [["analyse", "x.edf", "--protocol", "drop"], "drop"],
    [["analyse", "x.edf", "--sampling", "1e3x"], "1e3x"],
    [["analyse", "x.edf", "--sampling", "1000", "--sampling", "2000"], "2 times"],
    [["analyse", "x.edf", "--nonsense"], "nonsense"],
    [["simulate", "--class", "clonus", "--out", "x.edf"], "--beats"],
    [["simulate", "--class", "tremor", "--beats", "5", "--out", "x.edf"], "tremor"],
    [["simulate", "--class", "clonus", "--beats", "5.5", "--out", "x.edf"], "whole"],
    [["explain"], "explain"],
    [["info"], "FILE"],
  ])("%j is a usage error that says what is wrong", async (argv, said) => {
    const { code, out, notes } = await klonos(...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(notes).toContain(said);
    expect(existsSync("x.edf")).toBe(false);
  });
});
