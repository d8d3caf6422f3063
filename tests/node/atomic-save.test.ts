import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { saveAtomically } from "../../src/node/atomic-save";
import { scratchFolder } from "./scratch";

const root = scratchFolder();
let made = 0;
const newFolder = (): string => {
  const folder = join(root, `f${made++}`);
  mkdirSync(folder);
  return folder;
};

describe("an atomic save", () => {
  it("writes a new file and leaves nothing else", async () => {
    const folder = newFolder();
    await saveAtomically(join(folder, "a.json"), "µV");
    expect(readdirSync(folder)).toEqual(["a.json"]);
    expect(readFileSync(join(folder, "a.json"), "utf8")).toBe("µV");
  });

  it.runIf(process.platform !== "win32")("keeps the mode of the file that it replaces, whatever the umask", async () => {
    const path = join(newFolder(), "a.bin");
    writeFileSync(path, "old");
    chmodSync(path, 0o666);
    await saveAtomically(path, new Uint8Array([1, 2]));
    expect(statSync(path).mode & 0o777).toBe(0o666);
    chmodSync(path, 0o600);
    await saveAtomically(path, new Uint8Array([3]));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect([...readFileSync(path)]).toEqual([3]);
  });

  it.runIf(process.platform !== "win32")("writes through a link and keeps it", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "target"), "old");
    symlinkSync(join(folder, "target"), join(folder, "link"));
    await saveAtomically(join(folder, "link"), "new");
    expect(lstatSync(join(folder, "link")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "target"), "utf8")).toBe("new");
  });

  it("leaves the old file and no temporary one when it cannot replace it", async () => {
    const folder = newFolder();
    mkdirSync(join(folder, "taken"));
    writeFileSync(join(folder, "taken", "inside"), "x");
    await expect(saveAtomically(join(folder, "taken"), "new")).rejects.toMatchObject({ record: { code: "cannot-write", where: "taken" } });
    expect(readdirSync(folder)).toEqual(["taken"]);
    expect(readFileSync(join(folder, "taken", "inside"), "utf8")).toBe("x");
  });

  it("names the file and not the folder in its error", async () => {
    const failure = await saveAtomically(join(root, "absent", "b.json"), "x").catch((thrown: unknown) => thrown as Error);
    expect(failure).toMatchObject({ record: { code: "cannot-write" } });
    expect((failure as Error).message).toContain("b.json");
    expect((failure as Error).message).not.toContain(root);
  });

  it("two saves at once end with one of the two contents, whole", async () => {
    const path = join(newFolder(), "a.txt");
    const contents = ["a", "b"].map((letter) => letter.repeat(300_000));
    await Promise.all(contents.map((content) => saveAtomically(path, content)));
    expect(contents).toContain(readFileSync(path, "utf8"));
    expect(readdirSync(join(path, ".."))).toEqual(["a.txt"]);
  });
});
