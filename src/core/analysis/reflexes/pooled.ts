import type { AttemptResult, Label, Pattern, PooledResult, Protocol, TrainResult } from "../../result";
import type { SettingValues } from "../../settings";
import { trainSpread } from "../../trains/pool-trains";
import { poolAttempts } from "../../trains/rhythm-likelihood";
import { decisionLimit } from "../../verdict/shape-evidence";
import { Measures } from "../measures";

/** A train without two intervals says nothing about its rhythm; anything longer counts, however short (science.md 8, Attempts). */
const fewestBeats = 3;

/** Conditions for "irregular" of which a train that failed one must not help to call the pooled attempts irregular. */
const irregularGuards: readonly string[] = ["coarseBurstRatio", "coarserRhythmicShare", "rhythmicPart", "sparseCarrier", "highBand", "pairedRhythm", "beforeFirstMark"];

/**
 * Pools the trains of each channel over the attempts of an examination (science.md 8, Attempts): likelihoods multiplied at the same jitter, averaged
 * over each class afterwards. Only trains that pass the gates of a rhythm statement count, each with its reason where it does not; for
 * "irregular" those that pass its own gates. Works on finished trains, of one recording or of several of one examination.
 *
 * @param attempts rows of the manoeuvres; without any, every train of a channel is taken for an attempt and the answer is conditional
 */
export function pooledResults(trains: readonly TrainResult[], attempts: readonly AttemptResult[], protocol: Protocol, settings: SettingValues): readonly PooledResult[] {
  const channels = [...new Set([...trains.map(({ channelIndex }) => channelIndex), ...attempts.map(({ channelIndex }) => channelIndex)])].sort((a, b) => a - b);
  return channels.flatMap((channel) => {
    const rows = attempts.filter(({ channelIndex, outcome }) => channelIndex === channel && outcome !== "not-analysed");
    const wanted = new Set(rows.flatMap(({ trainIds }) => trainIds));
    const own = trains.filter(({ channelIndex, id }) => channelIndex === channel && (attempts.length === 0 || wanted.has(id)));
    const pooled = poolChannel(own, rows, attempts.length > 0, protocol, settings);
    return pooled === undefined ? [] : [pooled];
  });
}

function poolChannel(trains: readonly TrainResult[], rows: readonly AttemptResult[], marked: boolean, protocol: Protocol, settings: SettingValues): PooledResult | undefined {
  const leftOut: { trainId: string; reason: string }[] = [];
  const passing = trains.filter((train) => {
    const reason = whyLeftOut(train, settings);
    if (reason !== undefined) leftOut.push({ trainId: train.id, reason });
    return reason === undefined;
  });
  const first = trains[0] ?? rows[0];
  if (first === undefined || (marked ? rows.length < 2 && passing.length < 2 : passing.length < 2)) return undefined;
  const judged = judge(passing, settings, leftOut);
  const { used, factor, between } = judged;
  const measures = new Measures();
  const none = "No train passes the gates of a rhythm statement.";
  const spread = used.length === 0 ? undefined : trainSpread(used.map((train) => ({ jitter: train.jitter!, rateHz: train.rateHz!, intervals: train.intervalsSeconds.length })), settings.ciLevel);
  const one = "One train has no spread.";
  const labels: Partial<Record<Label, number>> = {};
  for (const { label } of used) labels[label] = (labels[label] ?? 0) + 1;
  return {
    id: `P${first.channelIndex + 1}`,
    channel: first.channel,
    channelIndex: first.channelIndex,
    muscle: first.muscle,
    side: first.side,
    attempts: marked ? rows.length : measures.absent("attempts", "No manoeuvre is marked."),
    responses: marked ? rows.filter(({ bursts }) => bursts > 0).length : measures.absent("responses", "No manoeuvre is marked."),
    trainIds: used.map(({ id }) => id),
    leftOut,
    beats: used.reduce((sum, { beats }) => sum + beats, 0),
    log10BayesFactor: measures.number("log10BayesFactor", factor, none),
    betweenExcess: measures.number("betweenExcess", between, none),
    pattern: judged.pattern,
    failed: judged.failed,
    conditionalOn: protocol === "unmarked" && (judged.pattern === "rhythmic" || judged.pattern === "irregular") ? "protocol" : null,
    jitter: measures.estimate("jitter", { value: spread?.jitter, interval: spread?.jitterInterval }, none),
    jitterSpread: measures.number("jitterSpread", spread?.jitterSpread, spread === undefined ? none : one),
    rateHz: measures.estimate("rateHz", { value: spread?.rateHz, interval: spread?.rateInterval }, none, "Fewer than three trains: no interval between them."),
    rateSpreadHz: measures.number("rateSpreadHz", spread?.rateSpreadHz, spread === undefined ? none : one),
    labels,
    missing: measures.missing,
  };
}

interface PooledJudgement {
  readonly used: readonly TrainResult[];
  readonly factor: number | undefined;
  readonly between: number | undefined;
  readonly pattern: Pattern;
  readonly failed: readonly string[];
}

