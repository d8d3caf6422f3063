/**
 * Name endings that a file dialog offers first, without the dot: those of every reader, and of the files that some of them keep
 * beside the header. The reader itself decides by content, so that “all files” stays a choice. A test holds it to the readers.
 */
export const RECORDING_EXTENSIONS: readonly string[] = [
  "edf", "bdf", "csv", "tsv", "txt", "asc", "log", "smr", "son", "abf", "dat", "c3d", "rhd", "xdf", "otb", "otb+", "otb4", "mat", "h5", "hdf5", "vhdr", "eeg", "vmrk", "hea", "atr",
];

/** Whether a file of a folder looks like a recording by its name. */
export function hasRecordingExtension(name: string): boolean {
  return RECORDING_EXTENSIONS.some((extension) => name.toLowerCase().endsWith(`.${extension}`));
}
