import { hasRecordingExtension } from "./recording-extensions";

/** The bundled session, which every shell can open: it has no place of its own. */
export const EXAMPLE_NAME = "example-session.edf";

/** A recording of a BIDS-EMG data set by its name. */
const BIDS_RECORDING = /_emg\.(edf|bdf)$/i;
/** Tables and descriptions that BIDS keeps beside a recording or above it. */
const BIDS_SIDECAR = /(^|_)(channels|events|electrodes|coordsystem|emg|scans|sessions|participants|physio|dataset_description)\.(tsv|json|tsv\.gz)$/i;
/** Numbered files of samples beside a `.hea`. */
const WFDB_SAMPLES = /^d\d+$/;
/** Folders of a BIDS data set that hold no raw recordings. */
const NOT_RAW = new Set(["derivatives", "sourcedata", "code", "stimuli"]);

/** Folders below a data set that are looked into: participant, session, modality, and one for what labs put between. */
export const DEEPEST_FOLDER = 5;
/** A folder with more files than this is no session: a whole disk was chosen. */
export const MOST_FOLDER_FILES = 20_000;

const folderOf = (path: string): string => path.replace(/[^/\\]*$/, "");
const stemOf = (path: string): string => path.replace(/\.[^./\\]*$/, "").toLowerCase();
const endingOf = (path: string): string => (/\.([^./\\]*)$/.exec(path)?.[1] ?? "").toLowerCase();

/** True for a folder of a data set that is passed over. */
export function isPassedOver(folder: string): boolean {
  return NOT_RAW.has(folder) || folder.startsWith(".");
}

/**
 * Files without those that only belong to another one of the same folder: samples and markers beside a `.vhdr`, samples and annotations
 * beside a `.hea`, tables beside a BIDS recording. They are read with it, and are no recordings themselves. The order stays.
 */
export function withoutCompanions(paths: readonly string[]): readonly string[] {
  const headers = new Map<string, { readonly endings: Set<string>; readonly stems: Set<string>; isBids: boolean }>();
  for (const path of paths) {
    const folder = folderOf(path);
    const known = headers.get(folder) ?? { endings: new Set<string>(), stems: new Set<string>(), isBids: false };
    headers.set(folder, known);
    known.endings.add(endingOf(path));
    if (endingOf(path) === "vhdr") known.stems.add(stemOf(path));
    if (BIDS_RECORDING.test(path)) known.isBids = true;
  }
  return paths.filter((path) => {
    const { endings, stems, isBids } = headers.get(folderOf(path))!;
    const ending = endingOf(path);
    if (endings.has("vhdr") && (ending === "eeg" || ending === "vmrk" || (ending === "dat" && stems.has(stemOf(path))))) return false;
    if (endings.has("hea") && (ending === "dat" || ending === "atr" || WFDB_SAMPLES.test(ending))) return false;
    return !(isBids && BIDS_SIDECAR.test(path));
  });
}

/**
 * What a folder stands for: the recordings of the BIDS-EMG data set in it, wherever they lie; else the recordings that lie in the folder
 * itself, by name. `paths` are those of its files, from the folder, with `/`. Empty where there is none.
 */
export function recordingsOfFolder(paths: readonly string[]): readonly string[] {
  const sorted = [...paths].sort((a, b) => (a < b ? -1 : 1));
  const bids = sorted.filter((path) => BIDS_RECORDING.test(path) && !path.split("/").slice(0, -1).some(isPassedOver));
  return bids.length > 0 ? bids : withoutCompanions(sorted.filter((path) => !path.includes("/") && hasRecordingExtension(path)));
}
