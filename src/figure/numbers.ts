const MINUS = "\u2212";
const NARROW_ENOUGH = 1e-9;

/** Fixed decimals with a real minus sign; never "−0". */
export function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** Shortest decimal text with at most `decimals` places, real minus, no trailing zeros. */
export function plain(value: number, decimals = 3): string {
  const text = fixed(value, decimals);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** `5.5–5.7`; one decimal more when both ends would read the same, `to` where a minus would meet the dash. */
export function range(low: number, high: number, decimals: number, to = "to"): string {
  const places = fixed(low, decimals) === fixed(high, decimals) && high - low > NARROW_ENOUGH ? decimals + 1 : decimals;
  return low < 0 || high < 0 ? `${fixed(low, places)} ${to} ${fixed(high, places)}` : `${fixed(low, places)}–${fixed(high, places)}`;
}

/** Largest of 1, 2, 5 × 10ⁿ that is not above `limit` (> 0). */
export function niceBelow(limit: number): number {
  const power = 10 ** Math.floor(Math.log10(limit) + NARROW_ENOUGH);
  const mantissa = limit / power;
  return (mantissa >= 5 - NARROW_ENOUGH ? 5 : mantissa >= 2 - NARROW_ENOUGH ? 2 : 1) * power;
}

/** Smallest of 1, 2, 5 × 10ⁿ that is not below `limit` (> 0). */
export function niceAbove(limit: number): number {
  const power = 10 ** Math.floor(Math.log10(limit) + NARROW_ENOUGH);
  const mantissa = limit / power - NARROW_ENOUGH;
  return (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10) * power;
}

/** Multiples of a nice step inside [low, high], at least two where the range allows, about `wanted` of them. */
export function niceTicks(low: number, high: number, wanted: number): readonly number[] {
  const step = niceAbove((high - low) / wanted);
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step - NARROW_ENOUGH); k * step <= high + step * NARROW_ENOUGH; k += 1) ticks.push(k * step);
  return ticks;
}

/** More than any step of an axis has. */
const MOST_DECIMALS = 15;

/** Decimals in which the numbers of an axis differ: those of its step; of its only number all that it has, three digits at least. */
export function tickDecimals(ticks: readonly number[]): number {
  const [first = 0, second] = ticks;
  if (second === undefined) {
    // A step may be small beside the number: 1000.5 is no 1001.
    let decimals = threeDigits(first);
    while (decimals < MOST_DECIMALS && Math.abs(Number(first.toFixed(decimals)) - first) > Math.abs(first) * NARROW_ENOUGH) decimals += 1;
    return decimals;
  }
  return Math.max(0, -Math.floor(Math.log10(Math.abs(second - first)) + NARROW_ENOUGH));
}

/** Decimals with which a number has three significant digits. */
export function threeDigits(value: number): number {
  return value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)) + NARROW_ENOUGH));
}

/** Below this many microvolts a voltage is said in nanovolts, as the window says it. */
const LEAST_MICROVOLTS = 0.1;

/** A voltage in microvolts as a person would say it: `12.3 µV`, `35.1 nV`, `2.67 mV`. */
export function voltText(microvolts: number): string {
  const [unit, factor] = microvolts === 0 || microvolts >= LEAST_MICROVOLTS ? (microvolts < 1000 ? (["µV", 1] as const) : (["mV", 1e-3] as const)) : (["nV", 1000] as const);
  return `${fixed(microvolts * factor, threeDigits(microvolts * factor))} ${unit}`;
}

/** A calibration bar's text: `200 µV`, `1 mV`, `50 nV`, `50 ms`, `2 s`; units without a prefix rule keep theirs, no unit reads `au`. */
export function barText(value: number, unit: string): string {
  const significant = Math.max(0, 2 - Math.floor(Math.log10(value)));
  if (unit === "µV" && value < LEAST_MICROVOLTS - NARROW_ENOUGH) return `${plain(value * 1000, significant)} nV`;
  if (unit === "µV" && value >= 1e6) return `${plain(value / 1e6)} V`;
  if (unit === "µV" && value >= 1000) return `${plain(value / 1000)} mV`;
  if (unit === "s" && value < 1) return `${plain(value * 1000)} ms`;
  if (unit === "s" && value >= 3600 && value % 3600 === 0) return `${plain(value / 3600)} h`;
  return `${plain(value, Math.min(significant, 9))} ${unit === "" ? "au" : unit}`;
}
