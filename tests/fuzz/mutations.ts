import type { Anchor } from "./structure";

/** Pseudo-random numbers in [0, 1) from a whole number: mulberry32. The same seed gives the same cases everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One damage. Positions are taken modulo what is there, so that each can be left out of a list without the others losing their sense. */
export type Mutation =
  | { readonly kind: "byte"; readonly at: number; readonly value: number }
  | { readonly kind: "integer"; readonly at: number; readonly width: 1 | 2 | 4 | 8; readonly little: boolean; readonly value: number }
  | { readonly kind: "float"; readonly at: number; readonly width: 4 | 8; readonly little: boolean; readonly value: number }
  /** Replaces the n-th run of digits; `keepWidth` as in fields of fixed width. */
  | { readonly kind: "number"; readonly index: number; readonly text: string; readonly keepWidth: boolean }
  | { readonly kind: "cut"; readonly at: number }
  | { readonly kind: "remove"; readonly at: number; readonly length: number }
  | { readonly kind: "repeat"; readonly at: number; readonly length: number; readonly times: number }
  /** Other bytes in place of `length`. */
  | { readonly kind: "replace"; readonly at: number; readonly length: number; readonly bytes: readonly number[] }
  | { readonly kind: "insert"; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: "swap"; readonly at: number; readonly other: number; readonly length: number };

const INTEGERS = [0, 1, -1, 2, 7, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 1e6, 2147483647, 2147483648, 4294967295, 536870912];
const FLOATS = [0, -0, 1, -1, NaN, Infinity, -Infinity, 1e-300, 1e300, 1e-9, 1e9, 0.5];
const NUMBERS = ["0", "-1", "1", "-0", "999999", "1000000", "2147483648", "536870912", "99999999999999999999", "1e9", "1e308", "1e999", "-1e5", "0.0000001", "NaN", "nan", "inf", "-inf", "Infinity", "", " ", ".", "1,5", "0x10", "٣"];
const INSERTS = ["\n", "\r\n", "\r", "\t", ",", ";", "\"", "\0", "..", "../../x", "<", "&", "<!DOCTYPE x [<!ENTITY a \"a\">]>", "{", "[", "#", "\u0014", "\u0015", "\ufeff", "%s", " ".repeat(300), "a".repeat(5000), "<a>".repeat(400)];
/** Fifty times this stays a small file. */
const LONGEST_REPEAT = 4096;
const LENGTHS = [1, 2, 4, 8, 16, 80, 128, 256, 512, 1024];

function pick<Item>(items: readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)]!;
}

/** Damage where headers are, mostly, and anywhere. */
function place(length: number, random: () => number): number {
  const reach = random() < 0.6 ? Math.min(length, 1024) : length;
  return Math.floor(random() * reach);
}

function oneMutation(bytes: Uint8Array, random: () => number): Mutation {
  const at = place(bytes.length, random);
  const aligned = random() < 0.7 ? at & ~3 : at;
  switch (Math.floor(random() * 11)) {
    case 0:
    case 1:
      return { kind: "byte", at, value: random() < 0.5 ? Math.floor(random() * 256) : "0123456789-+., \t\n\r\"#eE<>/=\0".charCodeAt(Math.floor(random() * 28)) };
    case 2:
    case 3: {
      const value = random() < 0.3 ? bytes.length + Math.floor(random() * 5) - 2 : pick(INTEGERS, random);
      return { kind: "integer", at: aligned, width: pick([1, 2, 4, 8] as const, random), little: random() < 0.7, value };
    }
    case 4:
      return { kind: "float", at: aligned, width: pick([4, 8] as const, random), little: random() < 0.7, value: pick(FLOATS, random) };
    case 5:
    case 6:
      return { kind: "number", index: Math.floor(random() * (random() < 0.8 ? 40 : 100_000)), text: pick(NUMBERS, random), keepWidth: random() < 0.5 };
    case 7:
      return { kind: "cut", at: random() < 0.5 ? at : Math.floor(random() * bytes.length) };
    case 8:
      return { kind: "remove", at, length: pick(LENGTHS, random) };
    case 9:
      return random() < 0.5 ? { kind: "repeat", at, length: pick(LENGTHS, random), times: pick([1, 2, 50], random) } : { kind: "swap", at, other: place(bytes.length, random), length: pick(LENGTHS, random) };
    default:
      return { kind: "insert", at, bytes: [...new TextEncoder().encode(pick(INSERTS, random))] };
  }
}

/** Text for a field: a number, a word that breaks parsers, or what stands in another field of the same file. */
function fieldText(bytes: Uint8Array, anchors: readonly Anchor[], random: () => number): readonly number[] {
  const other = pick(anchors, random);
  if (random() < 0.3 && other.kind === "text") return [...bytes.subarray(other.at, other.at + other.length)];
  return [...new TextEncoder().encode(random() < 0.7 ? pick(NUMBERS, random) : pick(INSERTS, random))];
}

