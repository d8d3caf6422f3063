import type { ChannelInfo } from "./recording";
import type { Segment } from "./timeline";

/** A channel that no file holds: the samples of `plus` minus those of `minus`, both by their index in the file. */
export interface Derivation {
  readonly label: string;
  readonly plus: number;
  readonly minus: number;
}

type Side = Pick<ChannelInfo, "index" | "label" | "unit" | "isVoltage" | "samplingHz" | "sampleCount" | "segments">;

/** Segments of two channels of one recording start together within this, or they are not the same samples of time. */
const SAME_TIME_SECONDS = 1e-9;

/** The name that a derivation has until a person gives it another: `A−B`. */
export function derivationLabel(plus: Pick<ChannelInfo, "label">, minus: Pick<ChannelInfo, "label">): string {
  return `${plus.label}\u2212${minus.label}`;
}

/** Why `plus − minus` cannot be formed, with the numbers; undefined where it can. Nothing is resampled and no unit converted. */
export function derivationRefusal(plus: Side, minus: Side): string | undefined {
  if (plus.index === minus.index) return `${plus.label} minus itself is zero everywhere. Choose two channels.`;
  if (plus.samplingHz !== minus.samplingHz) return `${plus.label} is sampled at ${plus.samplingHz} Hz and ${minus.label} at ${minus.samplingHz} Hz. Klonos does not resample: choose channels of one rate.`;
  if (plus.isVoltage !== minus.isVoltage || (!plus.isVoltage && plus.unit !== minus.unit)) return `${plus.label} is in ${unitWords(plus)} and ${minus.label} in ${unitWords(minus)}. A difference needs one unit.`;
  if (plus.sampleCount !== minus.sampleCount || !sameSegments(plus.segments, minus.segments)) return `${plus.label} and ${minus.label} do not hold the same samples of time (${plus.sampleCount} and ${minus.sampleCount}, gaps may differ).`;
  return undefined;
}

/**
 * The channel that a derivation makes, at `index`. Muscle and side are kept where both channels agree or only one names them.
 * The converter's range is not known: each side was clipped by itself.
 */
export function derivedChannel(derivation: Derivation, index: number, plus: ChannelInfo, minus: ChannelInfo): ChannelInfo {
  return {
    index,
    label: derivation.label,
    unit: plus.unit,
    isVoltage: plus.isVoltage,
    samplingHz: plus.samplingHz,
    sampleCount: plus.sampleCount,
    segments: plus.segments,
    physicalRange: undefined,
    prefilter: plus.prefilter === minus.prefilter ? plus.prefilter : "",
    role: plus.role,
    muscle: agreed(plus.muscle, minus.muscle),
    side: agreed(plus.side, minus.side),
    site: agreed(plus.site, minus.site),
    candidates: [],
  };
}

/** Channels of the file and, after them in their order, those that derivations make. One whose sides are missing or refused is left out. */
export function withDerived(channels: readonly ChannelInfo[], derivations: readonly Derivation[]): readonly ChannelInfo[] {
  if (derivations.length === 0) return channels;
  const derived = derivations.flatMap((derivation, position) => {
    const plus = channels[derivation.plus];
    const minus = channels[derivation.minus];
    if (plus === undefined || minus === undefined || derivationRefusal(plus, minus) !== undefined) return [];
    return [derivedChannel(derivation, channels.length + position, plus, minus)];
  });
  return [...channels, ...derived];
}

function sameSegments(a: readonly Segment[], b: readonly Segment[]): boolean {
  return a.length === b.length && a.every((segment, index) => segment.startSample === b[index]!.startSample && segment.endSample === b[index]!.endSample && Math.abs(segment.startSeconds - b[index]!.startSeconds) < SAME_TIME_SECONDS);
}

function unitWords(side: Side): string {
  return side.isVoltage ? "volts" : side.unit === "" ? "no unit" : side.unit;
}

function agreed<T>(plus: T | undefined, minus: T | undefined): T | undefined {
  if (plus === undefined || plus === minus) return minus;
  return minus === undefined ? plus : undefined;
}
