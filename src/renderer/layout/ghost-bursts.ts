import type { ChannelInfo } from "../../core/recording";
import type { Edit } from "../../core/result";
import { sampleToSeconds } from "../../core/timeline";

/** A burst that the detector found and a person removed or moved: where it was. */
export interface GhostBurst {
  readonly channelIndex: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly was: "removed" | "moved";
}

type Place = Pick<GhostBurst, "channelIndex"> & { readonly start: number; readonly end: number };

const touches = (a: Place, b: Place): boolean => a.channelIndex === b.channelIndex && a.start < b.end && a.end > b.start;

/**
 * Automatic bursts that edits have removed or moved, in time order. A burst that a person made is none, whatever is done to it
 * later; one that was moved and then removed is removed.
 */
export function ghostBursts(edits: readonly Edit[], channels: readonly Pick<ChannelInfo, "index" | "segments" | "samplingHz">[]): readonly GhostBurst[] {
  /** Bursts by hand as they stand, with the automatic one that each began as. */
  let made: readonly { readonly place: Place; readonly origin: Place | undefined }[] = [];
  const ghosts = new Map<Place, GhostBurst["was"]>();
  for (const edit of edits) {
    if (edit.kind !== "add-burst" && edit.kind !== "remove-burst" && edit.kind !== "move-burst") continue;
    const place: Place = { channelIndex: edit.channelIndex, start: edit.start, end: edit.end };
    if (edit.kind === "add-burst") {
      made = [...made, { place, origin: undefined }];
      continue;
    }
    const before = made.find((one) => touches(one.place, place));
    const origin = before === undefined ? place : before.origin;
    made = made.filter((one) => one !== before);
    if (origin !== undefined) ghosts.set(origin, edit.kind === "remove-burst" ? "removed" : "moved");
    if (edit.kind === "move-burst") made = [...made, { place: { channelIndex: edit.channelIndex, start: edit.newStart, end: edit.newEnd }, origin }];
  }
  return [...ghosts].flatMap(([place, was]): readonly GhostBurst[] => {
    const channel = channels.find(({ index }) => index === place.channelIndex);
    if (channel === undefined) return [];
    const at = (sample: number): number => sampleToSeconds(channel.segments, channel.samplingHz, sample);
    return [{ channelIndex: place.channelIndex, startSeconds: at(place.start), endSeconds: at(place.end), was }];
  }).sort((a, b) => a.startSeconds - b.startSeconds || a.channelIndex - b.channelIndex);
}
