import { expect, it } from "vitest";
import { recordingFormats } from "../../src/formats/registry";
import { RECORDING_EXTENSIONS } from "../../src/protocol/recording-extensions";

it("offers every ending that a reader names", async () => {
  const named = (await recordingFormats()).flatMap((format) => format.extensions);
  expect(named.filter((extension) => !RECORDING_EXTENSIONS.includes(extension))).toEqual([]);
});
