import { KlonosError } from "../../core/errors";
import { childrenNamed, descendant, textAt, type XmlElement } from "../small-xml";

/** One channel of a stream of samples. */
export interface OtbChannel {
  readonly label: string;
  /** Position in the frame. */
  readonly place: number;
  /** Of one stored step, in `unit` (volts where that is `V`); undefined where the conversion is not known. */
  readonly perStep: number;
  readonly unit: string;
  readonly bits: number;
  readonly prefilter: string;
  /** True for ramps, buffers and quaternions: the program's own, never EMG. */
  readonly isControl: boolean;
}

/** One `.sig` file. */
export interface OtbStream {
  readonly file: string;
  readonly samplingHz: number;
  readonly frameChannels: number;
  readonly bytesPerSample: 2 | 3 | 4;
  readonly channels: readonly OtbChannel[];
  readonly startDateTime: string | undefined;
  /** What had to be assumed, in words. */
  readonly notes: readonly string[];
}

interface Conversion {
  readonly volts: number;
  readonly gain: number;
  readonly isAssumed: boolean;
}

const MOST_CHANNELS = 4096;
const LARGEST_RATE_HZ = 1e6;
const NOT_DEFINED = /^(not ?defined|undefined|none|unknown|-)?$/i;

/** Names in a damaged description can be as long as it. */
const LONGEST_MESSAGE = 400;

function refusal(file: string, message: string): KlonosError {
  return new KlonosError("otb-description", `${file}: ${message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message} Export the recording again.`, file, { file });
}

function number(text: string | undefined, file: string, what: string, least: number, most: number): number {
  const value = Number((text ?? "").trim().replace(",", "."));
  if (text === undefined || text.trim() === "" || !(value >= least && value <= most)) throw refusal(file, `${what} should be a number from ${least} to ${most} but reads ${JSON.stringify((text ?? "").slice(0, 40))}.`);
  return value;
}

function whole(text: string | undefined, file: string, what: string, least: number, most: number): number {
  const value = number(text, file, what, least, most);
  if (!Number.isInteger(value)) throw refusal(file, `${what} should be a whole number but reads ${JSON.stringify((text ?? "").slice(0, 40))}.`);
  return value;
}

/**
 * Range of the converter in volts and gain before it, by device and adapter, as in the maker's own reading script for OTB+
 * (OTBioelettronica/OTB-Matlab, OpenOTBfilesConvFact.m; the last line is its default for all other devices). The maker's scripts that read
 * the devices themselves (OTBioelettronica/OTB-Python) have the same factors, and 4.8 V for the auxiliary inputs of a Sessantaquattro.
 */
function conversionOf(device: string, adapter: string, xmlGain: number): Conversion {
  const name = device.toUpperCase();
  if (/^Direct connection/i.test(adapter)) return { volts: name.startsWith("SESSANTAQUATTRO") ? 4.8 : 5, gain: 0.5, isAssumed: false };
  if (/^QUATTRO(CENTO)?$/.test(name)) return { volts: 5, gain: 150, isAssumed: false };
  if (name === "DUE") return { volts: 5, gain: 200, isAssumed: false };
  if (name === "DUE+" || name === "QUATTRO+" || (name === "SYNCSTATION" && /^(Due|Quattro)\+$/i.test(adapter))) return { volts: 3.3, gain: 202, isAssumed: false };
  if (name === "SYNCSTATION" && /^AdapterLoadCell$/i.test(adapter)) return { volts: 5, gain: 205, isAssumed: false };
  // The EMG-USB family has a gain that is set for each recording and stands in the file.
  if (name.startsWith("EMG-USB") && xmlGain > 1) return { volts: 5, gain: xmlGain, isAssumed: false };
  return { volts: 4.8, gain: 256, isAssumed: name !== "SYNCSTATION" && !name.startsWith("SESSANTAQUATTRO") && !name.startsWith("MUOVI") };
}

function filterText(low: string, high: string): string {
  const parts = [low === "" || /unknown/i.test(low) ? "" : `HP ${low}`, high === "" || /unknown/i.test(high) ? "" : `LP ${high}`];
  return parts.filter((part) => part !== "").join(", ");
}

/** Adds a number to labels that occur more than once. */
function numbered(labels: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const seen = new Map<string, number>();
  return labels.map((label) => {
    if (counts.get(label) === 1) return label;
    const place = (seen.get(label) ?? 0) + 1;
    seen.set(label, place);
    return `${label} ${place}`;
  });
}

/**
 * The description of an OTB+ (or OTB) stream: root `Device`, adapters with channels.
 * @throws KlonosError `otb-description` naming the file.
 */
