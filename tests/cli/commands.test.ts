import Ajv2020 from "ajv/dist/2020";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultSettings, settingNames } from "../../src/core/settings";
import { schemaDocument } from "../../src/core/schema/schema-document";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import manifest from "../../package.json";
import { scratchFolder } from "../node/scratch";
import { klonos } from "./cli-runner";

const folder = scratchFolder();
const at = (name: string): string => join(folder, name);

describe("klonos", () => {
  it("prints its version and its help", async () => {
    expect((await klonos("--version")).out).toBe(`${manifest.version}\n`);
    const { out, code } = await klonos("--help");
    expect(code).toBe(0);
    for (const name of ["analyse", "info", "simulate", "settings", "schema"]) {
      expect(out).toContain(name);
      expect(await klonos(name, "--help")).toMatchObject({ code: 0, notes: "", out: expect.stringContaining(`Usage: klonos ${name}`) as unknown });
    }
    expect((await klonos()).code).toBe(2);
  });
});

describe("klonos settings and schema", () => {
  it("lists every setting with its source, and values that analyse accepts", async () => {
    const document = JSON.parse((await klonos("settings")).out) as { settings: readonly { name: string; default: number | string; min?: number; max?: number; choices?: Readonly<Record<string, string>>; source: string }[] };
    expect(document.settings.map(({ name }) => name)).toEqual(settingNames);
    for (const setting of document.settings) {
      if (typeof setting.default === "string") expect(JSON.stringify(setting.choices)).toContain(setting.default);
      else {
        expect(setting.default).toBeGreaterThanOrEqual(setting.min!);
        expect(setting.default).toBeLessThanOrEqual(setting.max!);
      }
      expect(setting.source).not.toBe("");
    }
    expect(JSON.parse((await klonos("settings", "--values")).out)).toEqual(defaultSettings);
  });

  it("prints schemas that are schemas, together or one by name", async () => {
    const all = JSON.parse((await klonos("schema")).out) as Record<string, object>;
    expect(Object.keys(all)).toEqual(["klonos-result/1", "klonos-info/1", "klonos-error/1"]);
    for (const schema of Object.values(all)) expect(new Ajv2020({ strict: false }).validateSchema(schema)).toBe(true);
    expect(JSON.parse((await klonos("schema", "klonos-error/1")).out)).toEqual(all["klonos-error/1"]);
    expect((await klonos("schema", "klonos-cake/1")).code).toBe(2);
  });
});

describe("klonos info", () => {
  const samples = Float64Array.from({ length: 4000 }, (_, k) => 1e-5 * Math.sin(k));
  writeFileSync(
    at("session.edf"),
    writeEdf({
      channels: [
        { label: "EMG R SOL", unit: "uV", samplingHz: 1000, samples },
        { label: "Angle\u001b[31m", unit: "deg", samplingHz: 100, samples: new Float64Array(400) },
      ],
      annotations: [{ onsetSeconds: 1.5, durationSeconds: 0, text: "stretch\u001b[2J" }],
      pauses: [{ atSeconds: 2, seconds: 3 }],
    }),
  );

  it("prints one valid document with channels, marks and gaps", async () => {
    const { documents, code, notes } = await klonos("info", at("session.edf"), "--json");
    expect([code, notes, documents.length]).toEqual([0, "", 1]);
    const check = new Ajv2020({ strict: false }).compile(schemaDocument()["klonos-info/1"]);
    expect([check(documents[0]), check.errors]).toEqual([true, null]);
    expect(documents[0]).toMatchObject({
      schema: "klonos-info/1",
      source: { name: "session.edf", format: "EDF+D", durationSeconds: 7 },
      channels: [
        { index: 0, label: "EMG R SOL", muscle: "soleus", side: "right", role: "emg", unit: "uV", samplingHz: 1000, samples: 4000 },
        { index: 1, muscle: null, role: "angle", unit: "deg", samplingHz: 100, samples: 400 },
      ],
      annotations: [{ onsetSeconds: 1.5, durationSeconds: 0, text: expect.stringContaining("stretch") as unknown, channel: null }],
      gaps: [{ startSeconds: 2, endSeconds: 5 }],
    });
  });

  it("prints the same for people, without the control characters of the file", async () => {
    const { out, code } = await klonos("info", at("session.edf"));
    expect(code).toBe(0);
    expect(out).toContain("soleus");
    expect(out).toContain("gap: 2.000 to 5.000 s");
    expect(out).toContain("stretch?[2J");
    expect(out).not.toContain("\u001b");
  });

  it("goes on after a file that fails", async () => {
    const { documents, code } = await klonos("info", at("absent.edf"), at("session.edf"), "--json");
    expect(code).toBe(1);
    expect(documents.map(({ schema }) => schema)).toEqual(["klonos-error/1", "klonos-info/1"]);
    expect(documents[0]).toMatchObject({ code: "source-missing", source: { name: "absent.edf" } });
  });
});

describe("klonos simulate", () => {
  it.each(["clonus", "clonoid", "pseudoclonus", "tapping", "semi-regular", "tonic", "rest", "artefact"])("%s: writes a recording and its truth, the same for the same seed", async (name) => {
    const run = async (file: string, seed: string) => {
      const result = await klonos("simulate", "--class", name, ...(name === "rest" ? ["--seconds", "4"] : ["--beats", "6"]), "--sampling", "1000", "--seed", seed, "--out", at(file));
      expect(result).toMatchObject({ code: 0, notes: "" });
      return readFileSync(at(file));
    };
    const [a, b, c] = [await run("a.edf", "3"), await run("b.edf", "3"), await run("c.edf", "4")];
    expect(b.equals(a)).toBe(true);
    expect(c.equals(a)).toBe(false);
    const truth = JSON.parse(readFileSync(at("a.truth.json"), "utf8")) as { class: string; bursts: readonly unknown[]; seed: number; samplingHz: number };
    expect(truth).toMatchObject({ schema: "klonos-truth/1", class: name, seed: 3, samplingHz: 1000 });
    if (name !== "rest" && name !== "artefact") expect(truth.bursts).toHaveLength(6);
  });

  it("calls options that do not go together a wrong command line", async () => {
    for (const options of [["--class", "rest", "--beats", "5"], ["--class", "pseudoclonus", "--beats", "5", "--generator", "loop"]]) {
      expect(await klonos("simulate", ...options, "--out", at("none.edf"))).toMatchObject({ code: 2, out: "" });
    }
    expect(existsSync(at("none.edf"))).toBe(false);
  });

  it("takes a negative number as it is usually written", async () => {
    const truthOf = async (...snr: readonly string[]): Promise<unknown> => {
      expect((await klonos("simulate", "--class", "clonus", "--beats", "3", ...snr, "--out", at("low.edf"))).code).toBe(0);
      return JSON.parse(readFileSync(at("low.truth.json"), "utf8"));
    };
    expect(await truthOf("--snr", "-3")).toEqual(await truthOf("--snr=-3"));
    expect(await klonos("simulate", "--class", "clonus", "--beats", "-3", "--out", at("low.edf"))).toMatchObject({ code: 2, notes: expect.stringContaining("it was “-3”") as unknown });
  });

  it("exits with 73 where it cannot write", async () => {
    expect((await klonos("simulate", "--class", "rest", "--seconds", "1", "--out", at("no/such/folder/x.edf"))).code).toBe(73);
  });
});
