import { type Cancel, KlonosError } from "../core/errors";
import { isBidsEmgName } from "./bids/bids-names";
import { withBidsSidecars } from "./bids/bids-sidecars";
import { type ImportPreview, statedFields } from "../core/import-recipe";
import type { ByteSource, SiblingSource } from "./byte-source";
import { companionAdvice, describeForeign } from "./foreign-formats";
import { withSettledRoles } from "./settled-roles";
import { withShortWords } from "./short-words";
import type { ImportOptions, RecordingFormat, RecordingReader } from "./recording-reader";

/** `recognise` of every format looks at no more than this. */
const HEAD_BYTES = 4096;

/** In the order they are asked; text comes last because almost anything can look like text. */
const LOADERS: readonly (() => Promise<RecordingFormat>)[] = [
  async () => (await import("./edf/edf-reader")).edfFormat,
  async () => (await import("./spike2/spike2-reader")).spike2Format,
  async () => (await import("./abf/abf-reader")).abfFormat,
  async () => (await import("./c3d/c3d-reader")).c3dFormat,
  async () => (await import("./intan/intan-reader")).intanFormat,
  async () => (await import("./xdf/xdf-reader")).xdfFormat,
  async () => (await import("./otb/otb-reader")).otbFormat,
  async () => (await import("./matlab/mat5-reader")).mat5Format,
  async () => (await import("./matlab/hdf5-reader")).hdf5Format,
  async () => (await import("./brainvision/brainvision-reader")).brainVisionFormat,
  async () => (await import("./wfdb/wfdb-reader")).wfdbFormat,
  async () => (await import("./text/text-labchart")).labChartFormat,
  async () => (await import("./text/text-opensignals")).openSignalsFormat,
  async () => (await import("./text/text-delsys")).emgworksFormat,
  async () => (await import("./text/text-discover")).discoverFormat,
  async () => (await import("./text/text-biopac")).biopacFormat,
  async () => (await import("./text/text-datalog")).datalogFormat,
  async () => (await import("./text/text-biosppy")).biosppyFormat,
  async () => (await import("./text/text-noraxon")).noraxonFormat,
  async () => (await import("./csv/csv-reader")).csvFormat,
];

/** Every format, for lists of what can be opened. */
export function recordingFormats(): Promise<readonly RecordingFormat[]> {
  return Promise.all(LOADERS.map((load) => load()));
}

/**
 * Opens a recording by its content; the name only helps to explain a refusal. Formats are loaded when asked. The reader owns the
 * source from then on (`close` closes it); when this rejects, the caller still does. Formats that keep their samples in a file of
 * their own (WFDB, BrainVision) open it with `siblings`.
 * @throws KlonosError `unknown-format` saying what the bytes look like, or the format's own error.
 */
export async function openRecording(source: ByteSource, options: ImportOptions = {}, cancel?: Cancel, siblings?: SiblingSource): Promise<RecordingReader> {
  const format = await formatOf(source, cancel);
  const read = await format.open(source, options, cancel, siblings);
  // What a person said of a column stands.
  const opened = options.columns?.some(({ role }) => role !== undefined) === true ? read : withSettledRoles(read);
  // BIDS keeps what an EDF cannot say in tables beside it.
  const reader = siblings !== undefined && isBidsEmgName(source.name) ? await withBidsSidecars(opened, source.name, siblings, cancel) : opened;
  return { ...withShortWords(reader), recipe: statedFields(options, format.takes) };
}

/**
 * How a text table, a MATLAB or an HDF5 file would be read. Leaves the source open.
 * @throws KlonosError `no-import-settings` for a format that says everything itself, `unknown-format` as `openRecording`.
 */
export async function previewImport(source: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<ImportPreview> {
  const format = await formatOf(source, cancel);
  switch (format.id) {
    case "csv":
      return (await import("./csv/csv-preview")).previewCsv(source, options, cancel);
    case "mat5":
    case "hdf5":
      return (await import("./matlab/mat-preview")).previewVariables(format, source, options, cancel);
    default:
      throw new KlonosError("no-import-settings", `${source.name} is read as ${format.title}, which says itself how it is to be read. Units, names and roles can be changed channel by channel.`);
  }
}

async function formatOf(source: ByteSource, cancel: Cancel | undefined): Promise<RecordingFormat> {
  if (source.size === 0) throw new KlonosError("unknown-format", `${source.name} is empty (0 bytes): it was never recorded, or not copied whole. Copy or export it again.`, "byte 0", { size: 0 });
  const head = await source.read(0, Math.min(source.size, HEAD_BYTES), cancel);
  const foreign = describeForeign(head, source.name);
  if (foreign !== undefined) throw new KlonosError("unknown-format", `${source.name} ${foreign}`, "byte 0", { size: source.size });
  for (const load of LOADERS) {
    const format = await load();
    if (format.recognise(head, source.name)) return format;
  }
  const first = Array.from(head.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  throw new KlonosError("unknown-format", `${source.name} is in no format that Klonos knows (it begins with the bytes ${first}). Export it as EDF, BDF or CSV with the program that recorded it.${companionAdvice(source.name)}`, "byte 0", { size: source.size });
}
