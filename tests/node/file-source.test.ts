import { appendFileSync, mkdirSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openFileSource } from "../../src/node/file-source";
import { describeByteSource } from "../contracts/byte-source-contract";
import { scratchFolder } from "./scratch";

const folder = scratchFolder();
let made = 0;
function fileOf(bytes: Uint8Array | string): string {
  const path = join(folder, `source-${made++}.bin`);
  writeFileSync(path, bytes);
  return path;
}

describeByteSource("file", (bytes) => openFileSource(fileOf(bytes)));

describe("a file as source", () => {
  it.each([
    ["grows", (path: string) => appendFileSync(path, "more")],
    ["is cut", (path: string) => writeFileSync(path, "0123")],
    ["is deleted", (path: string) => unlinkSync(path)],
    ["is replaced by another file", (path: string) => renameSync(fileOf("9876543210"), path)],
    ["is written again with the same size", (path: string) => (writeFileSync(path, "9876543210"), utimesSync(path, new Date(), new Date(Date.now() + 5000)))],
  ])("is refused when it %s while open", async (_, change) => {
    const path = fileOf("0123456789");
    const source = await openFileSource(path);
    expect(await source.read(0, 4)).toEqual(new TextEncoder().encode("0123"));
    change(path);
    await expect(source.read(0, 4)).rejects.toMatchObject({ record: { code: "source-changed" } });
    await source.close();
  });


  it("does not touch the file", async () => {
    const path = fileOf("0123456789");
    const before = statSync(path, { bigint: true });
    const source = await openFileSource(path);
    await source.read(0, 10);
    await source.close();
    const after = statSync(path, { bigint: true });
    expect([after.mtimeNs, after.size, after.mode]).toEqual([before.mtimeNs, before.size, before.mode]);
  });

  it("says what is wrong without saying where the file lies", async () => {
    mkdirSync(join(folder, "a-folder"));
    for (const [name, code] of [["absent.edf", "source-missing"], ["a-folder", "not-a-file"]] as const) {
      const failure = await openFileSource(join(folder, name)).catch((thrown: unknown) => thrown);
      expect(failure).toMatchObject({ record: { code } });
      expect((failure as Error).message).toContain(name);
      expect((failure as Error).message).not.toContain(folder);
    }
  });

  it.runIf(process.platform !== "win32")("does not wait for the writer of a pipe", async () => {
    const pipe = join(folder, "a-pipe");
    // A variable, as knip takes a literal for a program that package.json should bring.
    const makePipe = "mkfifo";
    execFileSync(makePipe, [pipe]);
    await expect(openFileSource(pipe)).rejects.toMatchObject({ record: { code: "not-a-file" } });
  });

  it("refuses to allocate what the file cannot hold", async () => {
    const source = await openFileSource(fileOf("0123456789"));
    await expect(source.read(2, 2 ** 50)).rejects.toMatchObject({ record: { code: "short-read", details: { offset: 2, wanted: 2 ** 50, got: 8 } } });
    await source.close();
  });
});
