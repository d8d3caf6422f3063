import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ResultDocument } from "../../src/core/result";
import { klonos, scratchFolder } from "./harness/command-line";
import { examplePath, exampleTruth, manoeuvre } from "./harness/example";
import { projectRoot } from "./harness/find-programs";

const fixture = (name: string): string => join(projectRoot, "fixtures", name);
const documents = (text: string): ResultDocument[] => text.trimEnd().split("\n").map((line) => JSON.parse(line) as ResultDocument);

describe("the built command line", () => {
  test("npx klonos --version in the checkout", () => {
    const version = (JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as { version: string }).version;
    const ran = spawnSync("npx", ["--no-install", "klonos", "--version"], { cwd: projectRoot, encoding: "utf8" });
    expect(ran.status, ran.stderr).toBe(0);
    expect(ran.stdout).toContain(version);
  });

  test("analyse prints what the generator made", () => {
    const { status, stdout } = klonos(["analyse", examplePath, "--json", "-"]);
    expect(status).toBe(0);
    const [document] = documents(stdout);
    for (const [name, label] of [["clonus", "clonus-like"], ["clonoid", "clonoid-like"], ["pseudoclonus", "pseudoclonus-like"]] as const) {
      const { bursts } = manoeuvre(name);
      const train = document!.trains.find((candidate) => candidate.channel === "R SOL" && Math.abs(candidate.startSeconds - bursts[0]!.onsetSeconds) < 1);
      expect(train?.label, name).toBe(label);
      // Every true burst has one within 40 ms, and no other is there.
      for (const burst of bursts) expect(train!.bursts.some((found) => Math.abs(found.timeSeconds - burst.centroidSeconds) < 0.04), `${name} at ${burst.centroidSeconds} s`).toBe(true);
      expect(train!.bursts.length).toBe(bursts.length);
    }
    expect(document!.source.durationSeconds).toBe(exampleTruth.durationSeconds);
  });

  test("several files: one document a line, in order, whatever the number of workers; a bad one gives a line and exit 1", () => {
    const bad = join(scratchFolder(), "bad.edf");
    writeFileSync(bad, "no recording at all");
    const files = [fixture("tapping.bdf"), bad, fixture("gaps.edf"), fixture("decimal-comma.csv")];
    const one = klonos(["analyse", ...files, "--json", "-", "--workers", "1"]);
    const three = klonos(["analyse", ...files, "--json", "-", "--workers", "3"]);
    expect(one.status).toBe(1);
    expect(three.stdout).toBe(one.stdout);
    const lines = documents(one.stdout) as unknown as { schema: string; source: { name: string }; code?: string; message?: string }[];
    expect(lines.map((line) => [line.schema, line.source.name])).toEqual([
      ["klonos-result/1", "tapping.bdf"],
      ["klonos-error/1", "bad.edf"],
      ["klonos-result/1", "gaps.edf"],
      ["klonos-result/1", "decimal-comma.csv"],
    ]);
    expect(lines[1]!.message!.length).toBeGreaterThan(20);
  });

  test("info lists channels, annotations and gaps as the fixtures' own descriptions say", () => {
    for (const name of ["example-session", "gaps", "mixed-rates"]) {
      const expected = JSON.parse(readFileSync(fixture(`${name}.json`), "utf8")) as { channels: { label: string; samplingHz: number; sampleCount: number }[]; annotations: { onsetSeconds: number; text: string }[]; gaps: { startSeconds: number; endSeconds: number }[] };
      const { status, stdout } = klonos(["info", fixture(`${name}.edf`), "--json"]);
      expect(status).toBe(0);
      const info = JSON.parse(stdout) as { channels: { label: string; samplingHz: number; samples: number }[]; annotations: { onsetSeconds: number; text: string }[]; gaps: { startSeconds: number; endSeconds: number }[] };
      expect(info.channels.map((channel) => [channel.label, channel.samplingHz, channel.samples])).toEqual(expected.channels.map((channel) => [channel.label, channel.samplingHz, channel.sampleCount]));
      expect(info.annotations.map((annotation) => annotation.text)).toEqual(expected.annotations.map((annotation) => annotation.text));
      info.annotations.forEach((annotation, index) => expect(annotation.onsetSeconds).toBeCloseTo(expected.annotations[index]!.onsetSeconds, 4));
      expect(info.gaps.length).toBe(expected.gaps.length);
      info.gaps.forEach((gap, index) => {
        expect(gap.startSeconds).toBeCloseTo(expected.gaps[index]!.startSeconds, 4);
        expect(gap.endSeconds).toBeCloseTo(expected.gaps[index]!.endSeconds, 4);
      });
    }
  });

  test("simulate and analyse: what was made is what is found, and the same seed gives the same bytes", () => {
    const folder = scratchFolder();
    const make = (name: string): number | null => klonos(["simulate", "--class", "clonus", "--beats", "14", "--sampling", "2000", "--snr", "16", "--seed", "5", "--out", join(folder, name)]).status;
    expect(make("a.edf")).toBe(0);
    expect(make("b.edf")).toBe(0);
    expect(readFileSync(join(folder, "a.edf")).equals(readFileSync(join(folder, "b.edf")))).toBe(true);
    const truth = JSON.parse(readFileSync(join(folder, "a.truth.json"), "utf8")) as { bursts: unknown[] };
    expect(truth.bursts.length).toBe(14);
    const [document] = documents(klonos(["analyse", join(folder, "a.edf"), "--json", "-"]).stdout);
    expect(document!.trains[0]!.beats).toBe(14);
    expect(["clonus-like", "clonoid-like"]).toContain(document!.trains[0]!.label);
  });

  test("settings can be read back, schema describes three documents", () => {
    const settings = klonos(["settings"]);
    expect(settings.status).toBe(0);
    expect(settings.stdout).toContain("rhythmicSnrDb");
    const schemas = JSON.parse(klonos(["schema"]).stdout) as Record<string, unknown>;
    expect(Object.keys(schemas)).toEqual(["klonos-result/1", "klonos-info/1", "klonos-error/1"]);
  });

  test("exit codes: 2 usage, 65 bad input, 73 cannot write", () => {
    expect(klonos(["analyse"]).status).toBe(2);
    expect(klonos(["analyse", examplePath, "--no-such-option"]).status).toBe(2);
    expect(klonos(["no-such-command"]).status).toBe(2);
    const folder = scratchFolder();
    const bad = join(folder, "bad.edf");
    writeFileSync(bad, "no recording at all");
    const refused = klonos(["analyse", bad]);
    expect(refused.status).toBe(65);
    expect(refused.stderr).toContain("bad.edf");
    expect(klonos(["analyse", join(folder, "not-there.edf")]).status).toBe(65);
    expect(klonos(["analyse", examplePath, "--out", join(bad, "below-a-file")]).status).toBe(73);
  });

  test("the recording is only read", () => {
    const before = readFileSync(examplePath);
    const folder = scratchFolder();
    expect(klonos(["analyse", examplePath, "--out", folder, "--figure", "svg"], folder).status).toBe(0);
    expect(readFileSync(examplePath).equals(before)).toBe(true);
    expect(readdirSync(folder).some((name) => name.endsWith(".svg"))).toBe(true);
    expect(existsSync(join(folder, "example-session.klonos.json"))).toBe(true);
  });
});
