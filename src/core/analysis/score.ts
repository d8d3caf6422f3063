import type { TrainGapOptions } from "../bursts/group-trains";
import { isCut } from "../bursts/group-trains";
import { isInsisted, overrideOf } from "../channel-overrides";
import type { Issue } from "../errors";
import { throwIfCancelled } from "../errors";
import type { ChannelInfo } from "../recording";
import { attemptCuts, endsBeforeFirst } from "../reflex/marks";
import type { AnalysisContext, AnalysisResult, BurstResult, ChannelResult, Edit, Hold, PairResult, TrainResult } from "../result";
import { defaultSettings, settingText, type SettingValues } from "../settings";
import { RULE_VERSION } from "../settings/rule-version";
import type { MainsEstimate } from "../signal/mains";
import type { ReadSamples } from "../signal/trend";
import { type HeldTrain, holdSpan } from "../trains/hold-span";
import type { TrainEvidence } from "../verdict/evidence";
import { INFANT_BELOW_YEARS } from "../verdict/caveats";
import { judgeTrain } from "../verdict/judge";
import { decide } from "../verdict/rule";
import { gatherStereotypy } from "./evidence/amplitude-result";
import { gatherAntagonist, rawCorrelation } from "./muscles/antagonist";
import type { SegmentBursts } from "./channel-bursts";
import { burstPower, findChannelBursts, restLevel, restOf } from "./channel-bursts";
import { artefactsOf, artefactIssues, heartIssues } from "./quality/raw-artefact-result";
import { cleanReader } from "./clean-reader";
import { holdsOf, protocolOf } from "./context-marks";
import { channelPlace, qualityIssues, scaleIssue, unusableReason } from "./quality/channel-gates";
import { cycleElsewhere } from "./evidence/cycle-elsewhere";
import { episodesOf } from "./muscles/episodes";
import { gatherLatency } from "./reflexes/latency";
import { withDistractions } from "./evidence/distraction-lines";
import { examinationRows } from "./reflexes/examination-rows";
import { mainsIssues, quietMains } from "./quality/mains-issue";
import { analysedChannels } from "./overrides";
import { channelGates } from "./quality/gate-values";
import { highBandRhythm } from "./evidence/high-band";
import { pairedRhythm } from "./evidence/paired-rhythm";
import { pairResult } from "./muscles/pair-result";
import { pooledResults } from "./reflexes/pooled";
import { secondOpinion } from "./evidence/detector-disagreement";
import type { RhythmOf } from "./rhythm/rhythm-memory";
import { rememberedRhythm } from "./rhythm/rhythm-memory";
import { createScoreMemory, type ScoreMemory } from "./score-memory";
import type { ScoreRequest } from "./score-request";
import type { OwnEvidence, Train } from "./evidence/train-evidence";
import { gatherEvidence } from "./evidence/train-evidence";
import { burstResult, trainResult } from "./train-result";
import type { TrackBurst } from "./track";
import { burstSeconds, sampleAt } from "./track";

/** One EMG channel after detection. */
interface Detected {
  readonly channel: ChannelInfo;
  readonly read: ReadSamples;
  readonly found: readonly SegmentBursts[];
  readonly rhythmOf: RhythmOf;
  readonly memory: ScoreMemory;
  readonly unusable: string | undefined;
  readonly issues: readonly Issue[];
  /** Hum of the baseline, as analysed. */
  readonly mains?: MainsEstimate | undefined;
}

const microvoltsPerVolt = 1e6;

