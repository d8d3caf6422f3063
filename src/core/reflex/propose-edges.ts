import type { NamedMarkKind } from "../mark-kinds";
import type { Cancel } from "../errors";
import type { BucketedSegment, ReadBucketed } from "./channel-buckets";
import { quantileOf } from "./channel-buckets";
import { levelText, type Proposal, type ProposalOutcome } from "./proposal";

/** A line is on above this share of the way from its resting level to its extreme, and off below the lower one. */
const ON_SHARE = 0.6;
const OFF_SHARE = 0.4;
/** A line that stays on this long says how long something lasts: a stretch and its release. Shorter, it says when. JUDGEMENT. */
const GATE_SECONDS = 0.5;
/** A line that is on more often than this carries a signal. JUDGEMENT. */
const MOST_EDGES_PER_SECOND = 5;
const LEAST_EDGES_TO_JUDGE = 20;

/** Words of a label that say what a line means. */
const KIND_WORDS: readonly (readonly [RegExp, NamedMarkKind])[] = [
  [/stim|h-?reflex|shock/i, "stimulus"],
  [/tap|hammer|tendon|hit/i, "tap"],
  [/stretch|dehn|motor|perturb/i, "stretch"],
  [/distract|jendrassik/i, "distraction"],
];

interface Pulse {
  readonly start: number;
  readonly end: number | undefined;
}

/** Events from a trigger or digital line: its edges, on the very sample. */
export async function proposeEdges(segments: readonly BucketedSegment[], samplingHz: number, label: string, read: ReadBucketed, cancel?: Cancel): Promise<ProposalOutcome> {
  const rest = quantileOf(segments.map(({ mean }) => mean), 0.5);
  // Every bucket counts: a pulse of one sample may be all there is.
  const least = segments.reduce((low, part) => part.low.reduce((a, b) => Math.min(a, b), low), Infinity);
  const most = segments.reduce((high, part) => part.high.reduce((a, b) => Math.max(a, b), high), -Infinity);
  const extreme = most - rest >= rest - least ? most : least;
  if (!(Math.abs(extreme - rest) > 0)) return { proposals: [], explanation: `${label} never leaves its resting level.` };
  const height = (value: number): number => (value - rest) / (extreme - rest);
  const pulses: Pulse[] = [];
  for (const part of segments) pulses.push(...(await pulsesOf(part, samplingHz, height, read, cancel)));
  const [first, last] = [pulses[0], pulses[pulses.length - 1]];
  if (first === undefined || last === undefined) return { proposals: [], explanation: `${label} has no edge.` };
  const perSecond = (pulses.length - 1) / Math.max(1e-9, last.start - first.start);
  if (pulses.length >= LEAST_EDGES_TO_JUDGE && perSecond > MOST_EDGES_PER_SECOND) return { proposals: [], explanation: `${label} has ${Number(perSecond.toPrecision(3))} edges a second: that is a signal or a clock, not an event line.` };
  const named = KIND_WORDS.find(([words]) => words.test(label))?.[1];
  const proposals = pulses.flatMap(({ start, end }): Proposal[] => {
    const isGate = end !== undefined && end - start >= GATE_SECONDS;
    const kind = named ?? (isGate ? "stretch" : "tap");
    const on: Proposal = { kind, seconds: start, text: `${kind} (${label})` };
    return isGate && kind === "stretch" ? [on, { kind: "release", seconds: end, text: `release (${label})` }] : [on];
  });
  return { proposals, explanation: `${pulses.length} times ${label} leaves its resting level (${levelText(rest, extreme - rest)}) for more than ${Math.round(100 * ON_SHARE)} % of the way to ${levelText(extreme, extreme - rest)}. ${named === undefined ? `The label does not say what that means: pulses are proposed as taps, what lasts ${GATE_SECONDS} s or longer as stretch and release.` : `The label says ${named}.`}` };
}

async function pulsesOf({ segment, step, low, high }: BucketedSegment, samplingHz: number, height: (value: number) => number, read: ReadBucketed, cancel: Cancel | undefined): Promise<Pulse[]> {
  const secondsOf = (sample: number): number => segment.startSeconds + (sample - segment.startSample) / samplingHz;
  const pulses: Pulse[] = [];
  // A line that is already on when the stretch of recording begins has no edge there.
  let isOn = low.length > 0 && Math.min(height(low[0]!), height(high[0]!)) > OFF_SHARE;
  let start: number | undefined;
  for (let bucket = 0; bucket < low.length; bucket += 1) {
    const [a, b] = [height(low[bucket]!), height(high[bucket]!)];
    const isQuiet = isOn ? Math.min(a, b) > OFF_SHARE : Math.max(a, b) < ON_SHARE;
    if (isQuiet) continue;
    const from = segment.startSample + bucket * step;
    const values = await read({ start: from, end: Math.min(segment.endSample, from + step) }, cancel);
    for (let k = 0; k < values.length; k += 1) {
      const value = height(values[k]!);
      if (!isOn && value >= ON_SHARE) [isOn, start] = [true, from + k];
      else if (isOn && value <= OFF_SHARE) {
        if (start !== undefined) pulses.push({ start: secondsOf(start), end: secondsOf(from + k) });
        [isOn, start] = [false, undefined];
      }
    }
  }
  if (start !== undefined) pulses.push({ start: secondsOf(start), end: undefined });
  return pulses;
}
