import { channelPlace, unusableByHeader } from "../../core/analysis/quality/channel-gates";
import type { Issue } from "../../core/errors";
import type { ImportRecipe } from "../../core/import-recipe";
import type { ChannelInfo, ChannelRole, Gap, RecordingHeader, Side } from "../../core/recording";
import { defaultSettings } from "../../core/settings";
import type { ScannedRecording } from "../../protocol/engine-api";

/** What a file says of itself, `klonos-info/1`. */
export interface InfoDocument {
  readonly schema: "klonos-info/1";
  readonly source: { readonly name: string; readonly sha256: string; readonly format: string; readonly durationSeconds: number; readonly recipe: ImportRecipe | null };
  /** Local date and clock time of the first sample, ISO without zone; null where the file does not state them. */
  readonly startDateTime: string | null;
  /** True when the file has fields that can name a person; they are not shown. */
  readonly hasIdentity: boolean;
  readonly channels: readonly InfoChannel[];
  readonly annotations: readonly { readonly onsetSeconds: number; readonly durationSeconds: number; readonly text: string; readonly channel: number | null }[];
  readonly gaps: readonly Gap[];
  readonly issues: readonly Issue[];
}

/** One signal of `klonos-info/1`. */
export interface InfoChannel {
  readonly index: number;
  readonly label: string;
  readonly muscle: string | null;
  readonly side: Side | null;
  readonly role: ChannelRole;
  readonly unit: string;
  readonly samplingHz: number;
  readonly samples: number;
  /** Why an EMG channel cannot be analysed, as far as its header tells; null when nothing speaks against it yet, or when it is no EMG. */
  readonly unusable: string | null;
  /** Always null here: nothing is detected for a description of the file. `missing` says so. */
  readonly isolatedBursts: null;
  readonly issues: readonly Issue[];
  readonly missing: Readonly<Record<string, string>>;
}

const NOT_ANALYSED = "klonos info describes the file and detects nothing; klonos analyse does.";

/** The document of a scanned file. Times in seconds from the start, true across gaps. */
export function infoDocument(name: string, header: RecordingHeader, scanned: ScannedRecording, recipe: ImportRecipe | undefined): InfoDocument {
  const issues = mergedIssues(header.issues, scanned.issues);
  return {
    schema: "klonos-info/1",
    source: { name, sha256: scanned.sha256, format: header.format, durationSeconds: scanned.durationSeconds, recipe: recipe ?? null },
    startDateTime: header.startDateTime ?? null,
    hasIdentity: header.hasIdentity,
    channels: scanned.channels.map((channel) => infoChannel(channel, issues)),
    annotations: scanned.annotations.map(({ onsetSeconds, durationSeconds, text, channel }) => ({ onsetSeconds, durationSeconds, text, channel: channel ?? null })),
    gaps: scanned.gaps,
    issues,
  };
}

function infoChannel(channel: ChannelInfo, issues: readonly Issue[]): InfoChannel {
  const { index, label, muscle, side, role, unit, samplingHz, sampleCount } = channel;
  const place = channelPlace(channel);
  const question: readonly Issue[] =
    channel.candidates.length === 0
      ? []
      : [{ code: "ambiguous-muscle", severity: "info", where: place, message: `The label “${label}” can mean ${channel.candidates.join(" or ")}: say which.` }];
  return {
    index,
    label,
    muscle: muscle ?? null,
    side: side ?? null,
    role,
    unit,
    samplingHz,
    samples: sampleCount,
    unusable: role === "emg" ? (unusableByHeader(channel, defaultSettings) ?? null) : null,
    isolatedBursts: null,
    issues: [...issues.filter((issue) => issue.where.startsWith(place)), ...question],
    missing: { isolatedBursts: NOT_ANALYSED },
  };
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
