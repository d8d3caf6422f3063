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
  { what: "a BIOPAC AcqKnowledge file", advice: `${EXPORT} with AcqKnowledge.`, matches: (_head, _text, name) => /\.acq$/i.test(name) },
  { what: "an ADInstruments LabChart file", advice: `${EXPORT} with LabChart (one channel rate, text with time).`, matches: (_head, text, name) => text.startsWith("ADInst") || /\.(adicht|adidat)$/i.test(name) },
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
