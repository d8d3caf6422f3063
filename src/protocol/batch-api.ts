import type { ErrorRecord } from "../core/errors";
import type { SettingValues } from "../core/settings";
import type { HostAnswer } from "./host-answer";
import type { ImportAnswers } from "./engine-api";

/** `kept`: it was there from an earlier run of the same batch. */
export type BatchRowState = "waiting" | "running" | "done" | "kept" | "failed";

/** A row of the study as the window lists it. */
export interface BatchRow {
  /** Line of the study's table. */
  readonly line: number;
  readonly participant: string;
  readonly session: string;
  readonly side: string;
  readonly condition: string;
  readonly trial: string;
  /** Name of the recording without its folder. */
  readonly file: string;
  readonly isThere: boolean;
}

/** A study's table as it was read. */
export interface BatchStudy {
  /** Opaque; the shell alone knows the table's place. */
  readonly id: string;
  readonly name: string;
  readonly rows: readonly BatchRow[];
}

/** A folder for the tables, by an opaque id. */
export interface BatchFolder {
  readonly id: string;
  readonly name: string;
  /** Parts of an earlier run that lie there. */
  readonly kept: number;
}

/** How far the batch is, row by row. */
export interface BatchProgress {
  readonly running: boolean;
  /** In the order of the study's rows. */
  readonly rows: readonly { readonly state: BatchRowState; readonly problem?: ErrorRecord | undefined }[];
  /** The tables were written. */
  readonly written: boolean;
  /** Why the batch ended before its end; absent when it was stopped on request. */
  readonly problem?: ErrorRecord | undefined;
}

/** File formats of the tables of a batch. */
export type BatchFormat = "csv" | "json" | "parquet";

/** What a batch is asked to do. */
export interface BatchWish {
  readonly studyId: string;
  readonly folderId: string;
  /** The project whose locked plan holds; its settings go before `settings`. */
  readonly projectId?: string | undefined;
  readonly settings: SettingValues;
  readonly answers: ImportAnswers;
  readonly formats: readonly BatchFormat[];
  readonly withNames: boolean;
}

/** What the desktop shell does for a study. One batch at a time. */
export interface BatchApi {
  /** Asks for the study's table and reads it; undefined when cancelled. @throws KlonosError `study-table` */
  chooseBatchStudy: { args: Record<string, never>; result: BatchStudy | undefined };
  /** Asks for the folder of the tables; undefined when cancelled. */
  chooseBatchFolder: { args: Record<string, never>; result: BatchFolder | undefined };
  /** Starts in the background. @throws KlonosError `batch-running`, `unknown-study` */
  startBatch: { args: BatchWish; result: undefined };
  /** The running batch, else the last one; undefined when there was none. */
  batchProgress: { args: Record<string, never>; result: BatchProgress | undefined };
  /** Finished parts are kept: started again it goes on. */
  stopBatch: { args: Record<string, never>; result: undefined };
  /** Shows the folder of the tables in the system's file manager. */
  openBatchFolder: { args: { folderId: string }; result: undefined };
}

/** Name of a call about batches. */
export type BatchMethod = keyof BatchApi;

/** The verbs as functions. */
export type BatchHost = { readonly [M in BatchMethod]: (args: BatchApi[M]["args"]) => Promise<BatchApi[M]["result"]> };

/** One call as it crosses to the shell. */
export interface BatchCall {
  readonly method: string;
  readonly args: unknown;
}

/** Sends such a call to the shell. */
export type AskBatch = (call: BatchCall) => Promise<HostAnswer>;
