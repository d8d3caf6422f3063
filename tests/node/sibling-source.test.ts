import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

  it("says that there is none", async () => {
    expect(await beside("101.dat")).toBeUndefined();
  });
});
