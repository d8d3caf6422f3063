import type { Cancel } from "../../core/errors";
import { type MatScope, type MatValue, scalarOf, textsOf, vectorOf } from "./mat-value";
import { isSamplingRate } from "../sampling-rate";

/** Names by which programs call the sampling rate (Hz), compared without case, blanks and underscores. */
const RATE = /^(fs|sf|sr|srate|fsamp|fsample|fsampling|samp(le|les|ling)?(rate|freq|frequency|hz)|rate|freq|frequency|hz|(emg|signal|analog)(fs|sr|rate|freq|frequency|samplerate|samplingrate)|(fs|sr)(emg|signal|hz))$/;
/** Seconds, or what a variable of the same name and `units` says. */
const INTERVAL = /^(isi|interval|dt|samplinginterval|sampleinterval|sampleperiod|samplingperiod)$/;
const LABELS = /^(labels?|channels?|channel(s?)(names?|labels?)|ch(an)?(s?)(names?|labels?)|names?|titles?|muscles?|musclenames?|description|signals?names?|emg(labels?|names?|channels?)|columns?(names?)?|header|headers|varnames?|variablenames?)$/;
const UNITS = /^(units?|unittext|channelunits?|yunits?|dimensions?|unitnames?)$/;
const TIME = /^(t|time|times|timestamps?|timevec(tor)?|zeit|temps|tempo|tiempo|sec|secs|seconds|tsec|times?s|emgtime|timeemg|xdata|t(emg|s))$/;

/** A slower signal than this is no EMG; a time step that gives less was more likely meant in milliseconds. */
const SLOWEST_PLAUSIBLE_HZ = 20;
const MOST_CHANNELS = 4096;

function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]/g, "");
}

/** Whether a variable of this name holds times rather than a signal. */
export function isTimeName(name: string): boolean {
  return TIME.test(plainName(name));
}

/** A statement about the rate: where it stands and what it says, one number for all channels or one each. */
export interface RateStatement {
  readonly name: string;
  readonly hertz: readonly number[];
  /** True where the number could as well be in milliseconds. */
  readonly isDoubtful: boolean;
}

/** All statements about the rate in a scope. */
export async function ratesIn(scope: MatScope, channels: number, cancel?: Cancel): Promise<readonly RateStatement[]> {
  const found: RateStatement[] = [];
  for (const [name, value] of scope) {
    const plain = plainName(name);
    const isRate = RATE.test(plain);
    if (!isRate && !INTERVAL.test(plain)) continue;
    const numbers = await vectorOf(value, MOST_CHANNELS, cancel);
    if (numbers === undefined || numbers.length === 0 || (numbers.length !== 1 && numbers.length !== channels)) continue;
    let hertz = Array.from(numbers);
    let isDoubtful = false;
    if (!isRate) {
      const unit = (await textsOf(scope.get(`${name}_units`) ?? scope.get(`${name}Units`), cancel))?.[0]?.trim().toLowerCase();
      const perSecond = unit === undefined ? 1 : /^(ms|msec|milliseconds?)$/.test(unit) ? 1e3 : /^(us|µs|μs|usec|microseconds?)$/.test(unit) ? 1e6 : 1;
      hertz = hertz.map((interval) => perSecond / interval);
      isDoubtful = unit === undefined && hertz.some((rate) => rate < SLOWEST_PLAUSIBLE_HZ);
    }
    if (hertz.every(isSamplingRate)) found.push({ name, hertz, isDoubtful });
  }
  return found;
}

async function textsNamed(scope: MatScope, pattern: RegExp, count: number, cancel: Cancel | undefined): Promise<readonly string[] | undefined> {
  for (const [name, value] of scope) {
    if (!pattern.test(plainName(name))) continue;
    const texts = await textsOf(value, cancel);
    if (texts !== undefined && (texts.length === count || (pattern === UNITS && texts.length === 1)) && texts.some((text) => text.trim() !== "")) return texts;
  }
  return undefined;
}

/** Labels of `count` channels that a scope holds, undefined where it holds none of that number. */
export async function labelsIn(scope: MatScope, count: number, cancel?: Cancel): Promise<readonly string[] | undefined> {
  return (await textsNamed(scope, LABELS, count, cancel))?.map((label) => label.trim());
}

/** Units of `count` channels; one stands for all. */
export async function unitsIn(scope: MatScope, count: number, cancel?: Cancel): Promise<readonly string[] | undefined> {
  const units = await textsNamed(scope, UNITS, count, cancel);
  return units === undefined ? undefined : Array.from({ length: count }, (_, k) => (units.length === 1 ? units[0]! : units[k]!).trim());
}

/** A time column of `count` entries that rises: how to read one of its times, and the rate that first and last give. */
export interface TimeColumn {
  readonly name: string;
  readonly samplingHz: number;
  readonly isDoubtful: boolean;
  readonly at: (index: number) => Promise<number>;
}

/** A column named like time, as long as the signal. */
export async function timeIn(scope: MatScope, count: number, cancel?: Cancel): Promise<TimeColumn | undefined> {
  for (const [name, value] of scope) {
    if (!isTimeName(name) || !isColumnOf(value, count)) continue;
    const axis = value.columns === 1 ? 0 : 1;
    const at = async (index: number): Promise<number> => (await value.read(axis, 0, index, index + 1, cancel))[0]!;
    // Steps of the beginning: a gap somewhere must not change the rate. Rounded times even out over many steps.
    const steps = Math.min(count - 1, 1000);
    const early = await value.read(axis, 0, 0, steps + 1, cancel);
    const sorted = early.slice(1).map((time, k) => time - early[k]!).sort();
    const typical = sorted[sorted.length >> 1] ?? NaN;
    const mean = (early[steps]! - early[0]!) / steps;
    const step = Math.abs(mean / typical - 1) < 0.02 ? mean : typical;
    if (!(step > 0)) continue;
    // An even column over its whole length gives the rate better than its beginning does.
    const whole = ((await at(count - 1)) - early[0]!) / (count - 1);
    const samplingHz = 1 / (Math.abs(whole / step - 1) < 1e-3 ? whole : step);
    if (!isSamplingRate(samplingHz)) continue;
    return { name, samplingHz, isDoubtful: samplingHz < SLOWEST_PLAUSIBLE_HZ, at };
  }
  return undefined;
}

function isColumnOf(value: MatValue, count: number): value is Extract<MatValue, { kind: "numbers" }> {
  return value.kind === "numbers" && count > 1 && Math.min(value.rows, value.columns) === 1 && value.rows * value.columns === count;
}

/** A scalar of one of these names (compared exactly). */
export async function numberNamed(scope: MatScope, name: string, cancel?: Cancel): Promise<number | undefined> {
  return scalarOf(scope.get(name), cancel);
}

/** The first text of a variable, "" when it is none. */
export async function textNamed(scope: MatScope, name: string, cancel?: Cancel): Promise<string> {
  return (await textsOf(scope.get(name), cancel))?.[0]?.trim() ?? "";
}
