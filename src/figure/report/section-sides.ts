import type { ResultDocument } from "../../core/result";
import { oneLine } from "../text-metrics";
import type { ReportBlock } from "./report-model";
import { estimate, withInterval } from "./report-numbers";

/** Left and right of the same muscle, and repeated reflexes. Described, never counted for or against a pattern. */
export function sideBlocks(document: ResultDocument): readonly ReportBlock[] {
  const blocks: ReportBlock[] = [];
  if (document.sides.length > 0) {
    blocks.push({
      kind: "table",
      columns: [
        { title: "Muscle", align: "left" },
        { title: "Measure", align: "left" },
        { title: "Left (n)", align: "right" },
        { title: "Right (n)", align: "right" },
        { title: "Smaller/larger", align: "right" },
        { title: "In words", align: "left" },
      ],
      rows: document.sides.map((side) => [
        side.muscle,
        side.measure,
        `${withInterval(side.left.median, null, 1, side.unit)} (${side.left.count})`,
        `${withInterval(side.right.median, null, 1, side.unit)} (${side.right.count})`,
        estimate(side.ratio, 2),
        oneLine(side.text),
      ]),
    });
  }
  if (document.reflexSeries.length > 0) {
    blocks.push({
      kind: "table",
      columns: [
        { title: "Reflex", align: "left" },
        { title: "Muscle", align: "left" },
        { title: "Present", align: "right" },
        { title: "Latency, ms", align: "right" },
        { title: "Peak to peak, µV", align: "right" },
        { title: "Habituation, % a stimulus", align: "right" },
      ],
      rows: document.reflexSeries.map((series) => [
        series.response ?? series.evokedBy,
        oneLine(series.channel),
        `${series.present} of ${series.stimuli}`,
        estimate(series.latencyMilliseconds, 1),
        estimate(series.peakToPeakMicrovolts, 0),
        estimate(series.habituationPercent, 1),
      ]),
    });
  }
  return blocks;
}
