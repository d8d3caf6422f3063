import type { Cancel, Issue } from "../../core/errors";
import type { Annotation } from "../../core/recording";
import { tidyRate } from "../binary-channel";
import { type MatLayout, type MatSignal, PLAIN_MAP, segmentsOfTimes, wholeSegment } from "./mat-layout";
import { numberNamed, textNamed } from "./mat-names";
import { type MatNumbers, type MatScope, type MatStruct, scopeOf, textsOf, vectorOf } from "./mat-value";
import { isSamplingRate } from "../sampling-rate";

/** Spike2 writes waveforms as integers on request: value = stored · scale / 6553.6 + offset. */
const STEPS_PER_VOLT = 6553.6;
const MOST_EVENTS = 200_000;

interface EventChannel {
  readonly title: string;
  readonly scope: MatScope;
  readonly times: MatNumbers;
}

function isVector(value: unknown): value is MatNumbers {
  const numbers = value as MatNumbers | undefined;
  return numbers?.kind === "numbers" && Math.min(numbers.rows, numbers.columns) <= 1;
}

/** True for a struct as Spike2's "Export As, MATLAB data" writes one a channel. */
export function isSpike2Channel(struct: MatStruct): boolean {
  const has = (...names: readonly string[]): boolean => names.every((name) => struct.fields.includes(name));
  return struct.count === 1 && has("title") && (has("interval", "values") || has("resolution", "times"));
}

async function signalOf(name: string, scope: MatScope, issues: Issue[], cancel: Cancel | undefined): Promise<MatSignal | undefined> {
  const values = scope.get("values");
  const interval = await numberNamed(scope, "interval", cancel);
  const label = (await textNamed(scope, "title", cancel)) || name;
  if (!isVector(values)) return undefined;
  if (interval === undefined || !isSamplingRate(1 / interval)) {
    issues.push({ code: "mat-spike2", severity: "error", where: name, message: `The channel ${label} (variable ${name}) has no sampling interval above zero; it is left out.` });
    return undefined;
  }
  const samplingHz = tidyRate(1 / interval);
  const sampleCount = values.rows * values.columns;
  const startSeconds = (await numberNamed(scope, "start", cancel)) ?? 0;
  let segments = wholeSegment(sampleCount, Number.isFinite(startSeconds) ? startSeconds : 0);
  const times = scope.get("times");
  if (isVector(times) && times.rows * times.columns === sampleCount && sampleCount > 0) {
    const axis = times.columns === 1 ? 0 : 1;
    const found = await segmentsOfTimes(async (index) => (await times.read(axis, 0, index, index + 1, cancel))[0]!, sampleCount, samplingHz);
    if (found !== undefined) segments = found;
    else issues.push({ code: "mat-time", severity: "error", where: name, message: `The times of ${label} do not fit its interval of ${interval} s; the samples were placed one after the other, so times may be wrong.` });
  }
  const isRaw = /^int|^uint/.test(values.className);
  return {
    label,
    unit: await textNamed(scope, "units", cancel),
    samplingHz,
    sampleCount,
    segments,
    values,
    axis: values.columns === 1 ? 0 : 1,
    other: 0,
    first: 0,
    map: isRaw ? { gain: ((await numberNamed(scope, "scale", cancel)) ?? 1) / STEPS_PER_VOLT, offset: (await numberNamed(scope, "offset", cancel)) ?? 0 } : PLAIN_MAP,
    ...(isRaw ? { storedRange: [-32768, 32767] as const } : {}),
  };
}

/** Marker codes as Spike2 shows them: printable ones as a character, else two hexadecimal digits; zeros at the end left out. */
function codeText(codes: readonly number[]): string {
  const last = codes.reduce((kept, code, k) => (code !== 0 ? k : kept), -1);
  return codes.slice(0, last + 1).map((code) => (code > 32 && code < 127 ? String.fromCharCode(code) : code.toString(16).padStart(2, "0"))).join(" ");
}

async function eventsOf({ title, scope, times }: EventChannel, cancel: Cancel | undefined): Promise<Annotation[]> {
  const onsets = (await vectorOf(times, MOST_EVENTS, cancel)) ?? new Float64Array(0);
  const texts = await textsOf(scope.get("text"), cancel);
  const codes = scope.get("codes");
  const columns: Float64Array[] = [];
  if (codes?.kind === "numbers" && codes.rows >= onsets.length && codes.columns <= 8) {
    for (let column = 0; column < codes.columns; column += 1) columns.push(await codes.read(0, column, 0, onsets.length, cancel));
  }
  // A level is high from an odd change to the next.
  const level = await vectorOf(scope.get("level"), MOST_EVENTS, cancel);
  const annotations: Annotation[] = [];
  onsets.forEach((onsetSeconds, k) => {
    if (!Number.isFinite(onsetSeconds)) return;
    if (level !== undefined && level.length === onsets.length) {
      if (level[k] !== 0) annotations.push({ onsetSeconds, durationSeconds: Math.max(0, (onsets[k + 1] ?? onsetSeconds) - onsetSeconds), text: title, channel: undefined });
      return;
    }
    const own = texts?.length === onsets.length ? texts[k]! : "";
    const code = codeText(columns.map((column) => column[k]!));
    annotations.push({ onsetSeconds, durationSeconds: 0, text: own !== "" ? own : `${title}${code === "" ? "" : ` ${code}`}`, channel: undefined });
  });
  return annotations;
}

/** A file that Spike2 exported: one struct a channel. undefined where no variable is such a struct. */
export async function spike2Layout(root: MatScope, cancel?: Cancel): Promise<MatLayout | undefined> {
  const issues: Issue[] = [];
  const signals: MatSignal[] = [];
  const events: EventChannel[] = [];
  for (const [name, value] of root) {
    if (value.kind !== "struct" || !isSpike2Channel(value)) continue;
    const scope = await scopeOf(value, 0, cancel);
    if (scope.has("interval") && scope.has("values")) {
      const signal = await signalOf(name, scope, issues, cancel);
      if (signal !== undefined) signals.push(signal);
      continue;
    }
    const times = scope.get("times");
    if (isVector(times)) events.push({ title: (await textNamed(scope, "title", cancel)) || name, scope, times });
  }
  if (signals.length === 0) return undefined;
  return {
    kind: "Spike2 export",
    signals,
    async events(eventCancel) {
      const all: Annotation[] = [];
      for (const channel of events) for (const annotation of await eventsOf(channel, eventCancel)) all.push(annotation);
      return all.sort((a, b) => a.onsetSeconds - b.onsetSeconds);
    },
    startDateTime: undefined,
    hasIdentity: false,
    issues,
  };
}
