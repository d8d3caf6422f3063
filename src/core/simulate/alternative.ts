import { bandPassed, meanSquare, type Span } from "./emg-band";
import { Random } from "./random";

/** What the alternative generator makes. `few`: two to four true bursts, which no program may call irregular or rhythmic. */
export type AlternativeClass = "clonus" | "clonoid" | "pseudoclonus" | "few" | "tonic" | "rest";
/** Law of the successive intervals about their smooth course. */
export type JitterLaw = "gamma" | "uniform" | "autoregressive" | "lognormal" | "alternating";
/** What fills a burst. A recording is given as samples at the rate of the record. */
export type AlternativeCarrier = { readonly kind: "coloured" } | { readonly kind: "firing" } | { readonly kind: "recorded"; readonly samples: Float64Array };
/** What lies under the bursts. `restless`: noise with the blips of a muscle that rests badly. */
export type AlternativeRest = { readonly kind: "white" } | { readonly kind: "pink" } | { readonly kind: "restless" } | { readonly kind: "recorded"; readonly samples: Float64Array };

/** A request. Ranges that are left open are drawn from the seed. */
export interface AlternativeSpec {
  readonly class: AlternativeClass;
  readonly seed: number;
  readonly samplingHz: number;
  readonly beats: number;
  /** Mean power inside the true edges over the noise power, 30–450 Hz; undefined leaves carrier and rest as loud as they were recorded. */
  readonly snrDb: number | undefined;
  readonly carrier: AlternativeCarrier;
  readonly rest: AlternativeRest;
  readonly law?: JitterLaw | undefined;
  /** Relative jitter; drawn by class where it is left open. */
  readonly jitter?: number | undefined;
}

/** A true burst, seconds from the start of the record. */
export interface AlternativeBurst {
  readonly onsetSeconds: number;
  readonly offsetSeconds: number;
  readonly centroidSeconds: number;
}

/** One channel with its truth. Its unit and polarity are whatever the seed gave it: nothing may depend on them. */
export interface AlternativeRecord {
  readonly samplingHz: number;
  readonly samples: Float64Array;
  readonly bursts: readonly AlternativeBurst[];
  readonly stretchSeconds: number;
  readonly releaseSeconds: number;
  readonly jitter: number;
}

const LEAD_SECONDS: readonly [number, number] = [1.5, 5];
const TAIL_SECONDS: readonly [number, number] = [1, 4];
const SHORTEST_INTERVAL_SECONDS = 0.085;
const LONGEST_INTERVAL_SECONDS = 0.95;
/** The train rule of science.md 4.3.7: the request is for one train. */
const TRAIN_GAP = { intervals: 2.6, leastSeconds: 0.44 };
const LARGEST_DUTY = 0.55;
const MOST_REDRAWS = 500;

interface Ranges {
  readonly rateHz: readonly [number, number];
  readonly jitter: readonly [number, number];
  readonly slowing: readonly [number, number];
  readonly burstSeconds: readonly [number, number];
  readonly burstCv: number;
  readonly amplitudeCv: readonly [number, number];
  readonly fade: readonly [number, number];
  readonly latency: readonly [number, number];
}

/** Wider or elsewhere than those of `train-parameters`, within what science.md 1 and 2 report. JUDGEMENT. */
const clonusRanges: Ranges = { rateHz: [3.4, 7.6], jitter: [0.015, 0.085], slowing: [0, 0.4], burstSeconds: [0.035, 0.1], burstCv: 0.1, amplitudeCv: [0.02, 0.3], fade: [-0.4, 0.3], latency: [0.03, 0.08] };
const ranges: Readonly<Record<Exclude<AlternativeClass, "tonic" | "rest">, Ranges>> = {
  clonus: clonusRanges,
  clonoid: { ...clonusRanges, fade: [-2, -0.6] },
  pseudoclonus: { rateHz: [2.4, 6], jitter: [0.2, 0.6], slowing: [0, 0], burstSeconds: [0.04, 0.18], burstCv: 0.35, amplitudeCv: [0.15, 0.8], fade: [-1.5, 0.2], latency: [0.08, 0.5] },
  few: { ...clonusRanges, jitter: [0.02, 0.4], amplitudeCv: [0.1, 0.6] },
};

/**
 * A second phenomenological generator that shares no choice with `simulate` but the sections of science.md it stands on: other laws of the jitter,
 * other shapes of the course of rate and burst, other carriers and other rest. It exists so that a rule is not fitted to one generator. Deterministic.
 */
