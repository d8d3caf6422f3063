import { effectiveChannels, sampleFactor } from "../core/channel-overrides";
import { type Derivation, derivationRefusal, withDerived } from "../core/derivation";
import { KlonosError } from "../core/errors";
import type { ChannelInfo, RecordingScan } from "../core/recording";
import type { ChannelOverride } from "../core/result";
import type { Recording } from "./recordings";

/**
 * The recording with its derivations as further channels: they are read, drawn and analysed as any other. The recording itself
 * is not changed; a call names its derivations, so nothing is remembered between calls. The two sides are taken in the unit and at
 * the scale that a person says of them.
 * @throws KlonosError `derivation-refused` where rates, units or times of the two channels differ.
 */
export function withDerivations(recording: Recording, derivations: readonly Derivation[], overrides: readonly ChannelOverride[] = []): Recording {
  if (derivations.length === 0) return recording;
  const fileChannels = recording.header.channels;
  for (const { label, plus, minus } of derivations) {
    const sides = effectiveChannels((recording.knownScan() ?? recording.header).channels, overrides);
    const [a, b] = [sides[plus], sides[minus]];
    const reason = a === undefined || b === undefined ? `The recording has ${fileChannels.length} channels; ${a === undefined ? plus + 1 : minus + 1} is none of them.` : derivationRefusal(a, b);
    if (reason !== undefined) throw new KlonosError("derivation-refused", `${label} cannot be formed: ${reason}`, label);
  }
  // Of the file's channels nothing is changed here: whoever reads them lays the overrides over them.
  const derivedOf = (channels: readonly ChannelInfo[]): readonly ChannelInfo[] => [...channels, ...withDerived(effectiveChannels(channels, overrides), derivations).slice(channels.length)];
  const factorOf = (index: number): number => sampleFactor(fileChannels[index]!, overrides);
  const scanOf = (scan: RecordingScan): RecordingScan => ({ ...scan, channels: derivedOf(scan.channels) });
  const ofFile = (index: number): Derivation | undefined => derivations[index - fileChannels.length];
  return {
    ...recording,
    header: { ...recording.header, channels: derivedOf(fileChannels) },
    structure: (cancel, progress) => recording.structure(cancel, progress).then(scanOf),
    knownScan: () => {
      const scan = recording.knownScan();
      return scan === undefined ? undefined : scanOf(scan);
    },
    channelKey: (index) => {
      const derivation = ofFile(index);
      return derivation === undefined ? recording.channelKey(index) : `${recording.channelKey(derivation.plus)}×${factorOf(derivation.plus)}-${recording.channelKey(derivation.minus)}×${factorOf(derivation.minus)}`;
    },
    async read(index, range, cancel) {
      const derivation = ofFile(index);
      if (derivation === undefined) return recording.read(index, range, cancel);
      const values = await recording.read(derivation.plus, range, cancel);
      const minus = await recording.read(derivation.minus, range, cancel);
      const [ofPlus, ofMinus] = [factorOf(derivation.plus), factorOf(derivation.minus)];
      for (let k = 0; k < values.length; k++) values[k] = values[k]! * ofPlus - minus[k]! * ofMinus;
      return values;
    },
  };
}
