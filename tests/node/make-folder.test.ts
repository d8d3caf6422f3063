import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../src/node/make-folder";
import { scratchFolder } from "./scratch";

const folder = scratchFolder();
const refusal = { record: { code: "cannot-write" } };

describe("makeFolder", () => {
  it("makes a folder and those above it, and is content with one that is there", async () => {
    const path = join(folder, "a", "b", "c");
    await makeFolder(path);
    await makeFolder(path);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it("says that a file is in the way", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(makeFolder(join(folder, "file"))).rejects.toMatchObject({ record: { code: "cannot-write", message: expect.stringContaining("is a file, not a folder") as unknown } });
    await expect(makeFolder(join(folder, "file", "below"))).rejects.toMatchObject(refusal);
  });

  // Node's own recursive mkdir never returns here.
  it.skipIf(!existsSync("/proc/self"))("refuses where the system denies a parent that is there", async () => {
    await expect(makeFolder("/proc/klonos/results")).rejects.toMatchObject(refusal);
  });
});
