import type { SampleRange } from "../../timeline";
import type { TrackBurst } from "../track";
import { burstSamples } from "../track";

/** The edges of bursts as text, of those only that reach into one of the ranges where such are given: what is measured on raw samples depends on nothing else of a burst. */
export function edgesText(bursts: readonly TrackBurst[], ranges?: readonly SampleRange[]): string {
  const words: string[] = [];
  for (const burst of bursts) {
    const { start, end } = burstSamples(burst);
    if (ranges === undefined || ranges.some((range) => end > range.start && start < range.end)) words.push(`${start}-${end}`);
  }
  return words.join(" ");
}
