import { describe, expect, it } from "vitest";
import { KlonosError } from "../../src/core/errors";
import { cachedSource } from "../../src/formats/cached-source";
import { memorySource } from "../../src/formats/memory-source";
import { utf16Source } from "../../src/formats/utf16-source";
import { describeByteSource, patternBytes } from "./byte-source-contract";
import { hostileSource } from "./hostile-source";

describeByteSource("memory", (bytes) => memorySource("memory", bytes));
describeByteSource("memory over a Node Buffer", (bytes) => memorySource("buffer", Buffer.from(bytes)));
describeByteSource("hostile", (bytes) => hostileSource("hostile", bytes));
describeByteSource("cached, small blocks", (bytes) => cachedSource(hostileSource("cached", bytes), { blockBytes: 64, maxBytes: 1024 }));
describeByteSource("cached, one block", (bytes) => cachedSource(hostileSource("cached", bytes), { blockBytes: 1 << 20, maxBytes: 1 }));
describeByteSource("UTF-16 seen as bytes", (bytes) => {
  const wide = new Uint8Array(2 * bytes.length + 2);
  wide.set([0xff, 0xfe]);
  bytes.forEach((byte, k) => (wide[2 + 2 * k] = byte));
  return utf16Source(memorySource("wide", wide), "little");
});

describe("cached source", () => {
  const bytes = patternBytes(4096);

  it("fetches a block once for reads that overlap in time and later ones", async () => {
    const medium = hostileSource("medium", bytes);
    const source = cachedSource(medium, { blockBytes: 512, maxBytes: 4096 });
    await Promise.all([source.read(0, 100), source.read(50, 400), source.read(511, 1)]);
    await source.read(200, 300);
    expect(medium.bytesRead()).toBe(512);
  });

  it("keeps no more than it may", async () => {
    const medium = hostileSource("medium", bytes);
    const source = cachedSource(medium, { blockBytes: 256, maxBytes: 512 });
    for (const offset of [0, 256, 512]) await source.read(offset, 10);
    expect(medium.bytesRead()).toBe(3 * 256);
    await source.read(512, 10);
    await source.read(256, 10);
    expect(medium.bytesRead()).toBe(3 * 256);
    await source.read(0, 10);
    expect(medium.bytesRead()).toBe(4 * 256);
  });

  it("does not keep a failed fetch", async () => {
    let isBroken = true;
    const medium = memorySource("medium", bytes);
    const source = cachedSource({ ...medium, read: async (offset, length) => {
      if (isBroken) throw new KlonosError("source-failed", "the drive was pulled out");
      return medium.read(offset, length);
    } });
    await expect(source.read(0, 4)).rejects.toMatchObject({ record: { code: "source-failed" } });
    isBroken = false;
    expect([...(await source.read(0, 4))]).toEqual([...bytes.subarray(0, 4)]);
  });

  it("rejects a medium that gives too few bytes without saying so", async () => {
    const medium = memorySource("medium", bytes);
    const source = cachedSource({ ...medium, read: async (offset, length) => (await medium.read(offset, length)).subarray(0, length - 1) });
    await expect(source.read(0, 4)).rejects.toMatchObject({ record: { code: "short-read" } });
  });

  it("one caller's cancel does not disturb another who waits for the same block", async () => {
    const source = cachedSource(hostileSource("medium", bytes), { blockBytes: 512 });
    const cancel = { cancelled: false };
    const first = source.read(0, 10, cancel);
    const second = source.read(0, 10);
    cancel.cancelled = true;
    await expect(first).rejects.toMatchObject({ record: { code: "cancelled" } });
    expect([...(await second)]).toEqual([...bytes.subarray(0, 10)]);
  });
});
