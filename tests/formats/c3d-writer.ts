/** Test-only writer of C3D files for all three machines; independent of the reader. */

export interface C3dTestChannel {
  readonly label: string;
  readonly unit: string;
  readonly scale: number;
  readonly offset: number;
  /** Stored numbers. */
  readonly stored: ArrayLike<number>;
}

export interface C3dRequest {
  readonly processor: "intel" | "dec" | "mips";
  readonly isFloat: boolean;
  readonly unsigned?: boolean;
  readonly points: number;
  readonly frameHz: number;
  readonly samplesPerFrame: number;
  readonly firstFrame?: number;
  readonly generalScale?: number;
  readonly channels: readonly C3dTestChannel[];
  readonly events?: readonly { readonly seconds: number; readonly context: string; readonly label: string }[];
  /** Written to the header instead of the parameters. */
  readonly headerEvents?: readonly { readonly seconds: number; readonly label: string }[];
  readonly forcePlate?: readonly number[];
}

/** The four bytes of a VAX F number: IEEE's times four, words swapped. */
function decBytes(value: number): readonly number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value * 4, true);
  const bytes = [0, 1, 2, 3].map((k) => view.getUint8(k));
  return [bytes[2]!, bytes[3]!, bytes[0]!, bytes[1]!];
}

type Value = string | number;

export function writeC3d(request: C3dRequest): Uint8Array {
  const { processor, channels, points, samplesPerFrame, isFloat, firstFrame = 1 } = request;
  const little = processor !== "mips";
  const i16 = (value: number): number[] => (little ? [value & 255, (value >> 8) & 255] : [(value >> 8) & 255, value & 255]);
  const f32 = (value: number): number[] => {
    if (processor === "dec") return [...decBytes(value)];
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, value, little);
    return [0, 1, 2, 3].map((k) => view.getUint8(k));
  };
  const frames = channels[0]!.stored.length / samplesPerFrame;
  const section: number[] = [];
  const entry = (id: number, name: string, body: readonly number[], isLast = false): void => {
    section.push(name.length, id & 255, ...Array.from(name, (c) => c.charCodeAt(0)), ...i16(isLast ? 0 : body.length + 2), ...body);
  };
  const parameter = (group: number, name: string, type: -1 | 2 | 4, values: readonly Value[], dimensions?: readonly number[], isLast = false): void => {
    const width = type === -1 ? Math.max(1, ...values.map((value) => String(value).length)) : 0;
    const shape = dimensions ?? (type === -1 ? [width, values.length] : values.length === 1 ? [] : [values.length]);
    const data = values.flatMap((value) => (type === -1 ? Array.from(String(value).padEnd(width), (c) => c.charCodeAt(0)) : type === 2 ? i16(Number(value)) : f32(Number(value))));
    entry(group, name, [type & 255, shape.length, ...shape, ...data, 0], isLast);
  };
  ["POINT", "ANALOG", "EVENT", "FORCE_PLATFORM"].forEach((name, k) => entry(-(k + 1), name, [0]));
  parameter(1, "USED", 2, [points]);
  parameter(1, "SCALE", 4, [isFloat ? -0.1 : 0.1]);
  parameter(1, "RATE", 4, [request.frameHz]);
  parameter(1, "FRAMES", 2, [frames]);
  parameter(1, "LABELS", -1, Array.from({ length: points }, (_, k) => `M${k}`));
  parameter(1, "DATA_START", 2, [0]);
  parameter(2, "USED", 2, [channels.length]);
  parameter(2, "LABELS", -1, channels.map(({ label }) => label));
  parameter(2, "UNITS", -1, channels.map(({ unit }) => unit));
  parameter(2, "GEN_SCALE", 4, [request.generalScale ?? 1]);
  parameter(2, "SCALE", 4, channels.map(({ scale }) => scale));
  parameter(2, "OFFSET", 2, channels.map(({ offset }) => offset));
  if (request.unsigned === true) parameter(2, "FORMAT", -1, ["UNSIGNED"]);
  if (request.events !== undefined) {
    parameter(3, "USED", 2, [request.events.length]);
    parameter(3, "TIMES", 4, request.events.flatMap(({ seconds }) => [Math.floor(seconds / 60), seconds % 60]), [2, request.events.length]);
    parameter(3, "CONTEXTS", -1, request.events.map(({ context }) => context));
    parameter(3, "LABELS", -1, request.events.map(({ label }) => label));
  }
  parameter(4, "USED", 2, [request.forcePlate === undefined ? 0 : 1]);
  parameter(4, "CHANNEL", 2, request.forcePlate ?? [0], [request.forcePlate?.length ?? 1, 1]);
  parameter(2, "RATE", 4, [request.frameHz * samplesPerFrame], undefined, true);
  const blocks = Math.ceil((section.length + 4) / 512);
  const dataAt = 512 + 512 * blocks;
  const width = isFloat ? 4 : 2;
  const bytes = new Uint8Array(dataAt + Math.ceil((frames * (4 * points + channels.length * samplesPerFrame) * width) / 512) * 512);
  const put = (at: number, values: readonly number[]): void => bytes.set(values, at);
  put(0, [2, 0x50, ...i16(points), ...i16(channels.length * samplesPerFrame), ...i16(firstFrame), ...i16(firstFrame + frames - 1), ...i16(10), ...f32(isFloat ? -0.1 : 0.1), ...i16(dataAt / 512 + 1), ...i16(samplesPerFrame), ...f32(request.frameHz)]);
  put(298, i16(12345));
  request.headerEvents?.forEach((event, k) => {
    put(300, i16(k + 1));
    put(304 + 4 * k, f32(event.seconds));
    put(396 + 4 * k, Array.from(event.label.padEnd(4).slice(0, 4), (c) => c.charCodeAt(0)));
  });
  put(512, [1, 0x50, blocks, { intel: 84, dec: 85, mips: 86 }[processor], ...section]);
  let at = dataAt;
  const number = (value: number): void => {
    put(at, isFloat ? f32(value) : i16(value));
    at += width;
  };
  for (let frame = 0; frame < frames; frame += 1) {
    for (let k = 0; k < 4 * points; k += 1) number(k % 4 === 3 ? 0 : frame % 100);
    for (let sample = 0; sample < samplesPerFrame; sample += 1) for (const { stored } of channels) number(stored[frame * samplesPerFrame + sample]!);
  }
  return bytes;
}