/** See `score` in core/analysis. All channels are detected before any train is judged: a train asks for its antagonist's bursts. */
export async function scoreRecording(given: ScoreRequest): Promise<AnalysisResult> {
  const { context, settings, cancel, progress } = given;
  const channels = analysedChannels(given.channels, context);
  const request: ScoreRequest = { ...given, read: cleanReader(given, channels) };
  const emg = channels.filter((channel) => channel.role === "emg");
  const detected = new Map<number, Detected>();
  for (const [position, channel] of emg.entries()) {
    throwIfCancelled(cancel);
    progress?.(position / (2 * emg.length), `${channel.label}: bursts`);
    detected.set(channel.index, await detectChannel(channel, request));
  }
  const holds = holdsOf(context);
  const protocol = protocolOf(context);
  const gathered = new Map<number, readonly Gathered[]>();
  for (const own of detected.values()) gathered.set(own.channel.index, await gatherChannel(own, holds, request));
  const trains: TrainResult[] = [];
  const results: ChannelResult[] = [];
  let position = 0;
  for (const channel of channels) {
    throwIfCancelled(cancel);
    const own = detected.get(channel.index);
    if (own === undefined) {
      results.push(channelResult(channel, request, undefined, [], []));
      continue;
    }
    progress?.((emg.length + position++) / (2 * emg.length), `${channel.label}: trains`);
    const judged = await judgeChannel(own, detected, gathered, request);
    trains.push(...judged.trains);
    results.push({ ...channelResult(channel, request, own.unusable, isolatedOf(own, settings), [...own.issues, ...mainsIssues(channel, request.prepared.get(channel.index)?.mains, own.mains, judged.trains, settings)], restVolts(own, settings)), gates: channelGates(channel, { prepared: request.prepared.get(channel.index), restSeconds: own.found.length === 0 ? undefined : restOf(own.found, settings).seconds, mains: own.mains }, settings), disagreementSpans: judged.spans });
  }
  const rows = await examinationRows({ protocol, channels: results, trains, holds }, channels, request);
  return {
    protocol,
    ciLevel: settings.ciLevel,
    rule: RULE_VERSION,
    settings,
    marks: context.marks,
    holds,
    editCount: context.edits.length,
    derivations: context.derivations ?? [],
    rejected: context.rejected
      .map(({ channelIndex, startSeconds, endSeconds }) => ({ channelIndex: channelIndex ?? null, startSeconds, endSeconds }))
      .sort((a, b) => a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds || (a.channelIndex ?? -1) - (b.channelIndex ?? -1)),
    channels: results,
    trains: withDistractions(trains, rows.distractions, settings.ciLevel),
    episodes: episodesOf(trains),
    ...rows,
    pooled: pooledResults(trains, rows.attempts, protocol, settings),
    pairs: pairsOf(context, detected, settings),
    issues: [...detectorIssue(settings), ...contextIssues(context, channels)],
  };
}

async function detectChannel(channel: ChannelInfo, request: ScoreRequest): Promise<Detected> {
  const { prepared, settings, context, cancel } = request;
  if (!prepared.has(channel.index)) throw new Error(`Channel ${channel.index} was not prepared.`);
  const ready = prepared.get(channel.index);
  const read: ReadSamples = (range, stop) => request.read(channel.index, range, stop);
  const memory = request.memories.get(channel.index) ?? createScoreMemory();
  memory.begin();
  const rhythmOf = rememberedRhythm(settings, memory);
  const reason = unusableReason(channel, ready, settings);
  const insisted = isInsisted(channel.index, context.overrides);
  const issues: Issue[] = ready === undefined ? [] : qualityIssues(channel, ready);
  if (ready === undefined || ready.segments.length === 0 || (reason !== undefined && !insisted)) {
    return { channel, read, found: [], rhythmOf, memory, unusable: reason, issues };
  }
  if (reason !== undefined) issues.push({ code: "gate-overruled", severity: "warning", where: channelPlace(channel), message: `Analysed on request although: ${reason}` });
  const edits = context.edits.filter((edit) => edit.channelIndex === channel.index);
  const found = await findChannelBursts(ready, read, edits, settings, attemptCuts(context.marks, protocolOf(context)), rhythmOf, cancel, memory);
  if (!found.some((place) => place.restFound)) {
    issues.push({ code: "no-rest", severity: "info", where: channelPlace(channel), message: `Nowhere ${settings.restMinimumSeconds} s of rest in one window: the noise floor is estimated from the quietest moments.` });
  }
  issues.push(...artefactIssues(channel, ready), ...heartIssues(channel, ready));
  const scale = scaleIssue(channel, restLevel(found, settings), largestBurst(found));
  if (scale !== undefined) issues.push(scale);
  return { channel, read, found, rhythmOf, memory, unusable: undefined, issues, mains: await quietMains(channel, ready, found, read, memory, cancel) };
}

function largestBurst(found: readonly SegmentBursts[]): number | undefined {
  let largest: number | undefined;
  for (const place of found) for (const burst of place.bursts) largest = Math.max(largest ?? 0, Math.sqrt(burstPower(burst, place.segment)));
  return largest;
}

function trainsOf(own: Detected, edits: readonly Edit[]): Train[] {
  return own.found.flatMap((place) =>
    place.runs.flatMap((run, k) => {
      const bursts = place.bursts.slice(run.first, run.end);
      if (bursts.length < 2) return [];
      const last = bursts[bursts.length - 1]!;
      const next = place.runs[k + 1] === undefined ? undefined : place.bursts[place.runs[k + 1]!.first];
      const cut = next !== undefined && (splitBetween(own.channel.index, last, next, edits) || attemptBetween(last, next, place.gaps));
      return [{ place, bursts, segmentIsLast: place.segment.endSample === own.channel.sampleCount, cut }];
    }),
  );
}

function splitBetween(channelIndex: number, last: TrackBurst, next: TrackBurst, edits: readonly Edit[]): boolean {
  return edits.some((edit) => edit.kind === "split-train" && edit.channelIndex === channelIndex && edit.sample > sampleAt(last.track, last.centroid) && edit.sample <= sampleAt(next.track, next.centroid));
}

