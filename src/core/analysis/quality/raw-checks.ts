import type { MovementCheck, RawStretch } from "../../bursts/movement-artefact";
import { checkMovement } from "../../bursts/movement-artefact";
import type { Cancel } from "../../errors";
import type { ReadSamples } from "../../signal/trend";
import type { SampleRange } from "../../timeline";
import type { TrackBurst } from "../track";
import { burstSamples } from "../track";

/** Raw signal looked at on either side of a train, seconds. */
const marginSeconds = 1;
/** A train longer than three pieces of this length is looked at in three: at its beginning, middle and end. Bounds the memory. */
const pieceSeconds = 8;
const pieces = 3;

/** Stretches of a train, with margins, that the raw checks read: the whole train, or three pieces of a long one. Inside its segment. */
export function rawRanges(train: readonly TrackBurst[]): SampleRange[] {
  const first = train[0]!;
  const { segment, samplingHz } = first.track;
  const start = Math.max(segment.startSample, burstSamples(first).start - Math.round(marginSeconds * samplingHz));
  const end = Math.min(segment.endSample, burstSamples(train[train.length - 1]!).end + Math.round(marginSeconds * samplingHz));
  const piece = Math.round(pieceSeconds * samplingHz);
  if (end - start <= pieces * piece) return [{ start, end }];
  return Array.from({ length: pieces }, (_, k) => {
    const from = start + Math.round(((end - start - piece) * k) / (pieces - 1));
    return { start: from, end: from + piece };
  });
}

/**
 * The movement-artefact check of a train on raw samples.
 *
 * @param all every burst of the channel in the train's segment, ascending: none of them counts as quiet
 * @returns undefined where it could not be made (see `checkMovement`)
 */
export async function checkTrainMovement(train: readonly TrackBurst[], all: readonly TrackBurst[], read: ReadSamples, presenceDb: number, cancel: Cancel | undefined): Promise<MovementCheck | undefined> {
  const stretches: RawStretch[] = [];
  for (const range of rawRanges(train)) {
    const raw = await read(range, cancel);
    const inside = (burst: TrackBurst): readonly [number, number] | undefined => {
      const { start, end } = burstSamples(burst);
      return start >= range.start && end <= range.end ? [start - range.start, end - range.start] : undefined;
    };
    stretches.push({ raw, bursts: train.map(inside).filter((edges) => edges !== undefined), quiet: quietBetween(all, range) });
  }
  return checkMovement(stretches, train[0]!.track.samplingHz, presenceDb);
}

/** Parts of a range in which there is no burst, as offsets from its start. */
function quietBetween(all: readonly TrackBurst[], range: SampleRange): (readonly [number, number])[] {
  const quiet: (readonly [number, number])[] = [];
  let position = range.start;
  for (const burst of all) {
    const { start, end } = burstSamples(burst);
    if (end <= range.start || start >= range.end) continue;
    if (start > position) quiet.push([position - range.start, start - range.start]);
    position = Math.max(position, end);
  }
  if (position < range.end) quiet.push([position - range.start, range.end - range.start]);
  return quiet;
}
