import type { AgreementRow, EdgeError } from "../../core/reading/agreement";
import type { AgreementFormat, ExportedFile } from "../../protocol/engine-api";
import type { Cell } from "./csv";
import { tableBytes, tableMimes } from "./table-formats";
import { type Column, count, derived, number, type Table, text } from "./table-model";

const MILLISECONDS = 1000;

const edge = (which: "onset" | "offset"): readonly Column<AgreementRow>[] => {
  const of = (pick: (error: EdgeError) => number | undefined) => (row: AgreementRow): Cell => {
    const error = row[which];
    const value = error === undefined ? undefined : pick(error);
    return value === undefined ? null : derived(value * MILLISECONDS);
  };
  return [
    number(`${which}_difference_ms`, "ms", `Second minus first: mean over trains of the mean ${which} difference of matched bursts.`, of((error) => error.meanSeconds)),
    number(`${which}_difference_ci_low_ms`, "ms", "Lower end of its t interval over trains; empty below three trains.", of((error) => error.interval?.[0])),
    number(`${which}_difference_ci_high_ms`, "ms", "Upper end of its t interval over trains; empty below three trains.", of((error) => error.interval?.[1])),
    number(`${which}_median_absolute_ms`, "ms", `Median over trains of the median size of the ${which} difference.`, of((error) => error.medianAbsoluteSeconds)),
  ];
};

const COLUMNS: readonly Column<AgreementRow>[] = [
  text("comparison", "rater-program, between-raters or within-rater (trains that were shown twice).", (row) => row.comparison),
  text("first", "The reference.", (row) => row.first),
  text("second", "Who is compared with it.", (row) => row.second),
  count("trains", "Trains that both judged.", (row) => row.kappa.items),
  number("agreement", "", "Share of the trains with the same label.", (row) => (row.kappa.items === 0 ? null : row.kappa.observed)),
  number("kappa", "", "Cohen's kappa, unweighted, over all labels; empty where both used a single one.", (row) => row.kappa.kappa),
  number("kappa_ci_low", "", "Lower end of its asymptotic interval (Fleiss, Cohen and Everitt 1969); empty for perfect agreement.", (row) => row.kappa.interval?.[0]),
  number("kappa_ci_high", "", "Upper end of its asymptotic interval.", (row) => row.kappa.interval?.[1]),
  count("bursts_matched", "Bursts of both whose middles are within 50 ms.", (row) => row.matchedBursts),
  count("bursts_missed", "Bursts of the first that the second does not have.", (row) => row.missedBursts),
  count("bursts_extra", "Bursts of the second that the first does not have.", (row) => row.extraBursts),
  ...edge("onset"),
  ...edge("offset"),
  count("trains_split", "Trains of the first that the second cut into several.", (row) => row.split),
  count("trains_merged", "Trains of the second that join several of the first.", (row) => row.merged),
];

const tableOf = (rows: readonly AgreementRow[]): Table => ({ name: "agreement", columns: COLUMNS.map(({ name, type, unit, description }) => ({ name, type, unit, description })), rows: rows.map((row) => COLUMNS.map(({ of }) => of(row))) });

/** A paragraph for the methods and results of a paper. */
export function agreementParagraph(rows: readonly AgreementRow[], ciLevel: number, version: string): string {
  const level = `${Math.round(ciLevel * 100)} %`;
  const head = `Trains were read a second time blinded to the program's labels and rhythm measures, in random order, one train in ten twice (Klonos ${version}). Agreement of labels is given as Cohen's κ with its asymptotic ${level} interval; differences of burst edges are means over trains with t intervals over trains, bursts being matched within 50 ms.`;
  return [head, ...rows.map((row) => rowSentence(row, level))].join(" ");
}

function rowSentence(row: AgreementRow, level: string): string {
  const { kappa, onset, offset } = row;
  const who = row.comparison === "within-rater" ? `Rater ${row.first} with himself or herself` : `${row.second} against ${row.first}`;
  if (kappa.items === 0) return `${who}: no train was judged.`;
  const value = kappa.kappa === undefined ? "κ not defined (one label throughout)" : `κ = ${signed(kappa.kappa, 2)}${kappa.interval === undefined ? "" : ` (${level} ${signed(kappa.interval[0], 2)} to ${signed(kappa.interval[1], 2)})`}`;
  const edges = [["onset", onset], ["offset", offset]] as const;
  const differences = edges.flatMap(([name, error]) => (error === undefined ? [] : [`${name} ${signed(error.meanSeconds * MILLISECONDS, 1)} ms${error.interval === undefined ? "" : ` (${signed(error.interval[0] * MILLISECONDS, 1)} to ${signed(error.interval[1] * MILLISECONDS, 1)})`}`]));
  return `${who}: ${kappa.items} ${kappa.items === 1 ? "train" : "trains"}, ${value}, ${Math.round(kappa.observed * 100)} % the same label; ${differences.length === 0 ? "no burst matched" : differences.join(", ")}; ${row.missedBursts} bursts missed, ${row.extraBursts} added; ${row.split} trains split, ${row.merged} merged.`;
}

function signed(value: number, decimals: number): string {
  const digits = value.toFixed(decimals);
  // No −0.0: what rounds to nothing has no sign.
  return (Number(digits) === 0 ? digits.replace("-", "") : digits).replace("-", "−");
}

/** The table, or the paragraph as text. */
export function agreementFile(rows: readonly AgreementRow[], ciLevel: number, version: string, format: AgreementFormat): ExportedFile {
  if (format === "txt") return { name: "agreement.txt", mime: "text/plain", bytes: new TextEncoder().encode(`${agreementParagraph(rows, ciLevel, version)}\n`) };
  return { name: `agreement.${format}`, mime: tableMimes[format], bytes: tableBytes(tableOf(rows), format) };
}
