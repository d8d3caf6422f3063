import type { AntagonistPhase } from "../result";
import type { SettingValues } from "../settings";
import { bcaInterval, smallRandom } from "./block-bootstrap";

/** The antagonist's phase as it is reported, with what it rests on. */
export interface AntagonistEvidence {
  readonly phase: AntagonistPhase;
  /** Antagonist bursts within half a cycle of a beat, each counted once although it may lie half a cycle from two beats. */
  readonly antagonistBursts: number;
  /** Peak correlation of the raw channels within 2 ms; undefined when it was not asked or the rates differ. */
  readonly rawCorrelation: number | undefined;
  /** exp(−nR²): probability of such a resultant without a preferred phase; undefined below 8 phases. */
  readonly rayleighP: number | undefined;
  /** Why mean and resultant are missing; undefined when they are there. */
  readonly missing: string | undefined;
}

/** Phases that any statement needs: as many as a rhythm statement needs bursts. */
const FEWEST_PHASES = 5;
const RAYLEIGH_PHASES = 8;
const REPLICATES = 999;
const SEED = 0x50686173;

/**
 * Phase of the antagonist in the agonist's cycle (science.md 3.7): φ = (nearest antagonist burst − t_k) / I_k in (−0.5, 0.5], where
 * bursts before the beat and the last beat use the interval before it. Open point decided here: a nearest burst farther than half
 * a cycle belongs to no beat; the interval of the resultant is a bias-corrected bootstrap over beats.
 * @param burstSeconds all bursts of the train; `beats` picks those of the cycle, `intervalsSeconds` are between them, multiples divided out.
 * @param antagonistSeconds burst times of the antagonist over at least the train, increasing.
 * @param rawCorrelation see `peakRawCorrelation`.
 */
export function antagonistPhase(
  burstSeconds: readonly number[], beats: readonly number[], intervalsSeconds: readonly number[],
  antagonistSeconds: readonly number[], rawCorrelation: number | undefined, settings: SettingValues,
): AntagonistEvidence {
  const perBeat: (number | null)[] = burstSeconds.map(() => null);
  const phases: number[] = [];
  const partners = new Set<number>();
  beats.forEach((burst, k) => {
    const beat = burstSeconds[burst]!;
    const partner = nearestTo(antagonistSeconds, beat);
    const phase = partner === undefined ? undefined : phaseOf(partner - beat, intervalsSeconds[k - 1], intervalsSeconds[k]);
    if (partner === undefined || phase === undefined) return;
    perBeat[burst] = phase;
    phases.push(phase);
    partners.add(partner);
  });
  const withhold = (pattern: AntagonistPhase["pattern"], missing: string): AntagonistEvidence => ({
    phase: { meanCycles: null, resultant: null, resultantCi: null, pattern, perBeat },
    antagonistBursts: partners.size, rawCorrelation, rayleighP: undefined, missing,
  });
  if (rawCorrelation !== undefined && Math.abs(rawCorrelation) > settings.crossTalkWithhold) {
    return withhold("withheld", `The raw channels correlate ${Math.abs(rawCorrelation).toFixed(2)} within 2 ms (limit ${settings.crossTalkWithhold}): this may be cross-talk, so the phase is withheld.`);
  }
  if (partners.size < settings.antagonistShare * beats.length) {
    return withhold("absent", `Antagonist bursts: ${partners.size} for ${beats.length} beats, a share below ${settings.antagonistShare.toFixed(2)}.`);
  }
  if (phases.length < FEWEST_PHASES) return withhold("uncertain", `Only ${phases.length} beats have an antagonist burst; ${FEWEST_PHASES} are needed.`);
  const { meanCycles, resultant } = circularMean(phases);
  const resultantCi = resultantInterval(phases, resultant, settings.ciLevel);
  const excluded = resultantCi[0] > settings.phaseResultantFloor || resultantCi[1] < settings.phaseResultantFloor;
  return {
    phase: {
      meanCycles: excluded ? meanCycles : null,
      resultant,
      resultantCi,
      pattern: excluded ? phasePattern(Math.abs(meanCycles), resultant, settings) : "uncertain",
      perBeat,
    },
    antagonistBursts: partners.size,
    rawCorrelation,
    rayleighP: phases.length >= RAYLEIGH_PHASES ? Math.exp(-phases.length * resultant * resultant) : undefined,
    missing: excluded ? undefined : `The interval of the resultant, ${resultantCi[0].toFixed(2)} to ${resultantCi[1].toFixed(2)}, does not exclude ${settings.phaseResultantFloor}.`,
  };
}