/** Damage that knows where the format keeps what. */
function structuralMutation(bytes: Uint8Array, anchors: readonly Anchor[], random: () => number): Mutation {
  const anchor = pick(anchors, random);
  const { at } = anchor;
  switch (anchor.kind) {
    case "integer": {
      const { width, little } = anchor;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const now = at + width > bytes.length ? 0 : width === 1 ? bytes[at]! : width === 2 ? view.getInt16(at, little) : width === 4 ? view.getInt32(at, little) : Number(view.getBigInt64(at, little));
      const value = random() < 0.4 ? now + pick([-2, -1, 1, 2, 512, -512, now], random) : random() < 0.2 ? bytes.length + Math.floor(random() * 5) - 2 : pick(INTEGERS, random);
      return { kind: "integer", at, width, little, value: Number.isSafeInteger(value) ? value : 0 };
    }
    case "float":
      return { kind: "float", at, width: anchor.width, little: anchor.little, value: pick(FLOATS, random) };
    case "text": {
      const text = fieldText(bytes, anchors, random);
      const blank = " ".charCodeAt(0);
      return { kind: "replace", at, length: anchor.length, bytes: anchor.fixed ? Array.from({ length: anchor.length }, (_, k) => text[k] ?? blank) : text };
    }
    case "piece": {
      const length = Math.min(anchor.length, bytes.length - at);
      const other = pick(anchors.filter(({ kind }) => kind === "piece"), random);
      const kind = Math.floor(random() * 3);
      return kind === 0 ? { kind: "remove", at, length } : kind === 1 ? { kind: "repeat", at, length: Math.min(length, LONGEST_REPEAT), times: pick([1, 2, 50], random) } : { kind: "swap", at, other: other.at, length };
    }
  }
}

/** One to five damages of a file; where its anchors are known, half of the files are damaged by structure alone. */
export function mutationsOf(bytes: Uint8Array, anchors: readonly Anchor[], random: () => number): readonly Mutation[] {
  const isStructural = anchors.length > 0 && random() < 0.5;
  return Array.from({ length: 1 + Math.floor(random() * random() * 6) }, () => (isStructural ? structuralMutation(bytes, anchors, random) : oneMutation(bytes, random)));
}

function spliced(bytes: Uint8Array, start: number, end: number, middle: Uint8Array): Uint8Array {
  const out = new Uint8Array(start + middle.length + bytes.length - end);
  out.set(bytes.subarray(0, start));
  out.set(middle, start);
  out.set(bytes.subarray(end), start + middle.length);
  return out;
}

/** Start and end of the n-th run of digits (with sign, point and exponent) in the first 64 KiB, counted round. */
function digitRun(bytes: Uint8Array, index: number): readonly [number, number] | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 65536)).toString("latin1");
  const runs = [...text.matchAll(/[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi)];
  const run = runs[index % Math.max(1, runs.length)];
  return run === undefined ? undefined : [run.index, run.index + run[0].length];
}

function apply(bytes: Uint8Array, mutation: Mutation): Uint8Array {
  if (bytes.length === 0) return bytes;
  switch (mutation.kind) {
    case "byte":
      return spliced(bytes, mutation.at % bytes.length, (mutation.at % bytes.length) + 1, Uint8Array.of(mutation.value));
    case "integer":
    case "float": {
      const at = Math.max(0, Math.min(mutation.at % bytes.length, bytes.length - mutation.width));
      if (bytes.length < mutation.width) return bytes;
      const out = bytes.slice();
      const view = new DataView(out.buffer);
      if (mutation.kind === "float" && mutation.width === 4) view.setFloat32(at, mutation.value, mutation.little);
      else if (mutation.kind === "float") view.setFloat64(at, mutation.value, mutation.little);
      else if (mutation.width === 1) view.setInt8(at, mutation.value);
      else if (mutation.width === 2) view.setInt16(at, mutation.value, mutation.little);
      else if (mutation.width === 4) view.setInt32(at, mutation.value, mutation.little);
      else view.setBigInt64(at, BigInt(Math.trunc(mutation.value)), mutation.little);
      return out;
    }
    case "number": {
      const run = digitRun(bytes, mutation.index);
      if (run === undefined) return bytes;
      const width = run[1] - run[0];
      return spliced(bytes, run[0], run[1], new TextEncoder().encode(mutation.keepWidth ? mutation.text.padEnd(width).slice(0, width) : mutation.text));
    }
    case "cut":
      return bytes.slice(0, mutation.at % (bytes.length + 1));
    case "remove":
      return spliced(bytes, mutation.at % bytes.length, Math.min(bytes.length, (mutation.at % bytes.length) + mutation.length), new Uint8Array(0));
    case "repeat": {
      const at = mutation.at % bytes.length;
      const piece = bytes.slice(at, at + mutation.length);
      const more = new Uint8Array(piece.length * mutation.times);
      for (let k = 0; k < mutation.times; k += 1) more.set(piece, k * piece.length);
      return spliced(bytes, at, at, more);
    }
    case "replace":
      return spliced(bytes, mutation.at % bytes.length, Math.min(bytes.length, (mutation.at % bytes.length) + mutation.length), Uint8Array.from(mutation.bytes));
    case "insert":
      return spliced(bytes, mutation.at % bytes.length, mutation.at % bytes.length, Uint8Array.from(mutation.bytes));
    case "swap": {
      const out = bytes.slice();
      const one = mutation.at % bytes.length;
      const two = mutation.other % bytes.length;
      const length = Math.min(mutation.length, bytes.length - one, bytes.length - two);
      out.set(bytes.subarray(two, two + length), one);
      out.set(bytes.subarray(one, one + length), two);
      return out;
    }
  }
}

/** The damaged file. */
export function mutated(bytes: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  return mutations.reduce(apply, bytes);
}
