/** How much of a long recording a report prints. What is left out of the pages is named there, and stands in the exported tables. */
export interface ReportDetail {
  /** Trains whose evidence is printed, those with a decided label first. */
  readonly explained: number;
  /** Those of them whose other measures are printed too. */
  readonly measured: number;
  /** Rows of the table of trains, those with a decided label first. */
  readonly trains: number;
  /** `each` channel its row; `alike` ones in one; `found`: also those without a muscle's name and without a decided train. */
  readonly channels: "each" | "alike" | "found";
}

/** Everything that a report prints of a recording that is not long. */
export const fullDetail: ReportDetail = { explained: 3, measured: 3, trains: Infinity, channels: "each" };

/** From the fullest to the shortest: the first with which a report fits its pages is taken. */
export const reportDetails: readonly ReportDetail[] = [
  fullDetail,
  { ...fullDetail, measured: 1 },
  { ...fullDetail, measured: 1, channels: "alike" },
  { explained: 2, measured: 1, trains: 24, channels: "found" },
  { explained: 2, measured: 1, trains: 12, channels: "found" },
  { explained: 1, measured: 1, trains: 12, channels: "found" },
  { explained: 1, measured: 0, trains: 12, channels: "found" },
];

/** The most pages of a report, unless its template asks for more figures than they hold. */
export const MOST_PAGES = 3;
