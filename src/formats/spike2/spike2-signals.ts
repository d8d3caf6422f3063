import { type Cancel, type Issue, KlonosError, throwIfCancelled } from "../../core/errors";
import type { SampleRange, Segment } from "../../core/timeline";
import type { Scaling } from "../integer-samples";
import { decodeStored, viewOf } from "../stored-numbers";
import type { ByteSource } from "../byte-source";
import { readChainEnds, type SonBlock, type SonChain } from "./spike2-blocks";
import { readItems } from "./spike2-events";
import { SON_BLOCK_HEADER_BYTES, type SonChannel, type SonLayout } from "./spike2-header";

/** What is known of the samples of one channel. */
export interface SonExtent {
  readonly segments: readonly Segment[];
  readonly sampleCount: number;
  readonly issues: readonly Issue[];
}

/** Samples of one channel of the file: a waveform, or the shapes of an adc-mark. */
export interface SonSignal {
  readonly channel: SonChannel;
  /** Without a walk through the file, as far as that is possible; undefined where it is not. */
  quickExtent(cancel?: Cancel): Promise<SonExtent | undefined>;
  /** By a walk through all blocks of the channel. */
  extent(cancel?: Cancel): Promise<SonExtent>;
  read(range: SampleRange, trace: number, map: Scaling, cancel?: Cancel): Promise<Float64Array>;
}

