import { KlonosError } from "../errors";
import { add, complex, conjugate, divide, magnitude, multiply, product, scale, squareRoot, subtract } from "./complex";
import type { Complex } from "./complex";
import { SECTION_LENGTH } from "./sos";
import type { Sos } from "./sos";

/** Zeros, poles and gain of a filter. */
interface Zpk {
  readonly zeros: readonly Complex[];
  readonly poles: readonly Complex[];
  readonly gain: number;
}

/** Relative imaginary part below which a pole counts as real. */
const REAL_TOLERANCE = 100 * Number.EPSILON;
/** Sampling rate of the normalised bilinear transform; frequencies are shares of its Nyquist rate. */
const NORMALISED_RATE = 2;
/** Highest order that a cascade of sections in double precision carries without harm. */
const ORDER_LIMIT = 12;

/**
 * Butterworth low-pass by pre-warped bilinear transform, −3 dB at `cutoffHz` in one pass; equals SciPy
 * `butter(order, cutoffHz, 'lowpass', fs=samplingHz, output='sos')` to the last bits.
 * @throws KlonosError `filter-band` when the cut-off is not inside (0, samplingHz/2).
 */
export function butterworthLowpass(order: number, cutoffHz: number, samplingHz: number): Sos {
  const warped = prewarp(checkedShare(order, cutoffHz, samplingHz));
  const poles = prototypePoles(order).map((pole) => scale(pole, warped));
  return sectionsOf(bilinear({ zeros: [], poles, gain: warped ** order }));
}

/** As `butterworthLowpass`, high-pass. */
export function butterworthHighpass(order: number, cutoffHz: number, samplingHz: number): Sos {
  const warped = prewarp(checkedShare(order, cutoffHz, samplingHz));
  const prototype = prototypePoles(order);
  const gain = divide(complex(1), product(prototype.map((pole) => scale(pole, -1)))).re;
  return sectionsOf(bilinear({ zeros: prototype.map(() => complex(0)), poles: prototype.map((pole) => divide(complex(warped), pole)), gain }));
}

/**
 * Butterworth band-pass of `order` per edge (2·order poles); equals SciPy `butter(order, [low, high], 'bandpass', fs=…, output='sos')`.
 * @throws KlonosError `filter-band` unless 0 < low < high < samplingHz/2.
 */
export function butterworthBandpass(order: number, lowHz: number, highHz: number, samplingHz: number): Sos {
  const low = prewarp(checkedShare(order, lowHz, samplingHz));
  const high = prewarp(checkedShare(order, highHz, samplingHz));
  if (!(lowHz < highHz)) throw bandError(`The band must rise: ${lowHz} Hz to ${highHz} Hz.`, lowHz, samplingHz);
  const width = high - low;
  const centre = Math.sqrt(low * high);
  const halves = prototypePoles(order).map((pole) => scale(scale(pole, width), 0.5));
  const roots = halves.map((pole) => squareRoot(subtract(multiply(pole, pole), complex(centre * centre))));
  const poles = [...halves.map((pole, k) => add(pole, roots[k]!)), ...halves.map((pole, k) => subtract(pole, roots[k]!))];
  return sectionsOf(bilinear({ zeros: halves.map(() => complex(0)), poles, gain: width ** order }));
}

function checkedShare(order: number, frequencyHz: number, samplingHz: number): number {
  if (!Number.isInteger(order) || order < 1 || order > ORDER_LIMIT) throw new RangeError(`filter order ${order} is not an integer from 1 to ${ORDER_LIMIT}`);
  const share = (2 * frequencyHz) / samplingHz;
  if (!(share > 0 && share < 1)) {
    throw bandError(`A filter edge of ${frequencyHz} Hz does not fit a sampling rate of ${samplingHz} Hz: it must lie between 0 and ${samplingHz / 2} Hz.`, frequencyHz, samplingHz);
  }
  return share;
}

function bandError(message: string, frequencyHz: number, samplingHz: number): KlonosError {
  return new KlonosError("filter-band", message, "", { frequencyHz, samplingHz });
}

