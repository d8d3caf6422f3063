import type { Side } from "../../recording";
import type { EpisodeResult, TrainResult } from "../../result";

/**
 * Groups the trains of all channels that overlap in time, directly or through others: what one stretch set off in several muscles (science.md 1.4:
 * the wider the spread, the shorter genuine clonus lasts). A train alone is an episode too.
 */
export function episodesOf(trains: readonly TrainResult[]): readonly EpisodeResult[] {
  const order = [...trains].sort((a, b) => a.startSeconds - b.startSeconds || a.channelIndex - b.channelIndex || a.endSeconds - b.endSeconds);
  const groups: TrainResult[][] = [];
  let end = -Infinity;
  for (const train of order) {
    if (train.startSeconds < end) groups[groups.length - 1]!.push(train);
    else groups.push([train]);
    end = Math.max(end, train.endSeconds);
  }
  return groups.map((group, k) => {
    const last = group.reduce((latest, train) => (train.endSeconds > latest.endSeconds ? train : latest));
    return {
      id: `E${k + 1}`,
      trainIds: group.map(({ id }) => id),
      startSeconds: group[0]!.startSeconds,
      endSeconds: last.endSeconds,
      endReason: last.endReason,
      durationCensored: last.durationCensored,
      channelIndices: [...new Set(group.map(({ channelIndex }) => channelIndex))].sort((a, b) => a - b),
      muscles: new Set(group.map(({ muscle, side, channelIndex }) => (muscle === null ? `channel ${channelIndex}` : `${muscle} ${side ?? `of channel ${channelIndex}`}`))).size,
      sides: (["left", "right"] as const).filter((wanted: Side) => group.some(({ side }) => side === wanted)),
    };
  });
}
