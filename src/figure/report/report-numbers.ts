import type { EndReason, Estimate, Interval, Measured } from "../../core/result";
import { fixed, range } from "../numbers";

/** What stands where a number could not be had; the reason is in the JSON under `missing`. */
export const NO_NUMBER = "–";
const SECONDS_PER_MINUTE = 60;

/** `5.6 Hz (5.5–5.7)`; a dash without a value. `factor` turns shares into percent. */
export function withInterval(value: Measured, interval: Interval, decimals: number, unit = "", factor = 1): string {
  if (value === null) return NO_NUMBER;
  const number = `${fixed(value * factor, decimals)}${unit === "" ? "" : ` ${unit}`}`;
  return interval === null ? number : `${number} (${range(interval[0] * factor, interval[1] * factor, decimals)})`;
}

/** The same of an estimate. */
export function estimate({ value, ci }: Estimate, decimals: number, unit = "", factor = 1): string {
  return withInterval(value, ci, decimals, unit, factor);
}

/** `1:02.35`, as in the window. */
export function clockOf(seconds: number): string {
  const whole = Math.floor(seconds / SECONDS_PER_MINUTE);
  return `${whole}:${fixed(seconds - whole * SECONDS_PER_MINUTE, 2).padStart(5, "0")}`;
}

/** How a train ended, in words. */
export function endWords(reason: EndReason): string {
  return reason.replaceAll("-", " ");
}
