import type { SettingValues } from "../settings";
import { latencyWindow } from "../reflex/latency-windows";
import { digitsApart, signed } from "./digits";
import { type DraftReason, isMeasured, type TrainEvidence } from "./evidence";
import { type Decision, tempoLimitHz } from "./rule";
import { shapeSupport } from "./shape-evidence";
import { shapeReason } from "./shape-reason";

const FACTOR_SCALE = 5;
const AMPLITUDE_SCALE = 1;
const LATENCY_SCALE_MILLISECONDS = 200;
const RATE_SCALE = 15;
const TEMPO_SCALE = 4;
const FIRST_INTERVAL_SCALE: readonly [number, number] = [0.5, 2];
const BURST_SCALE_MILLISECONDS = 400;
const ARTEFACT_SCALE = 10;
const MILLISECONDS = 1000;
const JAW = "jaw";

type Says = DraftReason["says"];

/** The likeness of the bursts, which completes what their times say, list F of science.md 8 and the describing lines: the latter change no label. */
export function supportingReasons(evidence: TrainEvidence, decision: Decision, settings: SettingValues): readonly DraftReason[] {
  const lines = [
    shapeReason(evidence, decision, settings),
    amplitudeReason(evidence, decision, settings),
    latencyReason(evidence, decision),
    rateReason(evidence, settings),
    tempoReason(evidence, settings),
    firstIntervalReason(evidence, decision, settings),
    burstReason(evidence, settings),
    artefactReason(evidence, settings),
    antagonistReason(evidence, settings),
    ...(decision.leaning === "irregular" ? scaleReasons(evidence, settings) : []),
  ];
  return lines.filter((line): line is DraftReason => line !== undefined);
}

/** Turns what speaks for clonus into what speaks for the pattern shown. */
function forPattern(decision: Decision, speaksForClonus: boolean | undefined): Says {
  if (decision.leaning === undefined || speaksForClonus === undefined) return "neutral";
  return speaksForClonus === (decision.leaning === "rhythmic") ? "for" : "against";
}

function amplitudeReason(evidence: TrainEvidence, decision: Decision, settings: SettingValues): DraftReason {
  const base = { measure: "amplitudeJitter", title: "Amplitude jitter", unit: "" } as const;
  if (!isMeasured(evidence.amplitude)) return missing(base, evidence.amplitude.missing);
  const value = evidence.amplitude.amplitudeJitter;
  const { stereotypedAmplitude: alike, labileAmplitude: labile } = settings;
  const irregular = decision.leaning === "irregular";
  return {
    ...base,
    value,
    interval: null,
    threshold: irregular ? labile : alike,
    scale: { min: 0, max: AMPLITUDE_SCALE, favourable: irregular ? [labile, AMPLITUDE_SCALE] : [0, alike] },
    says: forPattern(decision, value < alike ? true : value > labile ? false : undefined),
    text: `Amplitudes differ by ${value.toFixed(digitsApart(value, value < alike ? alike : labile, 2))} from beat to beat, as SD of ln (alike below ${alike}, labile above ${labile}; constant drive alone gives about 0.2). It describes; what counts stands under the likeness of the bursts.`,
  };
}

function latencyReason(evidence: TrainEvidence, decision: Decision): DraftReason {
  const base = { measure: "firstLatencyMilliseconds", title: "First latency", unit: "ms" } as const;
  if (!isMeasured(evidence.firstLatencySeconds)) return missing(base, evidence.firstLatencySeconds.missing);
  const seconds = evidence.firstLatencySeconds;
  const value = MILLISECONDS * seconds;
  const window = latencyWindow(evidence.protocol, evidence.site, evidence.heightCentimetres);
  if (window === undefined) {
    return { ...base, value, interval: null, threshold: null, scale: null, says: "neutral", text: `First response ${value.toFixed(0)} ms after the mark; no window is known for this site and protocol.` };
  }
  const inside = seconds >= window.from && seconds <= window.to;
  const late = window.voluntaryFrom !== undefined && seconds > window.voluntaryFrom;
  const range = `${(MILLISECONDS * window.from).toFixed(0)}–${(MILLISECONDS * window.to).toFixed(0)} ms`;
  return {
    ...base,
    value,
    interval: null,
    threshold: MILLISECONDS * window.to,
    scale: { min: 0, max: LATENCY_SCALE_MILLISECONDS, favourable: [MILLISECONDS * window.from, MILLISECONDS * window.to] },
    says: forPattern(decision, inside ? true : late ? false : undefined),
    text: `First response ${value.toFixed(0)} ms after the mark; ${window.response} is expected at ${range}.${late ? " A response this late cannot be called that reflex." : ""}`,
  };
}