export function simulateAlternative(spec: AlternativeSpec): AlternativeRecord {
  const random = new Random(spec.seed, "alternative");
  const { samplingHz } = spec;
  const stretchSeconds = random.between(LEAD_SECONDS[0], LEAD_SECONDS[1]);
  const tail = random.between(TAIL_SECONDS[0], TAIL_SECONDS[1]);
  const plan = spec.class === "rest" ? { bursts: [], jitter: 0 } : spec.class === "tonic" ? tonicPlan(stretchSeconds, random) : trainPlan(spec, spec.class, stretchSeconds, random);
  const last = plan.bursts[plan.bursts.length - 1]?.offsetSeconds ?? stretchSeconds + 4;
  const length = Math.ceil((last + tail) * samplingHz);
  const noise = restOf(spec.rest, length, samplingHz, new Random(spec.seed, "alternative-rest"));
  const spans: Span[] = plan.bursts.map((burst) => ({ start: Math.max(0, Math.round(burst.onsetSeconds * samplingHz)), end: Math.min(length, Math.round(burst.offsetSeconds * samplingHz)) }));
  const emg = new Float64Array(length);
  const carrierRandom = new Random(spec.seed, "alternative-carrier");
  const colour: Colour = { lowHz: carrierRandom.between(30, 90), highHz: carrierRandom.between(110, Math.min(350, 0.4 * samplingHz)) };
  plan.bursts.forEach((burst, k) => addBurst(emg, spans[k]!, burst, spec.carrier, colour, samplingHz, carrierRandom));
  const wanted = spec.snrDb === undefined || plan.bursts.length === 0 ? undefined : 10 ** (spec.snrDb / 10) * meanSquare(bandPassed(noise, samplingHz), [{ start: 0, end: length }]);
  const have = wanted === undefined ? 1 : meanSquare(bandPassed(emg, samplingHz), spans);
  const gain = wanted === undefined || have === 0 ? 1 : Math.sqrt(wanted / have);
  const unit = 10 ** random.between(-3, 3) * (random.uniform() < 0.5 ? -1 : 1);
  const level = Math.sqrt(meanSquare(noise, [{ start: 0, end: length }]));
  const offset = random.between(-20, 20) * level;
  const samples = noise.map((value, i) => unit * (value + gain * emg[i]! + offset));
  return {
    samplingHz, samples, stretchSeconds, jitter: plan.jitter,
    releaseSeconds: spec.class === "clonus" ? last + random.between(0, 0.1) : last + random.between(0.5, tail),
    bursts: plan.bursts.map(({ onsetSeconds, offsetSeconds, centroidSeconds }) => ({ onsetSeconds, offsetSeconds, centroidSeconds })),
  };
}

interface PlannedBurst extends AlternativeBurst {
  readonly amplitude: number;
  readonly shape: (x: number) => number;
}

function trainPlan(spec: AlternativeSpec, kind: keyof typeof ranges, stretchSeconds: number, random: Random): { readonly bursts: readonly PlannedBurst[]; readonly jitter: number } {
  const r = ranges[kind];
  const draw = ([low, high]: readonly [number, number]): number => random.between(low, high);
  const beats = kind === "few" ? random.integer(2, 4) : spec.beats;
  const rate = draw(r.rateHz);
  const jitter = spec.jitter ?? draw(r.jitter);
  const regular = kind !== "pseudoclonus";
  const law = spec.law ?? random.choose<JitterLaw>(regular ? ["gamma", "uniform", "autoregressive", "lognormal"] : ["gamma", "uniform", "autoregressive", "lognormal", "alternating"]);
  const opening = draw(r.slowing);
  const openingBeats = random.integer(1, 4);
  const closing = draw(r.slowing);
  const closingBeats = random.integer(1, 5);
  const wave = regular ? 0.04 : 0;
  const wavePhase = random.between(0, 2 * Math.PI);
  const waveBeats = random.between(6, 20);
  const deviate = jitterDeviates(law, jitter, random);
  const intervals: number[] = [];
  for (let k = 0; k < beats - 1; k += 1) {
    const smooth = (1 / rate) * (1 + opening * Math.max(0, 1 - k / openingBeats) + closing * Math.max(0, 1 - (beats - 2 - k) / closingBeats) + wave * Math.sin(wavePhase + (2 * Math.PI * k) / waveBeats));
    intervals.push(drawInterval(smooth, deviate, longest(intervals)));
  }
  const shape = shapes[random.integer(0, shapes.length - 1)]!;
  const amplitudeCv = draw(r.amplitudeCv);
  const fade = draw(r.fade);
  const nominal = draw(r.burstSeconds);
  const bursts: PlannedBurst[] = [];
  let time = stretchSeconds + draw(r.latency) + nominal / 2;
  for (let k = 0; k < beats; k += 1) {
    const room = LARGEST_DUTY * Math.min(intervals[k - 1] ?? Infinity, intervals[k] ?? Infinity);
    const duration = Math.max(0.025, Math.min(nominal * Math.exp(r.burstCv * random.normal()), room));
    const onsetSeconds = time - shape.centroid * duration;
    const amplitude = Math.max(0.05, 1 + amplitudeCv * random.normal()) * Math.exp((fade * k) / beats);
    bursts.push({ onsetSeconds, offsetSeconds: onsetSeconds + duration, centroidSeconds: time, amplitude, shape: shape.at });
    time += intervals[k] ?? 0;
  }
  return { bursts, jitter };
}

