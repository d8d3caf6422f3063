/** Seeded noise in (−0.5, 0.5): Park and Miller's generator, the same on every machine. */
export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 0x7fffffff;
    return state / 0x7fffffff - 0.5;
  };
}

/**
 * A table of text with one column a label: noise with bursts of 60 ms at 5 Hz from the first to the last second but one. The first label is a
 * time column in seconds when `samplingHz` is given.
 */
export function sineTable(labels: readonly string[], rows: number, samplingHz?: number): string {
  const random = noise(7);
  const rate = samplingHz ?? 2000;
  const lines = [labels.join(",")];
  for (let row = 0; row < rows; row++) {
    const seconds = row / rate;
    const isBurst = seconds > 1 && seconds < rows / rate - 0.5 && seconds % 0.2 < 0.06;
    const cells = labels.map((_, column) => (samplingHz !== undefined && column === 0 ? seconds.toFixed(5) : (random() * (isBurst ? 2 : 0.05)).toFixed(5)));
    lines.push(cells.join(","));
  }
  return `${lines.join("\n")}\n`;
}
