import type { ResultDocument } from "../../core/result";
import { threeDigits } from "../numbers";
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
  // A series without a stimulus says nothing of a reflex.
  const series = document.reflexSeries.filter(({ stimuli }) => stimuli > 0);
  if (series.length > 0) {
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
      rows: series.map((one) => [
        one.response ?? one.evokedBy,
        oneLine(one.channel),
        `${one.present} of ${one.stimuli}`,
        estimate(one.latencyMilliseconds, 1),
        estimate(one.peakToPeakMicrovolts, threeDigits(one.peakToPeakMicrovolts.value ?? 0)),
        estimate(one.habituationPercent, 1),
      ]),
    });
  }
  return blocks;
}
