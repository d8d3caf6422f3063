import { KlonosError } from "../core/errors";

/** Entities of a BIDS file name. Labels are letters and digits. */
export interface BidsName {
  readonly subject: string;
  readonly session?: string | undefined;
  readonly task: string;
  readonly run?: string | undefined;
}

const LABEL = /^[0-9A-Za-z]+$/;
const EMG_FILE = /^(.+)_emg\.(edf|bdf)$/i;

/** @throws KlonosError `bids-name` unless every label is one. */
export function requireBidsName(name: BidsName): void {
  for (const [entity, label] of Object.entries(name)) {
    if (label === undefined) continue;
    const isValid = entity === "run" ? /^\d+$/.test(label) : LABEL.test(label);
    if (!isValid) throw new KlonosError("bids-name", `“${label}” is no ${entity} label of BIDS: ${entity === "run" ? "it is a whole number" : "only letters and digits, without blanks, points or hyphens"}.`, entity);
  }
}

/** `sub-01_ses-1_task-stretch_run-1` */
export function bidsStem({ subject, session, task, run }: BidsName): string {
  return [`sub-${subject}`, session === undefined ? "" : `ses-${session}`, `task-${task}`, run === undefined ? "" : `run-${run}`].filter((part) => part !== "").join("_");
}

/** Folder of the recording below the data set: `sub-01/ses-1/emg`. */
export function bidsFolder({ subject, session }: BidsName): string {
  return [`sub-${subject}`, ...(session === undefined ? [] : [`ses-${session}`]), "emg"].join("/");
}

/** True for the name of a recording of a BIDS-EMG data set. */
export function isBidsEmgName(name: string): boolean {
  return EMG_FILE.test(name);
}

/**
 * Names under which a sidecar of a recording may lie in its folder, the nearest first: `sub-01_task-x_recording-a_emg.edf` has
 * `…_recording-a_channels.tsv`, else `sub-01_task-x_channels.tsv`, which several devices may share. Empty for other names.
 */
export function bidsSidecarNames(recording: string, ending: string): readonly string[] {
  const stem = EMG_FILE.exec(recording)?.[1];
  if (stem === undefined) return [];
  return [...new Set([stem, stem.replace(/_recording-[^_]+/, "")])].map((one) => `${one}_${ending}`);
}