export function otbPlusStream(file: string, sigFile: string, root: XmlElement): OtbStream {
  const device = (root.attributes.get("Name") ?? "").split(";")[0]!.trim();
  const frameChannels = whole(root.attributes.get("DeviceTotalChannels"), file, "the number of channels (DeviceTotalChannels)", 1, MOST_CHANNELS);
  const samplingHz = number(root.attributes.get("SampleFrequency"), file, "the sampling frequency", 1e-6, LARGEST_RATE_HZ);
  const bits = whole(root.attributes.get("ad_bits"), file, "the resolution (ad_bits)", 1, 32);
  const notes: string[] = [];
  const found = new Map<number, Omit<OtbChannel, "place">>();
  for (const adapter of childrenNamed(descendant(root, "Channels"), "Adapter")) {
    const attribute = (name: string): string => adapter.attributes.get(name) ?? "";
    const id = attribute("ID");
    const start = whole(attribute("ChannelStartIndex"), file, `the first channel of adapter ${id}`, 0, MOST_CHANNELS);
    const xmlGain = Number(attribute("Gain"));
    const isControl = /^Adapter(Control|Quaternions)$/i.test(id);
    const conversion = conversionOf(device, id, xmlGain);
    if (!isControl && conversion.isAssumed) notes.push(`the device ${JSON.stringify(device)} is not in the maker's list of conversion factors; the list's default (4.8 V, gain 256) was used for ${id}: check the amplitudes`);
    if (!isControl && Number.isFinite(xmlGain) && xmlGain > 1 && xmlGain !== conversion.gain) notes.push(`adapter ${id} states a gain of ${xmlGain}, while the maker's list has ${conversion.gain} for ${device}, which was used: check the amplitudes`);
    for (const channel of childrenNamed(adapter, "Channel")) {
      const text = (name: string): string => (channel.attributes.get(name) ?? "").trim();
      const place = start + whole(text("Index"), file, `the position of a channel of adapter ${id}`, 0, MOST_CHANNELS);
      if (place >= frameChannels) throw refusal(file, `adapter ${id} has a channel at position ${place}, but the device has only ${frameChannels}.`);
      const channelId = text("ID") || id;
      const muscle = NOT_DEFINED.test(text("Muscle")) ? "" : text("Muscle");
      const side = NOT_DEFINED.test(text("Side")) ? "" : text("Side");
      const ownGain = text("Gain") === "" ? 1 : number(text("Gain"), file, `the gain of ${channelId}`, 1e-9, 1e9);
      const isOwn = isControl || /^(quaternion|buffer|ramp)/i.test(channelId);
      found.set(place, {
        label: muscle === "" ? channelId : [side, muscle].filter((part) => part !== "").join(" "),
        perStep: isOwn ? 1 : conversion.volts / 2 ** bits / (conversion.gain * ownGain),
        unit: isOwn ? "" : "V",
        bits,
        prefilter: filterText(text("HighPassFilter") || attribute("HighPassFilter"), text("LowPassFilter") || attribute("LowPassFilter")),
        isControl: isOwn,
      });
    }
  }
  const missing = frameChannels - found.size;
  if (missing > 0) notes.push(`${missing} of ${frameChannels} stored channels are not described; they are left out`);
  const places = [...found.keys()].sort((a, b) => a - b);
  const labels = numbered(places.map((place) => found.get(place)!.label));
  const channels = places.map((place, index) => ({ ...found.get(place)!, place, label: labels[index]! }));
  return { file: sigFile, samplingHz, frameChannels, bytesPerSample: bits <= 16 ? 2 : bits <= 24 ? 3 : 4, channels, startDateTime: undefined, notes };
}

/** Local date and clock time from `2026-01-01 00:00:00` and its like. */
function dateTimeOf(text: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?/.exec(text.trim());
  if (match === null || new Date(`${match[1]}T${match[2]}Z`).toJSON()?.startsWith(`${match[1]}T${match[2]}`) !== true) return undefined;
  return `${match[1]}T${match[2]}${(match[3] ?? "").replace(/\.?0+$/, "")}`;
}

/** Bytes of one sample: what duration and size make it, else what the description says. */
function sampleBytes(file: string, tracks: readonly XmlElement[], frameChannels: number, samplingHz: number, size: number, deviceBits: string, notes: string[]): 2 | 3 | 4 {
  const stated = Number(textAt(tracks[0], "SampleSize")) || Math.ceil(Number(deviceBits) / 8);
  const seconds = Number(textAt(tracks[0], "TimeDuration"));
  const samples = Math.round(seconds * samplingHz) * frameChannels;
  const measured = samples > 0 ? size / samples : NaN;
  const nearest = [2, 3, 4].find((bytes) => Math.abs(measured / bytes - 1) < 0.02);
  if (nearest !== undefined && nearest !== stated) notes.push(`the description says ${stated} bytes a sample, but duration and size of ${file} make ${nearest}, which was used`);
  const bytes = nearest ?? stated;
  if (bytes !== 2 && bytes !== 3 && bytes !== 4) throw refusal(file, `samples of ${bytes} bytes are not known.`);
  return bytes;
}

