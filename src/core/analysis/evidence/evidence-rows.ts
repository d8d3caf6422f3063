import { valleyBetween } from "../../bursts/edges";
import { sumOver } from "../../bursts/train-quality";
import type { AmplitudeResult, AntagonistActivity, Interval, Reason, RhythmResult } from "../../result";
import type { SettingValues } from "../../settings";
import { type GateBurst, type GateIntervals, gateIntervals } from "../../trains/gate-intervals";
import type { DraftReason, TrainEvidence } from "../../verdict/evidence";
import type { Verdict } from "../../verdict/judge";
import { cellSpan } from "../channel-bursts";
import type { ScoreMemory } from "../score-memory";
import { edgesText } from "./train-edges";
import { shared, type Train } from "./train-evidence";
import { gridHz } from "../track";

/** Length of the blocks of quiet that are drawn: longer than the filters' memory, and so long that there are not many more than this. JUDGEMENT. */
const QUIET_BLOCK_SECONDS = 0.1;
const MOST_BLOCKS = 50;
const MILLISECONDS = 1000;
const PERCENT = 100;

/** What a train's other measures give to its evidence. */
export interface EvidenceMeasures {
  readonly amplitude: AmplitudeResult | null;
  readonly rhythm: RhythmResult | null;
  readonly activity: AntagonistActivity | null;
}

/** The lines of the evidence with the interval of each value, or why it has none, and its own distance to another label. */
export function evidenceRows(train: Train, evidence: TrainEvidence, verdict: Verdict, { amplitude, rhythm, activity }: EvidenceMeasures, settings: SettingValues, memory: ScoreMemory): readonly Reason[] {
  const gates = evidence.quietPower === undefined ? undefined : intervalsOf(train, evidence.quietPower, settings, memory);
  const milliseconds = gates?.burstSeconds;
  const known: Readonly<Record<string, Interval | undefined>> = {
    snrDb: gates?.snrDb,
    modulationDepth: gates?.modulationDepth,
    quietFraction: gates?.quietFraction,
    burstMilliseconds: milliseconds === undefined ? undefined : [MILLISECONDS * milliseconds[0], MILLISECONDS * milliseconds[1]],
    amplitudeJitter: amplitude?.jitter.ci,
    firstIntervals: rhythm?.firstIntervalRatio.ci,
  };
  const drafts = [...verdict.reasons, ...describingLines(verdict, amplitude, activity, settings)];
  return drafts.map((draft): Reason => {
    const interval = draft.interval ?? (draft.value === null ? null : (known[draft.measure] ?? null));
    return { ...draft, interval, noInterval: interval !== null ? null : noInterval(draft.measure, draft.value), flip: verdict.flips.get(draft.measure) ?? null };
  });
}

/** The rest of list F of science.md 8, which is known only with the train's other measures: it describes. What a distraction did is known only beside all trains: `distraction-lines.ts`. */
function describingLines({ pattern }: Verdict, amplitude: AmplitudeResult | null, activity: AntagonistActivity | null, { gapCoactivation }: SettingValues): readonly DraftReason[] {
  const lines: DraftReason[] = [];
  if (activity !== null && activity.gapLevel !== null) {
    const tonic = activity.gapLevel > gapCoactivation;
    lines.push({
      measure: "coactivation",
      title: "Coactivation in the gaps",
      value: activity.gapLevel,
      interval: null,
      threshold: gapCoactivation,
      unit: "",
      scale: { min: 0, max: 1, favourable: pattern === "irregular" ? [gapCoactivation, 1] : [0, gapCoactivation] },
      says: !tonic ? "neutral" : pattern === "irregular" ? "for" : pattern === "rhythmic" ? "against" : "neutral",
      text: `Between the bursts both muscles keep ${(PERCENT * activity.gapLevel).toFixed(0)} % of their level in the bursts (tonic coactivation above ${(PERCENT * gapCoactivation).toFixed(0)} %). It describes, it never decides.`,
    });
  }
  if (amplitude !== null && amplitude.stereotypy.value !== null) {
    lines.push({
      measure: "stereotypy",
      title: "Stereotypy of the raw bursts",
      value: amplitude.stereotypy.value,
      interval: amplitude.stereotypy.ci,
      threshold: null,
      unit: "",
      scale: null,
      says: "neutral",
      text: `The raw bursts correlate ${amplitude.stereotypy.value.toFixed(2)} with one another. Exploratory: no threshold is known.`,
    });
  }
  return lines;
}

