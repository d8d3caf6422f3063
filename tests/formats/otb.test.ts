import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { gzipSource } from "../../src/formats/archives/gzip-source";
import { createIssueLog } from "../../src/formats/issue-log";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { parseSmallXml } from "../../src/formats/small-xml";
import { hostileSource } from "../contracts/hostile-source";
import { describeReader } from "../contracts/reader-contract";
import { type TarFile, writeTar } from "./tar-writer";

const FRAMES = 1500;
const value = (channel: number, k: number): number => Math.round(9000 * Math.sin(k / (6 + channel)) + 10 * channel);

/** Frames of `channels` whole numbers of so many bytes, little-endian. */
function signal(channels: number, bytes: number, frames = FRAMES): Uint8Array {
  const out = Buffer.alloc(channels * bytes * frames);
  for (let k = 0; k < frames; k += 1) for (let channel = 0; channel < channels; channel += 1) out.writeIntLE(value(channel, k), (k * channels + channel) * bytes, bytes);
  return Uint8Array.from(out);
}

const expected = (channel: number, perStep: number): Float64Array => Float64Array.from({ length: FRAMES }, (_, k) => value(channel, k) * perStep);

const plusXml = (device = "QUATTROCENTO", more = ""): string => `<?xml version="1.0" encoding="utf-8"?>
<Device Name="${device};1.0" DeviceTotalChannels="4" SampleFrequency="2048" ad_bits="16">
  <Channels>
    <Adapter ID="AD8x2" Gain="150" ChannelStartIndex="0" HighPassFilter="10" LowPassFilter="500">
      <Channel Index="0" ID="AD8x2" Muscle="Soleus" Side="Left" Gain="1"/>
      <Channel Index="1" ID="AD8x2" Muscle="Not defined" Side="Undefined" Gain="1" />
    </Adapter>
    <Adapter ID="Direct connection to Auxiliary Input" Gain="1" ChannelStartIndex="2"><Channel Index="0" ID="AUX1" Gain="1"/></Adapter>
    <Adapter ID="AdapterControl" Gain="1" ChannelStartIndex="3"><Channel Index="0" ID="Buffer" Gain="1"/></Adapter>${more}
  </Channels>
</Device>`;
const markers = "<Markers><Marker><Milliseconds>250</Milliseconds><Description>tap</Description></Marker><Marker><Milliseconds>100</Milliseconds><Description>stretch &amp; hold</Description></Marker></Markers>";

const plusFiles = (xml = plusXml()): TarFile[] => [
  { name: "patient.xml", content: "<patient><family_name>Nobody</family_name></patient>" },
  { name: "rec.sig", content: signal(4, 2) },
  { name: "rec.xml", content: xml },
  { name: "markers_0.xml", content: markers },
];

// Maker's factors: 5 V over 2^16 steps, gain 150; direct connections 0.5.
const emgStep = 5 / 65536 / 150;
const plusTruth = [
  { label: "Left Soleus", samplingHz: 2048, samples: expected(0, emgStep), tolerance: 1e-18 },
  { label: "AD8x2", samplingHz: 2048, samples: expected(1, emgStep), tolerance: 1e-18 },
  { label: "AUX1", samplingHz: 2048, samples: expected(2, 5 / 65536 / 0.5), tolerance: 1e-14 },
  { label: "Buffer", samplingHz: 2048, samples: expected(3, 1), tolerance: 0 },
];
describeReader({ title: "OTB+, tar", name: "a.otb+", bytes: writeTar(plusFiles()), headerBytes: 600, truth: plusTruth });
describeReader({ title: "OTB+, tar in gzip", name: "a.otb+", bytes: Uint8Array.from(gzipSync(writeTar(plusFiles()))), headerBytes: 60, truth: plusTruth });

