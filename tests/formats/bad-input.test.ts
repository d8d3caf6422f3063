import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { KlonosError } from "../../src/core/errors";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { memorySource } from "../../src/formats/memory-source";
import { openRecording } from "../../src/formats/registry";
import { openFileSource } from "../../src/node/file-source";
import { hostileSource } from "../contracts/hostile-source";
import { runCase } from "../fuzz/fuzz-case";
import { fuzzSeeds } from "../fuzz/seeds";
import { writeTar } from "./tar-writer";

/** The list of the formats' contract, each thing tried: it is refused in words (what, where, what to do), or what is whole is offered. */
async function refusal(name: string, bytes: Uint8Array): Promise<KlonosError["record"]> {
  const thrown: unknown = await openRecording(hostileSource(name, bytes)).then((reader) => reader.scan()).then(() => undefined, (error: unknown) => error);
  expect(thrown).toBeInstanceOf(KlonosError);
  return (thrown as KlonosError).record;
}
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const samples = Float64Array.from({ length: 12_000 }, (_, k) => 1e-4 * Math.sin(k / 9));
const edf = writeEdf({ channels: [{ label: "SOL", unit: "uV", samplingHz: 1000, samples }], annotations: [], variant: "EDF", recordSeconds: 0.1 });
const patched = (at: number, text: string, width = 8): Uint8Array => {
  const bytes = edf.slice();
  bytes.set(utf8(text.padEnd(width)), at);
  return bytes;
};

