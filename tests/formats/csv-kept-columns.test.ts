import { describe, expect, it } from "vitest";
import { rowBatches } from "../../src/formats/csv/csv-body";
import { createKeptColumns } from "../../src/formats/csv/csv-kept-columns";
import { csvFormat } from "../../src/formats/csv/csv-reader";
import { memorySource } from "../../src/formats/memory-source";

const BATCH = 8;

/** Fills rows [0, rows) with row + 1000 · channel, as a scan does. */
function fill(kept: ReturnType<typeof createKeptColumns>, columns: readonly number[], rows: number): void {
  for (let first = 0; first < rows; first += BATCH) {
    const room = kept.room(first);
    columns.forEach((column, channel) => {
      for (let k = 0; k < Math.min(BATCH, rows - first); k += 1) room![column]![k] = first + k + 1000 * channel;
    });
    kept.filled(Math.min(rows, first + BATCH));
  }
}

describe("columns that a scan leaves behind", () => {
  it("hold what was put in, also when there are more rows than estimated", () => {
    const kept = createKeptColumns([1, 3], 4, 10, BATCH, 1e6);
    fill(kept, [1, 3], 203);
    expect(Array.from(kept.copy(1, 97, 203)!)).toEqual(Array.from({ length: 106 }, (_, k) => 1097 + k));
    expect(kept.copy(0, 0, 204)).toBeUndefined();
    expect(kept.room(0)!.map((view) => view?.length)).toEqual([undefined, BATCH, undefined, BATCH]);
  });

  it("are handed over once, and only where little of their buffer is unused", () => {
    const kept = createKeptColumns([0], 1, 400, BATCH, 1e6);
    fill(kept, [0], 405);
    const bytes = kept.bytes();
    expect(kept.handOver(0, 300)).toBeUndefined();
    expect(kept.handOver(0, 405)).toHaveLength(405);
    expect(kept.handOver(0, 405)).toBeUndefined();
    expect(kept.copy(0, 0, 5)).toBeUndefined();
    expect([bytes > 405 * 8, kept.bytes()]).toEqual([true, 0]);
  });

  it("are none for a table that is longer than allowed, by estimate or in truth", () => {
    expect(createKeptColumns([0], 1, 1000, BATCH, 4000).room(0)).toBeUndefined();
    const kept = createKeptColumns([0], 1, 100, BATCH, 4000);
    fill(kept, [0], 496);
    expect(kept.copy(0, 0, 496)).toHaveLength(496);
    expect(kept.room(496)).toBeUndefined();
    expect([kept.bytes(), kept.copy(0, 0, 8)]).toEqual([0, undefined]);
  });
});

// Longer than what is scanned when opened, with lines that grow, so that the number of rows is not what the beginning says.
const rows = 400_000;
const numbers = Array.from({ length: rows }, (_, k) => [k / 2000, ((k * 7919) % 200_003) / 1000 - 100, k * 37] as const);
const table = new TextEncoder().encode(`time_s,SOL (mV),Count\n${numbers.map(([t, a, b]) => `${t.toFixed(4)},${a.toFixed(3)},${b}`).join("\n")}\n`);

it("a channel read whole, read again in pieces, and whole again has the same values each time", async () => {
  const reader = await csvFormat.open(memorySource("x.csv", table), {});
  const { channels } = await reader.scan();
  const [sol, count] = channels.map(({ sampleCount }) => sampleCount);
  expect([sol, count]).toEqual([rows, rows]);
  const expected = Float64Array.from(numbers, ([, a]) => Number(a.toFixed(3)) * 1e-3);
  const whole = { start: 0, end: rows };
  const first = await reader.read(0, whole);
  expect(Buffer.compare(Buffer.from(first.slice().buffer), Buffer.from(expected.buffer))).toBe(0);
  first.fill(NaN);
  const piece = await reader.read(0, { start: 123_456, end: 145_678 });
  expect(Buffer.compare(Buffer.from(piece.slice().buffer), Buffer.from(expected.slice(123_456, 145_678).buffer))).toBe(0);
  const again = await reader.read(0, whole);
  expect(Buffer.compare(Buffer.from(again.slice().buffer), Buffer.from(expected.buffer))).toBe(0);
  expect((await reader.read(1, whole)).every((value, k) => value === k * 37)).toBe(true);
  await reader.close();
});

it("rows of plain numbers count as complete wherever a window or a chunk cuts them", async () => {
  const body = { source: memorySource("x.csv", table), dialect: { delimiter: 44, decimal: 46, newline: 10 }, columns: 3, offset: table.indexOf(10) + 1 };
  const targets = Array.from({ length: 3 }, () => new Float64Array(1024));
  let incomplete = 0;
  for await (const batch of rowBatches(body, { row: 0, offset: body.offset }, Infinity, 1024, 100_000, targets, undefined, undefined)) if (!batch.isComplete) incomplete += 1;
  expect(incomplete).toBe(0);
});