/** A new attempt begins between two bursts that are near enough to be of one train. */
function attemptBetween(last: TrackBurst, next: TrackBurst, gaps: TrainGapOptions): boolean {
  const [before, after] = [burstSeconds(last), burstSeconds(next)];
  return after - before <= gaps.trainGapMaxSeconds && isCut(before, after, gaps);
}

/** A train with what its own channel says about it. */
interface Gathered {
  readonly train: Train;
  readonly evidence: OwnEvidence;
}

async function gatherChannel(own: Detected, holds: readonly Hold[], { context, settings, cancel }: ScoreRequest): Promise<readonly Gathered[]> {
  const gathered: Gathered[] = [];
  for (const train of trainsOf(own, context.edits)) {
    throwIfCancelled(cancel);
    gathered.push({ train, evidence: await gatherEvidence(train, holds, settings, own.read, own.rhythmOf, cancel, own.memory) });
  }
  return gathered;
}

async function judgeChannel(own: Detected, detected: ReadonlyMap<number, Detected>, all: ReadonlyMap<number, readonly Gathered[]>, request: ScoreRequest): Promise<{ readonly trains: TrainResult[]; readonly spans: ChannelResult["disagreementSpans"] }> {
  const { context, settings, cancel } = request;
  const pair = context.pairs.find((candidate) => candidate.agonist === own.channel.index);
  const opposite = pair === undefined ? undefined : detected.get(pair.antagonist);
  const results: TrainResult[] = [];
  const spans: ChannelResult["disagreementSpans"][number][] = [];
  const prepared = request.prepared.get(own.channel.index);
  const gathered = all.get(own.channel.index) ?? [];
  const elsewhere = [...all].flatMap(([index, trains]) => (index === own.channel.index ? [] : trains.map(({ evidence }) => ({ channel: detected.get(index)!.channel.label, evidence }))));
  const held = gathered.map(({ evidence }): HeldTrain => ({ ...evidence, ...evidence.rhythm, beats: evidence.rhythm.path.beats.length, rateHz: evidence.rhythm.path.rateHz }));
  for (const [k, { train, evidence }] of gathered.entries()) {
    throwIfCancelled(cancel);
    const usable = opposite !== undefined && opposite.unusable === undefined;
    const base: TrainEvidence = {
      ...evidence,
      holdSpan: evidence.hold === undefined ? undefined : holdSpan(held[k]!, held),
      protocol: protocolOf(context),
      site: context.site ?? own.channel.site,
      // Whether several limbs convulse cannot be told from one examination's channels: a person says so.
      generalised: context.examination?.generalised ?? false,
      heightCentimetres: context.examination?.heightCentimetres,
      infant: (context.examination?.ageYears ?? Infinity) < INFANT_BELOW_YEARS,
      firstLatencySeconds: await gatherLatency(train, evidence.startSeconds, context.marks, own.read, cancel),
      cycleElsewhere: cycleElsewhere(evidence, elsewhere),
      beforeFirstMark: endsBeforeFirst(evidence.endSeconds, context.marks, protocolOf(context)),
      pairedRhythm: await pairedWith(train, evidence, own, detected, all, request),
      antagonist: usable ? await gatherAntagonist(train, evidence, own.channel, opposite.channel, opposite.found, settings, request.read, own.memory, cancel) : undefined,
    };
    const audited = prepared !== undefined && decide(base, settings).leaning === "irregular";
    const full: TrainEvidence = audited ? { ...base, highBand: await highBandRhythm(train, prepared, settings, own.read, own.rhythmOf, own.memory, cancel) } : base;
    const second = prepared === undefined || train.bursts.length < settings.minimumBursts ? undefined : await secondOpinion(train, prepared, settings, own.read, own.memory, cancel);
    spans.push(...(second?.spans ?? []));
    results.push(trainResult(`${own.channel.index + 1}-${k + 1}`, train, own.channel, opposite?.channel, full, judgeTrain(full, settings), settings, {
      stereotypy: await gatherStereotypy(train, evidence.rhythm.path.beats, settings, own.read, own.memory, cancel),
      opposite: usable ? opposite.found : undefined,
      second,
      memory: own.memory,
    }));
  }
  return { trains: results, spans };
}