function rateReason(evidence: TrainEvidence, settings: SettingValues): DraftReason | undefined {
  const value = evidence.rhythm.path.rateHz;
  if (value === undefined) return undefined;
  const jaw = evidence.site === JAW;
  const low = jaw ? settings.jawRateLowHz : settings.usualRateLowHz;
  const high = jaw ? settings.jawRateHighHz : settings.usualRateHighHz;
  const usual = value >= low && value <= high;
  const digits = digitsApart(value, value < low ? low : high, 1);
  return {
    measure: "rateHz",
    title: "Rate",
    value,
    interval: isMeasured(evidence.intervals) ? evidence.intervals.rateInterval : null,
    threshold: value < (low + high) / 2 ? low : high,
    unit: "Hz",
    scale: { min: 0, max: RATE_SCALE, favourable: [low, high] },
    says: "neutral",
    text: usual ? `${value.toFixed(digits)} Hz, within the usual ${low}–${high} Hz.` : `Unusual frequency: ${value.toFixed(digits)} Hz lies outside the usual ${low}–${high} Hz. The label is kept.`,
  };
}

function tempoReason(evidence: TrainEvidence, settings: SettingValues): DraftReason {
  const base = { measure: "tempoExcursionHz", title: "Tempo excursion", unit: "Hz" } as const;
  if (!isMeasured(evidence.tempo)) return missing(base, evidence.tempo.missing);
  const { excursionHz } = evidence.tempo;
  const limit = tempoLimitHz(evidence.tempo, settings);
  return {
    ...base,
    value: excursionHz,
    interval: null,
    threshold: limit,
    scale: { min: 0, max: TEMPO_SCALE, favourable: [0, limit] },
    says: "neutral",
    text: `The smoothed rate goes there and back by ${excursionHz.toFixed(1)} Hz in the middle of the train; above ${limit.toFixed(1)} Hz (${settings.tempoExcursionHz} Hz and what its jitter explains) “rhythmic” is withheld. One-way drift is free.`,
  };
}

function firstIntervalReason(evidence: TrainEvidence, decision: Decision, settings: SettingValues): DraftReason | undefined {
  const ratio = isMeasured(evidence.intervals) ? evidence.intervals.firstIntervalRatio : undefined;
  if (ratio === undefined) return undefined;
  const threshold = 1 + settings.longFirstIntervals;
  return {
    measure: "firstIntervals",
    title: "First intervals",
    value: ratio,
    interval: null,
    threshold,
    unit: "",
    scale: { min: FIRST_INTERVAL_SCALE[0], max: FIRST_INTERVAL_SCALE[1], favourable: [threshold, FIRST_INTERVAL_SCALE[1]] },
    says: decision.leaning === "rhythmic" && ratio >= threshold ? "for" : "neutral",
    text: `The first two intervals are ${ratio.toFixed(2)} times those in the middle. Long first beats are known from clonus; their absence says nothing.`,
  };
}

function burstReason(evidence: TrainEvidence, settings: SettingValues): DraftReason {
  const value = MILLISECONDS * evidence.medianBurstSeconds;
  return {
    measure: "burstMilliseconds",
    title: "Burst duration",
    value,
    interval: null,
    threshold: settings.longBurstMilliseconds,
    unit: "ms",
    scale: { min: 0, max: BURST_SCALE_MILLISECONDS, favourable: [0, settings.longBurstMilliseconds] },
    says: "neutral",
    text: `The median burst lasts ${value.toFixed(0)} ms. Duration does not tell the patterns apart; from ${settings.longBurstMilliseconds} ms on the label is withheld.`,
  };
}

function artefactReason(evidence: TrainEvidence, settings: SettingValues): DraftReason {
  const base = { measure: "movementArtefact", title: "Movement power", unit: "" } as const;
  const { lowToHighPower } = evidence.artefact;
  if (!isMeasured(lowToHighPower)) return missing(base, lowToHighPower.missing);
  const limit = settings.artefactPowerRatio;
  const over = lowToHighPower > limit;
  return {
    ...base,
    value: lowToHighPower,
    interval: null,
    threshold: limit,
    scale: { min: 0, max: ARTEFACT_SCALE, favourable: [0, limit] },
    says: "neutral",
    text: `Inside the bursts the power at 5–20 Hz is ${lowToHighPower.toFixed(lowToHighPower < 1 ? 2 : digitsApart(lowToHighPower, limit, 1))} times that at 30–300 Hz (limit ${limit}).${over ? " The bursts are also present at 75–300 Hz: movement alone does not make them." : ""}`,
  };
}

