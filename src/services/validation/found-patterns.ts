import type { BurstResult, ResultDocument } from "../../core/result";
import type { Edges } from "../../core/trains/segmentation-scores";
import type { ExpertPattern } from "./marked-table";

/** What a comparison with a person's marks needs of a recording: plain data, kept so that a stopped comparison goes on, and free of the marks, so that mending a mark costs no analysis. */
export interface FoundPatterns {
  readonly durationSeconds: number;
  /** The EMG channels. */
  readonly channels: readonly FoundChannel[];
}

/** What Klonos found in one EMG channel, in the order of time. */
export interface FoundChannel {
  readonly index: number;
  readonly label: string;
  /** Trains of enough beats. */
  readonly trains: readonly (Edges & { readonly label: ExpertPattern })[];
  /** Of all trains, and those of none. */
  readonly bursts: readonly Edges[];
}

/** Changes whenever the form or the meaning of what is kept does. */
export const FOUND_PATTERNS_FORM = "found-patterns/2";

/** The part of a result that is compared. */
export function foundPatterns({ channels, trains }: Pick<ResultDocument, "channels" | "trains">, durationSeconds: number): FoundPatterns {
  return {
    durationSeconds,
    channels: channels.filter(({ role }) => role === "emg").map(({ index, label, isolatedBursts }) => {
      const mine = trains.filter(({ channelIndex }) => channelIndex === index);
      return {
        index, label,
        // A handful of bursts is a train to Klonos too, but nobody marks two bursts as one.
        trains: mine.filter(({ pattern }) => pattern !== "insufficient").map(({ startSeconds, endSeconds, pattern }) => ({ startSeconds, endSeconds, label: pattern === "rhythmic" || pattern === "irregular" ? pattern : ("undecided" as const) })).sort(byStart),
        bursts: [...mine.flatMap(({ bursts }) => bursts), ...isolatedBursts].map(edgesOf).sort(byStart),
      };
    }),
  };
}

const edgesOf = ({ onsetSeconds, offsetSeconds }: BurstResult): Edges => ({ startSeconds: onsetSeconds, endSeconds: offsetSeconds });

/** The order of time. */
export const byStart = (a: Edges, b: Edges): number => a.startSeconds - b.startSeconds;