describe("bad input", () => {
  it("a file cut short offers its whole records, with the numbers", async () => {
    const record = (edf.length - 512) / 120;
    const reader = await openRecording(memorySource("a.edf", edf.slice(0, 512 + Math.floor(73.5 * record))));
    expect(reader.header.issues.map(({ message }) => message).join()).toContain("the first 73 of 120 records are whole");
    expect((await reader.scan()).channels[0]!.sampleCount).toBe(7300);
    expect((await reader.read(0, { start: 7200, end: 7300 })).length).toBe(100);
  });

  it.each([
    ["a negative count of records", patched(236, "-7"), "byte 236"],
    ["no records", patched(236, "0"), "byte 236"],
    ["records of no time", patched(244, "0"), "byte 244"],
    ["records of negative time", patched(244, "-1"), "byte 244"],
    ["no signals", patched(252, "0", 4), "byte 252"],
    ["9999 signals in a file of two", patched(252, "9999", 4), "byte"],
    ["99999999 samples a record", patched(472, "99999999"), "byte"],
    ["a negative number of samples", patched(472, "-100"), "byte 472"],
    ["text in place of a number", patched(252, "four", 4), "byte 252"],
    ["infinite record time", patched(244, "1e999"), "byte 244"],
  ])("an EDF with %s is refused, with the byte", async (_, bytes, where) => {
    const record = await refusal("a.edf", bytes);
    expect(record.code).toBe("edf-header");
    expect(record.where).toContain(where);
  });

  it("a header that claims 512 MB is told, and not believed where the size of the file speaks against it", async () => {
    const reader = await openRecording(hostileSource("a.edf", patched(184, "536870912")));
    expect(reader.header.issues.find(({ code }) => code === "edf-header-length")?.where).toBe("byte 184");
    expect(reader.header.channels[0]!.sampleCount).toBe(12_000);
    const both = patched(184, "536870912");
    both.set(utf8("77".padEnd(8)), 236);
    expect(await refusal("a.edf", both)).toMatchObject({ code: "edf-header", where: "byte 184" });
  });

  it("no physical range (NaN, infinity, empty) is told, and the stored numbers are shown without a unit", async () => {
    for (const text of ["nan", "inf", "1e999", "", "0"]) {
      const bytes = patched(360, text);
      if (text === "0") bytes.set(utf8("0".padEnd(8)), 368);
      const reader = await openRecording(memorySource("a.edf", bytes));
      expect(reader.header.issues).toMatchObject([{ code: "edf-scaling", severity: "error" }]);
      expect(reader.header.channels[0]).toMatchObject({ unit: "", isVoltage: false, physicalRange: undefined });
    }
  });

  it("empty files, and files of one byte, of zeros or of noise, in any name", async () => {
    for (const name of ["a.edf", "a.csv", "a.smr", "a.abf", "a.c3d", "a.mat", "a.hea", "a.vhdr", "a.xdf", "a.rhd", "a.otb+", "a"]) {
      for (const bytes of [new Uint8Array(0), Uint8Array.of(48), new Uint8Array(5000), Uint8Array.from({ length: 5000 }, (_, k) => (k * 7919) % 251)]) {
        const record = await refusal(name, bytes);
        expect(record.message.length).toBeGreaterThan(25);
      }
    }
  });

  it("two hundred thousand columns, a line of four megabytes, an unclosed quote", async () => {
    const wide = utf8(`${"a,".repeat(200_000)}b\n${"1,".repeat(200_000)}1\n`);
    expect((await refusal("a.csv", wide)).message).not.toBe("");
    expect((await refusal("a.csv", utf8(`a,b\n1,"${"x".repeat(4_000_000)}`))).message).not.toBe("");
    expect((await refusal("a.csv", utf8("1,2,".repeat(200_000)))).message).toContain("holds no line end where a table of numbers has many");
  });

  it("a text whose end was never written: what stands before the zeros is shown, and told", async () => {
    const table = `time (s),EMG (mV)\n${Array.from({ length: 5000 }, (_, k) => `${(k / 1000).toFixed(3)},${(k % 7) / 8}`).join("\n")}\n`;
    const labChart = `Interval=\t0.001 s\nTimeFormat=\tStartOfBlock\nChannelTitle=\tEMG\nRange=\t10.000 mV\n${Array.from({ length: 5000 }, (_, k) => `${(k / 1000).toFixed(3)}\t${(k % 7) / 8}`).join("\n")}\n`;
    for (const [name, text] of [["a.csv", table], ["a.txt", labChart]] as const) {
      for (const zeros of [1, 2, 3000, 300_000]) {
        const bytes = new Uint8Array(text.length + zeros);
        bytes.set(utf8(text));
        const scan = await (await openRecording(hostileSource(name, bytes))).scan();
        expect(scan.channels.map(({ sampleCount }) => sampleCount)).toEqual([5000]);
        expect(scan.issues).toMatchObject(zeros === 1 ? [] : [{ code: "text-zeros", severity: "warning", where: `byte ${text.length}`, message: expect.stringContaining(`The last ${zeros} bytes`) as string }]);
      }
    }
  });

  it("the wrong encoding: UTF-16 without its mark, UTF-32, EBCDIC", async () => {
    const table = `time (s),EMG (mV)\n${Array.from({ length: 50 }, (_, k) => `${k / 1000},${k % 7}`).join("\n")}\n`;
    const wide = Uint8Array.from([...table].flatMap((character) => [character.charCodeAt(0), 0, 0, 0]));
    for (const bytes of [Uint8Array.from(Buffer.from(table, "utf16le")), wide, Uint8Array.from({ length: 3000 }, (_, k) => 0x81 + (k % 60))]) await refusal("a.csv", bytes);
  });

  it("archives: links, names that lead out, bombs, archives in archives", async () => {
    const link = writeTar([{ name: "rec.sig", content: new Uint8Array(100) }]);
    link[156] = "2".charCodeAt(0);
    const inner = new Uint8Array(gzipSync(writeTar([{ name: "a", content: new Uint8Array(10) }])));
    for (const [name, bytes] of [
      ["a.otb+", link],
      ["a.otb+", writeTar([{ name: "../../etc/passwd", content: "x" }])],
      ["a.otb+", writeTar([{ name: "/etc/passwd", content: "x" }])],
      // 80 MB of zeros in 80 kB.
      ["a.otb+", new Uint8Array(gzipSync(Buffer.alloc(80 * 1024 * 1024), { level: 9 }))],
      ["a.otb+", new Uint8Array(gzipSync(inner))],
    ] as const) {
      const record = await refusal(name, bytes);
      expect(record.message.length).toBeGreaterThan(25);
    }
  }, 60_000);

  it("folders, links that lead in a circle, names without a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "klonos-bad-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "a.edf"));
    symlinkSync(join(folder, "b.edf"), join(folder, "b.edf"));
    writeFileSync(join(folder, "c.edf"), "");
    for (const name of ["a.edf", "b.edf", "d.edf"]) await expect(openFileSource(join(folder, name))).rejects.toBeInstanceOf(KlonosError);
    const empty = await openFileSource(join(folder, "c.edf"));
    await expect(openRecording(empty)).rejects.toMatchObject({ record: { code: "unknown-format", message: expect.stringContaining("empty") as string } });
    await empty.close();
  });

  it("cut at places all over, every format opens truthfully or says why not, within a second and 200 MB", async () => {
    for (const seed of fuzzSeeds()) {
      for (const at of [1, 7, 100, 255, 256, 300, 511, 513, Math.floor(seed.bytes.length / 2), seed.bytes.length - 1]) {
        const failure = await runCase({ seed, sibling: undefined, mutations: [{ kind: "cut", at: at % seed.bytes.length }] });
        expect(failure, `${seed.reader} cut at ${at}`).toBeUndefined();
      }
    }
  }, 60_000);
});
