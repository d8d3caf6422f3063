import type { Label } from "./result";

/** The parts of a report, in the order in which they usually stand. */
export const reportSections = ["examination", "findings", "trains", "evidence", "figures", "attempts", "sides", "channels", "methods", "acquisition", "caveats", "references"] as const;

/** A part of a report that can be left out. */
export type ReportSection = (typeof reportSections)[number];

/** What a laboratory may change about its reports; kept as one JSON object. */
export interface ReportTemplate {
  /** First line of the first page. */
  readonly title: string;
  /** Lines under it: the laboratory, its address, who examined. They are printed as they are. */
  readonly head: readonly string[];
  /** What is printed, in this order. The notice that this is no medical device is always printed. */
  readonly sections: readonly ReportSection[];
  readonly paper: "a4" | "letter";
  /** The most figures: of trains with a decided label first, in order of time. */
  readonly figures: number;
  /** What the recording cannot tell, by the names of ISEK's and CEDE's check lists: electrodes, distance, amplifier … */
  readonly acquisition: Readonly<Record<string, string>>;
}

/** Labels in the order in which a report counts them. */
export const labelOrder: readonly Label[] = ["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate", "withheld", "tonic", "insufficient"];
const DECIDED: readonly Label[] = ["clonus-like", "clonoid-like", "pseudoclonus-like"];

/** True for a train whose label says something of its rhythm. */
export function isDecided({ label }: { readonly label: Label }): boolean {
  return DECIDED.includes(label);
}

/** The trains that say most of a recording, at most so many, in their order: those with a decided label before the others; a few bursts are none. */
export function tellingTrains<T extends { readonly label: Label }>(trains: readonly T[], count: number): readonly T[] {
  const told = trains.filter(({ label }) => label !== "insufficient");
  const chosen = new Set([...told.filter(isDecided), ...told.filter((train) => !isDecided(train))].slice(0, count));
  return trains.filter((train) => chosen.has(train));
}

/** Limits of what a template may hold. */
export const reportLimits = { title: 120, headLines: 8, lineLength: 200, figures: 12, acquisitionFields: 40 } as const;

/** The report of a laboratory that changed nothing. */
export const defaultReportTemplate: ReportTemplate = {
  title: "EMG report",
  head: [],
  sections: reportSections,
  paper: "a4",
  figures: 2,
  acquisition: {},
};
