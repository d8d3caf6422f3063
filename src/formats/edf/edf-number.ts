import { KlonosError } from "../../core/errors";

/** 0.001 V in µV is 1000.0000000000001: that is noise of the arithmetic, not a value beyond 1000. */
const ROUNDING_NOISE = 1e-12;

/** Where a number goes that eight characters cannot hold exactly. */
export type Rounding = "nearest" | "up" | "down";

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/**
 * A number in at most `width` plain characters (no exponent: many EDF readers refuse it), as precise as they allow.
 * `up` and `down` never end on the wrong side of the value, so a range that is written outwards still holds every sample.
 * @throws KlonosError `edf-write` when its whole part alone is longer, or it is not finite.
 */
export function numberField(value: number, width: number, rounding: Rounding = "nearest"): string {
  for (let decimals = width - 2; decimals >= 0 && Number.isFinite(value); decimals -= 1) {
    const step = 10 ** -decimals;
    let text = trimZeros(value.toFixed(decimals));
    const slack = ROUNDING_NOISE * Math.abs(value);
    const isWrongSide = (rounding === "up" && Number(text) < value - slack) || (rounding === "down" && Number(text) > value + slack);
    if (isWrongSide) text = trimZeros((Number(text) + (rounding === "up" ? step : -step)).toFixed(decimals));
    if (text === "-0") text = "0";
    if (text.length <= width) return text;
  }
  throw new KlonosError("edf-write", `The number ${value} does not fit in the ${width} characters that an EDF header has for it.`);
}
