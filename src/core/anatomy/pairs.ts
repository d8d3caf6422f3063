import type { ChannelRole, Side } from "../recording";
import type { Pair } from "../result";
import { muscleById } from "./muscles";

/** The part of a channel that pairing looks at. */
export interface PairableChannel {
  readonly index: number;
  readonly role: ChannelRole;
  readonly muscle: string | undefined;
  readonly side: Side | undefined;
}

/**
 * Agonist–antagonist pairs of one side: soleus or gastrocnemius and tibialis anterior, quadriceps and hamstrings, biceps and
 * triceps, wrist flexors and extensors, masseter and digastric, hallux … Each agonist gets one antagonist, the best of the
 * muscle table that is there; channels without a side pair with each other only. In order of the agonists' channels.
 */
export function proposePairs(channels: readonly PairableChannel[]): readonly Pair[] {
  const emg = channels.filter((channel) => channel.role === "emg" && channel.muscle !== undefined);
  return emg.flatMap((agonist) => {
    const wanted = muscleById(agonist.muscle!)?.antagonists ?? [];
    for (const id of wanted) {
      const antagonist = emg.find((channel) => channel.muscle === id && channel.side === agonist.side);
      if (antagonist !== undefined) return [{ agonist: agonist.index, antagonist: antagonist.index }];
    }
    return [];
  });
}