function tonicPlan(stretchSeconds: number, random: Random): { readonly bursts: readonly PlannedBurst[]; readonly jitter: number } {
  const onsetSeconds = stretchSeconds + random.between(0.03, 0.5);
  const offsetSeconds = onsetSeconds + random.between(0.8, 6);
  const ripple = random.between(0, 0.25);
  const rippleHz = random.between(1, 12);
  const length = offsetSeconds - onsetSeconds;
  const shape = (x: number): number => Math.min(1, 8 * x, 8 * (1 - x)) * (1 + ripple * Math.sin(2 * Math.PI * rippleHz * x * length));
  return { bursts: [{ onsetSeconds, offsetSeconds, centroidSeconds: (onsetSeconds + offsetSeconds) / 2, amplitude: 1, shape }], jitter: 0 };
}

function longest(before: readonly number[]): number {
  if (before.length < 2) return LONGEST_INTERVAL_SECONDS;
  const sorted = before.slice(-5).sort((a, b) => a - b);
  return Math.min(LONGEST_INTERVAL_SECONDS, Math.max(TRAIN_GAP.leastSeconds, TRAIN_GAP.intervals * sorted[(sorted.length - 1) >> 1]!));
}

function drawInterval(smooth: number, deviate: () => number, most: number): number {
  for (let i = 0; i < MOST_REDRAWS; i += 1) {
    const interval = smooth * deviate();
    if (interval >= SHORTEST_INTERVAL_SECONDS && interval <= most) return interval;
  }
  return Math.min(most, Math.max(SHORTEST_INTERVAL_SECONDS, smooth));
}

/** Successive factors of mean about 1 and relative SD `jitter`. */
function jitterDeviates(law: JitterLaw, jitter: number, random: Random): () => number {
  let memory = random.normal();
  let side = random.uniform() < 0.5 ? 1 : -1;
  const correlation = random.between(-0.4, 0.4);
  switch (law) {
    case "gamma":
      return () => gamma(1 / jitter ** 2, random) * jitter ** 2;
    case "uniform":
      return () => Math.max(0.02, 1 + Math.sqrt(3) * jitter * random.between(-1, 1));
    case "lognormal":
      return () => Math.exp(jitter * random.normal());
    case "autoregressive":
      return () => {
        memory = correlation * memory + Math.sqrt(1 - correlation ** 2) * random.normal();
        return Math.exp(jitter * memory);
      };
    case "alternating":
      // Short and long in loose turns: one in four keeps its side.
      return () => {
        if (random.uniform() < 0.75) side = -side;
        return Math.exp(jitter * (0.8 * side + 0.6 * random.normal()));
      };
  }
}

/** Marsaglia and Tsang 2000, for shape ≥ 1 (jitter ≤ 1). */
function gamma(shape: number, random: Random): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Courses of a burst's amplitude over its duration, with the centroid of each. */
const shapes: readonly { readonly at: (x: number) => number; readonly centroid: number }[] = [
  (x: number) => 0.5 - 0.5 * Math.cos(2 * Math.PI * x),
  (x: number) => Math.min(1, 4 * x, 4 * (1 - x)),
  (x: number) => (x < 0.3 ? x / 0.3 : (1 - x) / 0.7),
  (x: number) => Math.sin(Math.PI * x) ** 1.5 * Math.exp(-1.5 * x),
].map((at) => {
  let weight = 0;
  let moment = 0;
  for (let i = 0; i <= 400; i += 1) {
    weight += at(i / 400);
    moment += (i / 400) * at(i / 400);
  }
  return { at, centroid: moment / weight };
});

interface Colour {
  readonly lowHz: number;
  readonly highHz: number;
}

