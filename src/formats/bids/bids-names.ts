import { KlonosError } from "../../core/errors";

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

/** Where a sidecar may lie. */
export interface SidecarPlace {
  readonly name: string;
  /** Folders above the recording's own. */
  readonly levelsUp: number;
}

/** Entities beyond subject and session that are tried in every combination; a name with more of them is looked for as it is. */
const MOST_FREE_ENTITIES = 5;

/** Every choice of the parts in their order, the most of them first. */
function choices(parts: readonly string[]): readonly (readonly string[])[] {
  const all = Array.from({ length: 2 ** parts.length }, (_, mask) => parts.filter((_part, bit) => (mask & (1 << bit)) === 0));
  return all.sort((a, b) => b.length - a.length);
}

/**
 * Where a sidecar of a recording may lie, the nearest first, in the order of the inheritance principle (BIDS 1.11): beside it and in the
 * folders above as far as the data set's root, with its own entities or fewer of them. `sub-01_task-x_recording-a_emg.edf` has
 * `sub-01_task-x_recording-a_channels.tsv`, else `sub-01_task-x_channels.tsv`, which several devices may share, else `../../task-x_channels.tsv`,
 * which all participants share. Empty for other names.
 */
export function bidsSidecarPlaces(recording: string, ending: string): readonly SidecarPlace[] {
  const parts = EMG_FILE.exec(recording)?.[1]?.split("_");
  if (parts === undefined) return [];
  const fixed = parts.filter((part) => /^(sub|ses)-/.test(part));
  const free = parts.filter((part) => !fixed.includes(part));
  const combinations = free.length > MOST_FREE_ENTITIES ? [free] : choices(free);
  const [subject, session] = [fixed.find((part) => part.startsWith("sub-")), fixed.find((part) => part.startsWith("ses-"))];
  // Inside a participant's folders every name says whose it is; above them none does.
  const levels = [fixed, ...(session === undefined ? [] : [fixed]), ...(subject === undefined ? [] : [[subject]]), []];
  return levels.flatMap((own, levelsUp) => combinations.map((some) => ({ name: [...own, ...some, ending].join("_"), levelsUp })));
}