function track(fields: Readonly<Record<string, string | number>>, labels: readonly string[] = []): string {
  const all = { Device: "Novecento+", SamplingFrequency: 2000, SampleSize: 4, Gain: 2, ADC_Nbits: 16, ADC_Range: 4, UnitOfMeasurement: "mV", UnitOfMeasurementFactor: 1000, TimeDuration: 0.75, ...fields };
  const channels = labels.map((label, k) => `<ChannelRapresentation><Index>${k}</Index><Label>${label}</Label></ChannelRapresentation>`).join("");
  return `<TrackInfo>${Object.entries(all).map(([name, content]) => `<${name}>${content}</${name}>`).join("")}<StringsDescriptions><StartDate>2026-01-02 03:04:05.5</StartDate><HighPassFilter>10 Hz</HighPassFilter></StringsDescriptions><Channels>${channels}</Channels></TrackInfo>`;
}

function otb4(tracks: readonly string[], files: readonly TarFile[], device = "<AdBits>24</AdBits><Gain>1</Gain>"): Uint8Array {
  return writeTar([{ name: "DeviceParameters.xml", content: `<DeviceParameters>${device}</DeviceParameters>` }, { name: "Tracks_000.xml", content: `<?xml version="1.0"?><ArrayOfTrackInfo xmlns:xsi="x">${tracks.join("")}</ArrayOfTrackInfo>` }, ...files]);
}

describeReader({
  title: "OTB4, two streams of 32 and 24 bits",
  name: "a.otb4",
  bytes: otb4(
    [
      track({ SignalStreamPath: "grid.sig", NumberOfChannels: 2, TotalChannelsInFile: 4, ChannelOffsetInSubPacket: 1, SubTitle: "Grid" }),
      track({ SignalStreamPath: "aux.sig", NumberOfChannels: 1, SampleSize: 3, Gain: 1, ADC_Nbits: 24, ADC_Range: 4.8, SubTitle: "R SOL" }),
      track({ SignalStreamPath: "aux.sig", NumberOfChannels: 1, SampleSize: 3, Gain: 1, ADC_Nbits: 24, ADC_Range: 100, UnitOfMeasurement: "N", UnitOfMeasurementFactor: 2, SubTitle: "Force" }),
    ],
    [{ name: "./grid.sig", content: signal(4, 4) }, { name: "aux.sig", content: signal(2, 3) }],
  ),
  headerBytes: 1500,
  truth: [
    { label: "Grid 1", samplingHz: 2000, samples: expected(1, 4 / 65536 / 2), tolerance: 1e-15 },
    { label: "Grid 2", samplingHz: 2000, samples: expected(2, 4 / 65536 / 2), tolerance: 1e-15 },
    { label: "R SOL", samplingHz: 2000, samples: expected(0, 4.8 / 2 ** 24), tolerance: 1e-15 },
    { label: "Force", samplingHz: 2000, samples: expected(1, 200 / 2 ** 24), tolerance: 1e-12 },
  ],
});

const open = (bytes: Uint8Array): Promise<RecordingReader> => openRecording(memorySource("a.otb+", bytes));
const codes = (issues: readonly { code: string }[]): string[] => issues.map((issue) => issue.code);

