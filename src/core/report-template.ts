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
  /** The most figures: of the first trains that have a label, in order of time. */
  readonly figures: number;
  /** What the recording cannot tell, by the names of ISEK's and CEDE's check lists: electrodes, distance, amplifier … */
  readonly acquisition: Readonly<Record<string, string>>;
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
