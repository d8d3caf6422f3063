declare module "dsp.js" {
  /** Only what Klonos uses. `forward` fills `real` and `imag`, unscaled, e^(−iωt); it throws a string unless the size is a power of two. */
  interface Fft {
    readonly real: Float64Array;
    readonly imag: Float64Array;
    forward(buffer: Float64Array): void;
  }
  const library: { readonly FFT: new (bufferSize: number, sampleRate: number) => Fft };
  export = library;
}
