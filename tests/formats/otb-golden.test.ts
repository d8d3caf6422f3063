import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import { openRecording } from "../../src/formats/registry";

interface Golden {
  readonly reader: string;
  readonly cases: readonly { readonly title: string; readonly name: string; readonly bytes: string; readonly samplingHz: number; readonly millivolts: readonly (readonly number[])[] }[];
}

/** Made by `golden/make_otb_golden.py`. */
const golden = JSON.parse(readFileSync(join(import.meta.dirname, "golden/otb.json"), "utf8")) as Golden;

describe(`OTB as ${golden.reader} reads it`, () => {
  it.each(golden.cases)("$title", async ({ name, bytes, samplingHz, millivolts }) => {
    const reader = await openRecording(memorySource(name, Uint8Array.from(Buffer.from(bytes, "base64"))));
    const { channels } = reader.header;
    expect(channels.map((channel) => [channel.samplingHz, channel.sampleCount, channel.isVoltage])).toEqual(millivolts.map((values) => [samplingHz, values.length, true]));
    for (const [index, values] of millivolts.entries()) {
      const read = await reader.read(index, { start: 0, end: values.length });
      values.forEach((value, k) => expect(Math.abs(read[k]! * 1000 - value)).toBeLessThanOrEqual(4e-16 * Math.abs(value)));
    }
  });
});