/** Of increasing times the one nearest to `wanted`, the earlier of two. */
function nearestTo(times: readonly number[], wanted: number): number | undefined {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  const before = times[low - 1];
  const after = times[low];
  if (before === undefined || after === undefined) return before ?? after;
  return after - wanted < wanted - before ? after : before;
}

function phaseOf(distance: number, before: number | undefined, after: number | undefined): number | undefined {
  const cycle = distance < 0 ? before ?? after : after ?? before;
  if (cycle === undefined) return undefined;
  const phase = distance / cycle;
  // Half a cycle before is the same phase as half a cycle after; the report uses +0.5.
  return phase === -0.5 ? 0.5 : Math.abs(phase) <= 0.5 ? phase : undefined;
}

function phasePattern(size: number, resultant: number, settings: SettingValues): AntagonistPhase["pattern"] {
  if (resultant < settings.phaseResultantShifting) return "shifting";
  if (resultant < settings.phaseResultantLocked) return "uncertain";
  if (size >= settings.phaseAlternating) return "alternating";
  return size < settings.phaseSynchronous ? "synchronous" : "intermediate";
}

/** Mean direction in cycles, (−0.5, 0.5], and resultant length of phases in cycles. */
export function circularMean(phases: readonly number[]): { readonly meanCycles: number; readonly resultant: number } {
  let x = 0;
  let y = 0;
  for (const phase of phases) {
    x += Math.cos(2 * Math.PI * phase);
    y += Math.sin(2 * Math.PI * phase);
  }
  const turn = Math.atan2(y, x) / (2 * Math.PI);
  return { meanCycles: turn === -0.5 ? 0.5 : turn, resultant: Math.hypot(x, y) / phases.length };
}

function resultantInterval(phases: readonly number[], estimate: number, ciLevel: number): readonly [number, number] {
  const x = phases.map((phase) => Math.cos(2 * Math.PI * phase));
  const y = phases.map((phase) => Math.sin(2 * Math.PI * phase));
  const random = smallRandom(SEED);
  const replicates = new Float64Array(REPLICATES);
  for (let r = 0; r < REPLICATES; r++) {
    let sx = 0;
    let sy = 0;
    for (let k = 0; k < phases.length; k++) {
      const pick = Math.floor(random() * phases.length);
      sx += x[pick]!;
      sy += y[pick]!;
    }
    replicates[r] = Math.hypot(sx, sy) / phases.length;
  }
  replicates.sort();
  const [low, high] = bcaInterval(replicates, estimate, 0, ciLevel);
  return [Math.max(0, low), Math.min(1, high)];
}

/**
 * Largest absolute normalised correlation of two raw signals over lags within ±`maxLagSeconds` (2 ms by default): how much of one electrode
 * may be heard at the other (science.md 3.7). Signed. Means are removed. Same rate and length; undefined when one is constant.
 */
export function peakRawCorrelation(a: Float64Array, b: Float64Array, samplingHz: number, maxLagSeconds = 0.002): number | undefined {
  const length = Math.min(a.length, b.length);
  const maxLag = Math.floor(maxLagSeconds * samplingHz);
  if (length <= 2 * maxLag) return undefined;
  let meanA = 0;
  let meanB = 0;
  for (let k = 0; k < length; k++) {
    meanA += a[k]! / length;
    meanB += b[k]! / length;
  }
  let powerA = 0;
  let powerB = 0;
  for (let k = 0; k < length; k++) {
    powerA += (a[k]! - meanA) ** 2;
    powerB += (b[k]! - meanB) ** 2;
  }
  if (!(powerA > 0) || !(powerB > 0)) return undefined;
  let peak = 0;
  for (let lag = -maxLag; lag <= maxLag; lag++) {
    let sum = 0;
    for (let k = Math.max(0, -lag); k < Math.min(length, length - lag); k++) sum += (a[k]! - meanA) * (b[k + lag]! - meanB);
    const correlation = sum / Math.sqrt(powerA * powerB);
    if (Math.abs(correlation) > Math.abs(peak)) peak = correlation;
  }
  return peak;
}
