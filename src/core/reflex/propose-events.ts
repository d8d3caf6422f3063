import type { Cancel, Progress } from "../errors";
import type { ChannelInfo } from "../recording";
import { bucketChannel, type ReadBucketed } from "./channel-buckets";
import type { ProposalOutcome } from "./proposal";
import { proposeEdges } from "./propose-edges";
import { proposeMovements } from "./propose-movements";
import { proposeStrokes } from "./propose-strokes";

/**
 * Events of the protocol that a channel shows which is no EMG: stretch, hold and release from an angle (or a force that follows it) by
 * its velocity in robust units; taps from the strokes of an accelerometer or a hammer; the edges of a trigger or digital line. Nothing
 * depends on the channel's unit, scale or sign. One pass over the samples; memory is 2.4 kB a second of recording.
 *
 * @param read samples of this channel
 */
export async function proposeEvents(channel: Pick<ChannelInfo, "label" | "unit" | "role" | "samplingHz" | "segments" | "sampleCount">, read: ReadBucketed, cancel?: Cancel, progress?: Progress): Promise<ProposalOutcome> {
  const { label, unit, role, samplingHz } = channel;
  if (role === "emg") return { proposals: [], explanation: `${label} is EMG: events are proposed from other channels.` };
  if (channel.sampleCount === 0) return { proposals: [], explanation: `${label} has no samples.` };
  const segments = await bucketChannel(channel, read, cancel, progress);
  const outcome = await byRole(role, () => proposeStrokes(segments, samplingHz, label, unit, read, cancel), () => proposeMovements(segments, samplingHz, label, unit), () => proposeEdges(segments, samplingHz, label, read, cancel));
  return { ...outcome, proposals: [...outcome.proposals].sort((a, b) => a.seconds - b.seconds) };
}

async function byRole(role: ChannelInfo["role"], strokes: () => Promise<ProposalOutcome | undefined>, movements: () => ProposalOutcome, edges: () => Promise<ProposalOutcome>): Promise<ProposalOutcome> {
  switch (role) {
    case "trigger":
      return edges();
    case "acceleration":
      return (await strokes()) ?? { proposals: [], explanation: "No strokes stand out of this channel." };
    case "force":
      return (await strokes()) ?? movements();
    case "angle":
      return movements();
    case "other":
    case "emg":
      return { proposals: [], explanation: "Say first what the channel carries (its role): an angle, a force, an acceleration or a trigger." };
  }
}
