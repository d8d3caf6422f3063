import type { Issue } from "../../core/errors";
import type { ChannelInfo, ChannelRole, Gap, RecordingHeader, Side } from "../../core/recording";
import type { ScannedRecording } from "../../protocol/engine-api";

/** What a file says of itself, `klonos-info/1`. */
export interface InfoDocument {
  readonly schema: "klonos-info/1";
  readonly source: { readonly name: string; readonly sha256: string; readonly format: string; readonly durationSeconds: number };
  readonly channels: readonly InfoChannel[];
  readonly annotations: readonly { readonly onsetSeconds: number; readonly durationSeconds: number; readonly text: string; readonly channel: number | null }[];
  readonly gaps: readonly Gap[];
  readonly issues: readonly Issue[];
}

export interface InfoChannel {
  readonly index: number;
  readonly label: string;
  readonly muscle: string | null;
  readonly side: Side | null;
  readonly role: ChannelRole;
  readonly unit: string;
  readonly samplingHz: number;
  readonly samples: number;
}

/** The document of a scanned file. Times in seconds from the start, true across gaps. */
export function infoDocument(name: string, header: RecordingHeader, scanned: ScannedRecording): InfoDocument {
  return {
    schema: "klonos-info/1",
    source: { name, sha256: scanned.sha256, format: header.format, durationSeconds: scanned.durationSeconds },
    channels: scanned.channels.map(infoChannel),
    annotations: scanned.annotations.map(({ onsetSeconds, durationSeconds, text, channel }) => ({ onsetSeconds, durationSeconds, text, channel: channel ?? null })),
    gaps: scanned.gaps,
    issues: mergedIssues(header.issues, scanned.issues),
  };
}

function infoChannel({ index, label, muscle, side, role, unit, samplingHz, sampleCount }: ChannelInfo): InfoChannel {
  return { index, label, muscle: muscle ?? null, side: side ?? null, role, unit, samplingHz, samples: sampleCount };
}

/** Issues of header and scan, each once: a scan may repeat what the header said. */
export function mergedIssues(header: readonly Issue[], scan: readonly Issue[]): readonly Issue[] {
  const seen = new Set<string>();
  return [...header, ...scan].filter((issue) => {
    const key = JSON.stringify([issue.code, issue.where, issue.message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
