import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyseChannels, plainContext } from "./support";

const data = new URL("../../../../shared/data/", import.meta.url);
const available = existsSync(data);
if (!available) console.info("Left out: recorded EMG, ../shared/data is not there.");

function columns(path: string, separator: RegExp, headerRows: number): Float64Array[] {
  const rows = readFileSync(new URL(path, data), "utf8").trim().split(/\r?\n/).slice(headerRows).map((line) => line.trim().split(separator).map(Number));
  return rows[0]!.map((_, column) => Float64Array.from(rows, (row) => row[column]!));
}

describe.skipIf(!available)("recorded EMG", () => {
  it("finds the flexor of the postural tremor one train near 6.3 Hz whose burst times are those of a cycle", async () => {
    const [, , flexor] = columns("derived/tremor_postural_5000Hz.csv", /,/, 1);
    const info = { isVoltage: false, unit: "au" };
    const result = await analyseChannels([{ label: "Flex", samplingHz: 5000, samples: flexor!, info }]);
    expect(result.trains.length).toBe(1);
    const [train] = result.trains;
    expect(train!.rateHz).toBeGreaterThan(5.9);
    expect(train!.rateHz).toBeLessThan(6.7);
    expect(train!.log10BayesFactor).toBeGreaterThan(5);
    expect(train!.missing["amplitudeMicrovolts"]).toBeDefined();
    const clearest = await analyseChannels([{ label: "Flex", samplingHz: 5000, samples: flexor!.slice(47 * 5000, 57 * 5000), info }]);
    expect(clearest.trains.length).toBe(1);
    expect(clearest.trains[0]!.log10BayesFactor).toBeGreaterThan(2);
    expect([train!.pattern, clearest.trains[0]!.pattern]).toEqual(["rhythmic", "rhythmic"]);
  });

  it("finds soleus and tibialis anterior of walking to alternate by envelope, soleus and gastrocnemius to go together", async () => {
    const path = "emg/musclesynergies/ID0012_TW_01_raw.csv";
    const names = readFileSync(new URL(path, data), "utf8").split(/\r?\n/, 1)[0]!.replace(/"/g, "").split(",");
    const signals = columns(path, /,/, 1);
    const channels = ["SO", "TA", "GM"].map((label) => ({ label, samplingHz: 1000, samples: signals[names.indexOf(label)]! }));
    const result = await analyseChannels(channels, { ...plainContext, protocol: "unmarked", pairs: [{ agonist: 0, antagonist: 1 }, { agonist: 0, antagonist: 2 }] });
    expect(result.pairs.map(({ pattern }) => pattern)).toEqual(["alternating", "together"]);
    expect(result.pairs[0]!.zeroLagCorrelation.ci![1]).toBeLessThan(-0.3);
    // A stride takes about a second: the envelopes fit when one is shifted by about half of it.
    expect(Math.abs(result.pairs[0]!.peakLagSeconds!)).toBeGreaterThan(0.4);
  });

  it("does not change with the gain of the amplifier: extensor and flexor differ 3000-fold", async () => {
    const [, extensor] = columns("derived/tremor_postural_5000Hz.csv", /,/, 1);
    const piece = extensor!.slice(0, 100_000);
    const [a, b] = await Promise.all([piece, piece.map((value) => -value / 3000)].map((samples) => analyseChannels([{ label: "Ext", samplingHz: 5000, samples }])));
    expect(b!.trains.map((train) => [train.label, train.beats])).toEqual(a!.trains.map((train) => [train.label, train.beats]));
  });

  // Rates: first peak of the autocorrelation of the rectified, 6 Hz smoothed signal (SciPy) for columns where it exceeds 0.6. Hammering of sub03
  // has none above 0.25 in any column.
  const cycles: readonly { readonly name: string; readonly rateHz: number; readonly rhythmic: readonly number[] }[] = [
    { name: "sub03/Clapping", rateHz: 3.21, rhythmic: [1, 3] },
    { name: "sub04/Clapping", rateHz: 2.82, rhythmic: [1, 2] },
    { name: "sub04/Hamering", rateHz: 2.05, rhythmic: [1, 2, 3, 4, 5, 7] },
    { name: "sub03/Hamering", rateHz: Number.NaN, rhythmic: [] },
  ];
  for (const { name, rateHz, rhythmic } of cycles) {
    it(`does not call ${name} irregular in any column, clipped ones included, and finds its cycle in columns ${rhythmic.join(", ")}`, async () => {
      const signals = columns(`emg/uci_physical_action/${name}.txt`, /\s+/, 0);
      const channels = signals.map((samples, k) => ({ label: `column ${k + 1}`, samplingHz: 1000, samples, info: { isVoltage: false, unit: "" } }));
      const overrides = signals.map((_, channelIndex) => ({ channelIndex, insist: true }));
      const result = await analyseChannels(channels, { ...plainContext, overrides });
      expect(result.trains.length).toBeGreaterThan(5);
      expect(result.trains.filter((train) => train.pattern === "irregular").map((train) => train.channel)).toEqual([]);
      const found = result.trains.filter((train) => train.pattern === "rhythmic");
      expect([...new Set(found.map((train) => train.channelIndex + 1))]).toEqual(rhythmic);
      for (const train of found) expect(Math.abs(train.rateHz! - rateHz)).toBeLessThan(0.1);
      // A coarser answer covers half of the fourth column's hammering; the other half is asked too.
      for (const column of rhythmic) {
        const seconds = found.filter((train) => train.channelIndex + 1 === column).reduce((sum, train) => sum + train.endSeconds - train.startSeconds, 0);
        expect(seconds).toBeGreaterThan(0.9 * (signals[0]!.length / 1000));
      }
    });
  }

  it("finds the claps as one rhythmic train near 3.1 Hz on a coarser envelope", async () => {
    const [column] = columns("emg/uci_physical_action/sub03/Clapping.txt", /\s+/, 0);
    const result = await analyseChannels([{ label: "column 1", samplingHz: 1000, samples: column!, info: { isVoltage: false, unit: "" } }], { ...plainContext, overrides: [{ channelIndex: 0, insist: true }] });
    const longest = result.trains.reduce((a, b) => (b.beats > a.beats ? b : a));
    expect(longest.pattern).toBe("rhythmic");
    expect(longest.envelopeHz).toBeLessThan(20);
    expect(longest.rateHz).toBeGreaterThan(2.9);
    expect(longest.rateHz).toBeLessThan(3.4);
  });

  it("does not call gait irregular in any muscle (science.md 9.11)", async () => {
    const path = "emg/musclesynergies/ID0012_TW_01_raw.csv";
    const [time, ...muscles] = columns(path, /,/, 1);
    expect(time!.length).toBe(muscles[0]!.length);
    const result = await analyseChannels(muscles.map((samples, k) => ({ label: `muscle ${k + 1}`, samplingHz: 1000, samples })));
    expect(result.trains.length).toBeGreaterThan(5);
    expect(result.trains.filter((train) => train.pattern === "irregular").map((train) => train.channel)).toEqual([]);
  });
});
