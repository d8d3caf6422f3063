/** Test-only writer of Axon binary files of both generations; independent of the reader. */

export interface AbfTestChannel {
  readonly name: string;
  readonly unit: string;
  /** Stored integers, or values for floating point files. */
  readonly stored: ArrayLike<number>;
  readonly instrument?: number;
  readonly signalGain?: number;
  readonly programmable?: number;
  readonly telegraph?: number;
  readonly instrumentOffset?: number;
  readonly signalOffset?: number;
}

export interface AbfRequest {
  readonly generation: 1 | 2;
  readonly mode: number;
  readonly isFloat?: boolean;
  readonly samplingHz: number;
  readonly channels: readonly AbfTestChannel[];
  /** Start in counts, frames of each episode; none: no synch array. */
  readonly episodes?: readonly { readonly start: number; readonly frames: number }[];
  readonly synchMicroseconds?: number;
  readonly tags?: readonly { readonly count: number; readonly text: string }[];
  readonly framesPerEpisode?: number;
  readonly startToStartSeconds?: number;
}

const pad = (length: number): number => Math.ceil(length / 512) * 512;

export function writeAbf(request: AbfRequest): Uint8Array {
  const { generation, channels, episodes = [], tags = [] } = request;
  const width = request.isFloat === true ? 4 : 2;
  const frames = channels[0]!.stored.length;
  const n = channels.length;
  const synchMicroseconds = request.synchMicroseconds ?? 0;
  const strings = `Clampex\0${channels.map(({ name, unit }) => `${name}\0${unit}\0`).join("")}`;
  const stringBytes = new TextEncoder().encode(strings);
  const headBytes = generation === 1 ? 6144 : 512 + 512 + pad(128 * n) + pad(44 + stringBytes.length);
  const synchAt = headBytes + pad(frames * n * width);
  const tagsAt = synchAt + pad(8 * episodes.length);
  const bytes = new Uint8Array(tagsAt + pad(64 * tags.length));
  const view = new DataView(bytes.buffer);
  const u16 = (at: number, value: number): void => view.setUint16(at, value, true);
  const i32 = (at: number, value: number): void => view.setInt32(at, value, true);
  const f32 = (at: number, value: number): void => view.setFloat32(at, value, true);
  const text = (at: number, value: string, length = value.length): void => bytes.set(Array.from(value.padEnd(length), (c) => c.charCodeAt(0)), at);
  if (generation === 1) {
    text(0, "ABF ");
    f32(4, 1.83);
    u16(8, request.mode);
    i32(10, frames * n);
    i32(16, Math.max(1, episodes.length));
    i32(20, 20260914);
    i32(24, 10 * 3600 + 42 * 60 + 7);
    i32(40, headBytes / 512);
    i32(44, tags.length > 0 ? tagsAt / 512 : 0);
    i32(48, tags.length);
    i32(92, episodes.length > 0 ? synchAt / 512 : 0);
    i32(96, episodes.length);
    u16(100, width === 4 ? 1 : 0);
    u16(120, n);
    f32(122, 1e6 / request.samplingHz / n);
    f32(130, synchMicroseconds);
    i32(138, (request.framesPerEpisode ?? 0) * n);
    f32(178, request.startToStartSeconds ?? 0);
    f32(244, 10);
    i32(252, 32768);
    u16(366, 250);
    for (let k = 0; k < 16; k += 1) view.setInt16(410 + 2 * k, k < n ? n - 1 - k : -1, true);
    channels.forEach((channel, k) => {
      // Inputs in another order than channels: the header's sequence must be followed.
      const adc = n - 1 - k;
      text(442 + 10 * adc, channel.name, 10);
      text(602 + 8 * adc, channel.unit, 8);
      f32(730 + 4 * adc, channel.programmable ?? 1);
      f32(922 + 4 * adc, channel.instrument ?? 1);
      f32(986 + 4 * adc, channel.instrumentOffset ?? 0);
      f32(1050 + 4 * adc, channel.signalGain ?? 1);
      f32(1114 + 4 * adc, channel.signalOffset ?? 0);
      u16(4512 + 2 * adc, channel.telegraph === undefined ? 0 : 1);
      f32(4576 + 4 * adc, channel.telegraph ?? 1);
    });
  } else {
    const adcAt = 1024;
    const stringsAt = adcAt + pad(128 * n);
    const section = (at: number, byte: number, size: number, count: number): void => {
      view.setUint32(at, count === 0 ? 0 : byte / 512, true);
      view.setUint32(at + 4, size, true);
      view.setBigInt64(at + 8, BigInt(count), true);
    };
    text(0, "ABF2");
    bytes.set([0, 0, 0, 2], 4);
    view.setUint32(8, 512, true);
    view.setUint32(12, Math.max(1, episodes.length), true);
    view.setUint32(16, 20260914, true);
    view.setUint32(20, (10 * 3600 + 42 * 60 + 7) * 1000 + 250, true);
    u16(28, 1);
    u16(30, width === 4 ? 1 : 0);
    section(76, 512, 512, 1);
    section(92, adcAt, 128, n);
    section(220, stringsAt, 44 + stringBytes.length, 1 + 2 * n);
    section(236, headBytes, width, frames * n);
    section(252, tagsAt, 64, tags.length);
    section(316, synchAt, 8, episodes.length);
    u16(512, request.mode);
    f32(514, 1e6 / request.samplingHz);
    f32(526, synchMicroseconds);
    i32(534, (request.framesPerEpisode ?? 0) * n);
    f32(574, request.startToStartSeconds ?? 0);
    f32(622, 10);
    i32(630, 32768);
    channels.forEach((channel, k) => {
      const at = adcAt + 128 * k;
      u16(at, k);
      u16(at + 2, channel.telegraph === undefined ? 0 : 1);
      f32(at + 6, channel.telegraph ?? 1);
      u16(at + 26, k);
      f32(at + 28, channel.programmable ?? 1);
      f32(at + 40, channel.instrument ?? 1);
      f32(at + 44, channel.instrumentOffset ?? 0);
      f32(at + 48, channel.signalGain ?? 1);
      f32(at + 52, channel.signalOffset ?? 0);
      f32(at + 56, 1000);
      i32(at + 74, 2 + 2 * k);
      i32(at + 78, 3 + 2 * k);
    });
    text(stringsAt, "SSCH");
    view.setUint32(stringsAt + 8, 1 + 2 * n, true);
    bytes.set(stringBytes, stringsAt + 44);
  }
  for (let k = 0; k < frames; k += 1) {
    channels.forEach(({ stored }, c) => {
      const at = headBytes + (k * n + c) * width;
      if (width === 4) f32(at, stored[k]!);
      else view.setInt16(at, stored[k]!, true);
    });
  }
  episodes.forEach((episode, k) => {
    i32(synchAt + 8 * k, episode.start);
    i32(synchAt + 8 * k + 4, episode.frames * n);
  });
  tags.forEach((tag, k) => {
    i32(tagsAt + 64 * k, tag.count);
    text(tagsAt + 64 * k + 4, tag.text, 56);
    u16(tagsAt + 64 * k + 60, 1);
  });
  return bytes;
}