const prewarp = (share: number): number => 2 * NORMALISED_RATE * Math.tan((Math.PI * share) / NORMALISED_RATE);

/** Left half of the unit circle, evenly spaced; the middle one of an odd order is exactly −1. */
function prototypePoles(order: number): readonly Complex[] {
  return Array.from({ length: order }, (_, k) => {
    const angle = Math.PI * (2 * k + 1 - order) * (1 / (2 * order));
    return complex(-Math.cos(angle), -Math.sin(angle));
  });
}

function bilinear(analogue: Zpk): Zpk {
  const rate = complex(2 * NORMALISED_RATE);
  const toZ = (s: Complex): Complex => divide(add(rate, s), subtract(rate, s));
  const atInfinity = Array.from({ length: analogue.poles.length - analogue.zeros.length }, () => complex(-1));
  const numerator = product(analogue.zeros.map((zero) => subtract(rate, zero)));
  const denominator = product(analogue.poles.map((pole) => subtract(rate, pole)));
  return {
    zeros: [...analogue.zeros.map(toZ), ...atInfinity],
    poles: analogue.poles.map(toZ),
    gain: analogue.gain * divide(numerator, denominator).re,
  };
}

/**
 * Pairs each pole with its conjugate (real poles with each other) and with the two nearest zeros, the poles nearest to the unit
 * circle in the last section, the gain in the first: the rule of SciPy's `zpk2sos(pairing='nearest')`. Butterworth zeros are real.
 */
function sectionsOf({ zeros, poles, gain }: Zpk): Sos {
  const padded = poles.length % 2 === 1;
  const zerosLeft = zeros.map((zero) => zero.re);
  const polesLeft = oneOfEachPair(poles);
  if (padded) {
    zerosLeft.push(0);
    polesLeft.push(complex(0));
  }
  zerosLeft.sort((a, b) => a - b);
  polesLeft.sort((a, b) => a.re - b.re || a.im - b.im);
  const sectionCount = (poles.length + 1) >> 1;
  const coefficients = new Float64Array(sectionCount * SECTION_LENGTH);
  for (let section = sectionCount - 1; section >= 0; section--) {
    const first = takeWorst(polesLeft, () => true);
    const second = first.im === 0 ? takeWorst(polesLeft, (pole) => pole.im === 0) : conjugate(first);
    const zeroA = takeNearest(zerosLeft, first);
    const zeroB = takeNearest(zerosLeft, first);
    coefficients.set([1, -zeroA - zeroB, zeroA * zeroB, 1, -first.re - second.re, multiply(first, second).re], section * SECTION_LENGTH);
  }
  for (let k = 0; k < 3; k++) coefficients[k]! *= gain;
  return { sectionCount, coefficients };
}

/** Real poles (with imaginary part exactly 0) and, of each conjugate pair, the one above the real axis. */
function oneOfEachPair(poles: readonly Complex[]): Complex[] {
  const kept: Complex[] = [];
  for (const pole of poles) {
    if (Math.abs(pole.im) <= REAL_TOLERANCE * magnitude(pole)) kept.push(complex(pole.re));
    else if (pole.im > 0) kept.push(pole);
  }
  return kept;
}

function takeWorst(poles: Complex[], accept: (pole: Complex) => boolean): Complex {
  let worst = -1;
  let distance = Infinity;
  poles.forEach((pole, k) => {
    const d = Math.abs(1 - magnitude(pole));
    if (accept(pole) && d < distance) {
      worst = k;
      distance = d;
    }
  });
  return poles.splice(worst, 1)[0]!;
}

function takeNearest(zeros: number[], pole: Complex): number {
  let nearest = -1;
  let distance = Infinity;
  zeros.forEach((zero, k) => {
    const d = magnitude(complex(zero - pole.re, -pole.im));
    if (d < distance) {
      nearest = k;
      distance = d;
    }
  });
  return zeros.splice(nearest, 1)[0]!;
}
