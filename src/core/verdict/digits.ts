/** More digits than these tell nothing to a person: the number then stands at its threshold. */
const MOST_DIGITS = 4;

/** As many digits behind the point as it takes, from `digits` on and at most four, that a number and its threshold do not read alike: 0.36 is not below 0.36. */
export function digitsApart(value: number, threshold: number, digits: number): number {
  let needed = digits;
  while (needed < MOST_DIGITS && value !== threshold && value.toFixed(needed) === threshold.toFixed(needed)) needed++;
  return needed;
}

/** With a real minus and a plus; what rounds to nothing has neither. */
export function signed(value: number, digits = 1): string {
  const size = Math.abs(value).toFixed(digits);
  return Number(size) === 0 ? size : `${value < 0 ? "−" : "+"}${size}`;
}
