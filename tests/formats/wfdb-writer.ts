import type { WfdbFormat } from "../../src/formats/wfdb/wfdb-samples";

/** Test-only: stores whole numbers in each format of signal(5), written from the manual and independent of the reader. */
export function packWfdb(format: WfdbFormat, values: readonly number[], signals = 1, initial = 0): Uint8Array {
  const out: number[] = [];
  const little = (value: number, bytes: number): void => {
    for (let k = 0; k < bytes; k += 1) out.push(Number((BigInt.asUintN(64, BigInt(value)) >> BigInt(8 * k)) & 0xffn));
  };
  switch (format) {
    case 8: {
      const last = Array.from({ length: signals }, () => initial);
      values.forEach((value, k) => {
        little(value - last[k % signals]!, 1);
        last[k % signals] = value;
      });
      break;
    }
    case 16:
      values.forEach((value) => little(value, 2));
      break;
    case 24:
      values.forEach((value) => little(value, 3));
      break;
    case 32:
      values.forEach((value) => little(value, 4));
      break;
    case 61:
      values.forEach((value) => out.push((value >> 8) & 255, value & 255));
      break;
    case 80:
      values.forEach((value) => out.push(value + 128));
      break;
    case 160:
      values.forEach((value) => little(value + 32768, 2));
      break;
    case 212:
      for (let k = 0; k < values.length; k += 2) {
        const [a, b] = [values[k]! & 0xfff, (values[k + 1] ?? 0) & 0xfff];
        out.push(a & 255, (a >> 8) | ((b >> 8) << 4));
        if (k + 1 < values.length) out.push(b & 255);
      }
      break;
    case 310:
    case 311:
      for (let k = 0; k < values.length; k += 3) {
        const [a, b, c] = [0, 1, 2].map((j) => (values[k + j] ?? 0) & 0x3ff) as [number, number, number];
        if (format === 310) {
          little((a << 1) | ((c & 31) << 11), 2);
          little((b << 1) | ((c >> 5) << 11), 2);
        } else little(a + b * 1024 + c * 1048576, 4);
      }
      break;
  }
  return Uint8Array.from(out);
}

export interface WfdbNoteToWrite {
  readonly time: number;
  readonly code: number;
  readonly text?: string;
  readonly signal?: number;
}

/** Test-only: an annotation file in the MIT format. */
export function writeWfdbNotes(notes: readonly WfdbNoteToWrite[]): Uint8Array {
  const out: number[] = [];
  const word = (code: number, number: number): void => {
    out.push(number & 255, (code << 2) | (number >> 8));
  };
  let time = 0;
  for (const note of notes) {
    let step = note.time - time;
    if (step > 1023) {
      word(59, 0);
      out.push((step >> 16) & 255, (step >> 24) & 255, step & 255, (step >> 8) & 255);
      step = 0;
    }
    word(note.code, step);
    if (note.signal !== undefined) word(62, note.signal);
    if (note.text !== undefined) {
      const bytes = new TextEncoder().encode(note.text);
      word(63, bytes.length);
      out.push(...bytes, ...(bytes.length % 2 === 1 ? [0] : []));
    }
    time = note.time;
  }
  word(0, 0);
  return Uint8Array.from(out);
}