function noInterval(measure: string, value: number | null): string {
  if (value === null) return "There is no value.";
  switch (measure) {
    case "log10BayesFactor":
    case "burstShape":
    case "pairedRhythm":
    case "highBand":
    case "betweenExcess":
      return "A weight of evidence, not an estimate: it speaks of these very bursts.";
    case "persistence":
    case "firstLatencyMilliseconds":
      return "One train is measured once: several attempts or stimuli have a spread.";
    case "missedOrFalse":
    case "coarseBurstRatio":
    case "coarserRhythmicShare":
    case "rhythmicPart":
      return "A count over this very train.";
    case "tempoExcursionHz":
      return "What jitter alone explains in 99 of 100 trains is part of its limit.";
    case "antagonistPhase":
      return "The interval of the resultant stands with the antagonist.";
    case "snrDb":
    case "modulationDepth":
    case "quietFraction":
    case "burstMilliseconds":
    case "amplitudeJitter":
    case "firstIntervals":
    case "jitter":
    case "rateHz":
      return "Too few bursts, or nothing quiet near the train, for an interval.";
    default:
      return "One ratio over this very train.";
  }
}

function intervalsOf(train: Train, quietPower: number, settings: SettingValues, memory: ScoreMemory): GateIntervals {
  const question = `${settings.ciLevel}|${settings.snrSpanSeconds}|${settings.edgeSigma}|${quietPower}|${edgesText(train.bursts)}`;
  return memory.part(train.bursts[0]!.track).part("gates").recall(question, () => gateIntervals(gateBursts(train, settings), quietBlocks(train, settings), quietPower, settings.ciLevel));
}

function gateBursts({ bursts, place }: Train, settings: SettingValues): readonly GateBurst[] {
  const { onOneTrack, track } = shared(bursts, place.track);
  return onOneTrack.map((burst, k): GateBurst => {
    const { onset, offset } = cellSpan(bursts[k]!);
    const next = onOneTrack[k + 1];
    const from = Math.max(0, Math.ceil(burst.onset));
    const to = Math.min(track.envelope.length, next === undefined ? Math.floor(burst.offset) + 1 : Math.ceil(next.onset));
    let quietPoints = 0;
    for (let i = from; i < to; i++) if (track.envelope[i]! < track.mean[i]! + settings.edgeSigma * track.sigma[i]!) quietPoints++;
    const low = next === undefined ? undefined : valleyBetween(track.envelope, burst.peak, next.peak);
    return {
      energy: sumOver(place.segment.power, onset, offset),
      cells: offset - onset,
      seconds: (bursts[k]!.offset - bursts[k]!.onset) / gridHz(bursts[k]!.track),
      height: burst.height,
      valley: low === undefined ? undefined : Math.max(0, track.envelope[low]! - track.mean[low]!),
      points: Math.max(0, to - from),
      quietPoints,
    };
  });
}

/** Mean power of whole blocks outside all bursts within the span of the SNR. */
function quietBlocks({ bursts, place }: Train, { snrSpanSeconds }: SettingValues): readonly number[] {
  const { power } = place.segment;
  const cellHz = gridHz(place.track);
  const from = Math.max(0, Math.floor(cellSpan(bursts[0]!).onset - snrSpanSeconds * cellHz));
  const to = Math.min(power.length, Math.ceil(cellSpan(bursts[bursts.length - 1]!).offset + snrSpanSeconds * cellHz));
  const gaps: (readonly [number, number])[] = [];
  let position = from;
  for (const burst of place.bursts) {
    const { onset, offset } = cellSpan(burst);
    if (offset <= from || onset >= to) continue;
    gaps.push([position, Math.min(to, Math.floor(onset))]);
    position = Math.max(position, Math.ceil(offset));
  }
  gaps.push([position, to]);
  const block = Math.max(1, Math.round(QUIET_BLOCK_SECONDS * cellHz));
  const blocks = gaps.flatMap(([start, end]) => Array.from({ length: Math.max(0, Math.floor((end - start) / block)) }, (_, k) => sumOver(power, start + k * block, start + (k + 1) * block) / block));
  const together = Math.ceil(blocks.length / MOST_BLOCKS);
  return Array.from({ length: Math.floor(blocks.length / Math.max(1, together)) }, (_, k) => blocks.slice(k * together, (k + 1) * together).reduce((sum, value) => sum + value, 0) / together);
}
