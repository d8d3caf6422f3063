/** Test-only: chunks of an XDF file, written from the specification (xdf wiki, version 1.0). */
export interface XdfStreamToWrite {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly format: "int8" | "int16" | "int32" | "int64" | "float32" | "double64" | "string";
  readonly rate: number;
  readonly channels: readonly { readonly label?: string; readonly unit?: string }[];
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function numbers(bytes: number, write: (view: DataView) => void): Uint8Array {
  const view = new DataView(new ArrayBuffer(bytes));
  write(view);
  return new Uint8Array(view.buffer);
}

function variableLength(value: number, width: 1 | 4 | 8): Uint8Array {
  return numbers(1 + width, (view) => {
    view.setUint8(0, width);
    if (width === 1) view.setUint8(1, value);
    else if (width === 4) view.setUint32(1, value, true);
    else view.setBigUint64(1, BigInt(value), true);
  });
}

export function xdfChunk(tag: number, content: Uint8Array, width: 1 | 4 | 8 = 4): Uint8Array {
  return joined([variableLength(content.length + 2, width), numbers(2, (view) => view.setUint16(0, tag, true)), content]);
}

const streamId = (id: number): Uint8Array => numbers(4, (view) => view.setUint32(0, id, true));

export function xdfHeader(stream: XdfStreamToWrite): Uint8Array {
  const channels = stream.channels.map(({ label, unit }) => `<channel>${label === undefined ? "" : `<label>${label}</label>`}${unit === undefined ? "" : `<unit>${unit}</unit>`}</channel>`).join("");
  const xml = `<?xml version="1.0"?><info><name>${stream.name}</name><type>${stream.type}</type><channel_count>${stream.channels.length}</channel_count><nominal_srate>${stream.rate}</nominal_srate><channel_format>${stream.format}</channel_format><desc><channels>${channels}</channels></desc></info>`;
  return xdfChunk(2, joined([streamId(stream.id), utf8(xml)]));
}

function valueBytes(format: XdfStreamToWrite["format"], value: number | string): Uint8Array {
  if (typeof value === "string") return joined([variableLength(utf8(value).length, 4), utf8(value)]);
  const width = { int8: 1, int16: 2, int32: 4, int64: 8, float32: 4, double64: 8, string: 0 }[format];
  return numbers(width, (view) => {
    if (format === "int8") view.setInt8(0, value);
    else if (format === "int16") view.setInt16(0, value, true);
    else if (format === "int32") view.setInt32(0, value, true);
    else if (format === "int64") view.setBigInt64(0, BigInt(value), true);
    else if (format === "float32") view.setFloat32(0, value, true);
    else view.setFloat64(0, value, true);
  });
}

/** One chunk of samples; a stamp that is undefined is left out. */
export function xdfSamples(stream: XdfStreamToWrite, rows: readonly (readonly (number | string)[])[], stamps: readonly (number | undefined)[], width: 1 | 4 | 8 = 4): Uint8Array {
  const body = rows.flatMap((row, k) => {
    const stamp = stamps[k];
    const head = stamp === undefined ? Uint8Array.of(0) : numbers(9, (view) => (view.setUint8(0, 8), view.setFloat64(1, stamp, true)));
    return [head, ...row.map((value) => valueBytes(stream.format, value))];
  });
  return xdfChunk(3, joined([streamId(stream.id), variableLength(rows.length, width), ...body]), width === 1 ? 4 : width);
}

export function xdfOffset(id: number, at: number, seconds: number): Uint8Array {
  return xdfChunk(4, numbers(20, (view) => (view.setUint32(0, id, true), view.setFloat64(4, at, true), view.setFloat64(12, seconds, true))), 1);
}

export function xdfFile(chunks: readonly Uint8Array[], dateTime = "2026-09-14T10:42:07+0200"): Uint8Array {
  return joined([utf8("XDF:"), xdfChunk(1, utf8(`<?xml version="1.0"?><info><version>1.0</version><datetime>${dateTime}</datetime></info>`), 1), ...chunks]);
}
