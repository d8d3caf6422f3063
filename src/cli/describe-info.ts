import type { InfoDocument } from "../services/exports/info-document";
import { issueLine } from "./issue-line";
import { alignedTable } from "./text-table";

/** Annotations that are listed before the rest is counted. */
const MAX_ANNOTATIONS = 40;

/** A file's own account of itself, for people. */
export function describeInfo(info: InfoDocument): string {
  const { source } = info;
  const lines = [`${source.name}: ${source.format}, ${source.durationSeconds.toFixed(3)} s`, `  SHA-256 ${source.sha256}`];
  if (info.startDateTime !== null) lines.push(`  begins at ${info.startDateTime.replace("T", " ")}`);
  if (info.hasIdentity) lines.push("  holds fields that can name a person; they are not shown");
  if (source.recipe !== null) lines.push(`  import settings: ${JSON.stringify(source.recipe)}`);
  const rows = info.channels.map(({ index, label, role, muscle, side, unit, samplingHz, samples }) => [
    String(index),
    label,
    role,
    muscle ?? "–",
    side ?? "–",
    unit === "" ? "–" : unit,
    String(Number(samplingHz.toFixed(4))),
    String(samples),
  ]);
  lines.push(...alignedTable(["", "channel", "role", "muscle", "side", "unit", "Hz", "samples"], rows).map((line) => `  ${line}`));
  for (const { onsetSeconds, durationSeconds, text } of info.annotations.slice(0, MAX_ANNOTATIONS)) {
    lines.push(`  at ${onsetSeconds.toFixed(3)} s${durationSeconds > 0 ? ` for ${durationSeconds.toFixed(3)} s` : ""}: ${text.replace(/\s+/g, " ")}`);
  }
  if (info.annotations.length > MAX_ANNOTATIONS) lines.push(`  and ${info.annotations.length - MAX_ANNOTATIONS} more annotations (--json lists all)`);
  for (const gap of info.gaps) lines.push(`  gap: ${gap.startSeconds.toFixed(3)} to ${gap.endSeconds.toFixed(3)} s`);
  for (const issue of info.issues) lines.push(`  ${issueLine(issue)}`);
  return `${lines.join("\n")}\n`;
}