/**
 * The streams of an OTB4 archive: `Tracks_000.xml` (root `ArrayOfTrackInfo`) and what `DeviceParameters.xml` adds.
 * @throws KlonosError `otb-description` naming the file.
 */
export function otb4Streams(file: string, root: XmlElement, device: XmlElement | undefined, sizeOf: (file: string) => number | undefined): OtbStream[] {
  const byFile = new Map<string, XmlElement[]>();
  for (const track of childrenNamed(root, "TrackInfo")) {
    const path = textAt(track, "SignalStreamPath").replace(/\\/g, "/").replace(/^(\.\/)+/, "");
    byFile.set(path, [...(byFile.get(path) ?? []), track]);
  }
  const deviceGain = Number(textAt(device, "Gain"));
  return [...byFile].map(([sigFile, tracks]): OtbStream => {
    const notes: string[] = [];
    const counts = tracks.map((track) => whole(textAt(track, "NumberOfChannels"), file, "NumberOfChannels", 1, MOST_CHANNELS));
    const described = counts.reduce((sum, count) => sum + count, 0);
    const totals = tracks.map((track) => Number(textAt(track, "TotalChannelsInFile")));
    const frameChannels = totals.every((total) => Number.isInteger(total) && total === totals[0] && total >= described && total <= MOST_CHANNELS) ? totals[0]! : described;
    const rates = tracks.map((track) => number(textAt(track, "SamplingFrequency"), file, "SamplingFrequency", 1e-6, LARGEST_RATE_HZ));
    if (rates.some((rate) => rate !== rates[0])) throw refusal(file, `the tracks in ${sigFile} have different sampling frequencies (${rates.slice(0, 4).join(", ")}).`);
    const labels: string[] = [];
    const channels: Omit<OtbChannel, "label">[] = [];
    let next = 0;
    tracks.forEach((track, index) => {
      const count = counts[index]!;
      // Tracks that fill the frame stand one after the other; else each says where it begins.
      const start = frameChannels === described ? next : whole(textAt(track, "ChannelOffsetInSubPacket"), file, "ChannelOffsetInSubPacket", 0, frameChannels - count);
      next += count;
      const gain = number(textAt(track, "Gain"), file, "Gain", 1e-9, 1e9);
      const bits = whole(textAt(track, "ADC_Nbits"), file, "ADC_Nbits", 1, 32);
      const range = number(textAt(track, "ADC_Range"), file, "ADC_Range", 1e-9, 1e9);
      const title = textAt(track, "SubTitle") || textAt(track, "Title") || "Track";
      const isControl = /^true$/i.test(textAt(track, "IsControl")) || /^(quaternion|buffer|ramp)/i.test(title);
      const ownUnit = textAt(track, "UnitOfMeasurement");
      const isVoltage = /^([munµμ]?V)?$/.test(ownUnit);
      const factor = isVoltage ? 1 : Number(textAt(track, "UnitOfMeasurementFactor")) || 1;
      const named = childrenNamed(descendant(track, "Channels"), "ChannelRapresentation").map((channel) => textAt(channel, "Label"));
      const strings = descendant(track, "StringsDescriptions");
      for (let k = 0; k < count; k += 1) {
        const own = named.length === count && !/^\d*$/.test(named[k]!) ? named[k]! : "";
        labels.push(own !== "" ? own : title);
        channels.push({ place: start + k, perStep: (range * factor) / 2 ** bits / gain, unit: isControl ? "" : isVoltage ? "V" : ownUnit, bits, prefilter: filterText(textAt(strings, "HighPassFilter"), textAt(strings, "LowPassFilter")), isControl });
      }
    });
    const used = new Set(channels.map((channel) => channel.place));
    if (used.size < channels.length) throw refusal(file, `tracks in ${sigFile} overlap.`);
    if (used.size < frameChannels) notes.push(`${frameChannels - used.size} of ${frameChannels} stored channels of ${sigFile} are not described; they are left out`);
    if (deviceGain > 0 && deviceGain !== 1) notes.push(`the device states a gain of ${deviceGain} beside those of its tracks; those of the tracks were used alone: check the amplitudes`);
    const size = sizeOf(sigFile) ?? 0;
    const bytesPerSample = sampleBytes(sigFile, tracks, frameChannels, rates[0]!, size, textAt(device, "AdBits"), notes);
    const unique = numbered(labels);
    return { file: sigFile, samplingHz: rates[0]!, frameChannels, bytesPerSample, channels: channels.map((channel, k) => ({ ...channel, label: unique[k]! })), startDateTime: dateTimeOf(textAt(tracks[0], "StringsDescriptions", "StartDate")), notes };
  });
}
