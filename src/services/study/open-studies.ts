import { type Cancel, KlonosError, type Progress } from "../../core/errors";
import type { PlanReceipt, ResultDocument } from "../../core/result";
import type { ExportedFile, StudyKeys, StudyTable } from "../../protocol/engine-api";
import { type Breathe, createBreathe } from "../breathe";
import { dataDictionary, tableBytes, type TableFormat } from "../exports/table-formats";
import { studyTableColumns } from "../exports/tables";
import { zipArchive } from "../exports/zip-archive";
import { changesTable, cohortTable, conditionsTable, differencesTable, sidesTable } from "./cohort";
import { pythonSnippet, rSnippet } from "./snippets";
import { stackedTables, type StudyPart, studyPart } from "./study-rows";

interface OpenStudy {
  readonly parts: StudyPart[];
  ciLevel: number;
}

/** Studies that a window puts together, recording by recording; a command line does the same with files (klonos batch). */
export interface OpenStudies {
  add(studyId: string, document: ResultDocument, keys: StudyKeys, withNames: boolean, plan: PlanReceipt | undefined): void;
  /** What is compared: means by condition, differences, sides, cohort. */
  tables(studyId: string): readonly StudyTable[];
  /** All tables with dictionary and snippets in one archive. */
  archive(studyId: string, format: TableFormat, cancel?: Cancel, progress?: Progress): Promise<ExportedFile>;
  forget(studyId: string): void;
}

/** The studies that are being read, each by its id. @param breathe Called between the tables of an archive. */
export function createOpenStudies(breathe: Breathe = createBreathe()): OpenStudies {
  const open = new Map<string, OpenStudy>();
  const of = (studyId: string): OpenStudy => {
    const study = open.get(studyId);
    if (study === undefined) throw new KlonosError("unknown-study", "Nothing was added to this comparison yet.", studyId);
    return study;
  };
  const compared = ({ parts, ciLevel }: OpenStudy) => {
    const trials = parts.flatMap((part) => part.trials);
    return [conditionsTable(trials, ciLevel), differencesTable(trials, ciLevel), changesTable(trials, ciLevel), sidesTable(trials, ciLevel), cohortTable(trials)];
  };
  return {
    add(studyId, document, keys, withNames, plan) {
      const study = open.get(studyId) ?? { parts: [], ciLevel: document.ciLevel };
      study.parts.push(studyPart({ document, keys, withNames, plan }));
      study.ciLevel = document.ciLevel;
      open.set(studyId, study);
    },
    tables: (studyId) => compared(of(studyId)).map(({ name, columns, rows }) => ({ name, columns, rows: rows.map((row) => row.map((cell) => cell ?? null)) })),
    async archive(studyId, format, cancel, progress) {
      const study = of(studyId);
      const tables = [...stackedTables(study.parts, studyTableColumns()), ...compared(study)];
      const text = (value: string): Uint8Array => new TextEncoder().encode(value);
      const files: (readonly [string, Uint8Array])[] = [];
      // The snippets read TSV.
      const written = [format, "tsv" as const].filter((one, k, all) => all.indexOf(one) === k).flatMap((one) => tables.map((table) => [table, one] as const));
      for (const [k, [table, one]] of written.entries()) {
        await breathe(cancel);
        files.push([`${table.name}.${one}`, tableBytes(table, one)]);
        progress?.((k + 1) / written.length, table.name);
      }
      files.push(["dictionary.tsv", text(dataDictionary(tables))], ["read_klonos.py", text(pythonSnippet)], ["read_klonos.R", text(rSnippet)]);
      return { name: "klonos-tables.zip", mime: "application/zip", bytes: await zipArchive(files) };
    },
    forget: (studyId) => void open.delete(studyId),
  };
}
