import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Ajv from "ajv/dist/2020";
import { parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, it } from "vitest";
import type { AttemptResult, ResultDocument } from "../../src/core/result";
import { resultSchema } from "../../src/core/schema/result-schema";
import { defaultSettings } from "../../src/core/settings";
import type { EngineApi, TableKind } from "../../src/protocol/engine-api";
import { dataDictionary, tableBytes } from "../../src/services/exports/table-formats";
import { plainSource, tableNames, tableOf } from "../../src/services/exports/tables";
import { emptyContext, memoryEngine } from "./engine-parts";

const bytes = new Uint8Array(readFileSync(resolve(import.meta.dirname, "../../fixtures/example-session.edf")));
let document: ResultDocument;
let exported: (kind: TableKind, more?: Partial<EngineApi["exportTable"]["args"]>) => Promise<Uint8Array>;

beforeAll(async () => {
  const { engine } = memoryEngine({ "Smith John left.edf": bytes });
  const { recordingId, proposedPairs } = await engine.openRecording({ source: { id: "Smith John left.edf", name: "Smith John left.edf", size: bytes.length }, answers: {} });
  const { marks, proposedProtocol } = await engine.scanRecording({ recordingId });
  const args = { recordingId, settings: defaultSettings, context: { ...emptyContext, pairs: proposedPairs, marks, protocol: proposedProtocol } };
  document = await engine.analyse(args);
  exported = async (kind, more = {}) => (await engine.exportTable({ ...args, kind, ...more })).bytes;
}, 60_000);

const textOf = (data: Uint8Array): string => new TextDecoder().decode(data);

/** Rows of a TSV by column, as programs read it. */
function tsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [head, ...lines] = text.trimEnd().split("\n").map((line) => line.split("\t"));
  return lines.map((cells) => Object.fromEntries(head!.map((name, index) => [name, cells[index]!])));
}

/** Tables that an unmarked recording leaves empty. */
const ONLY_WITH_MARKS: readonly string[] = ["trials", "reflexes", "reflex_series", "asymmetry", "distractions", "pooled"];