/**
 * The rule of section 8 C on the pooled likelihood. One jitter for all attempts is an assumption: where single attempts are decided both ways it does not
 * hold, the longest would outvote the others, and nothing is said.
 * Trains that may not speak for "irregular" are taken out before it is said, and named in `leftOut`.
 */
function judge(passing: readonly TrainResult[], settings: SettingValues, leftOut: { trainId: string; reason: string }[]): PooledJudgement {
  const irregularLimit = settings.decisionLog10BayesFactor;
  let used = passing;
  let pooled = poolOf(used);
  if (pooled !== undefined && pooled.log10BayesFactor <= -irregularLimit) {
    const fit = passing.filter((train) => {
      const reason = whyNotIrregular(train, settings);
      if (reason !== undefined) leftOut.push({ trainId: train.id, reason });
      return reason === undefined;
    });
    used = fit;
    pooled = poolOf(used);
  }
  if (pooled === undefined) return { used, factor: undefined, between: undefined, pattern: "insufficient", failed: ["No train passes the gates of a rhythm statement."] };
  const { log10BayesFactor: factor, betweenExcess: between } = pooled;
  const beats = used.reduce((sum, train) => sum + train.beats, 0);
  if (beats < settings.minimumBursts) return { used, factor, between, pattern: "insufficient", failed: [`${beats} beats in all; a statement about rhythm needs ${settings.minimumBursts}.`] };
  const rhythmicLimit = decisionLimit("rhythmic", beats, settings);
  const failed: string[] = [];
  const single = (pattern: Pattern): number => used.filter((train) => train.pattern === pattern).length;
  const [rhythmic, irregular] = [single("rhythmic"), single("irregular")];
  if (rhythmic > 0 && irregular > 0) failed.push(`The attempts disagree: ${rhythmic} rhythmic, ${irregular} irregular by themselves. One pattern for all would be that of the longest.`);
  if (factor > -irregularLimit && factor < rhythmicLimit) failed.push(`Pooled log BF ${factor.toFixed(1)} lies between −${irregularLimit} and +${rhythmicLimit}.`);
  if (between > settings.betweenExcess) failed.push(`The pooled rhythm lies between regular and irregular: that class leads both by ${between.toFixed(1)} ln units (limit ${settings.betweenExcess}).`);
  const glides = factor >= rhythmicLimit ? used.filter(({ reasons }) => reasons.some(({ measure, says }) => measure === "tempoExcursionHz" && says === "withholds")) : [];
  if (glides.length > 0) failed.push(`Variable tempo in ${glides.map(({ id }) => id).join(", ")}, so “rhythmic” is withheld.`);
  return { used, factor, between, pattern: failed.length > 0 ? "indeterminate" : factor > 0 ? "rhythmic" : "irregular", failed };
}

function poolOf(trains: readonly TrainResult[]): ReturnType<typeof poolAttempts> | undefined {
  return trains.length === 0 ? undefined : poolAttempts(trains.map(({ rhythm }) => ({ byJitter: rhythm!.logLikelihoods })));
}

function whyLeftOut(train: TrainResult, settings: SettingValues): string | undefined {
  if (train.rhythm === null || train.jitter === null || train.rateHz === null || train.beats < fewestBeats) return `Fewer than ${fewestBeats} beats.`;
  if (train.label === "withheld") return "Its label is withheld.";
  if (train.modulationDepth !== null && train.modulationDepth < settings.tonicModulation) return `Tonic or weakly modulated: depth ${train.modulationDepth.toFixed(2)} below ${settings.tonicModulation}.`;
  if (train.snrDb === null || train.snrDb < settings.rhythmicSnrDb) return train.snrDb === null ? "Its SNR could not be measured." : `SNR ${train.snrDb.toFixed(1)} dB below ${settings.rhythmicSnrDb} dB.`;
  if (train.reasons.some(({ measure, says }) => measure === "loneUnit" && says === "withholds")) return "Its bursts are single motor unit potentials.";
  return train.reasons.some(({ measure, says }) => measure === "movementArtefact" && says === "withholds") ? "Movement artefact may mimic its bursts." : undefined;
}

function whyNotIrregular(train: TrainResult, settings: SettingValues): string | undefined {
  const low = (value: number | null, threshold: number): boolean => value === null || value < threshold;
  if (low(train.snrDb, settings.irregularSnrDb)) return `Does not count for “irregular”: SNR below ${settings.irregularSnrDb} dB.`;
  if (low(train.modulationDepth, settings.irregularModulation)) return `Does not count for “irregular”: modulation depth below ${settings.irregularModulation}.`;
  if (low(train.quietFraction, settings.irregularQuiet)) return `Does not count for “irregular”: quiet share below ${settings.irregularQuiet}.`;
  const guard = train.reasons.find(({ measure, says }) => says === "withholds" && irregularGuards.includes(measure));
  return guard === undefined ? undefined : `Does not count for “irregular”: ${guard.title} withholds it.`;
}
