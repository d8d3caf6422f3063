import * as v from "valibot";
import { namedMarkKinds } from "../core/mark-kinds";
import { montageSchema } from "../protocol/montage";
import { answersSchema, contextSchema, settingsSchema } from "../protocol/validate";
import type { DocumentSchema, JsonValue } from "./documents";

const MAX_TEXT = 10_000;
const MAX_ENTRIES = 100_000;
const MAX_SAMPLE = Number.MAX_SAFE_INTEGER;
/** Deeper than any panel's state. */
const MAX_JSON_DEPTH = 12;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SAMPLE));
const list = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.maxLength(MAX_ENTRIES));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "A SHA-256 has 64 hexadecimal digits."));
const recordingId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, "A recording's id has 16 hexadecimal digits."));
const documentId = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "An id has small letters, digits and hyphens."));
const json = v.custom<JsonValue>((value) => isJson(value, MAX_JSON_DEPTH), "This is not plain JSON.");
const jsonRecord = v.record(v.pipe(v.string(), v.maxLength(200)), json);

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (depth === 0 || typeof value !== "object") return false;
  return Object.values(value).every((entry) => isJson(entry, depth - 1));
}

const plan = v.strictObject({ lockedAt: text, lockedBy: text, sha256, settings: settingsSchema, outcomes: list(text), exclusions: list(text) });

/** One schema a document, in the order in which its keys are written. */
export const documentSchemas = {
  "klonos-project/1": v.strictObject({
    schema: v.literal("klonos-project/1"),
    name: text,
    createdAt: text,
    settings: settingsSchema,
    plan: v.optional(plan),
    markWords: list(v.strictObject({ text: v.pipe(text, v.minLength(1)), kind: v.picklist(namedMarkKinds) })),
    montages: list(montageSchema),
    sessions: list(documentId),
    recordings: list(v.strictObject({ id: recordingId, sha256, size: count, name: text, path: v.optional(text), example: v.optional(v.boolean()) })),
    window: jsonRecord,
  }),
  "klonos-session/1": v.strictObject({
    schema: v.literal("klonos-session/1"),
    id: documentId,
    participant: text,
    date: v.pipe(v.string(), v.regex(/^(\d{4}-\d{2}-\d{2})?$/, "A date is YYYY-MM-DD or empty.")),
    notes: text,
    recordings: list(v.strictObject({ recording: recordingId, condition: text, side: v.picklist(["left", "right", ""]), trial: text })),
  }),
  "klonos-recording/1": v.strictObject({
    schema: v.literal("klonos-recording/1"),
    id: recordingId,
    sha256,
    answers: answersSchema,
    settings: settingsSchema,
    context: contextSchema,
    notes: list(v.strictObject({ seconds: v.number(), text, who: text, at: text })),
    audit: list(v.strictObject({ at: text, who: text, what: text, edits: count })),
    view: jsonRecord,
  }),
  "klonos-reading/1": v.strictObject({ schema: v.literal("klonos-reading/1"), id: documentId, rater: text, startedAt: text, seed: v.optional(v.pipe(v.number(), v.safeInteger())), items: list(jsonRecord) }),
} as const satisfies Record<DocumentSchema, v.GenericSchema>;