describe("OTB: what the description says", () => {
  it("identity is noted, never read; markers become annotations; the program's own signals are no EMG", async () => {
    const reader = await open(writeTar(plusFiles()));
    expect(reader.header).toMatchObject({ format: "OTB+", hasIdentity: true, issues: [] });
    expect(reader.header.channels[0]).toMatchObject({ muscle: "soleus", side: "left", isVoltage: true, prefilter: "HP 10, LP 500" });
    expect(reader.header.channels[3]!.role).toBe("other");
    expect((await reader.scan()).annotations.map((note) => [note.onsetSeconds, note.text])).toEqual([[0.1, "stretch & hold"], [0.25, "tap"]]);
    const anonymous = await open(writeTar(plusFiles().slice(1)));
    expect(anonymous.header.hasIdentity).toBe(false);
  });

  it("conversion factors by device; assumed ones are told", async () => {
    const step = async (device: string): Promise<[number, string[]]> => {
      const reader = await open(writeTar(plusFiles(plusXml(device))));
      return [(await reader.read(0, { start: 3, end: 4 }))[0]! / value(0, 3), codes(reader.header.issues)];
    };
    expect((await step("DUE+"))[0]).toBeCloseTo(3.3 / 65536 / 202, 15);
    expect((await step("EMG-USB2+"))[0]).toBeCloseTo(5 / 65536 / 150, 15);
    const loadCell = plusXml("SYNCSTATION").replace('"AD8x2" Gain', '"AdapterLoadCell" Gain');
    expect((await (await open(writeTar(plusFiles(loadCell)))).read(0, { start: 3, end: 4 }))[0]! / value(0, 3)).toBeCloseTo(0.37217e-6, 10);
    const [unknown, issues] = await step("SOMETHING");
    expect(unknown).toBeCloseTo(4.8 / 65536 / 256, 15);
    expect(issues).toEqual(["otb-description", "otb-description"]);
  });

  it("OTB4: start, and a sample size that the duration contradicts", async () => {
    const reader = await open(otb4([track({ SignalStreamPath: "a.sig", NumberOfChannels: 2, SampleSize: 4, SubTitle: "Grid" }, ["L SOL", "L TA"])], [{ name: "a.sig", content: signal(2, 2) }]));
    expect(reader.header).toMatchObject({ format: "OTB4", startDateTime: "2026-01-02T03:04:05.5" });
    expect(reader.header.channels.map((channel) => [channel.label, channel.sampleCount])).toEqual([["L SOL", FRAMES], ["L TA", FRAMES]]);
    expect(codes(reader.header.issues)).toEqual(["otb-description"]);
  });

  it("a cut stream offers whole frames; a missing one is named", async () => {
    const files = plusFiles();
    const cut = await open(writeTar(files.map((file) => (file.name === "rec.sig" ? { ...file, content: signal(4, 2).slice(0, 8 * 100 + 3) } : file))));
    expect(cut.header.channels[0]!.sampleCount).toBe(100);
    expect(codes(cut.header.issues)).toEqual(["otb-truncated"]);
    await expect(open(otb4([track({ SignalStreamPath: "no.sig", NumberOfChannels: 1 })], []))).rejects.toMatchObject({ record: { code: "missing-file", details: { file: "no.sig" } } });
  });

  it("names without end in a damaged description do not fill the message", async () => {
    const long = "a".repeat(5000);
    const one = { SignalStreamPath: long, NumberOfChannels: 1 };
    const twoRates = [track({ ...one, SamplingFrequency: 1000 }), track({ ...one, SamplingFrequency: 2000 })];
    for (const tracks of [[track(one)], twoRates]) await expect(open(otb4(tracks, []))).rejects.toMatchObject({ record: { message: expect.stringMatching(/^.{20,700}Export the recording again\.$/s) as string } });
  });

  it.each([
    ["overlapping tracks", otb4([track({ SignalStreamPath: "a.sig", NumberOfChannels: 2, TotalChannelsInFile: 5, ChannelOffsetInSubPacket: 0 }), track({ SignalStreamPath: "a.sig", NumberOfChannels: 2, TotalChannelsInFile: 5, ChannelOffsetInSubPacket: 1 })], [])],
    ["a million channels", writeTar(plusFiles(plusXml().replace('Channels="4"', 'Channels="1000000"')))],
    ["a rate of zero", writeTar(plusFiles(plusXml().replace("2048", "0")))],
    ["a channel outside the frame", writeTar(plusFiles(plusXml().replace('ChannelStartIndex="3"', 'ChannelStartIndex="9"')))],
    ["a document type with entities", writeTar(plusFiles(plusXml().replace("<Device", '<!DOCTYPE a [<!ENTITY b "c">]><Device')))],
  ])("%s is refused", async (_title, bytes) => {
    await expect(open(bytes)).rejects.toMatchObject({ record: { code: "otb-description" } });
  });
});