describe("tables of a result", () => {
  it("hold the same cells as CSV, TSV, JSON and Parquet, to the last bit", async () => {
    for (const name of tableNames) {
      const json = JSON.parse(textOf(await exported(`${name}-json`))) as { rows: readonly Record<string, string | number | boolean | null>[]; columns: readonly { name: string; type: string }[] };
      const lines = tsv(textOf(await exported(`${name}-tsv`)));
      const parquet = await exported(`${name}-parquet`);
      const records = await parquetReadObjects({ file: { byteLength: parquet.length, slice: (start: number, end?: number) => new Uint8Array(parquet.slice(start, end)).buffer } });
      if (!ONLY_WITH_MARKS.includes(name)) expect(json.rows.length).toBeGreaterThan(0);
      expect(records.map((record) => JSON.parse(JSON.stringify(record)) as unknown)).toEqual(json.rows);
      expect(lines.length).toBe(json.rows.length);
      json.rows.forEach((row, index) => {
        for (const { name: column, type } of json.columns) {
          const cell = lines[index]![column]!;
          const value = row[column]!;
          if (value === null || value === "") expect(cell).toBe("n/a");
          else if (type === "number" || type === "integer") expect(Number(cell)).toBe(value);
          else if (type === "flag") expect(cell).toBe(String(value));
          else expect(cell).toBe(String(value).replace(/[\t\r\n]+/g, " "));
        }
      });
      const csv = textOf(await exported(`${name}-csv`));
      expect(csv.split("\r\n")[0]).toBe(json.columns.map((column) => column.name).join(","));
    }
  });

  it("have the document's numbers", async () => {
    const trains = tsv(textOf(await exported("trains-tsv")));
    expect(trains.map((row) => [row["train"], Number(row["rate_hz"]), row["label"]])).toEqual(document.trains.map((train) => [train.id, train.rateHz ?? NaN, train.label]));
    expect(tsv(textOf(await exported("bursts-tsv"))).length).toBe(document.trains.reduce((sum, train) => sum + train.bursts.length, 0) + document.channels.reduce((sum, channel) => sum + channel.isolatedBursts.length, 0));
  });

  it("have every number of a train with its interval, or the reason why there is none", async () => {
    const rows = tsv(textOf(await exported("measures-tsv")));
    for (const train of document.trains) {
      const of = (measure: string): Readonly<Record<string, string>> | undefined => rows.find((row) => row["train"] === train.id && row["measure"] === measure);
      expect(of("rateHz")).toMatchObject({ value: train.rateHz === null ? "n/a" : String(train.rateHz), ci_low: train.rateCi === null ? "n/a" : String(train.rateCi[0]) });
      if (train.rhythm === null) {
        expect(of("rhythm")!["missing"]).toBe(train.missing["rhythm"]);
        continue;
      }
      // What the document has in its block of rhythm, whatever it is called, is in the table: estimates and plain numbers, not lists.
      for (const [name, measure] of Object.entries(train.rhythm)) {
        if (Array.isArray(measure)) continue;
        const { value, ci } = typeof measure === "object" && measure !== null ? (measure as { value: number | null; ci: readonly [number, number] | null }) : { value: measure as number | null, ci: null };
        expect(of(`rhythm.${name}`)).toMatchObject({ value: value === null ? "n/a" : String(value), ci_low: ci === null ? "n/a" : String(ci[0]), ci_high: ci === null ? "n/a" : String(ci[1]) });
        if (value === null) expect(of(`rhythm.${name}`)!["missing"]).not.toBe("n/a");
      }
    }
    expect(rows.some((row) => row["measure"] === "amplitude.stereotypy" && row["ci_low"] !== "n/a")).toBe(true);
    const missing = rows.filter((row) => row["value"] === "n/a");
    expect(missing.filter((row) => row["missing"] === "n/a")).toEqual([]);
  });

  it("have with each burst the interval that the statistics use, and the phase of the antagonist", async () => {
    const rows = tsv(textOf(await exported("bursts-tsv")));
    const numbers = (cells: readonly (string | undefined)[]): readonly number[] => cells.filter((cell) => cell !== "n/a").map(Number);
    for (const train of document.trains) {
      const own = rows.filter((row) => row["train"] === train.id);
      expect(numbers(own.map((row) => row["interval_s"]))).toEqual(train.intervalsSeconds);
      expect(own.map((row) => row["antagonist_phase_cycles"])).toEqual(train.bursts.map((_, k) => String(train.antagonistPhase?.perBeat[k] ?? "n/a")));
    }
    // A false burst has none, and does not take that of the beat behind it.
    const [train] = document.trains;
    const [first, second, ...others] = train!.bursts;
    const changed = { ...train!, bursts: [first!, { ...second!, thoughtFalse: true }, ...others], intervalsSeconds: train!.intervalsSeconds.slice(1), missedBeatSeconds: [1.25, 2.5] };
    const source = plainSource({ ...document, trains: [changed] }, true);
    const cells = tsv(textOf(tableBytes(tableOf("bursts", source), "tsv"))).map((row) => row["interval_s"]);
    expect(cells.slice(0, 3)).toEqual(["n/a", "n/a", String(train!.intervalsSeconds[1])]);
    expect(tsv(textOf(tableBytes(tableOf("trains", source), "tsv")))[0]!["missed_beats_at_s"]).toBe("1.25; 2.5");
  });

  it("have the pairs and episodes of the document", async () => {
    expect(tsv(textOf(await exported("pairs-tsv"))).map((row) => [row["agonist"], row["antagonist"], row["pair_pattern"], Number(row["windows"])])).toEqual(document.pairs.map((pair) => [pair.agonist, pair.antagonist, pair.pattern, pair.windows]));
    expect(tsv(textOf(await exported("episodes-tsv"))).map((row) => [row["episode"], row["trains"], Number(row["muscles"])])).toEqual(document.episodes.map((episode) => [episode.id, episode.trainIds.join("; "), episode.muscles]));
  });

  it("have a row for each manoeuvre and muscle, also without a response, and say how the train ended", () => {
    const train = document.trains.reduce((best, other) => (other.beats > best.beats ? other : best));
    const hold = { startSeconds: 10, endSeconds: 12.5 };
    const common = { manoeuvre: 1, evokedBy: "stretch", muscle: null, side: null, markSeconds: 10, endSeconds: 12.5, hold, persistenceRatio: null, firstLatencyMilliseconds: null, beatsInTenSeconds: null, scatsBand: null, burstsAfterRelease: null, afterReleaseSeconds: null, activeSeconds: null, missing: {} } as const;
    const attempts: readonly AttemptResult[] = [
      { ...common, id: "A1-1", channel: "SOL", channelIndex: 0, trainIds: [train.id], bursts: 9, beats: 8, durationSeconds: 2.5, endReason: "released", durationCensored: true, outcome: train.label },
      { ...common, id: "A1-2", channel: "TA", channelIndex: 1, trainIds: [], bursts: 0, beats: 0, durationSeconds: null, endReason: null, durationCensored: false, outcome: "no-response" },
      { ...common, id: "A1-3", channel: "GM", channelIndex: 2, trainIds: [], bursts: 0, beats: 0, durationSeconds: null, endReason: null, durationCensored: false, outcome: "not-analysed" },
    ];
    const trials = tsv(textOf(tableBytes(tableOf("trials", plainSource({ ...document, attempts }, true)), "tsv")));
    expect(trials.map((row) => [row["attempt"], row["response"], row["outcome"], row["hold_s"], row["end_reason"], row["duration_censored"]])).toEqual([
      ["A1-1", "true", train.label, "2.5", "released", "true"],
      ["A1-2", "false", "no-response", "2.5", "n/a", "false"],
      ["A1-3", "n/a", "not-analysed", "2.5", "n/a", "false"],
    ]);
    expect([Number(trials[0]!["jitter"]), Number(trials[0]!["log10_bayes_factor"])]).toEqual([train.jitter, train.log10BayesFactor]);
    expect(trials[1]!["jitter"]).toBe("n/a");
  });

  it("have the reflexes, sides, distractions and pooled attempts of the document", () => {
    const of = { channel: "R SOL", channelIndex: 0, muscle: "soleus", side: "right", missing: {} } as const;
    const estimate = (value: number) => ({ value, ci: [value - 1, value + 1] as const });
    const none = { value: null, ci: null };
    const full: ResultDocument = {
      ...document,
      reflexes: [{ ...of, id: "F1-1", markIndex: 0, markSeconds: 2.5, evokedBy: "tap", response: "Achilles T-reflex", windowMilliseconds: [25, 50], windowBasis: "", status: "absent", latencyMilliseconds: null, peakToPeakMicrovolts: 12.5, mWaveMicrovolts: null, ratioToM: null, backgroundMicrovolts: 3, sinceLastSeconds: null }],
      reflexSeries: [{ ...of, id: "R1", evokedBy: "tap", stimulatedSide: "right", response: "Achilles T-reflex", reflexIds: ["F1-1"], stimuli: 4, present: 3, absent: 1, latencyMilliseconds: estimate(35), peakToPeakMicrovolts: estimate(200), ratioToM: none, habituationPercent: estimate(-4), intervalSeconds: 5, notes: ["too few", "too close together"] }],
      sides: [{ id: "S1", muscle: "soleus", measure: "h-reflex", unit: "µV", left: { channel: "L SOL", channelIndex: 1, count: 3, median: 100 }, right: { channel: "R SOL", channelIndex: 0, count: 4, median: 300 }, ratio: estimate(0.33), difference: estimate(-200), asymmetryIndex: estimate(0.5), larger: "right", verdict: "asymmetric", text: "", missing: {} }],
      distractions: [{ ...of, id: "D1", markIndex: 0, markSeconds: 7, kind: "distraction", beforeSeconds: 5, afterSeconds: 5, burstsBefore: 20, burstsAfter: 9, rateBeforeHz: 5, rateAfterHz: null, amplitudeBeforeMicrovolts: 40, amplitudeAfterMicrovolts: 20, amplitudeRatio: { value: 0.5, ci: [0.4, 0.6] }, rateRatio: none, pauseSeconds: 2.5, effect: "paused", text: "" }],
      pooled: [{ ...of, id: "P1", attempts: 3, responses: 2, trainIds: ["a", "b"], leftOut: [{ trainId: "c", reason: "too weak" }], beats: 22, log10BayesFactor: 6.5, betweenExcess: null, pattern: "rhythmic", failed: [], conditionalOn: null, jitter: estimate(3), jitterSpread: 0, rateHz: estimate(5.5), rateSpreadHz: 0.2, labels: { "clonus-like": 2 } }],
    };
    const row = (name: (typeof tableNames)[number]): Readonly<Record<string, string>> => tsv(textOf(tableBytes(tableOf(name, plainSource(full, true)), "tsv")))[0]!;
    expect(row("reflexes")).toMatchObject({ reflex: "F1-1", status: "absent", window_from_ms: "25", window_to_ms: "50", latency_ms: "n/a", peak_to_peak_uV: "12.5", background_uV: "3", sha256: document.source.sha256! });
    expect(row("reflex_series")).toMatchObject({ stimuli: "4", present: "3", absent: "1", latency_ms: "35", latency_ci_low_ms: "34", latency_ci_high_ms: "36", ratio_to_m: "n/a", habituation_percent: "-4", notes: "too few; too close together" });
    expect(row("asymmetry")).toMatchObject({ measure_unit: "µV", left_channel: "L SOL", left_n: "3", left_median: "100", right_channel: "R SOL", right_n: "4", right_median: "300", larger: "right", verdict: "asymmetric" });
    expect(row("distractions")).toMatchObject({ bursts_before: "20", bursts_after: "9", rate_before_hz: "5", rate_after_hz: "n/a", amplitude_ratio: "0.5", amplitude_ratio_ci_low: "0.4", amplitude_ratio_ci_high: "0.6", rate_ratio: "n/a", rate_ratio_ci_high: "n/a", pause_s: "2.5", effect: "paused" });
    expect(row("pooled")).toMatchObject({ attempts: "3", responses: "2", trains: "2", trains_left_out: "1", left_out: "c: too weak", log10_bayes_factor: "6.5", jitter_ci_low: "2", labels: "clonus-like=2" });
  });

  it("count every label in the recording's row, the undecided too", async () => {
    const [row] = tsv(textOf(await exported("recordings-tsv")));
    const labels = Object.keys(row!).filter((name) => name.startsWith("n_"));
    expect(labels.reduce((sum, name) => sum + Number(row![name]), 0)).toBe(document.trains.length);
    expect(labels).toContain("n_indeterminate");
  });

  it("leave the file's name out when asked, and keep the SHA-256 as the key", async () => {
    for (const kind of ["trains-csv", "bursts-tsv", "channels-json", "recordings-parquet", "result-json"] as const) {
      const text = textOf(await exported(kind, { withNames: false }));
      expect(text).not.toContain("Smith");
      expect(text).toContain(document.source.sha256!);
    }
  });

  it("list every deviation from a locked plan, in the result too, which keeps to its schema", async () => {
    const plan = { sha256: "cd".repeat(32), deviations: ["bandLowHz is 25, planned was 20"] };
    for (const kind of ["trains-tsv", "channels-json"] as const) expect(textOf(await exported(kind, { plan }))).toContain("bandLowHz is 25, planned was 20");
    const result = JSON.parse(textOf(await exported("result-json", { plan }))) as unknown;
    const validate = new Ajv({ strict: false }).compile(resultSchema());
    expect(validate(result), JSON.stringify(validate.errors?.[0])).toBe(true);
    expect(result).toMatchObject({ plan });
  });

  it("explain every column once", () => {
    const tables = tableNames.map((name) => tableOf(name, plainSource(document, true)));
    const rows = tsv(dataDictionary(tables));
    expect(rows.length).toBe(tables.reduce((sum, { columns }) => sum + columns.length, 0));
    expect(rows.filter((row) => row["description"] === "n/a")).toEqual([]);
    for (const { columns } of tables) expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
  });

  it("are Parquet that pyarrow reads", ({ skip }) => {
    const python = process.env["KLONOS_PYTHON"] ?? "python3";
    if (spawnSync(python, ["-c", "import pyarrow"]).status !== 0) skip("pyarrow is not installed for python3 (KLONOS_PYTHON chooses another)");
    const folder = mkdtempSync(join(tmpdir(), "klonos-parquet-"));
    try {
      for (const name of tableNames) writeFileSync(join(folder, `${name}.parquet`), tableBytes(tableOf(name, plainSource(document, true)), "parquet"));
      const script = `import pyarrow.parquet as q, json, sys
out = {}
for n in ${JSON.stringify(tableNames)}:
    t = q.read_table(sys.argv[1] + "/" + n + ".parquet")
    out[n] = t.to_pylist()
print(json.dumps(out))`;
      const ran = spawnSync(python, ["-c", script, folder], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
      expect(ran.stderr).toBe("");
      const read = JSON.parse(ran.stdout) as Record<string, readonly unknown[]>;
      for (const name of tableNames) {
        const { columns, rows } = tableOf(name, plainSource(document, true));
        expect(read[name]).toEqual(rows.map((row) => Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null]))));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
