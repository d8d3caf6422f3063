import type { Run, TrainGapOptions } from "../bursts/group-trains";
import { groupTrains } from "../bursts/group-trains";
import type { Edit } from "../result";
import type { Track, TrackBurst } from "./track";
import { burstBetween, burstSamples, burstSeconds, sampleAt } from "./track";

/**
 * Applies a person's corrections to the bursts of one segment, in their order. A burst is named by a stretch of samples that
 * holds its time, so that an edit survives a change of thresholds that moves the edges. Edits outside the segment do nothing.
 *
 * - `add-burst`: bursts whose time lies in the stretch are replaced by one with these edges; neighbours are cut back to it.
 * - `remove-burst`: every burst whose time lies in the stretch goes.
 * - `move-burst`: as remove, then add with the new edges; also when the detector no longer finds the burst: the person saw it.
 *
 * @param track the finest track of the segment, on which added bursts are measured
 */
export function editBursts(bursts: readonly TrackBurst[], edits: readonly Edit[], track: Track): TrackBurst[] {
  let list = [...bursts];
  for (const edit of edits) {
    switch (edit.kind) {
      case "add-burst":
        list = withBurst(list, track, edit.start, edit.end);
        break;
      case "remove-burst":
        list = without(list, edit.start, edit.end);
        break;
      case "move-burst":
        if (overlaps(track, edit.newStart, edit.newEnd)) list = withBurst(without(list, edit.start, edit.end), track, edit.newStart, edit.newEnd);
        break;
      case "split-train":
      case "merge-trains":
        break;
    }
  }
  return list;
}

function overlaps(track: Track, start: number, end: number): boolean {
  return end > start && start < track.segment.endSample && end > track.segment.startSample;
}

function without(list: readonly TrackBurst[], start: number, end: number): TrackBurst[] {
  return list.filter((burst) => {
    const time = sampleAt(burst.track, burst.centroid);
    return time < start || time >= end;
  });
}

function withBurst(list: readonly TrackBurst[], track: Track, start: number, end: number): TrackBurst[] {
  if (!overlaps(track, start, end)) return [...list];
  const added = burstBetween(track, start, end, true);
  const others = without(list, start, end).map((burst) => cutBack(burst, start, end));
  // Equal times cannot be: a burst at the time of the added one lies in its stretch and was replaced.
  return [...others, added].sort((a, b) => burstSeconds(a) - burstSeconds(b));
}

/** A neighbour that reaches into [start, end) ends where the stretch begins, or begins where it ends. */
function cutBack(burst: TrackBurst, start: number, end: number): TrackBurst {
  const edges = burstSamples(burst);
  if (edges.end <= start || edges.start >= end) return burst;
  const before = sampleAt(burst.track, burst.centroid) < start;
  return burstBetween(burst.track, before ? edges.start : end, before ? start : edges.end, true);
}

/**
 * Groups the bursts of one segment into runs by the train rule, then as a person split and merged them: for every gap between
 * two bursts the last edit that speaks of it decides. Bursts of different scales are not joined by the rule.
 */
export function groupEdited(bursts: readonly TrackBurst[], edits: readonly Edit[], options: TrainGapOptions): Run[] {
  const times = bursts.map(burstSeconds);
  const samples = bursts.map((burst) => sampleAt(burst.track, burst.centroid));
  const decisions = times.map((_, k) => (k === 0 ? "split" : gapDecision(samples[k - 1]!, samples[k]!, edits)));
  const runs: Run[] = [];
  let first = 0;
  for (let k = 1; k <= bursts.length; k++) {
    const hard = k === bursts.length || decisions[k] === "split" || bursts[k]!.track.scaleHz !== bursts[k - 1]!.track.scaleHz;
    if (!hard) continue;
    for (const run of groupTrains(times.slice(first, k), options)) runs.push({ first: first + run.first, end: first + run.end });
    first = k;
  }
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined[joined.length - 1];
    if (last !== undefined && decisions[run.first] === "merge") joined[joined.length - 1] = { first: last.first, end: run.end };
    else joined.push(run);
  }
  return joined;
}

function gapDecision(before: number, after: number, edits: readonly Edit[]): "split" | "merge" | undefined {
  let decision: "split" | "merge" | undefined;
  for (const edit of edits) {
    if (edit.kind === "split-train" && edit.sample > before && edit.sample <= after) decision = "split";
    if (edit.kind === "merge-trains" && before >= edit.start && after <= edit.end) decision = "merge";
  }
  return decision;
}
