/** Test-only writer of 32-bit SON files, by the layout of the maker's published headers; independent of the reader. */

export interface SonItem {
  readonly tick: number;
  readonly codes?: readonly number[];
  readonly text?: string;
  readonly values?: readonly number[];
  /** Stored integers of a shape, traces alternating. */
  readonly shape?: readonly number[];
}

export interface SonTestChannel {
  readonly kind: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
  readonly title: string;
  readonly unit?: string;
  readonly scale?: number;
  readonly offset?: number;
  readonly ticksPerSample?: number;
  readonly startTick?: number;
  /** Stored numbers: integers for kind 1, floats for kind 9. */
  readonly stored?: ArrayLike<number>;
  /** Before this sample the clock runs on by so many ticks. */
  readonly pauses?: readonly { readonly sample: number; readonly ticks: number }[];
  readonly items?: readonly SonItem[];
  readonly extraBytes?: number;
  readonly traces?: number;
  readonly startsLow?: boolean;
}

export interface SonRequest {
  readonly version?: number;
  readonly bigEndian?: boolean;
  readonly microsecondsPerTick?: number;
  readonly ticksPerDivide?: number;
  readonly blockBytes?: number;
  readonly channels: readonly SonTestChannel[];
}

interface Block {
  readonly channel: number;
  readonly start: number;
  readonly end: number;
  readonly items: number;
  readonly body: Uint8Array;
  address: number;
}

function itemBytesOf(channel: SonTestChannel): number {
  if (channel.kind === 1) return 2;
  if (channel.kind === 9 || channel.kind < 5) return 4;
  return 8 + (channel.extraBytes ?? 0);
}

function waveBlocks(channel: SonTestChannel, index: number, capacity: number, little: boolean): Block[] {
  const stored = channel.stored ?? [];
  const step = channel.ticksPerSample ?? 1;
  const blocks: Block[] = [];
  let tick = channel.startTick ?? 0;
  for (let at = 0; at < stored.length; ) {
    const pause = channel.pauses?.find(({ sample }) => sample === at);
    if (pause !== undefined) tick += pause.ticks;
    const next = channel.pauses?.find(({ sample }) => sample > at)?.sample ?? stored.length;
    const items = Math.min(capacity, next - at, stored.length - at);
    const body = new Uint8Array(items * itemBytesOf(channel));
    const view = new DataView(body.buffer);
    for (let k = 0; k < items; k += 1) {
      if (channel.kind === 1) view.setInt16(2 * k, stored[at + k]!, little);
      else view.setFloat32(4 * k, stored[at + k]!, little);
    }
    blocks.push({ channel: index, start: tick, end: tick + (items - 1) * step, items, body, address: 0 });
    tick += items * step;
    at += items;
  }
  return blocks;
}

function itemBlocks(channel: SonTestChannel, index: number, capacity: number, little: boolean): Block[] {
  const items = channel.items ?? [];
  const size = itemBytesOf(channel);
  const blocks: Block[] = [];
  for (let at = 0; at < items.length; at += capacity) {
    const part = items.slice(at, at + capacity);
    const body = new Uint8Array(part.length * size);
    const view = new DataView(body.buffer);
    part.forEach((item, k) => {
      view.setInt32(k * size, item.tick, little);
      item.codes?.forEach((code, c) => view.setUint8(k * size + 4 + c, code));
      if (item.text !== undefined) body.set(new TextEncoder().encode(item.text).subarray(0, size - 9), k * size + 8);
      item.values?.forEach((value, v) => view.setFloat32(k * size + 8 + 4 * v, value, little));
      item.shape?.forEach((value, v) => view.setInt16(k * size + 8 + 2 * v, value, little));
    });
    blocks.push({ channel: index, start: part[0]!.tick, end: part[part.length - 1]!.tick, items: part.length, body, address: 0 });
  }
  return blocks;
}

