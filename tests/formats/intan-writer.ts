/** Test-only writer of Intan .rhd files (traditional format); independent of the reader. */

export interface RhdTestChannel {
  /** 0 amplifier, 1 auxiliary, 2 supply, 3 board input, 4 digital in, 5 digital out. */
  readonly type: 0 | 1 | 2 | 3 | 4 | 5;
  readonly native: string;
  readonly custom?: string;
  readonly order: number;
  readonly enabled?: boolean;
  /** Stored words, or 0 and 1 for digital lines. */
  readonly stored: ArrayLike<number>;
}

export interface RhdRequest {
  readonly version: readonly [number, number];
  readonly samplingHz: number;
  readonly boardMode?: number;
  /** Stored hundredths of a degree of each sensor, one a block. */
  readonly temperatures?: readonly ArrayLike<number>[];
  readonly blocks: number;
  readonly channels: readonly RhdTestChannel[];
  /** Before this block the clock runs on by so many samples. */
  readonly pauses?: readonly { readonly block: number; readonly samples: number }[];
}

export function writeRhd(request: RhdRequest): Uint8Array {
  const [major, minor] = request.version;
  const from = (a: number, b: number): boolean => major > a || (major === a && minor >= b);
  const size = from(2, 0) ? 128 : 60;
  const head: number[] = [];
  const i16 = (value: number): void => void head.push(value & 255, (value >> 8) & 255);
  const f32 = (value: number): void => void head.push(...new Uint8Array(new Float32Array([value]).buffer));
  const text = (value: string): void => {
    head.push(...new Uint8Array(new Uint32Array([2 * value.length]).buffer));
    for (const c of value) i16(c.charCodeAt(0));
  };
  head.push(...new Uint8Array(new Uint32Array([0xc6912702]).buffer));
  i16(major);
  i16(minor);
  f32(request.samplingHz);
  i16(1);
  [1, 0.1, 7500, 1, 0.1, 7500].forEach(f32);
  i16(1);
  [1000, 1000].forEach(f32);
  ["", "", ""].forEach(text);
  const temperatures = request.temperatures ?? [];
  if (from(1, 1)) i16(temperatures.length);
  if (from(1, 3)) i16(request.boardMode ?? 0);
  if (from(2, 0)) text("n/a");
  i16(2);
  const group = (name: string, channels: readonly RhdTestChannel[]): void => {
    text(name);
    text(name.slice(-1));
    i16(1);
    i16(channels.length);
    i16(channels.filter(({ type }) => type === 0).length);
    for (const channel of channels) {
      text(channel.native);
      text(channel.custom ?? channel.native);
      [channel.order, channel.order, channel.type, channel.enabled === false ? 0 : 1, 0, 0, 0, 0, 0, 0].forEach(i16);
      f32(1000);
      f32(-45);
    }
  };
  group("Port A", request.channels.filter(({ type }) => type < 3));
  group("Board", request.channels.filter(({ type }) => type >= 3));
  const on = request.channels.filter(({ enabled }) => enabled !== false);
  const of = (type: number): RhdTestChannel[] => on.filter((channel) => channel.type === type);
  const words: number[] = [];
  const stamps: number[] = [];
  const body: number[] = [];
  let clock = 0;
  for (let block = 0; block < request.blocks; block += 1) {
    clock += request.pauses?.find((pause) => pause.block === block)?.samples ?? 0;
    stamps.length = 0;
    words.length = 0;
    for (let k = 0; k < size; k += 1) stamps.push(clock + k);
    clock += size;
    const run = (channels: readonly RhdTestChannel[], samples: number): void => channels.forEach(({ stored }) => { for (let k = 0; k < samples; k += 1) words.push(stored[block * samples + k]!); });
    run(of(0), size);
    run(of(1), size / 4);
    run(of(2), 1);
    temperatures.forEach((stored) => words.push(stored[block]!));
    run(of(3), size);
    for (const type of [4, 5]) {
      const lines = of(type);
      if (lines.length > 0) for (let k = 0; k < size; k += 1) words.push(lines.reduce((word, { order, stored }) => word | (stored[block * size + k]! << order), 0));
    }
    body.push(...new Uint8Array(new Int32Array(stamps).buffer), ...new Uint8Array(new Uint16Array(words).buffer));
  }
  return Uint8Array.from([...head, ...body]);
}