function addBurst(out: Float64Array, span: Span, burst: PlannedBurst, carrier: AlternativeCarrier, colour: Colour, samplingHz: number, random: Random): void {
  const length = span.end - span.start;
  if (length <= 0) return;
  const noise = carrierPiece(carrier, length, colour, samplingHz, random);
  const duration = burst.offsetSeconds - burst.onsetSeconds;
  for (let i = 0; i < length; i += 1) {
    const x = ((span.start + i) / samplingHz - burst.onsetSeconds) / duration;
    if (x > 0 && x < 1) out[span.start + i] = out[span.start + i]! + burst.amplitude * burst.shape(x) * noise[i]!;
  }
}

function carrierPiece(carrier: AlternativeCarrier, length: number, colour: Colour, samplingHz: number, random: Random): Float64Array {
  switch (carrier.kind) {
    case "recorded": {
      const from = random.integer(0, Math.max(0, carrier.samples.length - length));
      return Float64Array.from({ length }, (_, i) => carrier.samples[(from + i) % carrier.samples.length]!);
    }
    case "coloured":
      return coloured(length, colour, samplingHz, random);
    case "firing":
      return firing(length, samplingHz, random);
  }
}

/** White noise through one pole up and one pole down, of variance about one. */
function coloured(length: number, { lowHz, highHz }: Colour, samplingHz: number, random: Random): Float64Array {
  const settle = Math.ceil(0.05 * samplingHz);
  const out = new Float64Array(length);
  const a = Math.exp((-2 * Math.PI * highHz) / samplingHz);
  const b = Math.exp((-2 * Math.PI * lowHz) / samplingHz);
  let low = 0;
  let slow = 0;
  for (let i = -settle; i < length; i += 1) {
    low = a * low + (1 - a) * random.normal() * Math.sqrt((1 + a) / (1 - a));
    slow = b * slow + (1 - b) * low;
    if (i >= 0) out[i] = low - slow;
  }
  return out;
}

/** Biphasic potentials of random size and width at Poisson times, 300 a second. */
function firing(length: number, samplingHz: number, random: Random): Float64Array {
  const out = new Float64Array(length);
  const perSample = 300 / samplingHz;
  for (let i = -Math.ceil(0.01 * samplingHz); i < length; i += 1) {
    if (random.uniform() >= perSample) continue;
    const width = random.between(0.0012, 0.003) * samplingHz;
    const size = Math.exp(0.8 * random.normal()) * (random.uniform() < 0.5 ? -1 : 1);
    for (let t = Math.floor(-4 * width); t <= 4 * width; t += 1) {
      const at = i + t;
      if (at >= 0 && at < length) out[at] = out[at]! + size * (t / width) * Math.exp(-0.5 * (t / width) ** 2);
    }
  }
  return out;
}

function restOf(rest: AlternativeRest, length: number, samplingHz: number, random: Random): Float64Array {
  switch (rest.kind) {
    case "recorded": {
      const from = random.integer(0, Math.max(0, rest.samples.length - length));
      return Float64Array.from({ length }, (_, i) => rest.samples[(from + i) % rest.samples.length]!);
    }
    case "white":
      return Float64Array.from({ length }, () => random.normal());
    case "pink":
      return pink(length, samplingHz, random);
    case "restless":
      return restless(length, samplingHz, random);
  }
}

/** White noise with a slow part on top: three poles at 3, 15 and 70 Hz. */
function pink(length: number, samplingHz: number, random: Random): Float64Array {
  const poles = [3, 15, 70].map((hz) => Math.exp((-2 * Math.PI * hz) / samplingHz));
  const states = [0, 0, 0];
  return Float64Array.from({ length }, () => {
    const white = random.normal();
    poles.forEach((pole, k) => {
      states[k] = pole * states[k]! + Math.sqrt(1 - pole * pole) * random.normal();
    });
    return white + states[0]! + states[1]! + states[2]!;
  });
}

/** White noise with blips of 25 to 90 ms, two to eight in ten seconds, up to 8 dB above it. */
function restless(length: number, samplingHz: number, random: Random): Float64Array {
  const out = Float64Array.from({ length }, () => random.normal());
  const perSample = random.between(0.2, 0.8) / samplingHz;
  for (let i = 0; i < length; i += 1) {
    if (random.uniform() >= perSample) continue;
    const duration = Math.round(random.between(0.025, 0.09) * samplingHz);
    const size = random.between(1, 2.5);
    for (let t = 0; t < duration && i + t < length; t += 1) out[i + t] = out[i + t]! + size * Math.sin((Math.PI * (t + 0.5)) / duration) * random.normal();
  }
  return out;
}
