import type { Annotation } from "../recording";
import type { NamedMarkKind } from "../mark-kinds";
import type { Hold, Mark, Protocol } from "../result";
import { defaultVocabulary, markKind, markSide, type MarkVocabulary } from "./mark-words";

/** A mark this much after the train's start may still be its stretch: a hand-set mark is no more exact than this. JUDGEMENT. */
const MARK_TOLERANCE_SECONDS = 0.05;
/** Pseudoclonus begins up to 400 ms after the stretch (science.md 6.1); later activity is no first response to it. */
const LONGEST_FIRST_RESPONSE_SECONDS = 0.5;

/**
 * The annotations that are marks, in time order. A stretch or hold annotation that has a duration of its own, and is followed by no
 * hold or release before the next stretch, also gives the release at its end. Anything else in the file is left to the event list.
 */
export function marksOfAnnotations(annotations: readonly Annotation[], vocabulary: MarkVocabulary = defaultVocabulary): readonly Mark[] {
  const named = annotations
    .map((annotation) => ({ annotation, kind: markKind(annotation.text, vocabulary) }))
    .filter((entry): entry is { annotation: Annotation; kind: NamedMarkKind } => entry.kind !== undefined)
    .sort((a, b) => a.annotation.onsetSeconds - b.annotation.onsetSeconds);
  const marks: Mark[] = [];
  named.forEach(({ annotation, kind }, k) => {
    const place = placeOf(annotation);
    marks.push({ kind, seconds: annotation.onsetSeconds, text: annotation.text, origin: "file", ...place });
    const next = named.slice(k + 1).find((later) => later.kind === "stretch" || later.kind === "hold" || later.kind === "release")?.kind;
    const lasts = (kind === "stretch" || kind === "hold") && annotation.durationSeconds > 0;
    if (lasts && next !== "release" && !(kind === "stretch" && next === "hold")) {
      marks.push({ kind: "release", seconds: annotation.onsetSeconds + annotation.durationSeconds, text: `end of ${annotation.text}`, origin: "file", ...place });
    }
  });
  return marks.sort((a, b) => a.seconds - b.seconds);
}

/** Channel and side that an annotation names; neither key is there where it names none. */
function placeOf({ channel, text }: Annotation): Pick<Mark, "channelIndex" | "side"> {
  const side = markSide(text);
  return { ...(channel === undefined ? {} : { channelIndex: channel }), ...(side === undefined ? {} : { side }) };
}

/** What the marks say about the protocol; stretches come before taps, since a session that has both is judged by the stricter one. */
export function protocolOfMarks(marks: readonly Mark[]): Protocol {
  if (marks.some(({ kind }) => kind === "stretch" || kind === "hold")) return "stretch-hold";
  return marks.some(({ kind }) => kind === "tap") ? "tap" : "unmarked";
}

/**
 * Holds between a stretch and its release; a hold mark between them is the start where there is one. A stretch without a release before the next
 * stretch gives no hold: its end is not known.
 */
export function holdsOfMarks(marks: readonly Mark[]): readonly Hold[] {
  const holds: Hold[] = [];
  let start: number | undefined;
  for (const mark of [...marks].sort((a, b) => a.seconds - b.seconds)) {
    switch (mark.kind) {
      case "stretch":
      case "hold":
        start = mark.seconds;
        break;
      case "release":
        if (start !== undefined && mark.seconds > start) holds.push({ startSeconds: start, endSeconds: mark.seconds });
        start = undefined;
        break;
      case "tap":
      case "stimulus":
      case "distraction":
      case "contralateral-tapping":
      case "other":
        break;
    }
  }
  return holds;
}

/** The hold that overlaps a train longest; undefined where none does. */
export function holdOfTrain(holds: readonly Hold[], startSeconds: number, endSeconds: number): Hold | undefined {
  let best: Hold | undefined;
  let longest = 0;
  for (const hold of holds) {
    const overlap = Math.min(hold.endSeconds, endSeconds) - Math.max(hold.startSeconds, startSeconds);
    if (overlap > longest) {
      longest = overlap;
      best = hold;
    }
  }
  return best;
}

/** The stretch or tap that a train beginning at `startSeconds` answers: the last one up to half a second before; undefined for none. */
export function evokingMark(marks: readonly Mark[], startSeconds: number): Mark | undefined {
  let found: Mark | undefined;
  for (const mark of marks) {
    if (mark.kind !== "stretch" && mark.kind !== "tap") continue;
    const delay = startSeconds - mark.seconds;
    if (delay < -MARK_TOLERANCE_SECONDS || delay > LONGEST_FIRST_RESPONSE_SECONDS) continue;
    if (found === undefined || mark.seconds > found.seconds) found = mark;
  }
  return found;
}

/** Marks closer to the one before than this are a series (taps at the clonus rate), not attempts: they cut nothing. JUDGEMENT, the longest gap in a train. */
const ATTEMPTS_APART_SECONDS = 1;

/**
 * When trains must be cut because a new attempt begins: bursts before a stretch or tap were not evoked by it and do not belong to what it evokes.
 * Each cut lies a hand's inexactness before its mark. Ascending, seconds; none where the protocol evokes nothing.
 */
export function attemptCuts(marks: readonly Mark[], protocol: Protocol): readonly number[] {
  if (protocol !== "stretch-hold" && protocol !== "tap") return [];
  const times = marks.filter(({ kind }) => kind === "stretch" || kind === "tap").map(({ seconds }) => seconds).sort((a, b) => a - b);
  return times.filter((time, k) => k === 0 || time - times[k - 1]! > ATTEMPTS_APART_SECONDS).map((time) => time - MARK_TOLERANCE_SECONDS);
}

/** True where a train ends before the first stretch or tap of a protocol that evokes by them; a hand's inexactness is allowed for. */
export function endsBeforeFirst(endSeconds: number, marks: readonly Mark[], protocol: Protocol): boolean {
  const [first] = attemptCuts(marks, protocol);
  return first !== undefined && endSeconds < first;
}
