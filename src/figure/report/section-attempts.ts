import type { ResultDocument } from "../../core/result";
import { oneLine } from "../text-metrics";
import type { ReportBlock } from "./report-model";
import { clockOf, NO_NUMBER, withInterval } from "./report-numbers";

/** One row for each manoeuvre and muscle, those without a response included, with the drop test's figures. */
export function attemptBlocks(document: ResultDocument): readonly ReportBlock[] {
  if (document.attempts.length === 0) return [];
  const rows = document.attempts.map((attempt) => [
    `${attempt.manoeuvre}, ${attempt.evokedBy} ${clockOf(attempt.markSeconds)}`,
    oneLine(attempt.channel),
    attempt.outcome,
    String(attempt.beats),
    attempt.beatsInTenSeconds === null ? NO_NUMBER : String(attempt.beatsInTenSeconds),
    `${withInterval(attempt.durationSeconds, null, 2)}${attempt.durationSeconds !== null && attempt.durationCensored ? " or more" : ""}`,
    withInterval(attempt.persistenceRatio, null, 2),
    withInterval(attempt.firstLatencyMilliseconds, null, 0),
    attempt.endReason ?? NO_NUMBER,
  ]);
  const blocks: ReportBlock[] = [
    {
      kind: "table",
      columns: [
        { title: "Manoeuvre", align: "left" },
        { title: "Muscle", align: "left" },
        { title: "Outcome", align: "left" },
        { title: "Beats", align: "right" },
        { title: "in 10 s", align: "right" },
        { title: "Lasts, s", align: "right" },
        { title: "of hold", align: "right" },
        { title: "Latency, ms", align: "right" },
        { title: "Ended", align: "left" },
      ],
      rows,
    },
  ];
  const bands = [...new Set(document.attempts.flatMap((attempt) => (attempt.scatsBand === null ? [] : [`${oneLine(attempt.channel)}, manoeuvre ${attempt.manoeuvre}: ${oneLine(attempt.scatsBand)}`])))];
  if (bands.length > 0) blocks.push({ kind: "paragraph", text: `${bands.join(". ")}. A band, not a score.`, weight: "quiet" });
  return blocks;
}
