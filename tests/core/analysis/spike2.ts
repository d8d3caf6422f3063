/** One waveform channel of a 32-bit Spike2 (SON) file: just enough of the format to read test recordings. */
export interface WaveformChannel {
  readonly title: string;
  readonly samplingHz: number;
  readonly samples: Float64Array;
}

const HEADER_BYTES = 512;
const CHANNEL_BYTES = 140;
const BLOCK_HEADER_BYTES = 20;
const ADC = 1;

/** Continuous channels of kind ADC; blocks are concatenated. */
export function readWaveforms(bytes: Uint8Array): WaveformChannel[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Clock tick × ticks per conversion × the channel's divider: the layout of version 6 files.
  const secondsPerConversion = view.getUint16(20, true) * view.getFloat64(44, true) * view.getUint16(22, true);
  const channels: WaveformChannel[] = [];
  for (let c = 0; c < view.getInt16(30, true); c++) {
    const at = HEADER_BYTES + CHANNEL_BYTES * c;
    if (view.getUint8(at + 122) !== ADC) continue;
    const title = String.fromCharCode(...bytes.subarray(at + 109, at + 109 + view.getUint8(at + 108)));
    const scale = view.getFloat32(at + 124, true) / 6553.6;
    const offset = view.getFloat32(at + 128, true);
    const values: number[] = [];
    let block = view.getInt32(at + 6, true);
    while (block > 0 && block < bytes.length) {
      const items = view.getUint16(block + 18, true);
      for (let k = 0; k < items; k++) values.push(view.getInt16(block + BLOCK_HEADER_BYTES + 2 * k, true) * scale + offset);
      block = view.getInt32(block + 4, true);
    }
    channels.push({ title, samplingHz: 1 / (view.getInt16(at + 138, true) * secondsPerConversion), samples: Float64Array.from(values) });
  }
  return channels;
}