function antagonistReason(evidence: TrainEvidence, settings: SettingValues): DraftReason | undefined {
  const { antagonist } = evidence;
  if (antagonist === undefined) return undefined;
  const { phase, rawCorrelation, missing: why } = antagonist;
  const warning = rawCorrelation !== undefined && Math.abs(rawCorrelation) > settings.crossTalkWarning && phase.pattern !== "withheld"
    ? ` The raw channels correlate ${Math.abs(rawCorrelation).toFixed(2)} within 2 ms: cross-talk is possible.` : "";
  const words = why ?? `The antagonist's phase is ${phase.pattern}: mean ${signed(phase.meanCycles ?? 0, 2)} cycle (0 together, ±0.5 in turn, minus: it leads), resultant ${(phase.resultant ?? 0).toFixed(2)}.`;
  return {
    measure: "antagonistPhase",
    title: "Antagonist phase",
    value: phase.meanCycles,
    interval: null,
    threshold: null,
    unit: "cycle",
    scale: null,
    says: "neutral",
    text: `${words}${warning} Phase describes, it never decides.`,
  };
}

function scaleReasons(evidence: TrainEvidence, settings: SettingValues): readonly DraftReason[] {
  const { highBand } = evidence;
  const { coarseBurstRatio, coarserRhythmicShare, rhythmicPart } = evidence.scales;
  const ratio = { measure: "coarseBurstRatio", title: "Bursts at 10 Hz", unit: "" } as const;
  const ratioLine: DraftReason = isMeasured(coarseBurstRatio)
    ? {
        ...ratio, value: coarseBurstRatio, interval: null, threshold: settings.irregularCoarseBursts,
        scale: { min: 0, max: 1, favourable: [settings.irregularCoarseBursts, 1] },
        says: coarseBurstRatio >= settings.irregularCoarseBursts ? "for" : "against",
        text: `The 10 Hz envelope finds ${coarseBurstRatio.toFixed(2)} bursts per burst; below ${settings.irregularCoarseBursts} long bursts are breaking up.`,
      }
    : missing(ratio, coarseBurstRatio.missing);
  return [ratioLine, {
    measure: "coarserRhythmicShare", title: "Rhythm on a smoother envelope", value: coarserRhythmicShare, interval: null,
    threshold: settings.coarserRhythmicShare, unit: "", scale: { min: 0, max: 1, favourable: [0, settings.coarserRhythmicShare] },
    says: coarserRhythmicShare <= settings.coarserRhythmicShare ? "for" : "against",
    text: `A smoother envelope finds a rhythmic train over ${(100 * coarserRhythmicShare).toFixed(0)} % of this one.`,
  }, {
    measure: "rhythmicPart", title: "Rhythm of a part", value: rhythmicPart, interval: null,
    threshold: settings.rhythmicPartShare, unit: "", scale: { min: 0, max: 1, favourable: [0, settings.rhythmicPartShare] },
    says: rhythmicPart < settings.rhythmicPartShare ? "for" : "against",
    text: rhythmicPart === 0
      ? "No large part of its own bursts is a cycle by itself."
      : `${(100 * rhythmicPart).toFixed(0)} % of its own bursts are a cycle by themselves.`,
  }, ...(highBand?.log10BayesFactor === undefined ? [] : [highBandReason(highBand.count, highBand.log10BayesFactor, evidence, settings)])];
}

function highBandReason(count: number, times: number, evidence: TrainEvidence, settings: SettingValues): DraftReason {
  const value = times + (shapeSupport(evidence, settings)?.log10 ?? 0);
  const limit = settings.highBandIrregularLog10;
  return {
    measure: "highBand", title: "Upper band", value, interval: null, threshold: -limit, unit: "",
    scale: { min: -FACTOR_SCALE, max: FACTOR_SCALE, favourable: [-FACTOR_SCALE, -limit] },
    says: limit === 0 ? "neutral" : value <= -limit ? "for" : "against",
    text: `At 75–300 Hz ${count} bursts are found in its place, and their times with the likeness of the bursts give log BF ${signed(value)}.`,
  };
}

function missing(base: Pick<DraftReason, "measure" | "title" | "unit">, why: string): DraftReason {
  return { ...base, value: null, interval: null, threshold: null, scale: null, says: "neutral", text: `Not measured: ${why}` };
}