describe("archives", () => {
  it.each([
    ["a link", { name: "rec.sig", content: "", type: "2" }],
    ["a name that leads out", { name: "../rec.sig", content: "x" }],
    ["an absolute name", { name: "/etc/rec.sig", content: "x" }],
  ])("%s is refused", async (_title, file) => {
    await expect(open(writeTar([file, ...plusFiles()]))).rejects.toMatchObject({ record: { code: "archive" } });
  });

  it("a tar and a gzip of something else say what to do", async () => {
    await expect(open(writeTar([{ name: "a.txt", content: "1 2 3" }]))).rejects.toMatchObject({ record: { code: "unknown-format", message: expect.stringContaining("tar archive") as string } });
    await expect(open(Uint8Array.from(gzipSync("1,2,3\n")))).rejects.toMatchObject({ record: { code: "unknown-format", message: expect.stringContaining("gzip archive") as string } });
  });

  it("a bomb is refused before it has grown far", async () => {
    const bomb = Uint8Array.from(gzipSync(Buffer.alloc(128 * 1024 * 1024)));
    const source = hostileSource("a.otb+", bomb);
    await expect(openRecording(source)).rejects.toMatchObject({ record: { code: "gzip", message: expect.stringContaining("times its size") as string } });
    expect(source.longestRead()).toBeLessThanOrEqual(256 * 1024);
  });

  it("a header that claims 8 GiB allocates nothing", async () => {
    const bytes = writeTar(plusFiles());
    const at = bytes.indexOf("r".charCodeAt(0), 1024);
    const sizeField = Buffer.from("77777777777\0");
    const header = bytes.slice(at, at + 512);
    header.set(sizeField, 124);
    header.set(Buffer.from("        "), 148);
    header.set(Buffer.from(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0")}\0 `), 148);
    bytes.set(header, at);
    await expect(open(bytes)).rejects.toMatchObject({ record: { code: "unknown-format" } });
  });

  it("gzip: every read equals the content, forwards and backwards; a wrong checksum is refused; a cut file offers its beginning", async () => {
    // Half noise, half text: stored and coded blocks.
    const content = Buffer.concat(Array.from({ length: 40 }, (_, k) => (k % 2 === 0 ? randomBytes(70_000) : Buffer.from(`${k},`.repeat(50_000)))));
    const packed = Uint8Array.from(gzipSync(content));
    const source = await gzipSource(memorySource("a.gz", packed), createIssueLog());
    expect(source.size).toBe(content.length);
    for (const offset of [0, 2_000_000, 1_999_999, 3_500_000, 17, content.length - 999]) {
      expect(Buffer.compare(await source.read(offset, 999), content.subarray(offset, offset + 999))).toBe(0);
    }
    const wrong = packed.slice();
    wrong[wrong.length - 6]! ^= 1;
    await expect(gzipSource(memorySource("a.gz", wrong), createIssueLog())).rejects.toMatchObject({ record: { code: "gzip" } });
    const issues = createIssueLog();
    const cut = await gzipSource(memorySource("a.gz", packed.slice(0, packed.length >> 1)), issues);
    expect(codes(issues.list())).toEqual(["gzip-truncated"]);
    expect(cut.size).toBeGreaterThan(content.length / 4);
    expect(Buffer.compare(await cut.read(cut.size - 100, 100), content.subarray(cut.size - 100, cut.size))).toBe(0);
  });
});

describe("descriptions (XML)", () => {
  it("reads elements, attributes, text, CDATA, the five entities and numbers", () => {
    expect(parseSmallXml('<?xml version="1.0"?><!-- c --><a x="1 &lt; 2" y=\'"\'>t&amp;&#181;<b/><![CDATA[<z>]]></a>')).toMatchObject({
      name: "a",
      text: "t&µ<z>",
      attributes: new Map([["x", "1 < 2"], ["y", '"']]),
      children: [{ name: "b", text: "" }],
    });
  });

  it.each(["", "text", "<a>", "<a></b>", "<a/><b/>", "<a b=c/>", "<!DOCTYPE a><a/>", "<a><", `${"<a>".repeat(65)}${"</a>".repeat(65)}`])("%s is refused", (text) => {
    expect(parseSmallXml(text)).toHaveProperty("problem");
  });

  it("a long damaged tag takes no long time", () => {
    const started = performance.now();
    expect(parseSmallXml(`<a ${'b="c" '.repeat(100_000)}`)).toHaveProperty("problem");
    expect(parseSmallXml(`<a ${" ".repeat(200_000)}<`)).toHaveProperty("problem");
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
