import { describe, expect, it } from "vitest";
import { edfFormat } from "../../src/formats/edf/edf-reader";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { memorySource } from "../../src/formats/memory-source";

/** Integers that are written as they are (physical = digital range), so what must come back is known. */
const COUNT = 1000;
const integersOf = (channel: number, top: number): Float64Array => Float64Array.from({ length: COUNT }, (_, k) => ((k * 7919 + channel * 104_729) % (2 * top)) - top);

function file(family: "EDF" | "BDF", top: number, channels: number, slow = false): Uint8Array {
  const written = Array.from({ length: channels }, (_, channel) => ({ label: `ch ${channel}`, unit: "", samplingHz: 100, samples: integersOf(channel, top), physicalRange: [-top, top] as const, digitalRange: [-top, top] as const }));
  const half = { label: "slow", unit: "", samplingHz: 50, samples: integersOf(0, 100).slice(0, COUNT / 2) };
  return writeEdf({ channels: slow ? [...written, half] : written, annotations: [], variant: family, recordSeconds: 1 });
}

describe("the stored integers of several channels", () => {
  it.each([
    ["EDF", 32_767],
    ["BDF", 999_999],
  ] as const)("%s: one pass and one by one give what was written, across record borders", async (family, top) => {
    const reader = await edfFormat.open(memorySource("x", file(family, top, 6)), {});
    for (const [start, end] of [[0, COUNT], [37, 863], [99, 101], [250, 250]] as const) {
      for (const asked of [[0, 1, 2, 3, 4, 5], [4, 1], [5]]) {
        const columns = await reader.readStored!(asked, { start, end });
        expect(columns.map((column) => [...column])).toEqual(asked.map((channel) => [...integersOf(channel, top).slice(start, end)]));
      }
    }
    await reader.close();
  });

  it("channels of different rates are refused together and read alone", async () => {
    const reader = await edfFormat.open(memorySource("x.edf", file("EDF", 1000, 1, true)), {});
    await expect(reader.readStored!([0, 1], { start: 0, end: 10 })).rejects.toMatchObject({ record: { code: "bad-argument" } });
    expect((await reader.readStored!([1], { start: 0, end: 10 }))[0]).toHaveLength(10);
    await expect(reader.readStored!([0], { start: 0, end: COUNT + 1 })).rejects.toThrow();
    await reader.close();
  });
});
