import { describe, expect, it } from "vitest";
import { type AgreementRow, PROGRAM, readingAgreement } from "../../../src/core/reading/agreement";
import { orderedReading, type ReadingAnswer, type ReadingItem } from "../../../src/core/reading/reading-items";
import type { Label } from "../../../src/core/result";
import { agreementFile, agreementParagraph } from "../../../src/services/exports/agreement-export";
import vectors from "./golden/agreement.json";

const edges = (list: readonly (readonly number[])[]): ReadingAnswer["bursts"] => list.map(([startSeconds, endSeconds]) => ({ startSeconds: startSeconds!, endSeconds: endSeconds! }));
const answer = (label: string, bursts: readonly (readonly number[])[]): ReadingAnswer => ({ label: label as Label, bursts: edges(bursts), trains: edges([[bursts[0]![0]!, bursts[bursts.length - 1]![1]!]]) });

function itemAt(k: number, change: Partial<ReadingItem> = {}): ReadingItem {
  const program = answer("clonus-like", [[k, k + 0.1], [k + 0.3, k + 0.4]]);
  return { recording: "r", channelIndex: 0, startSeconds: k, endSeconds: k + 0.4, repeat: false, program, reader: null, at: null, ...change };
}

const items: readonly ReadingItem[] = vectors.trains.map(({ program, reader, bursts, readerBursts }) => {
  const said = answer(program, bursts);
  return { recording: "r", channelIndex: 0, startSeconds: said.trains[0]!.startSeconds, endSeconds: said.trains[0]!.endSeconds, repeat: false, program: said, reader: answer(reader, readerBursts), at: "" };
});

describe("agreement of a reader and the program", () => {
  const [row] = readingAgreement([{ rater: "AB", items }], 0.95);

  it("has scikit-learn's kappa and SciPy's intervals over trains", () => {
    expect(row!.kappa.kappa).toBeCloseTo(vectors.kappa, 12);
    for (const edge of ["onset", "offset"] as const) {
      expect(row![edge]!.meanSeconds).toBeCloseTo(vectors[edge].mean, 9);
      expect(row![edge]!.interval![0]).toBeCloseTo(vectors[edge].interval[0]!, 7);
      expect(row![edge]!.interval![1]).toBeCloseTo(vectors[edge].interval[1]!, 7);
      expect(row![edge]!.medianAbsoluteSeconds).toBeCloseTo(vectors[edge].median, 9);
    }
    expect([row!.first, row!.second, row!.missedBursts, row!.extraBursts, row!.split]).toEqual([PROGRAM, "AB", 0, 0, 0]);
  });

  it("is told in a paragraph and a table of the same numbers", () => {
    const text = agreementParagraph([row!], 0.95, "1.2.3");
    expect(text).toContain(`κ = ${vectors.kappa.toFixed(2)} (95 %`);
    expect(text).toContain(`onset ${(vectors.onset.mean * 1000).toFixed(1).replace("-", "−")} ms`);
    const tsv = new TextDecoder().decode(agreementFile([row!], 0.95, "1.2.3", "tsv").bytes).trim().split("\n").map((line) => line.split("\t"));
    expect(Number(tsv[1]![tsv[0]!.indexOf("kappa")])).toBeCloseTo(vectors.kappa, 12);
    expect(new TextDecoder().decode(agreementFile([row!], 0.95, "1.2.3", "txt").bytes)).toBe(`${text}\n`);
  });
});

describe("who is compared with whom", () => {
  it("compares raters on trains that both judged, and a rater with himself on those seen twice", () => {
    const said = (label: Label, k: number): ReadingAnswer => answer(label, [[k, k + 0.1], [k + 0.3, k + 0.4]]);
    const first = [itemAt(1, { reader: said("clonus-like", 1) }), itemAt(5, { reader: said("tonic", 5) }), itemAt(1, { repeat: true, reader: said("tonic", 1) }), itemAt(9)];
    const second = [itemAt(5, { reader: said("tonic", 5) }), itemAt(9, { reader: said("tonic", 9) })];
    const rows = readingAgreement([{ rater: "A", items: first }, { rater: "B", items: second }], 0.95);
    expect(rows.map(({ comparison, first: a, second: b, kappa }) => [comparison, a, b, kappa.items])).toEqual([
      ["rater-program", PROGRAM, "A", 2],
      ["within-rater", "A", "A", 1],
      ["rater-program", PROGRAM, "B", 2],
      ["between-raters", "A", "B", 1],
    ]);
    expect(rows[1]!.kappa.observed).toBe(0);
    expect(rows[0]!.onset!.interval, "two trains give no interval").toBeUndefined();
  });

  it("counts a train that the reader cut, and bursts that were taken away and added", () => {
    const reader: ReadingAnswer = { label: "clonus-like", bursts: edges([[1, 1.1], [1.6, 1.7]]), trains: edges([[1, 1.1], [1.3, 1.4]]) };
    const [row] = readingAgreement([{ rater: "A", items: [itemAt(1, { reader })] }], 0.95);
    expect([row!.split, row!.merged, row!.matchedBursts, row!.missedBursts, row!.extraBursts]).toEqual([1, 0, 1, 1, 1]);
  });
});

describe("the order of a reading", () => {
  const plain = Array.from({ length: 24 }, (_, k) => itemAt(10 * k));

  it("is the seed's, has every train once and a tenth twice, later", () => {
    const order = orderedReading(plain, 7);
    expect(orderedReading(plain, 7)).toEqual(order);
    expect(orderedReading(plain, 8)).not.toEqual(order);
    const places = order.filter(({ repeat }) => !repeat).map(({ startSeconds }) => startSeconds);
    expect([...places].sort((a, b) => a - b)).toEqual(plain.map(({ startSeconds }) => startSeconds));
    expect(places).not.toEqual(plain.map(({ startSeconds }) => startSeconds));
    const repeats = order.filter(({ repeat }) => repeat);
    expect(repeats.length).toBe(3);
    for (const again of repeats) expect(order.indexOf(again)).toBeGreaterThan(order.findIndex(({ repeat, startSeconds }) => !repeat && startSeconds === again.startSeconds) + 1);
  });
});

it("gives no sign to a difference that rounds to nothing", () => {
  const edge = { meanSeconds: -0.00001, interval: [-0.00002, 0.0002] as const, medianAbsoluteSeconds: 0 };
  const row = { comparison: "rater-program", first: "Klonos", second: "AB", kappa: { items: 3, observed: 1, kappa: -0.001, interval: undefined }, matchedBursts: 3, missedBursts: 0, extraBursts: 0, onset: edge, offset: undefined, split: 0, merged: 0 } as unknown as AgreementRow;
  expect(agreementParagraph([row], 0.95, "1")).toContain("κ = 0.00, 100 % the same label; onset 0.0 ms (0.0 to 0.2);");
});
