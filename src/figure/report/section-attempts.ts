import type { ResultDocument } from "../../core/result";
import { oneLine } from "../text-metrics";
import type { ReportBlock } from "./report-model";
import { clockOf, endWords, NO_NUMBER, withInterval } from "./report-numbers";

/** Outcomes that are no label of a train. */
const OUTCOMES: Readonly<Partial<Record<string, string>>> = { "no-response": "no response", "not-analysed": "not analysed" };

/** One row for each manoeuvre and muscle, those without a response included, with the drop test's figures. */
export function attemptBlocks(document: ResultDocument): readonly ReportBlock[] {
  if (document.attempts.length === 0) return [];
  const rows = document.attempts.map((attempt) => [
    `${attempt.manoeuvre}, ${attempt.evokedBy} ${clockOf(attempt.markSeconds)}`,
    oneLine(attempt.channel),
    attempt.trainIds.length === 0 && attempt.bursts > 0 ? `no train, ${attempt.bursts} ${attempt.bursts === 1 ? "burst" : "bursts"}` : OUTCOMES[attempt.outcome] ?? attempt.outcome,
    String(attempt.beats),
    attempt.beatsInTenSeconds === null ? NO_NUMBER : String(attempt.beatsInTenSeconds),
    `${withInterval(attempt.durationSeconds, null, 2)}${attempt.durationSeconds !== null && attempt.durationCensored ? " or more" : ""}`,
    withInterval(attempt.persistenceRatio, null, 2),
    withInterval(attempt.firstLatencyMilliseconds, null, 0),
    attempt.endReason === null ? NO_NUMBER : endWords(attempt.endReason),
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
  const bands = bandsOf(document);
  if (bands !== "") blocks.push({ kind: "paragraph", text: bands, weight: "quiet" });
  return blocks;
}

/** The words of a band within the sentence of an attempt (core/analysis/attempts). */
const BAND = /SCATS clonus band (.+?);/;

/** Which manoeuvres fall in which band, each band once; empty where none is known. */
function bandsOf({ attempts }: ResultDocument): string {
  const members = new Map<string, string[]>();
  for (const { scatsBand, manoeuvre, channel } of attempts) {
    const band = BAND.exec(scatsBand ?? "")?.[1];
    if (band !== undefined) members.set(band, [...(members.get(band) ?? []), `${manoeuvre} ${oneLine(channel)}`]);
  }
  if (members.size === 0) return "";
  return `SCATS clonus bands by duration: ${[...members].map(([band, own]) => `${band}: ${[...new Set(own)].join(", ")}`).join("; ")}. A band, not a score: that needs the clinician's manoeuvre.`;
}
