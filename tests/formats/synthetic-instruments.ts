import { type AbfRequest, type AbfTestChannel, writeAbf } from "./abf-writer";
import { type C3dRequest, type C3dTestChannel, writeC3d } from "./c3d-writer";
import { type RhdRequest, type RhdTestChannel, writeRhd } from "./intan-writer";

/**
 * Files of our own writers that other programs read too: `golden/dump-synthetic.ts` writes them out, make_instrument_golden.py
 * reads them with neo, ezc3d and py-c3d, and the tests compare.
 */
const wave = (count: number, scale: number, period: number): Int16Array => Int16Array.from({ length: count }, (_, k) => scale * Math.sin((2 * Math.PI * k) / period) + 0.1 * scale * Math.sin(k * k));

export const abfChannels: readonly AbfTestChannel[] = [
  { name: "R SOL", unit: "mV", stored: wave(3000, 20000, 61), instrument: 0.5, signalGain: 10, programmable: 2, instrumentOffset: 0.25, signalOffset: 0.125 },
  { name: "R TA", unit: "uV", stored: wave(3000, 9000, 47), instrument: 0.01, telegraph: 5 },
  { name: "Force", unit: "N", stored: wave(3000, 30000, 500), instrument: 0.2 },
];
const floatChannels = abfChannels.map(({ name, unit, stored }) => ({ name, unit, stored: Float32Array.from(stored, (value) => value / 1000) }));
const episodes = [{ start: 0, frames: 1000 }, { start: 18_000, frames: 1000 }, { start: 30_000, frames: 1000 }];

export const abfRequests: Readonly<Record<string, AbfRequest>> = {
  "abf1-gapfree": { generation: 1, mode: 3, samplingHz: 2000, channels: abfChannels, tags: [{ count: 3000, text: "stretch on" }, { count: 7500, text: "release" }] },
  "abf1-episodic": { generation: 1, mode: 5, samplingHz: 2000, channels: abfChannels, episodes },
  "abf2-gapfree": { generation: 2, mode: 3, samplingHz: 2000, channels: abfChannels, synchMicroseconds: 500, tags: [{ count: 1000, text: "stretch on" }, { count: 2500, text: "release" }] },
  "abf2-episodic": { generation: 2, mode: 5, samplingHz: 2000, channels: floatChannels, isFloat: true, synchMicroseconds: 500, episodes: episodes.map(({ start, frames }) => ({ start: start / 3, frames })) },
};

const c3dChannels: readonly C3dTestChannel[] = [
  { label: "L SOL", unit: "mV", scale: 0.01, offset: 12, stored: wave(2000, 20000, 61) },
  { label: "L TA", unit: "V", scale: 1e-5, offset: -30, stored: wave(2000, 9000, 47) },
  { label: "Fz1", unit: "V", scale: -0.25, offset: 0, stored: wave(2000, 30000, 500) },
];
const asFloats = c3dChannels.map((channel) => ({ ...channel, stored: Float32Array.from(channel.stored, (value) => value / 256) }));
const asUnsigned = c3dChannels.map((channel) => ({ ...channel, offset: 32767, stored: Uint16Array.from(channel.stored, (value) => value + 32768) }));
const c3dBase = { points: 3, frameHz: 100, samplesPerFrame: 10, firstFrame: 51, events: [{ seconds: 0.75, context: "Left", label: "Foot Strike" }, { seconds: 61.5, context: "General", label: "stretch" }], forcePlate: [3] };

export const c3dRequests: Readonly<Record<string, C3dRequest>> = Object.fromEntries(
  (["intel", "dec", "mips"] as const).flatMap((processor) => [
    [`${processor}-integer`, { ...c3dBase, processor, isFloat: false, channels: c3dChannels, generalScale: 0.5 }],
    [`${processor}-float`, { ...c3dBase, processor, isFloat: true, channels: asFloats }],
    ...(processor === "intel" ? [["intel-unsigned", { ...c3dBase, processor, isFloat: false, unsigned: true, channels: asUnsigned, samplesPerFrame: 1, frameHz: 1000 }] as const] : []),
  ]),
);

const words = (count: number, period: number): Uint16Array => Uint16Array.from(wave(count, 20000, period), (value) => value + 32768);
const line = (count: number, half: number): Uint8Array => Uint8Array.from({ length: count }, (_, k) => Math.floor(k / half) % 2);
const rhdChannels = (size: number): readonly RhdTestChannel[] => [
  { type: 0, native: "A-000", custom: "R SOL", order: 0, stored: words(12 * size, 61) },
  { type: 0, native: "A-001", order: 1, stored: words(12 * size, 47) },
  { type: 0, native: "A-002", order: 2, enabled: false, stored: [] },
  { type: 1, native: "A-AUX1", order: 0, stored: words(3 * size, 80) },
  { type: 2, native: "A-VDD1", order: 0, stored: words(12, 5) },
  { type: 3, native: "ANALOG-IN-0", order: 0, stored: words(12 * size, 200) },
  { type: 4, native: "DIGITAL-IN-03", order: 3, stored: line(12 * size, 50) },
  { type: 4, native: "DIGITAL-IN-15", custom: "stretch", order: 15, stored: line(12 * size, 333) },
  { type: 5, native: "DIGITAL-OUT-00", order: 0, stored: line(12 * size, 10) },
];

export const rhdRequests: Readonly<Record<string, RhdRequest>> = {
  "rhd-1.2": { version: [1, 2], samplingHz: 2000, blocks: 12, channels: rhdChannels(60) },
  "rhd-2.0": { version: [2, 0], samplingHz: 2000, blocks: 12, channels: rhdChannels(128) },
  "rhd-3.1": { version: [3, 1], samplingHz: 2000, blocks: 12, channels: rhdChannels(128), boardMode: 1 },
};

/** Name → bytes of every synthetic file that has golden values. */
export function syntheticFiles(): Readonly<Record<string, Uint8Array>> {
  return Object.fromEntries([
    ...Object.entries(abfRequests).map(([name, request]) => [`${name}.abf`, writeAbf(request)]),
    ...Object.entries(c3dRequests).map(([name, request]) => [`${name}.c3d`, writeC3d(request)]),
    ...Object.entries(rhdRequests).map(([name, request]) => [`${name}.rhd`, writeRhd(request)]),
  ]);
}
