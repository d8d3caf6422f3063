import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ResultDocument } from "../../src/core/result";
import { readChannelWish } from "../../src/cli/channel-wishes";
import { klonos } from "./cli-runner";

const folder = mkdtempSync(join(tmpdir(), "klonos-cli-import-"));
const example = "fixtures/mixed-rates.edf";

describe("import settings and channels on the command line", () => {
  it("reads by a recipe of a file, with single options over it", async () => {
    const table = join(folder, "a.csv");
    writeFileSync(table, `x;y\n${Array.from({ length: 50 }, (_, k) => `${k};${-k}`).join("\n")}\n`);
    const recipe = join(folder, "r.json");
    writeFileSync(recipe, JSON.stringify({ schema: "klonos-import/1", samplingHz: 1000, columns: [{ column: 0, use: "skip" }, { column: 1, label: "R SOL", unit: "mV" }] }));
    const info = JSON.parse((await klonos("info", table, "--json", "--import", recipe, "--sampling", "2000")).out) as { readonly channels: readonly unknown[] };
    expect(info.channels).toMatchObject([{ label: "R SOL", unit: "mV", samplingHz: 2000, muscle: "soleus", side: "right" }]);
    writeFileSync(recipe, JSON.stringify({ schema: "klonos-import/1", samplingHz: -1 }));
    const bad = await klonos("info", table, "--import", recipe);
    expect(bad.code).not.toBe(0);
    expect(bad.notes).toContain("samplingHz");
  });

  it("says in the result what was said on import, so that the number comes again", async () => {
    const table = join(folder, "b.csv");
    const bursts = Array.from({ length: 12_000 }, (_, k) => `${k % 200 < 80 ? Math.round(900 * Math.sin(k * 0.9) * Math.sin((k % 200) / 25.5)) : (k * 7919) % 9 - 4}`);
    writeFileSync(table, `x\n${bursts.join("\n")}\n`);
    const first = JSON.parse((await klonos("analyse", table, "--json", "-", "--sampling", "1000", "--unit", "uV")).out) as ResultDocument;
    expect(first.source.recipe).toEqual({ samplingHz: 1000, unit: "uV" });
    expect(first.channels[0]).toMatchObject({ unit: "uV", samplingHz: 1000, role: "emg" });
    const recipe = join(folder, "again.json");
    writeFileSync(recipe, JSON.stringify({ schema: "klonos-import/1", ...first.source.recipe }));
    expect((await klonos("analyse", table, "--json", "-", "--import", recipe)).out).toBe(`${JSON.stringify(first)}\n`);
    const people = await klonos("analyse", table, "--import", recipe);
    expect(people.out).toContain('import settings: {"samplingHz":1000,"unit":"uV"}');
    // A rate is nothing that an EDF asks for: it is not said to have counted.
    const edf = JSON.parse((await klonos("info", example, "--json", "--sampling", "5")).out) as { readonly source: { readonly recipe: unknown } };
    expect(edf.source.recipe).toBeNull();
  }, 20_000);

  it("overrules name, unit and polarity in the result, without another label; proposes events and takes them on request", async () => {
    const plain = JSON.parse((await klonos("analyse", example, "--json", "-")).out) as ResultDocument;
    const run = await klonos("analyse", example, "--json", "-", "--channel", "R SOL:name=Soleus,unit=nV,invert", "--propose-events", "Angle", "--accept-proposed");
    const said = JSON.parse(run.out) as ResultDocument;
    expect(said.channels[0]).toMatchObject({ label: "Soleus", fileLabel: "R SOL", unit: "nV", fileUnit: "uV", scale: 1, inverted: true });
    expect(said.channels[0]!.restMicrovolts! * 1000).toBeCloseTo(plain.channels[0]!.restMicrovolts!, 6);
    expect(said.marks.filter(({ origin }) => origin === "channel").map(({ kind }) => kind)).toEqual(["stretch", "hold", "release"]);
    expect(run.notes).toContain("events proposed from channels");
    const inverted = JSON.parse((await klonos("analyse", example, "--json", "-", "--channel", "R SOL:invert")).out) as ResultDocument;
    expect(inverted.trains).toEqual(plain.trains);
  });

  it("says what is wrong with a channel's words", () => {
    expect(readChannelWish("a:b:scale=0.5,insist")).toMatchObject({ channel: "a:b", said: { scale: 0.5, insist: true } });
    for (const wrong of ["SOL", "SOL:", ":unit=mV", "SOL:unit", "SOL:scale=0", "SOL:invert=yes", "SOL:colour=red"]) expect(() => readChannelWish(wrong), wrong).toThrow();
  });
});
