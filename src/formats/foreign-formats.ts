import { latin1Text } from "./text-decoding";

interface Foreign {
  readonly what: string;
  /** What to do, as a sentence. */
  readonly advice: string;
  readonly matches: (head: Uint8Array, text: string, name: string) => boolean;
}

const EXPORT = "Klonos does not read it in this version; export it as EDF or CSV";

function begins(...bytes: readonly number[]): Foreign["matches"] {
  return (head) => bytes.every((byte, index) => head[index] === byte);
}

function beginsText(...texts: readonly string[]): Foreign["matches"] {
  return (_head, text) => texts.some((start) => text.startsWith(start));
}

/** Bytes that no text holds, in whatever encoding of one byte a character. */
function isNoText(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 32 && byte !== 26 && byte !== 27) || byte === 127;
}

/** By the ending of the name, where the bytes are not text: these formats have no mark of their own that is public. */
function binaryNamed(...endings: readonly string[]): Foreign["matches"] {
  return (head, _text, name) => head.some(isNoText) && endings.includes(name.slice(name.lastIndexOf(".") + 1).toLowerCase());
}

/** Versions of AcqKnowledge's own format lie between these. */
const ACQ_VERSIONS = [30, 200] as const;
const MOST_ACQ_CHANNELS = 512;
const MOST_ACQ_HEADER_BYTES = 65_536;

/** The graph header (BIOPAC, application note 156): version, length, number of channels, milliseconds a sample. */
function isAcqKnowledge(head: Uint8Array): boolean {
  if (head.length < 24) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  return [true, false].some((little) => {
    const version = view.getInt32(2, little);
    const length = view.getInt32(6, little);
    const channels = view.getInt16(10, little);
    const milliseconds = view.getFloat64(16, little);
    return version >= ACQ_VERSIONS[0] && version <= ACQ_VERSIONS[1] && length >= 150 && length <= MOST_ACQ_HEADER_BYTES && channels >= 1 && channels <= MOST_ACQ_CHANNELS && milliseconds > 1e-4 && milliseconds < 1e6;
  });
}

/** Letters and zeros in turn, from the first byte. */
function isBareUtf16(head: Uint8Array): boolean {
  if (head.length < BARE_UTF16_BYTES) return false;
  const isText = (byte: number): boolean => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127);
  return [0, 1].some((first) => head.subarray(0, BARE_UTF16_BYTES).every((byte, k) => (k % 2 === first ? isText(byte) : byte === 0)));
}
const BARE_UTF16_BYTES = 32;

/** What a file in no known format may be by its name: the part of a recording that is opened by another file. Empty where the name says nothing. */
export function companionAdvice(name: string): string {
  if (/\.(eeg|avg|seg)$/i.test(name)) return " By its name it may hold the samples of a BrainVision recording: then open its header, the file .vhdr of the same name.";
  if (/\.(dat|d\d+|atr|ann|qrs)$/i.test(name)) return " By its name it may belong to a WFDB record: then open its header, the file .hea.";
  return "";
}

