import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type ErrorRecord, errorRecord, KlonosError } from "../core/errors";
import type { BatchHost, BatchProgress, BatchRowState } from "../protocol/batch-api";
import type { StudyRow } from "../services/study/study-table";
import { PARTS_FOLDER, readStudyFile, recordingOf } from "./batch-files";
import { planOfProject } from "./plan-file";
import { processors } from "./processors";

/** What the desktop has to do for it. Paths stay on this side. */
export interface BatchShell {
  /** Asks for the study's table; undefined when cancelled. */
  readonly chooseTable: () => Promise<string | undefined>;
  readonly chooseFolder: () => Promise<string | undefined>;
  /** Shows a folder in the system's file manager. */
  readonly showFolder: (path: string) => Promise<void>;
  readonly folderOfProject: (projectId: string) => string;
}

interface Study {
  readonly rows: readonly StudyRow[];
  readonly folder: string;
}

interface Run {
  readonly rows: { state: BatchRowState; problem?: ErrorRecord }[];
  readonly stopper: AbortController;
  running: boolean;
  written: boolean;
  problem: ErrorRecord | undefined;
}

/** The verbs of `BatchApi` over the disk; `end` stops what runs. */
export function createBatchHost(shell: BatchShell): BatchHost & { readonly end: () => Promise<void> } {
  const studies = new Map<string, Study>();
  const folders = new Map<string, string>();
  let run: Run | undefined;
  let ending: Promise<void> = Promise.resolve();

  const folderOf = (folderId: string): string => {
    const folder = folders.get(folderId);
    if (folder === undefined) throw new KlonosError("unknown-study", "This folder is not known any more. Choose it again.", "");
    return folder;
  };

  return {
    async chooseBatchStudy() {
      const path = await shell.chooseTable();
      if (path === undefined) return undefined;
      const study = await readStudyFile(path);
      const id = randomUUID();
      studies.set(id, study);
      const rows = study.rows.map((row) => ({ line: row.line, participant: row.participant, session: row.session, side: row.side, condition: row.condition, trial: row.trial, file: nameOf(row.file), isThere: existsSync(recordingOf(row, study.folder)) }));
      return { id, name: basename(path), rows };
    },
    async chooseBatchFolder() {
      const path = await shell.chooseFolder();
      if (path === undefined) return undefined;
      const folder = resolve(path);
      const id = randomUUID();
      folders.set(id, folder);
      const parts = await readdir(join(folder, PARTS_FOLDER)).catch((): readonly string[] => []);
      return { id, name: basename(folder), kept: parts.filter((name) => name.endsWith(".json")).length };
    },
    async startBatch({ studyId, folderId, projectId, settings, answers, formats, withNames }) {
      const study = studies.get(studyId);
      if (study === undefined) throw new KlonosError("unknown-study", "This study is not known any more. Choose its table again.", "");
      const out = folderOf(folderId);
      const plan = projectId === undefined ? undefined : await planOfProject(shell.folderOfProject(projectId));
      // The engine is not needed in this thread before a study is analysed.
      const { runBatch } = await import("./run-batch");
      if (run?.running === true) throw new KlonosError("batch-running", "A batch is running. Wait for its end or stop it first.", "");
      const mine: Run = { rows: study.rows.map(() => ({ state: "waiting" })), stopper: new AbortController(), running: true, written: false, problem: undefined };
      run = mine;
      // One processor stays with the window.
      const workers = Math.max(1, processors() - 1);
      const batch = { ...study, out, settings: plan?.plan.settings ?? settings, answers, plan, withNames, formats, workers };
      ending = runBatch(batch, {
        begun: (index) => (mine.rows[index] = { state: "running" }),
        ended: (outcome, index) => (mine.rows[index] = outcome.part === undefined ? { state: "failed", problem: errorRecord(outcome.failure) } : { state: outcome.kept ? "kept" : "done" }),
      }, mine.stopper.signal)
        .then(() => void (mine.written = true))
        .catch((thrown: unknown) => {
          if (!mine.stopper.signal.aborted) mine.problem = errorRecord(thrown);
        })
        .finally(() => {
          mine.running = false;
          // What was under way is not done; what was stopped has not failed.
          for (const [index, row] of mine.rows.entries()) if (row.state === "running" || row.problem?.code === "cancelled") mine.rows[index] = { state: "waiting" };
        });
      return undefined;
    },
    async batchProgress() {
      if (run === undefined) return undefined;
      const { running, rows, written, problem } = run;
      const progress: BatchProgress = { running, rows: [...rows], written, problem };
      return progress;
    },
    async stopBatch() {
      run?.stopper.abort();
      return undefined;
    },
    async openBatchFolder({ folderId }) {
      await shell.showFolder(folderOf(folderId));
      return undefined;
    },
    async end() {
      run?.stopper.abort();
      await ending;
    },
  };
}

/** The last part of a name as a study's table may write it on any system. */
function nameOf(file: string): string {
  return file.split(/[\\/]/).pop() ?? file;
}
