import type { AnalysisContext, Mark } from "../core/result";
import type { EngineHost } from "../node/engine-host";
import { channelsNamed } from "../services/study/pair-wishes";
import type { ReadRecording } from "../services/study/recording-context";

/** Proposals of several channels, in time order, and a line for each proposal and each channel's explanation. */
export interface ProposedEvents {
  readonly marks: readonly Mark[];
  readonly lines: readonly string[];
}

/** Asks what the named channels propose. They count for nothing until `marks` are put into a context. @throws KlonosError `channel-not-found` */
export async function proposedEvents(host: EngineHost, { opened, header }: ReadRecording, names: readonly string[], { overrides }: Pick<AnalysisContext, "overrides">): Promise<ProposedEvents> {
  const lines: string[] = [];
  const marks: Mark[] = [];
  for (const name of names) {
    for (const { index, label } of channelsNamed(name, header.channels, "channel-not-found", `--propose-events ${name}`)) {
      const { proposals, explanation } = await host.caller.call("proposeEvents", { recordingId: opened.recordingId, channelIndex: index, overrides });
      lines.push(`${label}: ${explanation}`, ...proposals.map(({ kind, seconds }) => `  ${seconds.toFixed(3)} s  ${kind}`));
      marks.push(...proposals.map((proposal): Mark => ({ ...proposal, origin: "channel" })));
    }
  }
  return { marks: marks.sort((a, b) => a.seconds - b.seconds), lines };
}
