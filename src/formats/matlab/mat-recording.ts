import { type Cancel, type Issue, KlonosError, throwIfCancelled } from "../../core/errors";
import type { ColumnRecipe } from "../../core/import-recipe";
import type { RecordingHeader, RecordingScan } from "../../core/recording";
import type { SampleRange } from "../../core/timeline";
import { describeChannel } from "../binary-channel";
import type { ByteSource } from "../byte-source";
import { gapsOf } from "../channel-gaps";
import { genericLayout } from "./mat-generic";
import { structureSignature } from "../import-signature";
import { sizeText, surveyVariables } from "./mat-candidates";
import type { MatLayout, MatSignal } from "./mat-layout";
import { spike2Layout } from "./mat-spike2";
import type { MatScope } from "./mat-value";
import { duplicateLabels, requireSampleRange } from "../read-checks";
import type { ImportOptions, RecordingReader } from "../recording-reader";
import { createSharedScan } from "../shared-scan";

/** Variables that a dialog offers at most. */
const MOST_VARIABLES = 200;

/**
 * What the variables of a MATLAB file mean: known programs first; with a chosen variable only that one.
 * @throws KlonosError as `genericLayout`; its details carry `importSignature` and `variables` (JSON) for the import dialog.
 */
export async function findMatLayout(name: string, root: MatScope, options: ImportOptions, cancel?: Cancel): Promise<MatLayout> {
  const known = options.variable === undefined ? await spike2Layout(root, cancel) : undefined;
  if (known !== undefined) return known;
  const { candidates } = await surveyVariables(root, undefined, cancel);
  const importVariables = candidates.slice(0, MOST_VARIABLES).map((candidate) => ({ path: candidate.path, size: sizeText(candidate.numbers) }));
  // The shorter side is the number of channels; the longer one differs from recording to recording.
  const importSignature = structureSignature("variables", candidates.flatMap(({ path, numbers }) => [path, String(Math.min(numbers.rows, numbers.columns))]));
  try {
    return { ...(await genericLayout(name, root, options, cancel)), importSignature, importVariables };
  } catch (thrown) {
    if (!(thrown instanceof KlonosError)) throw thrown;
    const { code, message, where, details } = thrown.record;
    throw new KlonosError(code, message, where, { ...details, importSignature, variables: JSON.stringify(importVariables) });
  }
}

/** The signals with what a person says of them, by their place; those that are to be left out are gone. */
function saidSignals(signals: readonly MatSignal[], said: readonly ColumnRecipe[]): readonly MatSignal[] {
  return signals.flatMap((signal, column) => {
    const recipe = said.find((other) => other.column === column);
    if (recipe === undefined) return [signal];
    if (recipe.use === "skip") return [];
    const scale = recipe.scale ?? 1;
    const label = recipe.label?.trim() ?? "";
    return [{ ...signal, label: label === "" ? signal.label : label, unit: recipe.unit?.trim() ?? signal.unit, map: { gain: signal.map.gain * scale, offset: signal.map.offset * scale } }];
  });
}

/** The reader of a recording whose channels are matrices of a file; `close` releases what the file needs. */
export function createMatReader(source: ByteSource, format: string, layout: MatLayout, options: ImportOptions, moreIssues: readonly Issue[], close: () => Promise<void> = () => source.close()): RecordingReader {
  const issues: Issue[] = [...moreIssues, ...layout.issues];
  const signals = saidSignals(layout.signals, options.columns ?? []);
  if (signals.length === 0) throw new KlonosError("mat-layout", `${source.name}: every channel is left out by the import settings.`);
  const saidRoles = layout.signals.map((_, column) => options.columns?.find((said) => said.column === column)).filter((said) => said?.use !== "skip").map((said) => said?.role);
  const described = signals.map((signal, index) =>
    describeChannel(
      {
        index,
        label: signal.label,
        unit: signal.unit,
        samplingHz: signal.samplingHz,
        sampleCount: signal.sampleCount,
        segments: signal.segments,
        map: signal.map,
        storedRange: signal.storedRange,
        ...(signal.role === undefined ? {} : { role: signal.role }),
      },
      options,
      issues,
    ),
  );
  const channels = described.map(({ info }, k) => (saidRoles[k] === undefined ? info : { ...info, role: saidRoles[k] }));
  issues.push(...duplicateLabels(channels));
  const durationSeconds = channels.reduce((end, { segments, samplingHz }) => {
    const last = segments[segments.length - 1];
    return last === undefined ? end : Math.max(end, last.startSeconds + (last.endSample - last.startSample) / samplingHz);
  }, 0);
  const header: RecordingHeader = {
    format: layout.kind === "" ? format : `${format} (${layout.kind})`,
    channels,
    durationSeconds,
    startDateTime: layout.startDateTime,
    hasIdentity: layout.hasIdentity,
    issues,
    complete: true,
  };
  return {
    header,
    importSignature: layout.importSignature,
    importVariables: layout.importVariables,
    scan: createSharedScan(async (cancel, progress): Promise<RecordingScan> => {
      const annotations = await layout.events(cancel);
      progress?.(1, "reading events");
      return { channels, durationSeconds: annotations.reduce((end, { onsetSeconds, durationSeconds: lasts }) => Math.max(end, onsetSeconds + lasts), durationSeconds), annotations, gaps: gapsOf(channels), issues };
    }),
    async read(channelIndex: number, range: SampleRange, cancel?: Cancel): Promise<Float64Array> {
      requireSampleRange(channels, channelIndex, range);
      throwIfCancelled(cancel);
      const signal = signals[channelIndex]!;
      if (range.end === range.start) return new Float64Array(0);
      const values = await signal.values.read(signal.axis, signal.other, signal.first + range.start, signal.first + range.end, cancel);
      const { gain, offset } = described[channelIndex]!.map;
      if (gain !== 1 || offset !== 0) for (let k = 0; k < values.length; k += 1) values[k] = values[k]! * gain + offset;
      return values;
    },
    close,
  };
}
