import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import { openRecording } from "../../src/formats/registry";
import { createSiblingFiles } from "../../src/formats/sibling-files";
import { openFileSource } from "../../src/node/file-source";
import { openSiblingFile } from "../../src/node/sibling-source";

describe("files beside a recording", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "klonos-sibling-"));
    mkdirSync(join(folder, "lab"));
    writeFileSync(join(folder, "secret.dat"), "outside");
    writeFileSync(join(folder, "lab", "100.hea"), "header");
    writeFileSync(join(folder, "lab", "100.DAT"), "samples");
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const beside = (name: string) => openSiblingFile(join(folder, "lab", "100.hea"), name);

  it.each(["100.DAT", "100.dat"])("opens %s", async (name) => {
    const source = await beside(name);
    expect(source?.size).toBe(7);
    await source?.close();
  });

  it.each(["../secret.dat", "..\\secret.dat", "..", ".", "", "/etc/passwd", "lab/100.DAT"])("does not leave the folder for %s", async (name) => {
    expect(await beside(name)).toBeUndefined();
  });

  it("looks in a folder above where it is asked to, by the exact name, and there at files only", async () => {
    const above = await openSiblingFile(join(folder, "lab", "100.hea"), "secret.dat", 1);
    expect(above?.size).toBe(7);
    await above?.close();
    expect(await openSiblingFile(join(folder, "lab", "100.hea"), "lab", 1)).toBeUndefined();
    expect(await openSiblingFile(join(folder, "lab", "100.hea"), "../secret.dat", 1)).toBeUndefined();
  });

  it("says that there is none", async () => {
    expect(await beside("101.dat")).toBeUndefined();
  });
});

describe("recordings of several files", () => {
  const folder = mkdtempSync(join(tmpdir(), "klonos-several-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const samples = (): Uint8Array => Uint8Array.from({ length: 4000 }, (_, k) => (k * 7) % 251);
  const write = (): string => {
    writeFileSync(join(folder, "r.hea"), "r 1 1000 2000\nr.dat 16 200/mV 16 0 0 0 0 EMG\n");
    writeFileSync(join(folder, "r.dat"), samples());
    return join(folder, "r.hea");
  };
  const open = async (path: string) => openRecording(await openFileSource(path), {}, undefined, (name) => openSiblingFile(path, name));

  it("name all the files that samples come from", async () => {
    const reader = await open(write());
    expect(reader.otherFiles).toEqual(["r.dat"]);
    await reader.close();
  });

  it.each([
    ["grows", () => appendFileSync(join(folder, "r.dat"), "more")],
    ["is deleted", () => rmSync(join(folder, "r.dat"))],
  ])("are refused when the file of samples %s while they are open", async (_, change) => {
    const reader = await open(write());
    const range = { start: 0, end: 100 };
    expect((await reader.read(0, range)).length).toBe(100);
    change();
    await expect(reader.read(0, range)).rejects.toMatchObject({ record: { code: "source-changed" } });
    await reader.close();
  });

  it("are refused when a file that was closed meanwhile comes back as another", async () => {
    let content = samples();
    // Eight others push it out.
    const files = createSiblingFiles("r.hea", async (name) => memorySource(name, name === "r.dat" ? content : new Uint8Array(1)));
    const sizeOf = (name: string) => files.use(name, async (source) => source.size);
    expect(await sizeOf("r.dat")).toBe(4000);
    for (let k = 0; k < 9; k += 1) await sizeOf(`x${k}`);
    content = content.subarray(0, 100);
    await expect(sizeOf("r.dat")).rejects.toMatchObject({ record: { code: "source-changed" } });
    await files.close();
  });
});