/** Bytes by which other kinds of file are known, most specific first. */
const FOREIGN: readonly Foreign[] = [
  { what: "a PDF document", advice: "It holds no samples; open the recording itself.", matches: beginsText("%PDF-") },
  { what: "a ZIP archive or a document made of one (xlsx, docx)", advice: "Unpack it, or save the sheet as CSV, and open what is inside.", matches: begins(0x50, 0x4b, 0x03, 0x04) },
  { what: "a 7z archive", advice: "Unpack it and open what is inside.", matches: begins(0x37, 0x7a, 0xbc, 0xaf) },
  { what: "an old Excel or Office document", advice: "Save the sheet as CSV and open that.", matches: begins(0xd0, 0xcf, 0x11, 0xe0) },
  {
    what: "a Spike2 file of the 64-bit kind (.smrx)",
    advice: "It can be read only with the library of its maker (CED). In Spike2 choose File, Export As, and save it as a 32-bit data file (.smr), or as text with one column a channel; Klonos opens both.",
    matches: beginsText("S64"),
  },
  { what: "the list of markers of a BrainVision recording", advice: "Open its header, the file .vhdr of the same name.", matches: (_head, text) => /^.{0,3}Brain ?Vision .*Marker File/i.test(text.slice(0, 120)) },
  { what: "a WAV sound file", advice: `${EXPORT}.`, matches: (_head, text) => text.startsWith("RIFF") && text.slice(8, 12) === "WAVE" },
  { what: "a FLAC sound file", advice: `${EXPORT}.`, matches: beginsText("fLaC") },
  { what: "a GDF file", advice: `${EXPORT}.`, matches: (_head, text) => /^GDF [12]\./.test(text) },
  { what: "a TDMS file (LabVIEW)", advice: `${EXPORT} from LabVIEW or DIAdem.`, matches: beginsText("TDSm") },
  { what: "an Intan stimulation recording (.rhs)", advice: "Export it with Intan's RHX software as text or EDF; .rhd files are read as they are.", matches: begins(0xac, 0x27, 0x91, 0xd6) },
  {
    what: "a LabChart binary file (.adibin)",
    advice: "In LabChart choose File, Export, LabChart Text File, with block headers, times and comments; Klonos opens that.",
    matches: beginsText("CFWB"),
  },
  {
    what: "an ADInstruments LabChart file",
    advice: "In LabChart choose File, Export, LabChart Text File, with block headers, times and comments (or European Data Format); Klonos opens both.",
    matches: (_head, text, name) => text.startsWith("ADInst") || /\.(adicht|adidat)$/i.test(name),
  },
  {
    what: "a BIOPAC AcqKnowledge file",
    advice: "In AcqKnowledge choose File, Save As, and Text with header, MATLAB or EDF as the type; Klonos opens all three.",
    matches: (head, _text, name) => /\.acq$/i.test(name) || isAcqKnowledge(head),
  },
  {
    what: "a Nihon Kohden recording",
    advice: "Export it as EDF+ with the maker's review program (Neuro Workbench, Polysmith), together with its event list.",
    matches: (_head, text) => /^(EEG|DAE)-\d{4}[A-Z]? V\d\d\.\d\d/.test(text),
  },
  { what: "a Micromed recording (.trc)", advice: "Export it as EDF with Micromed's System Plus or BRAIN QUICK.", matches: (_head, text, name) => text.startsWith("* MICROMED") || (/\.trc$/i.test(name) && text.includes("MICROMED")) },
  { what: "an NDF recording", advice: "Export it as EDF or text with the program that recorded it (Neuroplayer of Open Source Instruments: Exporter, EDF).", matches: (_head, text, name) => text.startsWith(" ndf") || /\.ndf$/i.test(name) },
  { what: "a Natus (XLTEK) recording", advice: "Export the study as EDF+ with Natus NeuroWorks (one file with all channels and notes).", matches: binaryNamed("erd", "stc", "snc", "etc", "ent", "vtc") },
  { what: "a Nicolet recording (.e)", advice: "Export it as EDF+ with NicoletOne Reader.", matches: binaryNamed("e", "eeg1", "nedf") },
  { what: "a Dantec Keypoint recording", advice: "Export the raw curves as ASCII text from Keypoint; Klonos asks for rate and unit.", matches: binaryNamed("kpf", "kpx", "kp") },
  { what: "a Cadwell recording", advice: "Export it as EDF+ from Cadwell Arc, Easy or Sierra.", matches: binaryNamed("ez3", "eas", "arc", "csd") },
  { what: "a Delsys recording (.hpf, .shpf)", advice: "Export it as CSV with Delsys' File Utility, EMGworks Analysis or Trigno Discover; Klonos opens these.", matches: binaryNamed("hpf", "shpf") },
  { what: "a Noraxon project", advice: "In MR3 or MyoResearch export the record as text or CSV (or C3D); Klonos opens these.", matches: binaryNamed("mrxp", "nxp", "myo") },
  { what: "a CED Signal file (.cfs)", advice: "In Signal choose File, Export As, and text or MATLAB; Klonos opens both.", matches: beginsText("CEDFILE") },
  { what: "a Plexon recording", advice: "Export its continuous channels as MATLAB or text with Plexon's Offline Sorter.", matches: beginsText("PLEX", "PL2") },
  { what: "a Blackrock recording (.nsx, .nev)", advice: "Export it as EDF or MATLAB with Blackrock's tools.", matches: beginsText("NEURALSG", "NEURALCD", "NEURALEV", "BRSMPGRP") },
  { what: "a Neuralynx recording (.ncs)", advice: "Export it as EDF or text with Neuralynx' tools.", matches: beginsText("######## Neuralynx") },
  { what: "a Neuroscan recording (.cnt)", advice: "Export it as EDF from Scan or Curry.", matches: beginsText("Version 3.0\u0000") },
  { what: "an ANT Neuro recording (.cnt)", advice: "Export it as EDF from eego or ASA.", matches: (_head, text) => /^(RIFF|RF64)/.test(text) && text.slice(8, 12).toUpperCase() === "CNT " },
  { what: "text in UTF-16 without the mark that says so", advice: "Save it as UTF-8 (in Excel: CSV UTF-8; in an editor: Save As, encoding UTF-8) and open that.", matches: isBareUtf16 },
  {
    what: "a table of a BIDS data set",
    advice: "It is read with the recording beside it: open that (…_emg.edf or …_emg.bdf), or the folder of the data set.",
    matches: (_head, text, name) => /_(channels|electrodes|events)\.tsv$/i.test(name) && /^(\u00ef\u00bb\u00bf)?(name|onset)\t/.test(text),
  },
  { what: "a picture", advice: "It holds no samples; open the recording itself.", matches: (head, text) => text.startsWith("\u0089PNG") || (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) || text.startsWith("GIF8") },
  { what: "a web page or an XML document", advice: "It holds no samples; open the recording itself.", matches: (_head, text) => /^(\u00ef\u00bb\u00bf)?\s*<(!doctype|html|\?xml)/i.test(text) },
  { what: "a JSON document", advice: "It holds no recording; open the recording itself.", matches: (_head, text) => /^(\u00ef\u00bb\u00bf)?\s*[{[]\s*["{[\]}]/.test(text) },
];

/** "is a Spike2 file (SON). Klonos does not read it …" for bytes of a known other kind; undefined when unknown or possibly ours. */
export function describeForeign(head: Uint8Array, name: string): string | undefined {
  const text = latin1Text(head.subarray(0, 512));
  const found = FOREIGN.find((foreign) => foreign.matches(head, text, name));
  return found === undefined ? undefined : `is ${found.what}. ${found.advice}`;
}