/** The rhythmic train of a paired muscle at the same time, in whichever direction the pair is named. */
async function pairedWith(train: Train, evidence: OwnEvidence, own: Detected, detected: ReadonlyMap<number, Detected>, all: ReadonlyMap<number, readonly Gathered[]>, { context, settings, read, cancel }: ScoreRequest): Promise<TrainEvidence["pairedRhythm"]> {
  const { index } = own.channel;
  const paired = new Set(context.pairs.flatMap(({ agonist, antagonist }) => (agonist === index ? [antagonist] : antagonist === index ? [agonist] : [])));
  const others = [...paired].flatMap((other) => (all.get(other) ?? []).map((gathered) => ({ channel: detected.get(other)!.channel.label, evidence: gathered.evidence, index: other })));
  const found = pairedRhythm(evidence, others, settings);
  if (found === undefined) return undefined;
  const other = detected.get(found.train.index)!;
  const heard = await rawCorrelation(train, own.channel, other.channel, other.found[0]!.track, read, own.memory, cancel);
  return heard === undefined || Math.abs(heard) > settings.crossTalkWarning ? { ...found.paired, joint: undefined } : found.paired;
}

function isolatedOf(own: Detected, settings: SettingValues): BurstResult[] {
  const rest = restLevel(own.found, settings);
  const restPower = rest === undefined ? undefined : rest * rest;
  return own.found.flatMap((place) => place.runs.filter((run) => run.end - run.first === 1).map((run) => burstResult(place.bursts[run.first]!, place, own.channel, false, restPower)));
}

/** Envelope correlation of every pair of which both channels are analysed. */
function pairsOf(context: AnalysisContext, detected: ReadonlyMap<number, Detected>, settings: SettingValues): PairResult[] {
  return context.pairs.flatMap(({ agonist, antagonist }) => {
    const [first, second] = [detected.get(agonist), detected.get(antagonist)];
    return first === undefined || second === undefined || first.unusable !== undefined || second.unusable !== undefined ? [] : [pairResult(first.channel, second.channel, first.found, second.found, settings, first.memory)];
  });
}

function restVolts(own: Detected, settings: SettingValues): number | undefined {
  return own.channel.isVoltage ? restLevel(own.found, settings) : undefined;
}

function channelResult(channel: ChannelInfo, { channels, context, prepared }: ScoreRequest, unusable: string | undefined, isolatedBursts: readonly BurstResult[], issues: readonly Issue[], rest?: number): ChannelResult {
  const said = overrideOf(channel.index, context.overrides);
  const file = channels.find(({ index }) => index === channel.index) ?? channel;
  return {
    index: channel.index,
    label: channel.label,
    muscle: channel.muscle ?? null,
    side: channel.side ?? null,
    role: channel.role,
    unit: channel.unit,
    fileLabel: file.label === channel.label ? null : file.label,
    fileUnit: file.unit === channel.unit ? null : file.unit,
    scale: said?.scale ?? 1,
    inverted: said?.inverted === true,
    samplingHz: channel.samplingHz,
    unusable: unusable ?? null,
    isolatedBursts,
    restMicrovolts: rest === undefined ? null : rest * microvoltsPerVolt,
    gates: [],
    artefacts: artefactsOf(channel, prepared.get(channel.index)),
    disagreementSpans: [],
    issues,
  };
}

/** Said wherever the result is: the rule was calibrated with another detector. */
function detectorIssue({ detector }: SettingValues): Issue[] {
  if (detector === defaultSettings.detector) return [];
  return [{ code: "other-detector", severity: "info", where: "", message: `Bursts were found by the detector “${settingText("detector", detector)}”, not by Klonos' own, for which the rule is calibrated.` }];
}

/** Edits and pairs that point to channels which are not there or are no EMG. */
function contextIssues(context: AnalysisContext, channels: readonly ChannelInfo[]): Issue[] {
  const issues: Issue[] = [];
  const roles = new Map(channels.map((channel) => [channel.index, channel.role]));
  for (const pair of context.pairs) {
    for (const index of [pair.agonist, pair.antagonist]) {
      if (roles.get(index) !== "emg") issues.push({ code: "pair-ignored", severity: "warning", where: `channel ${index + 1}`, message: "A pair names a channel that is no EMG; it is ignored." });
    }
  }
  for (const { channelIndex, startSeconds, endSeconds } of context.rejected) {
    if (channelIndex !== undefined && !roles.has(channelIndex)) issues.push({ code: "rejection-ignored", severity: "warning", where: `channel ${channelIndex + 1}`, message: "A rejected stretch names a channel that is not there; it is ignored." });
    else if (endSeconds <= startSeconds) issues.push({ code: "rejection-ignored", severity: "warning", where: "", message: `A rejected stretch of ${startSeconds} to ${endSeconds} s is empty; it is ignored.` });
  }
  const lost = context.edits.filter((edit) => roles.get(edit.channelIndex) !== "emg").length;
  if (lost > 0) issues.push({ code: "edits-ignored", severity: "warning", where: "", message: `${lost} edits belong to channels that are no EMG; they are kept and not applied.` });
  return issues;
}
