/** Every kind that a word of a file or a person can name, in the order in which an examination meets them. */
export const namedMarkKinds = ["stretch", "hold", "release", "tap", "stimulus", "distraction", "contralateral-tapping"] as const;

/** A kind that a mark can be given by name. `stimulus` is an electrical stimulus of the nerve (H-reflex, M-wave); `contralateral-tapping` begins a task of the other limb. */
export type NamedMarkKind = (typeof namedMarkKinds)[number];

/** Kinds of mark with `other`, which means nothing for the protocol. */
export const markKinds = [...namedMarkKinds, "other"] as const;

/** Kind of a mark. */
export type MarkKind = (typeof markKinds)[number];

/** One mark of a template, `afterSeconds` from the place where the template is put. */
export interface TemplateMark {
  readonly kind: NamedMarkKind;
  readonly afterSeconds: number;
}

/** Marks that belong together, put in one go and moved into place afterwards. */
export interface MarkTemplate {
  readonly id: "stretch-hold" | "tap-series" | "distraction";
  readonly marks: readonly TemplateMark[];
}

/** A manual hold of the ankle is kept for about this long when clonus is looked for: past the 10 s of the highest SCATS band by a little (science.md 7). */
const HOLD_SECONDS = 12;
/** Taps of a series: at least five, at least 10 s apart (science.md 5.2). */
const TAPS = 5;
const TAP_INTERVAL_SECONDS = 10;
/** A distraction is tried once the clonus has settled, after its fifth beat (science.md 1.2). JUDGEMENT. */
const DISTRACTION_AFTER_SECONDS = 3;

/** Templates of events for the window: a stretch with its hold, a series of taps, a stretch with a distraction during the hold. */
export const markTemplates: readonly MarkTemplate[] = [
  {
    id: "stretch-hold",
    marks: [
      { kind: "stretch", afterSeconds: 0 },
      { kind: "release", afterSeconds: HOLD_SECONDS },
    ],
  },
  { id: "tap-series", marks: Array.from({ length: TAPS }, (_, k): TemplateMark => ({ kind: "tap", afterSeconds: k * TAP_INTERVAL_SECONDS })) },
  {
    id: "distraction",
    marks: [
      { kind: "stretch", afterSeconds: 0 },
      { kind: "distraction", afterSeconds: DISTRACTION_AFTER_SECONDS },
      { kind: "release", afterSeconds: HOLD_SECONDS },
    ],
  },
];
