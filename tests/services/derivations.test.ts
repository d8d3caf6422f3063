import { describe, expect, it } from "vitest";
import { KlonosError } from "../../src/core/errors";
import { defaultSettings } from "../../src/core/settings";
import { emptyContext, openedEdf } from "./engine-parts";

const HZ = 1000;
const SECONDS = 30;

/** Bursts of noise at 5 Hz in `active`, a 50 Hz hum that both electrodes share, nothing else. */
function electrode(active: boolean): Float64Array {
  let state = active ? 1 : 2;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5;
  return Float64Array.from({ length: HZ * SECONDS }, (_, k) => {
    const seconds = k / HZ;
    const bursting = active && seconds > 10 && seconds < 14 && (seconds * 5) % 1 < 0.3;
    return 300e-6 * Math.sin(2 * Math.PI * 50 * seconds) + (bursting ? 400e-6 : 4e-6) * random();
  });
}

const range = [-1e-3, 1e-3] as const;
const file = {
  channels: [
    { label: "SOL 1", unit: "uV", samplingHz: HZ, samples: electrode(true), physicalRange: range },
    { label: "SOL 2", unit: "uV", samplingHz: HZ, samples: electrode(false), physicalRange: range },
    { label: "SOL 3", unit: "uV", samplingHz: 2 * HZ, samples: new Float64Array(2 * HZ * SECONDS), physicalRange: range },
    { label: "Angle", unit: "deg", samplingHz: HZ, samples: new Float64Array(HZ * SECONDS), physicalRange: [-90, 90] as const },
  ],
  annotations: [],
};
const derivations = [{ label: "SOL 1−SOL 2", plus: 0, minus: 1 }];

describe("a derivation", () => {
  it("is drawn: sample by sample the difference of its two channels", async () => {
    const { engine, recordingId } = await openedEdf(file);
    const ask = { recordingId, view: "raw" as const, startSeconds: 11, endSeconds: 11.2, columns: 1000, settings: defaultSettings };
    const [derived] = await engine.traces({ ...ask, channels: [4], derivations });
    const [plus, minus] = await engine.traces({ ...ask, channels: [0, 1] });
    expect(derived!.pieces[0]!.minimum.length).toBeGreaterThan(190);
    derived!.pieces[0]!.minimum.forEach((value, k) => expect(value).toBeCloseTo(plus!.pieces[0]!.minimum[k]! - minus!.pieces[0]!.minimum[k]!, 9));
  });

  it("is analysed as a channel of the recording, and the document names it", async () => {
    const { engine, recordingId } = await openedEdf(file);
    const document = await engine.analyse({ recordingId, settings: defaultSettings, context: { ...emptyContext, derivations } });
    expect(document.derivations).toEqual(derivations);
    expect(document.channels.map(({ label }) => label)).toEqual(["SOL 1", "SOL 2", "SOL 3", "Angle", "SOL 1−SOL 2"]);
    const [train] = document.trains.filter(({ channelIndex }) => channelIndex === 4);
    expect(train?.beats).toBe(20);
    expect(train?.rateHz).toBeCloseTo(5, 1);
  });

  it("of two others leaves what is known of the first one alone", async () => {
    const { engine, recordingId, meter } = await openedEdf(file);
    await engine.analyse({ recordingId, settings: defaultSettings, context: { ...emptyContext, derivations } });
    const before = meter.bytes;
    const swapped = await engine.analyse({ recordingId, settings: defaultSettings, context: { ...emptyContext, derivations: [{ label: "other", plus: 1, minus: 0 }, ...derivations] } });
    expect(swapped.trains.filter(({ channelIndex }) => channelIndex === 5)[0]?.beats).toBe(20);
    expect(meter.bytes - before).toBeLessThan(before);
  });

  it.each([
    ["other rates", 0, 2, /1000 Hz .* 2000 Hz.*does not resample/],
    ["other units", 0, 3, /volts .* deg.*one unit/],
    ["the same channel", 0, 0, /zero everywhere/],
    ["a channel that is not there", 0, 9, /none of them/],
  ])("of %s is refused with the reason", async (_, plus, minus, reason) => {
    const { engine, recordingId } = await openedEdf(file);
    const thrown = await engine.analyse({ recordingId, settings: defaultSettings, context: { ...emptyContext, derivations: [{ label: "d", plus, minus }] } }).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(KlonosError);
    expect((thrown as KlonosError).record.code).toBe("derivation-refused");
    expect((thrown as KlonosError).message).toMatch(reason);
  });
});
