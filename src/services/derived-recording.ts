import { type Derivation, derivationRefusal, withDerived } from "../core/derivation";
import { KlonosError } from "../core/errors";
import type { RecordingScan } from "../core/recording";
import type { Recording } from "./recordings";

/**
 * The recording with its derivations as further channels: they are read, drawn and analysed as any other. The recording itself
 * is not changed; a call names its derivations, so nothing is remembered between calls.
 * @throws KlonosError `derivation-refused` where rates, units or times of the two channels differ.
 */
export function withDerivations(recording: Recording, derivations: readonly Derivation[]): Recording {
  if (derivations.length === 0) return recording;
  const fileChannels = recording.header.channels;
  for (const { label, plus, minus } of derivations) {
    const [a, b] = [(recording.knownScan() ?? recording.header).channels[plus], (recording.knownScan() ?? recording.header).channels[minus]];
    const reason = a === undefined || b === undefined ? `The recording has ${fileChannels.length} channels; ${a === undefined ? plus + 1 : minus + 1} is none of them.` : derivationRefusal(a, b);
    if (reason !== undefined) throw new KlonosError("derivation-refused", `${label} cannot be formed: ${reason}`, label);
  }
  const scanOf = (scan: RecordingScan): RecordingScan => ({ ...scan, channels: withDerived(scan.channels, derivations) });
  const ofFile = (index: number): Derivation | undefined => derivations[index - fileChannels.length];
  return {
    ...recording,
    header: { ...recording.header, channels: withDerived(fileChannels, derivations) },
    structure: (cancel, progress) => recording.structure(cancel, progress).then(scanOf),
    knownScan: () => {
      const scan = recording.knownScan();
      return scan === undefined ? undefined : scanOf(scan);
    },
    channelKey: (index) => {
      const derivation = ofFile(index);
      return derivation === undefined ? recording.channelKey(index) : `${recording.channelKey(derivation.plus)}-${recording.channelKey(derivation.minus)}`;
    },
    async read(index, range, cancel) {
      const derivation = ofFile(index);
      if (derivation === undefined) return recording.read(index, range, cancel);
      const values = await recording.read(derivation.plus, range, cancel);
      const minus = await recording.read(derivation.minus, range, cancel);
      for (let k = 0; k < values.length; k++) values[k]! -= minus[k]!;
      return values;
    },
  };
}