/** The bytes of a SON file. Blocks of all channels are laid out in the order of their times, as a recording writes them. */
export function writeSon(request: SonRequest): Uint8Array {
  const { version = 6, microsecondsPerTick = 10, ticksPerDivide = 1, blockBytes = 1024, channels } = request;
  const little = request.bigEndian !== true;
  const unit = version >= 9 ? 512 : 1;
  const perChannel = channels.map((channel, index) => {
    const capacity = Math.floor((blockBytes - 20) / itemBytesOf(channel));
    return channel.kind === 1 || channel.kind === 9 ? waveBlocks(channel, index, capacity, little) : itemBlocks(channel, index, capacity, little);
  });
  const dataStart = Math.ceil((512 + 140 * channels.length) / 512) * 512;
  const all = perChannel.flat().sort((a, b) => a.end - b.end || a.channel - b.channel);
  all.forEach((block, k) => (block.address = dataStart + k * blockBytes));
  const bytes = new Uint8Array(dataStart + all.length * blockBytes);
  const view = new DataView(bytes.buffer);
  const text = (at: number, width: number, value: string): void => {
    const latin1 = Array.from(value, (c) => c.charCodeAt(0)).slice(0, width - 1);
    bytes.set([latin1.length, ...latin1], at);
  };
  const ascii = (at: number, value: string): void => bytes.set(new TextEncoder().encode(value), at);
  view.setInt16(0, version, little);
  ascii(2, "(C) CED 87");
  ascii(12, "TESTMADE");
  view.setUint16(20, microsecondsPerTick, little);
  view.setUint16(22, ticksPerDivide, little);
  view.setInt32(26, dataStart / unit, little);
  view.setInt16(30, channels.length, little);
  view.setFloat64(44, version >= 6 ? 1e-6 : 0, little);
  bytes.set([25, 7, 42, 10, 14, 9], 52);
  view.setUint16(58, 2026, little);
  perChannel.forEach((blocks, index) => {
    const channel = channels[index]!;
    const at = 512 + 140 * index;
    const has = blocks.length > 0;
    view.setInt32(at + 2, -1, little);
    view.setInt32(at + 6, has ? blocks[0]!.address / unit : -1, little);
    view.setInt32(at + 10, has ? blocks[blocks.length - 1]!.address / unit : -1, little);
    view.setUint16(at + 14, blocks.length & 0xffff, little);
    view.setUint16(at + 16, channel.extraBytes ?? 0, little);
    view.setUint16(at + 22, blockBytes, little);
    view.setUint16(at + 24, Math.floor((blockBytes - 20) / itemBytesOf(channel)), little);
    view.setInt32(at + 98, has ? blocks[blocks.length - 1]!.end : -1, little);
    if (version >= 6) view.setInt32(at + 102, channel.ticksPerSample ?? 1, little);
    text(at + 108, 10, channel.title);
    view.setUint8(at + 122, channel.kind);
    if (channel.kind === 4) view.setUint8(at + 124, channel.startsLow === false ? 0 : 1);
    else {
      view.setFloat32(at + 124, channel.scale ?? 1, little);
      view.setFloat32(at + 128, channel.offset ?? 0, little);
      text(at + 132, 6, channel.unit ?? "");
      view.setInt16(at + 138, version < 6 ? (channel.ticksPerSample ?? 1) / ticksPerDivide : (channel.traces ?? 1), little);
    }
    blocks.forEach((block, k) => {
      view.setInt32(block.address, k === 0 ? -1 : blocks[k - 1]!.address / unit, little);
      view.setInt32(block.address + 4, k === blocks.length - 1 ? -1 : blocks[k + 1]!.address / unit, little);
      view.setInt32(block.address + 8, block.start, little);
      view.setInt32(block.address + 12, block.end, little);
      view.setUint16(block.address + 16, index + 1, little);
      view.setUint16(block.address + 18, block.items, little);
      bytes.set(block.body, block.address + 20);
    });
  });
  return bytes;
}
