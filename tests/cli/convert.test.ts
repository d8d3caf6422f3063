import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { progressLine, remainingTime } from "../../src/cli/io";
import { runKlonos } from "../../src/cli/run";
import { klonos } from "./cli-runner";

const folder = mkdtempSync(join(tmpdir(), "klonos-convert-"));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

interface Info {
  readonly source: { readonly format: string; readonly durationSeconds: number };
  readonly channels: readonly { readonly label: string; readonly samples: number }[];
  readonly annotations: readonly { readonly onsetSeconds: number; readonly text: string; readonly channel: number | null }[];
}
const infoOf = async (name: string): Promise<Info> => (await klonos("info", at(name), "--json")).documents[0] as unknown as Info;

describe("klonos convert", () => {
  it("writes BDF+ with the bursts that the simulation put there, and a span of one channel as CSV", async () => {
    expect((await klonos("simulate", "--class", "clonus", "--beats", "12", "--snr", "20", "--seed", "3", "--out", at("x.edf"))).code).toBe(0);
    const truth = JSON.parse(readFileSync(at("x.truth.json"), "utf8")) as { bursts: readonly { centroidSeconds?: number; onsetSeconds: number; offsetSeconds: number; channel?: number }[] };
    const before = await infoOf("x.edf");
    const done = await klonos("convert", at("x.edf"), at("x.bdf"), "--bursts");
    expect([done.code, done.out]).toEqual([0, expect.stringMatching(/^x\.bdf: \d+ bytes\n$/)]);
    const after = await infoOf("x.bdf");
    expect(after.source.format).toBe("BDF+C");
    expect(after.channels.map(({ label, samples }) => [label, samples])).toEqual(before.channels.map(({ label, samples }) => [label, samples]));
    const bursts = after.annotations.filter(({ text }) => text === "Klonos burst");
    expect(bursts.length).toBeGreaterThanOrEqual(12);
    // Every true burst has an annotation that overlaps it.
    const isFound = truth.bursts.filter(({ onsetSeconds, offsetSeconds }) => bursts.some((burst) => burst.onsetSeconds < offsetSeconds && burst.onsetSeconds > onsetSeconds - 0.1));
    expect(isFound.length).toBeGreaterThanOrEqual(Math.ceil(0.9 * truth.bursts.length));
    expect(after.annotations.some(({ text, channel }) => text.startsWith("Klonos train: clonus-like") && channel !== null)).toBe(true);

    const label = before.channels[0]!.label;
    expect((await klonos("convert", at("x.edf"), at("x.csv"), "--channel", label, "--span", "1:2")).code).toBe(0);
    expect((await infoOf("x.csv")).channels.map((channel) => [channel.label, channel.samples])).toEqual([[label, 2000]]);
  });

  it("a second of one channel out of 100 GB does not read them", async ({ skip }) => {
    const field = (text: string, width: number): string => text.padEnd(width);
    const signal = [["EMG SOL", 16], ["", 80], ["uV", 8], ["-1000", 8], ["1000", 8], ["-32768", 8], ["32767", 8], ["", 80], ["20000", 8], ["", 32]] as const;
    const records = 2_500_000;
    const head = [["0", 8], ["X", 80], ["X", 80], ["01.01.26", 8], ["10.00.00", 8], ["512", 8], ["", 44], [String(records), 8], ["1", 8], ["1", 4], ...signal] as const;
    writeFileSync(at("long.edf"), head.map(([text, width]) => field(text, width)).join(""));
    try {
      truncateSync(at("long.edf"), 512 + records * 40_000);
    } catch (thrown) {
      skip(`This disk holds no file of 100 GB of which nothing is written: ${String(thrown)}`);
    }
    const start = process.cpuUsage();
    expect((await klonos("convert", at("long.edf"), at("long.csv"), "--channel", "EMG SOL", "--span", "2000000:2000001")).code).toBe(0);
    const { user, system } = process.cpuUsage(start);
    rmSync(at("long.edf"));
    // Of the whole process: other tests run beside this one. To read the file takes minutes.
    expect((user + system) / 1e6).toBeLessThan(60);
    expect(readFileSync(at("long.csv"), "utf8").split("\n")).toHaveLength(20_002);
  });

  it("makes a BIDS data set, adds a second participant to it, and reads it as a folder", async () => {
    expect((await klonos("convert", at("x.edf"), at("lab"), "--bursts", "--task", "stretch")).code).toBe(0);
    expect(await klonos("convert", at("x.edf"), at("lab"), "--task", "stretch")).toMatchObject({ code: 73, notes: expect.stringContaining("already") as string });
    expect((await klonos("convert", at("x.edf"), `${at("lab")}/`, "--to", "bids", "--subject", "02", "--task", "stretch", "--samples", "edf")).code).toBe(0);
    expect(readFileSync(join(at("lab"), "participants.tsv"), "utf8")).toBe("participant_id\nsub-01\nsub-02\n");
    const trains = readFileSync(join(at("lab"), "derivatives/klonos/sub-01/emg/sub-01_task-stretch_desc-trains_events.tsv"), "utf8");
    expect(trains).toMatch(/^onset\tduration\ttrial_type\tchannel\t.*\n.*clonus-like/);
    const { documents } = await klonos("info", at("lab"), "--json");
    const before = await infoOf("x.edf");
    expect(documents.map((info) => (info as unknown as Info).channels.map(({ label, samples }) => [label, samples]))).toEqual(Array(2).fill(before.channels.map(({ label, samples }) => [label, samples])));
    const analysed = await klonos("analyse", at("lab"), "--json", "-");
    expect([analysed.code, analysed.documents.length]).toEqual([0, 2]);
    expect((await klonos("convert", at("lab"), at("y.edf"))).code).toBe(2);
    expect((await klonos("convert", join(at("lab"), "sub-02"), at("y.edf"))).code).toBe(0);
  });

  it("tells what is missing in the recording, for the new file looks whole", async () => {
    writeFileSync(at("cut.edf"), readFileSync(at("x.edf")).subarray(0, -5000));
    for (const out of ["cut.bdf", "cut-lab"]) expect(await klonos("convert", at("cut.edf"), at(out)), out).toMatchObject({ code: 0, notes: expect.stringMatching(/^klonos: .*cut short: the first \d+ of \d+ records are whole/) as string });
    expect((await klonos("convert", at("x.edf"), at("whole.bdf"))).notes).toBe("");
  });

  it("writes annotations alone", async () => {
    expect((await klonos("convert", at("x.edf"), at("notes.edf"), "--bursts", "--annotations-only")).code).toBe(0);
    const info = await infoOf("notes.edf");
    expect(info.channels).toEqual([]);
    expect(info.annotations.length).toBeGreaterThanOrEqual(12);
    // And a file without signals is converted as what it is.
    expect((await klonos("convert", at("notes.edf"), at("again.bdf"))).code).toBe(0);
    expect((await infoOf("again.bdf")).annotations.map(({ text, onsetSeconds }) => [text, onsetSeconds])).toEqual(info.annotations.map(({ text, onsetSeconds }) => [text, onsetSeconds]));
  });

  it("refuses to write over its input, unknown formats and channels, and bursts in a table", async () => {
    expect((await klonos("convert", at("x.edf"), at("x.edf"))).code).toBe(2);
    expect((await klonos("convert", at("x.edf"), at("x.wav"))).code).toBe(2);
    expect((await klonos("convert", at("x.edf"), at("y.csv"), "--bursts")).code).toBe(2);
    expect(await klonos("convert", at("x.edf"), at("y.edf"), "--channel", "nowhere")).toMatchObject({ code: 2, notes: expect.stringMatching(/There are/) });
    expect((await klonos("convert", at("x.edf"), at("y.edf"), "--span", "500:501")).code).toBe(65);
    expect((await klonos("convert", at("missing.edf"), at("y.edf"))).code).toBe(65);
  });

  it.each([["csv", "writing rows"], ["bdf", "writing"]])("tells how far it is, and Ctrl+C leaves the old %s as it was and nothing beside it", async (ending, last) => {
    const out = join(mkdtempSync(join(folder, "stopped-")), `y.${ending}`);
    const convert = async (heard: (what: string, fraction: number) => void): Promise<number> => runKlonos(["convert", at("x.edf"), out], { out: () => Promise.resolve(), note: () => undefined, progress: heard });
    const fractions: number[] = [];
    expect(await convert((_what, fraction) => fractions.push(fraction))).toBe(0);
    expect(fractions.every((fraction, k) => fraction >= (fractions[k - 1] ?? 0) && fraction <= 1)).toBe(true);
    expect(fractions.pop()).toBe(1);
    writeFileSync(out, "old");
    // While the temporary file is being written: it must be there, or the test would show nothing.
    let seen = 0;
    const code = await convert((what) => {
      if (!what.endsWith(`: ${last}`)) return;
      seen = Math.max(seen, readdirSync(dirname(out)).length);
      process.emit("SIGINT");
    });
    expect([code, seen]).toEqual([130, 2]);
    expect(readdirSync(dirname(out))).toEqual([`y.${ending}`]);
    expect(readFileSync(out, "utf8")).toBe("old");
    expect(process.listenerCount("SIGINT")).toBe(0);
  });
});

describe("the line of progress", () => {
  it("says how long the rest takes once that can be told", () => {
    expect([remainingTime(0.01, 60_000), remainingTime(0.5, 1000), remainingTime(1, 9000)]).toEqual(["", "", ""]);
    expect(remainingTime(0.25, 10_000)).toBe("about 30 s left");
    expect(remainingTime(0.1, 60_000)).toBe("about 9 min left");
    let now = 0;
    const written: string[] = [];
    const line = progressLine((text) => written.push(text), () => now);
    line.show("a.edf: reading", 0.1);
    now = 5000;
    line.show("a.edf: reading", 0.5);
    expect(written).toEqual(["\r\u001b[Ka.edf: reading: 50 %, about 5 s left (Ctrl+C stops)"]);
  });
});
