import type { Segment } from "../timeline";

/** Length of one stretch: a manoeuvre with the rest before it, and one window of the noise floor (science.md 4.3.1). JUDGEMENT. */
const STRETCH_SECONDS = 20;
/** How long before a mark its stretch begins: rest for the noise floor. JUDGEMENT. */
const BEFORE_MARK_SECONDS = 5;
/** Share of the stretches that lie at marks; the others are spread evenly, so that what nobody marked is seen too. JUDGEMENT. */
const MARKED_SHARE = 0.5;

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The stretches of a channel that a first look takes: all of it where it is short enough, else some at marks and some spread evenly over
 * what is stored, about `budgetSeconds` in all.
 *
 * @param markSeconds where something was evoked, in seconds of the recording
 */
export function lookStretches(segments: readonly Segment[], samplingHz: number, markSeconds: readonly number[], budgetSeconds: number): readonly Segment[] {
  const lengths = segments.map(({ startSample, endSample }) => (endSample - startSample) / samplingHz);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total <= budgetSeconds) return segments;
  const count = Math.max(1, Math.floor(budgetSeconds / STRETCH_SECONDS));
  const marked = evenly(markSeconds, Math.floor(count * MARKED_SHARE)).map((seconds) => seconds - BEFORE_MARK_SECONDS);
  const spread = Array.from({ length: count - marked.length }, (_, k) => storedAt(segments, lengths, (total * (k + 0.5)) / (count - marked.length)) - STRETCH_SECONDS / 2);
  const spans = joined([...marked, ...spread].map((start) => ({ start, end: start + STRETCH_SECONDS })));
  return segments.flatMap((segment) => spans.flatMap((span) => partOf(segment, samplingHz, span)));
}

/** At most `count` of the values, evenly over their order. */
function evenly(values: readonly number[], count: number): readonly number[] {
  if (values.length <= count) return values;
  return Array.from({ length: count }, (_, k) => values[Math.floor(((k + 0.5) * values.length) / count)]!);
}

/** The time of the recording at which so many seconds of signal are stored before. */
function storedAt(segments: readonly Segment[], lengths: readonly number[], stored: number): number {
  let before = 0;
  for (const [k, segment] of segments.entries()) {
    if (stored < before + lengths[k]!) return segment.startSeconds + stored - before;
    before += lengths[k]!;
  }
  return segments[segments.length - 1]!.startSeconds + lengths[lengths.length - 1]!;
}

function joined(spans: readonly Span[]): readonly Span[] {
  const found: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = found[found.length - 1];
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

function partOf(segment: Segment, samplingHz: number, { start, end }: Span): readonly Segment[] {
  const sampleOf = (seconds: number): number => Math.min(segment.endSample, Math.max(segment.startSample, segment.startSample + Math.round((seconds - segment.startSeconds) * samplingHz)));
  const [startSample, endSample] = [sampleOf(start), sampleOf(end)];
  return endSample > startSample ? [{ startSample, endSample, startSeconds: segment.startSeconds + (startSample - segment.startSample) / samplingHz }] : [];
}
