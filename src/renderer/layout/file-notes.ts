import type { Annotation } from "../../core/recording";
import type { Mark } from "../../core/result";

const SAME_SECONDS = 1e-6;

/** What the file notes and no mark of the file stands for: words that name no event, and events that a person moved or took away. */
export function fileNotes(annotations: readonly Annotation[], marks: readonly Mark[]): readonly Annotation[] {
  return annotations.filter((annotation) => !marks.some((mark) => mark.origin === "file" && Math.abs(mark.seconds - annotation.onsetSeconds) < SAME_SECONDS && mark.text === annotation.text));
}