/** Position of the last entry that is not above `value` in an ascending list. */
function lastNotAbove(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function extentOfBlocks(layout: SonLayout, channel: SonChannel, chain: SonChain): SonExtent {
  const segments: { startSample: number; endSample: number; startSeconds: number }[] = [];
  const issues: Issue[] = [];
  const { ticksPerSample, title } = channel;
  let expectedTick = 0;
  let sample = 0;
  let early = 0;
  chain.blocks.forEach((block) => {
    if (block.items === 0) return;
    const late = block.startTick - expectedTick;
    const open = segments[segments.length - 1];
    if (open === undefined || late > ticksPerSample / 2) {
      segments.push({ startSample: sample, endSample: sample, startSeconds: block.startTick / layout.ticksPerSecond });
      expectedTick = block.startTick;
    } else if (late < -ticksPerSample / 2) early += 1;
    sample += block.items;
    segments[segments.length - 1]!.endSample = sample;
    expectedTick += block.items * ticksPerSample;
  });
  if (early > 0) {
    issues.push({ code: "spike2-time", severity: "error", where: `channel ${channel.slot + 1} (${title})`, message: `${early} data blocks of ${title} say that they begin before the block in front of them ends; they were placed directly after it, so later times of this channel may be wrong.` });
  }
  const damage = chain.damage();
  if (damage !== undefined) issues.push(damage);
  return { segments, sampleCount: sample, issues };
}

/** A waveform (`adc`) or a waveform of floats (`real-wave`): blocks of samples in a chain. */
export function createWaveSignal(source: ByteSource, layout: SonLayout, channel: SonChannel, chain: SonChain): SonSignal {
  const sampleLayout = { type: channel.kind === "adc" ? ("int16" as const) : ("float32" as const), littleEndian: layout.littleEndian, strideBytes: channel.itemBytes };
  return {
    channel,
    async quickExtent(cancel): Promise<SonExtent | undefined> {
      if (channel.firstBlock < 0 || channel.blockCount === 0) return { segments: [], sampleCount: 0, issues: [] };
      const ends = await readChainEnds(source, layout, channel, cancel);
      if (ends === undefined) return undefined;
      const [first, last] = ends;
      const sampleCount = (last.endTick - first.startTick) / channel.ticksPerSample + 1;
      const full = Math.floor((channel.blockBytes - SON_BLOCK_HEADER_BYTES) / channel.itemBytes);
      const stored = (channel.blockCount - 1) * full + last.items;
      // All blocks full, none cut, and their number makes up the whole time: then there is no room for a pause.
      const isGapless = sampleCount === stored && first.items === (channel.blockCount === 1 ? last.items : full) && last.items === last.declared;
      if (!isGapless || stored * channel.itemBytes > source.size) return undefined;
      return { segments: [{ startSample: 0, endSample: sampleCount, startSeconds: first.startTick / layout.ticksPerSecond }], sampleCount, issues: [] };
    },
    async extent(cancel): Promise<SonExtent> {
      await chain.extend({}, cancel);
      return extentOfBlocks(layout, channel, chain);
    },
    async read(range, _trace, map, cancel): Promise<Float64Array> {
      const values = new Float64Array(range.end - range.start);
      if (values.length === 0) return values;
      await chain.extend({ items: range.end }, cancel);
      if (chain.itemCount() < range.end) {
        const damage = chain.damage();
        throw new KlonosError("spike2-chain", damage?.message ?? `${channel.title} has ${chain.itemCount()} samples, ${range.end} were expected.`, damage?.where ?? "", { samples: chain.itemCount() });
      }
      for (let at = range.start, index = lastNotAbove(chain.firstItems, range.start); at < range.end; index += 1) {
        throwIfCancelled(cancel);
        const block = chain.blocks[index]!;
        const from = at - chain.firstItems[index]!;
        const samples = Math.min(range.end - at, block.items - from);
        if (samples <= 0) continue;
        const bytes = await source.read(block.address + SON_BLOCK_HEADER_BYTES + from * channel.itemBytes, samples * channel.itemBytes, cancel);
        decodeStored(sampleLayout.type, sampleLayout.littleEndian, bytes, 0, sampleLayout.strideBytes, samples, map, values, at - range.start);
        at += samples;
      }
      return values;
    },
  };
}

/** More shapes than a day of recording gives; beyond this a damaged file would only fill the memory. */
const MOST_SHAPES = 1_000_000;
const MARKER_BYTES = 8;

interface Shapes {
  readonly addresses: readonly number[];
  readonly extent: SonExtent;
}

/** The shapes of an `adc-mark`: each a short segment that begins at the time of its mark. */
export function createShapeSignal(source: ByteSource, layout: SonLayout, channel: SonChannel, chain: SonChain): SonSignal {
  const perShape = channel.extraBytes / 2 / channel.traces;
  const sampleLayout = { type: "int16" as const, littleEndian: layout.littleEndian, strideBytes: 2 * channel.traces };
  let known: Shapes | undefined;

  async function collect(cancel: Cancel | undefined): Promise<Shapes> {
    await chain.extend({}, cancel);
    const addresses: number[] = [];
    const segments: Segment[] = [];
    let freeTick = 0;
    let skipped = 0;
    const take = (block: SonBlock, view: DataView, item: number): void => {
      const tick = view.getInt32(item * channel.itemBytes, layout.littleEndian);
      if (tick < freeTick || addresses.length >= MOST_SHAPES) {
        skipped += 1;
        return;
      }
      segments.push({ startSample: addresses.length * perShape, endSample: (addresses.length + 1) * perShape, startSeconds: tick / layout.ticksPerSecond });
      addresses.push(block.address + SON_BLOCK_HEADER_BYTES + item * channel.itemBytes + MARKER_BYTES);
      freeTick = tick + perShape * channel.ticksPerSample;
    };
    for (const block of chain.blocks) {
      throwIfCancelled(cancel);
      const view = viewOf(await readItems(source, channel, block, cancel));
      for (let item = 0; item < block.items; item += 1) take(block, view, item);
    }
    const issues: Issue[] = [];
    const damage = chain.damage();
    if (damage !== undefined) issues.push(damage);
    if (skipped > 0) {
      issues.push({ code: "spike2-shapes", severity: "warning", where: `channel ${channel.slot + 1} (${channel.title})`, message: `${skipped} shapes of ${channel.title} overlap the shape before them (or are beyond the first ${MOST_SHAPES}); their samples were left out, their marks are kept.` });
    }
    return { addresses, extent: { segments, sampleCount: addresses.length * perShape, issues } };
  }

  return {
    channel,
    quickExtent: () => Promise.resolve(undefined),
    async extent(cancel): Promise<SonExtent> {
      known ??= await collect(cancel);
      return known.extent;
    },
    async read(range, trace, map, cancel): Promise<Float64Array> {
      const values = new Float64Array(range.end - range.start);
      if (values.length === 0) return values;
      const { addresses } = (known ??= await collect(cancel));
      for (let at = range.start; at < range.end; ) {
        throwIfCancelled(cancel);
        const shape = Math.floor(at / perShape);
        const from = at - shape * perShape;
        const samples = Math.min(range.end - at, perShape - from);
        const bytes = await source.read(addresses[shape]! + from * sampleLayout.strideBytes, samples * sampleLayout.strideBytes, cancel);
        decodeStored(sampleLayout.type, sampleLayout.littleEndian, bytes, 2 * trace, sampleLayout.strideBytes, samples, map, values, at - range.start);
        at += samples;
      }
      return values;
    },
  };
}
