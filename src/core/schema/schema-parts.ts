/** A JSON Schema, draft 2020-12. Plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Fields = Readonly<Record<string, JsonSchema>>;

/** A number with its formula and unit. */
export function number(description: string): JsonSchema {
  return { type: "number", description };
}

/** A number, or null with its reason in `missing` under the field's name. */
export function measured(description: string): JsonSchema {
  return { type: ["number", "null"], description: `${description} Null where it could not be had; the reason stands in missing.` };
}

/** A count or an index. */
export function integer(description: string, minimum = 0): JsonSchema {
  return { type: "integer", minimum, description };
}

/** Words. */
export function text(description: string): JsonSchema {
  return { type: "string", description };
}

/** How near a label is to another one, or null. */
export function flipOrNull(description: string): JsonSchema {
  return recordOrNull({
    measure: text("What would have to move: a field or gate as in reasons."),
    distance: number("By how much, as a share of the range of its scale."),
    label: oneOf(["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate", "tonic", "insufficient", "withheld"], "The label that it would read; tried on the rule itself."),
    text: text("The change in words."),
  }, description);
}

/** Words, or null with the reason in `missing`. */
export function textOrNull(description: string): JsonSchema {
  return { type: ["string", "null"], description };
}

/** Yes or no. */
export function flag(description: string): JsonSchema {
  return { type: "boolean", description };
}

/** One of several words. */
export function oneOf(words: readonly (string | null)[], description: string): JsonSchema {
  return { enum: words, description };
}

/** A list of `items`. */
export function list(items: JsonSchema, description: string): JsonSchema {
  return { type: "array", items, description };
}

/** Lower and upper end, or null. */
export function interval(description: string): JsonSchema {
  return { oneOf: [{ type: "array", prefixItems: [number("Lower end."), number("Upper end.")], items: false, minItems: 2 }, { type: "null" }], description };
}

/** A measure with its interval at ciLevel. Reasons of nulls stand in `missing` under the field's dotted path. */
export function estimate(description: string): JsonSchema {
  return record({ value: measured(description), ci: interval("Interval of the value at ciLevel, in the same unit; null where none can be had, the reason stands in missing.") }, description);
}

/** An object with exactly these fields, all present. */
export function record(fields: Fields, description: string): JsonSchema {
  return { type: "object", description, properties: fields, required: Object.keys(fields), additionalProperties: false };
}

/** As `record`, with fields that may be absent. */
export function recordWith(fields: Fields, optional: Fields, description: string): JsonSchema {
  return { ...record(fields, description), properties: { ...fields, ...optional } };
}

/** As `record`, or null. */
export function recordOrNull(fields: Fields, description: string): JsonSchema {
  return { oneOf: [record(fields, description), { type: "null" }], description };
}

/** A reference to a definition of the same document, with what it is here. */
export function reference(name: string, description: string): JsonSchema {
  return { $ref: `#/$defs/${name}`, description };
}
