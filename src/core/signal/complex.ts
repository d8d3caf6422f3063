/** A complex number; only filter design uses it, never a hot loop. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** re + i·im. */
export const complex = (re: number, im = 0): Complex => ({ re, im });
/** a + b. */
export const add = (a: Complex, b: Complex): Complex => complex(a.re + b.re, a.im + b.im);
/** a − b. */
export const subtract = (a: Complex, b: Complex): Complex => complex(a.re - b.re, a.im - b.im);
/** a · b. */
export const multiply = (a: Complex, b: Complex): Complex => complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
/** a times a real factor. */
export const scale = (a: Complex, factor: number): Complex => complex(a.re * factor, a.im * factor);
/** re − i·im. */
export const conjugate = (a: Complex): Complex => complex(a.re, -a.im);
/** Product in the order given; 1 of none. */
export const product = (values: readonly Complex[]): Complex => values.reduce(multiply, complex(1));

/** Smith's division (R. L. Smith 1962), free of overflow; the order of operations decides the last bit of a filter coefficient. */
export function divide(a: Complex, b: Complex): Complex {
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re;
    const inverse = 1 / (b.re + b.im * ratio);
    return complex((a.re + a.im * ratio) * inverse, (a.im - a.re * ratio) * inverse);
  }
  const ratio = b.re / b.im;
  const inverse = 1 / (b.im + b.re * ratio);
  return complex((a.re * ratio + a.im) * inverse, (a.im * ratio - a.re) * inverse);
}

/** 2^27 + 1: splits a double into two halves whose products are exact (Dekker 1971). */
const SPLITTER = 134217729;

/** Rounding error of a product: the exact a·b is `a * b + productError(a, b)`. */
export function productError(a: number, b: number): number {
  const bigA = SPLITTER * a;
  const highA = bigA - (bigA - a);
  const lowA = a - highA;
  const bigB = SPLITTER * b;
  const highB = bigB - (bigB - b);
  const lowB = b - highB;
  return highA * highB - a * b + highA * lowB + lowA * highB + lowA * lowB;
}

/** |a|, corrected by one Newton step on the exact residual: Math.hypot is off by one unit in the last place too often. */
export function magnitude(a: Complex): number {
  const re2 = a.re * a.re;
  const im2 = a.im * a.im;
  const first = Math.sqrt(re2 + im2);
  if (first === 0 || !Number.isFinite(first)) return first;
  const square = first * first;
  const residual = Math.max(re2, im2) - square + Math.min(re2, im2) + (productError(a.re, a.re) + productError(a.im, a.im) - productError(first, first));
  return first + residual / (2 * first);
}

/** Principal square root: real part ≥ 0, imaginary part with the sign of `a.im`. */
export function squareRoot(a: Complex): Complex {
  if (a.im === 0) return a.re >= 0 ? complex(Math.sqrt(a.re), a.im) : complex(0, Object.is(a.im, -0) ? -Math.sqrt(-a.re) : Math.sqrt(-a.re));
  const length = magnitude(a);
  if (a.re > 0) {
    const re = Math.sqrt(0.5 * (length + a.re));
    return complex(re, 0.5 * (a.im / re));
  }
  const im = Math.sqrt(0.5 * (length - a.re));
  return complex(Math.abs(0.5 * (a.im / im)), a.im < 0 ? -im : im);
}
