import { RULE_VERSION } from "../../core/settings/rule-version";
import type { Criterion } from "./criteria";
import type { ReportBlock, StudyReport } from "./report-blocks";
import { FAIL, PASS } from "./report-blocks";
import { burstSection, curveSection, labelSection, stressSection } from "./section-labels";
import { ablationSection, calibrationSection, detectorSection, sensitivitySection } from "./section-rule";
import type { OtherDetectors } from "./outside-detectors";
import type { CellSummary } from "./summary";

/** One real recording, judged; undefined: it is not at hand. */
export interface RealOutcome {
  readonly title: string;
  readonly path: string;
  readonly judged: { readonly seen: string; readonly passes: boolean } | undefined;
}

/** Everything a report is made of. */
export interface StudyOutcome {
  readonly version: string;
  readonly command: string;
  readonly firstSeed: number;
  readonly summaries: readonly CellSummary[];
  readonly criteria: readonly Criterion[];
  readonly real: readonly RealOutcome[];
  readonly others: OtherDetectors | undefined;
  readonly signalSeconds: number;
  readonly analysisSeconds: number;
  /** Blocks of the plan that have a result, and all of them. */
  readonly done: number;
  readonly planned: number;
}

/** Words of a check. */
export function checkWord(passes: boolean | undefined): string {
  return passes === undefined ? "not run" : passes ? PASS : FAIL;
}

/** The criteria as a table. */
export function criteriaTable(criteria: readonly Criterion[]): ReportBlock {
  return { kind: "table", head: ["what", "needed", "seen", ""], rows: criteria.map(({ title, needed, seen, passes }) => [title, needed, seen, checkWord(passes)]) };
}

/** The whole report. */
export function studyReport(outcome: StudyOutcome): StudyReport {
  const { summaries, version } = outcome;
  const records = summaries.reduce((sum, { outcomes }) => sum + outcomes.length, 0);
  return {
    title: "Validation of Klonos",
    blocks: [
      { kind: "paragraph", text: `Klonos ${version}, rule ${RULE_VERSION}. Written by \`${outcome.command}\`; nothing is edited by hand. ${records} analyses of records with known truth, seeds from ${outcome.firstSeed} on, which tuning did not use.${outcome.done < outcome.planned ? ` Not finished: ${outcome.done} of ${outcome.planned} blocks are in.` : ""}` },
      { kind: "heading", text: "What this is not" },
      {
        kind: "list",
        items: [
          "No patient was recorded. No public recording of human ankle clonus or pseudoclonus was found; the truth is that of generators. These figures say how the program treats patterns, not how well it tells diseases apart: there is no sensitivity or specificity for any disease here.",
          "Circular in part: the rule's classes of jitter were chosen with the first generator's ranges (2–8 %, 20–55 %) in view. The second generator has other laws, shapes, carriers and units, and the recorded carriers are real muscle, but the same people wrote the ranges.",
          "Some sources of the ranges and of the published detectors were read only as abstracts or are from memory; docs/science.md and the comments of the detectors mark them.",
          "One channel a record; half of the records of the second generator and of the recorded carriers carry no marks. No person looked at any record.",
        ],
      },
      { kind: "heading", text: "What must hold" },
      { kind: "paragraph", text: "In brackets Wilson's two-sided 95 % interval of a share that must be large, Clopper and Pearson's one-sided 95 % upper bound of one that must be small. “Pass” looks at the share itself: the interval says how sure it is, and where the limit lies inside it other seeds could end otherwise." },
      criteriaTable(outcome.criteria),
      { kind: "heading", text: "Real recordings" },
      ...realBlocks(outcome.real),
      ...labelSection(summaries),
      ...curveSection(summaries, version),
      ...burstSection(summaries, version),
      ...stressSection(summaries),
      ...calibrationSection(summaries, version),
      ...ablationSection(summaries),
      ...detectorSection(summaries, outcome.others),
      ...sensitivitySection(summaries),
      { kind: "heading", text: "Run time" },
      { kind: "paragraph", text: outcome.analysisSeconds === 0 ? "Nothing was run." : `${outcome.signalSeconds.toFixed(0)} s of signal took ${outcome.analysisSeconds.toFixed(0)} s of the clock of the threads that analysed it: ${(outcome.signalSeconds / outcome.analysisSeconds).toFixed(0)} times as fast as recorded, with every measure and all published detectors, on whatever else the machine was doing.` },
      { kind: "paragraph", text: "For research and teaching. Not a medical device." },
    ],
  };
}

function realBlocks(real: readonly RealOutcome[]): readonly ReportBlock[] {
  if (real.every(({ judged }) => judged === undefined)) return [{ kind: "paragraph", text: "Left out: no folder of recordings was given (--recordings)." }];
  return [
    { kind: "paragraph", text: "Nothing of these is clonus: they are the nearest that could be had. Nobody marked them; the expectations were written before this run, from what the recordings are; what SciPy says in brackets was measured afterwards, of expectations that failed." },
    { kind: "table", head: ["recording", "expected", "seen", ""], rows: real.map(({ path, title, judged }) => [path, title, judged?.seen ?? "not at hand", checkWord(judged?.passes)]) },
  ];
}
