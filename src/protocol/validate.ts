import * as v from "valibot";
import { KlonosError } from "../core/errors";
import { figureGains, figureLocaleTags, figureStyleLimits, figureWidthLimits, type FigureStyle } from "../core/figure-style";
import { markKinds, namedMarkKinds } from "../core/mark-kinds";
import type { Examination } from "../core/reflex-result";
import { choiceDefinition, isChoiceSetting, settingDefinitions, settingNames, type SettingValues } from "../core/settings";
import { IMPORT_SCHEMA, type ImportRecipe } from "../core/import-recipe";
import { traceViews } from "./trace-views";
import type { EngineApi, EngineMethod, EngineRequest, TableKind } from "./engine-api";
import { reportTemplateSchema } from "./report-schema";
import { simulatedClasses, simulationGenerators, simulationLimits } from "./simulation";

/** Bounds on what one message may carry: above any real session, below what could exhaust the engine. */
const MAX_TEXT = 1000;
const MAX_ITEMS = 100_000;
const MAX_CHANNEL = 10_000;
const MAX_DERIVATIONS = 256;
const MAX_COLUMNS = 20_000;
const MAX_SECONDS = 1e9;
const MIN_DPI = 36;
const MAX_DPI = 1200;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const channelIndex = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_CHANNEL));
const seconds = v.pipe(v.number(), v.minValue(-MAX_SECONDS), v.maxValue(MAX_SECONDS));
const list = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.maxLength(MAX_ITEMS));
const optionalText = v.optional(text);
const role = v.picklist(["emg", "angle", "force", "acceleration", "trigger", "other"]);
const side = v.picklist(["left", "right"]);
const span = { start: count, end: count };

/** A settings value within its limits; the message names the setting, the value and the limits. */
export const settingsSchema = v.strictObject(
  Object.fromEntries(
    settingNames.map((name) => {
      if (isChoiceSetting(name)) {
        const words = Object.keys(choiceDefinition(name).choices);
        return [name, v.picklist(words, `${name} is one of ${words.join(", ")}, and must be given.`)];
      }
      const { min, max, unit } = settingDefinitions[name];
      const limits = `${name} is from ${min} to ${max}${unit === "" ? "" : ` ${unit}`}`;
      return [name, v.pipe(v.number(`${limits}, and must be given.`), v.minValue(min, `${limits}.`), v.maxValue(max, `${limits}.`))];
    }),
  ),
);

const edit = v.variant("kind", [
  v.strictObject({ kind: v.literal("add-burst"), channelIndex, ...span }),
  v.strictObject({ kind: v.literal("remove-burst"), channelIndex, ...span }),
  v.strictObject({ kind: v.literal("move-burst"), channelIndex, ...span, newStart: count, newEnd: count }),
  v.strictObject({ kind: v.literal("split-train"), channelIndex, sample: count }),
  v.strictObject({ kind: v.literal("merge-trains"), channelIndex, ...span }),
]);

const derivations = v.optional(v.pipe(v.array(v.strictObject({ label: text, plus: channelIndex, minus: channelIndex })), v.maxLength(MAX_DERIVATIONS)));
const scaleStep = (low: number, high: number) => v.optional(v.pipe(v.number(`A whole number from ${low} to ${high}.`), v.integer(`A whole number from ${low} to ${high}.`), v.minValue(low, `A whole number from ${low} to ${high}.`), v.maxValue(high, `A whole number from ${low} to ${high}.`)));
const MAX_AGE_YEARS = 120;
const [MIN_HEIGHT_CM, MAX_HEIGHT_CM] = [40, 230];

const examination = v.strictObject({
  side: v.optional(side),
  position: optionalText,
  ageYears: v.optional(v.pipe(v.number(), v.minValue(0, "Age is from 0 to 120 years."), v.maxValue(MAX_AGE_YEARS, "Age is from 0 to 120 years."))),
  heightCentimetres: v.optional(v.pipe(v.number(), v.minValue(MIN_HEIGHT_CM, "Height is from 40 to 230 cm."), v.maxValue(MAX_HEIGHT_CM, "Height is from 40 to 230 cm."))),
  medication: v.optional(list(v.strictObject({ name: text, dose: optionalText, takenAt: optionalText }))),
  botulinumDate: v.optional(v.pipe(text, v.isoDate("A date is YYYY-MM-DD."))),
  fatigue: optionalText,
  generalised: v.optional(v.boolean()),
  scales: v.optional(
    v.strictObject({
      scatsClonus: scaleStep(0, 3),
      ashworth: v.optional(v.picklist(["0", "1", "1+", "2", "3", "4"], "Modified Ashworth is 0, 1, 1+, 2, 3 or 4.")),
      pennFrequency: scaleStep(0, 4),
      pennSeverity: scaleStep(1, 3),
      reflex: scaleStep(0, 4),
    }),
  ),
});

/** Above any amplifier's gain, so that a slip of the keyboard is met here. */
const MAX_SCALE = 1e12;

const overrides = list(
  v.strictObject({
    channelIndex,
    role: v.optional(role),
    muscle: optionalText,
    side: v.optional(side),
    alias: optionalText,
    unit: optionalText,
    scale: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(MAX_SCALE))),
    inverted: v.optional(v.boolean()),
    order: v.optional(v.pipe(v.number(), v.minValue(-MAX_CHANNEL), v.maxValue(MAX_CHANNEL))),
    insist: v.optional(v.boolean()),
  }),
);

/** The context of an analysis; a project stores it by the same rule that the engine takes it by. */
export const contextSchema = v.strictObject({
  protocol: v.picklist(["stretch-hold", "tap", "spontaneous", "unmarked"]),
  // The contract's `site: string | undefined` is a key that a clone may drop.
  site: optionalText,
  pairs: list(v.strictObject({ agonist: channelIndex, antagonist: channelIndex })),
  marks: list(v.strictObject({ kind: v.picklist(markKinds), seconds, text, origin: v.picklist(["file", "channel", "user"]), endSeconds: v.optional(seconds), channelIndex: v.optional(channelIndex), side: v.optional(side) })),
  holds: list(v.strictObject({ startSeconds: seconds, endSeconds: seconds })),
  edits: list(edit),
  // Contexts stored before there was a way to reject have none.
  rejected: v.optional(list(v.strictObject({ channelIndex: v.optional(channelIndex), startSeconds: seconds, endSeconds: seconds })), []),
  overrides,
  derivations,
  examination: v.optional(examination),
  decisions: v.optional(
    list(
      v.strictObject({
        channelIndex,
        startSample: count,
        endSample: count,
        decision: v.picklist(["accepted", "rejected", "relabelled", "noted"]),
        label: v.optional(v.picklist(["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate", "tonic", "insufficient", "withheld"])),
        note: optionalText,
        who: text,
        at: text,
      }),
    ),
  ),
});

const source = v.strictObject({ id: text, name: text, size: count });
/** A header that is longer than this is none. */
const MAX_LINE = 100_000;
const line = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_LINE)));
/** What was answered at import. */
export const answersSchema = v.strictObject({
  samplingHz: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1e6))),
  unit: optionalText,
  delimiter: v.optional(v.pipe(v.string(), v.length(1))),
  decimal: v.optional(v.picklist([".", ","])),
  variable: optionalText,
  labelLine: line,
  unitLine: line,
  firstLine: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_LINE))),
  timeColumn: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(MAX_CHANNEL))),
  timeUnit: v.optional(v.picklist(["s", "ms", "us", "min"])),
  columns: v.optional(
    list(
      v.strictObject({
        column: channelIndex,
        use: v.optional(v.picklist(["signal", "events", "skip"])),
        label: optionalText,
        unit: optionalText,
        scale: v.optional(v.pipe(v.number(), v.minValue(-MAX_SCALE), v.maxValue(MAX_SCALE), v.check((scale) => scale !== 0, "A scale of 0 would leave nothing."))),
        role: v.optional(role),
      }),
    ),
  ),
});
const recordingId = text;

const signalRequest = { recordingId, channelIndex, view: v.picklist(traceViews), startSeconds: seconds, endSeconds: seconds, settings: settingsSchema, derivations, overrides: v.optional(overrides) };

const label = v.picklist(["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate", "tonic", "insufficient", "withheld"]);
const edges = v.strictObject({ startSeconds: seconds, endSeconds: seconds });
const readingAnswer = v.strictObject({ label, bursts: list(edges), trains: list(edges) });
const readingItem = v.strictObject({ recording: text, channelIndex, startSeconds: seconds, endSeconds: seconds, repeat: v.boolean(), program: readingAnswer, reader: v.nullable(readingAnswer), at: v.nullable(text) });
const readings = v.pipe(v.array(v.strictObject({ rater: text, items: list(readingItem) })), v.maxLength(100));
const ciLevel = v.pipe(v.number(), v.minValue(0.5), v.maxValue(0.999));

function points({ min, max }: { readonly min: number; readonly max: number }) {
  return v.pipe(v.number(), v.minValue(min), v.maxValue(max));
}

const flag = v.boolean();
/** The style of a figure, in a call or in a file of a person's own. */
const figureStyle = v.strictObject({
  textPoints: points(figureStyleLimits.textPoints),
  tracePoints: points(figureStyleLimits.tracePoints),
  colours: v.picklist(["colour", "grey"]),
  scales: v.picklist(["bars", "axes"]),
  gain: v.picklist(figureGains),
  locale: v.picklist(figureLocaleTags),
  letters: v.picklist(["none", "lower", "upper"]),
  layers: v.strictObject({ ribbons: flag, ticks: flag, bands: flag, envelope: flag, holds: flag, marks: flag, caption: flag }),
  panels: v.strictObject({ intervals: flag, phase: flag, statistics: flag }),
});

const planReceiptSchema = v.optional(v.strictObject({ sha256: text, deviations: list(text) }));

const TABLE_KINDS: TableKind[] = ["result-json", "study-json", "dictionary-tsv", ...(["trains", "bursts", "trials", "channels", "recordings", "reflexes", "reflex_series", "asymmetry", "distractions", "pooled", "measures", "evidence", "pairs", "episodes"] as const).flatMap((table) => (["csv", "tsv", "json", "parquet"] as const).map((format) => `${table}-${format}` as const))];

const argumentSchemas: { readonly [M in EngineMethod]: v.GenericSchema } = {
  openRecording: v.strictObject({ source, answers: answersSchema }),
  previewImport: v.strictObject({ source, answers: answersSchema }),
  proposeEvents: v.strictObject({ recordingId, channelIndex, overrides }),
  scanRecording: v.strictObject({
    recordingId,
    markWords: v.optional(v.pipe(v.array(v.strictObject({ text: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), kind: v.picklist(namedMarkKinds) })), v.maxLength(200))),
  }),
  closeRecording: v.strictObject({ recordingId }),
  traces: v.strictObject({
    recordingId,
    channels: list(channelIndex),
    view: v.picklist(traceViews),
    startSeconds: seconds,
    endSeconds: seconds,
    columns: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_COLUMNS)),
    settings: settingsSchema,
    behind: v.optional(v.boolean()),
    derivations,
    overrides: v.optional(overrides),
  }),
  buildPyramids: v.strictObject({ recordingId, channels: list(channelIndex), view: v.picklist(traceViews), settings: settingsSchema, derivations, overrides: v.optional(overrides) }),
  signal: v.strictObject(signalRequest),
  spectrum: v.strictObject(signalRequest),
  filterResponse: v.strictObject({ settings: settingsSchema, samplingHz: v.pipe(v.number(), v.gtValue(0), v.maxValue(1e6)) }),
  burstOverlay: v.strictObject({ recordingId, settings: settingsSchema, context: contextSchema, trainId: text, view: v.picklist(traceViews) }),
  firstLook: v.strictObject({ recordingId, settings: settingsSchema, context: contextSchema }),
  analyse: v.strictObject({ recordingId, settings: settingsSchema, context: contextSchema }),
  exportFigure: v.strictObject({
    recordingId,
    settings: settingsSchema,
    context: contextSchema,
    trainId: optionalText,
    startSeconds: v.optional(seconds),
    endSeconds: v.optional(seconds),
    format: v.picklist(["svg", "pdf", "png", "tiff"]),
    widthMillimetres: v.pipe(v.number(), v.minValue(figureWidthLimits.min), v.maxValue(figureWidthLimits.max)),
    dpi: v.pipe(v.number(), v.minValue(MIN_DPI), v.maxValue(MAX_DPI)),
    style: v.optional(figureStyle),
    channels: v.optional(list(channelIndex)),
    annotate: v.optional(list(text)),
    view: v.optional(v.picklist(["raw", "filtered"])),
    preview: v.optional(v.boolean()),
    plan: planReceiptSchema,
  }),
  exportReport: v.strictObject({ recordingId, settings: settingsSchema, context: contextSchema, template: reportTemplateSchema, format: v.picklist(["pdf", "html"]), withFileName: v.boolean(), plan: planReceiptSchema }),
  exportRecording: v.strictObject({
    recordingId, settings: settingsSchema, context: contextSchema,
    format: v.picklist(["edf", "bdf", "csv", "tsv", "bids"]),
    channels: v.optional(list(channelIndex)),
    startSeconds: v.optional(seconds),
    endSeconds: v.optional(seconds),
    withBursts: v.boolean(),
    annotationsOnly: v.boolean(),
    withNames: v.boolean(),
    subject: v.optional(text),
    task: v.optional(text),
  }),
  simulate: v.strictObject({
    class: v.picklist(simulatedClasses),
    seed: v.pipe(points(simulationLimits.seed), v.integer()),
    seconds: points(simulationLimits.seconds),
    samplingHz: points(simulationLimits.samplingHz),
    snrDb: points(simulationLimits.snrDb),
    generator: v.picklist(simulationGenerators),
  }),
  againstTruth: v.strictObject({ recordingId, settings: settingsSchema, context: contextSchema, truth: list(v.strictObject({ channelIndex, seconds: list(seconds) })) }),
  addToStudy: v.strictObject({
    studyId: text,
    recordingId,
    settings: settingsSchema,
    context: contextSchema,
    keys: v.strictObject({ participant: text, session: text, side: text, condition: text, trial: text }),
    withNames: v.optional(v.boolean()),
    plan: planReceiptSchema,
  }),
  studyTables: v.strictObject({ studyId: text }),
  exportStudy: v.strictObject({ studyId: text, format: v.picklist(["csv", "tsv", "json", "parquet"]) }),
  readingItems: v.strictObject({ recordingId, recording: text, settings: settingsSchema, context: contextSchema }),
  orderReading: v.strictObject({ items: list(readingItem), seed: v.pipe(v.number(), v.safeInteger()) }),
  agreement: v.strictObject({ readings, ciLevel }),
  exportAgreement: v.strictObject({ readings, ciLevel, format: v.picklist(["csv", "tsv", "json", "txt"]) }),
  forgetStudy: v.strictObject({ studyId: text }),
  exportTable: v.strictObject({
    recordingId, settings: settingsSchema, context: contextSchema, kind: v.picklist(TABLE_KINDS),
    withNames: v.optional(v.boolean()),
    plan: planReceiptSchema,
  }),
};

const envelope = v.variant("kind", [
  v.strictObject({ kind: v.literal("call"), id: count, method: v.string(), args: v.unknown() }),
  v.strictObject({ kind: v.literal("cancel"), id: count }),
]);

/** A message that was refused; `id` where one could be read. */
export interface RefusedRequest {
  readonly kind: "refused";
  readonly id: number | undefined;
  readonly error: KlonosError;
}

/** The request that begins a call. */
export type CallRequest = Extract<EngineRequest, { kind: "call" }>;
/** The request that ends one before its time. */
export type CancelRequest = Extract<EngineRequest, { kind: "cancel" }>;

/**
 * Reads one message from the other side of a boundary (renderer → main, main → worker) without trusting it. Unknown kinds and
 * methods, missing, superfluous or out-of-range arguments come back as `refused`; this function never throws.
 */
export function parseRequest(message: unknown): CallRequest | CancelRequest | RefusedRequest {
  const parsed = v.safeParse(envelope, message);
  if (!parsed.success) return refuse(idOf(message), "bad-message", `A message to the engine could not be read: ${problem(parsed.issues[0])}`, pathOf(parsed.issues[0]));
  const request = parsed.output;
  if (request.kind === "cancel") return request;
  if (!isEngineMethod(request.method)) return refuse(request.id, "bad-message", `The engine has no method “${request.method.slice(0, 60)}”.`, "method");
  try {
    return { kind: "call", id: request.id, method: request.method, args: validateArguments(request.method, request.args) };
  } catch (thrown) {
    if (thrown instanceof KlonosError) return { kind: "refused", id: request.id, error: thrown };
    throw thrown;
  }
}

/** As `parseRequest`, for a relay that hands the message on. @throws KlonosError `bad-message` or `bad-argument` */
export function parseEngineRequest(message: unknown): EngineRequest {
  const request = parseRequest(message);
  if (request.kind === "refused") throw request.error;
  return request;
}

/**
 * The arguments of one engine method, checked field by field.
 * @throws KlonosError `bad-argument` whose `where` is the path of the first wrong field, e.g. `settings.bandLowHz`.
 */
export function validateArguments<M extends EngineMethod>(method: M, args: unknown): EngineApi[M]["args"] {
  const parsed = v.safeParse(argumentSchemas[method], args);
  if (parsed.success) return parsed.output as EngineApi[M]["args"];
  const first = parsed.issues[0];
  throw new KlonosError("bad-argument", `${method}: ${pathOf(first) === "" ? "" : `${pathOf(first)}: `}${problem(first)}`, pathOf(first));
}

/**
 * A full, valid set of settings. @throws KlonosError `bad-setting` naming the setting, its limits and the value.
 * Missing settings are taken from `base`; unknown names are refused.
 */
export function validateSettings(values: unknown, base: SettingValues): SettingValues {
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw new KlonosError("bad-setting", "Settings are one JSON object of names and numbers.");
  }
  const parsed = v.safeParse(settingsSchema, { ...base, ...values });
  if (parsed.success) return parsed.output as SettingValues;
  const first = parsed.issues[0];
  const name = pathOf(first);
  if (!(settingNames as readonly string[]).includes(name)) {
    throw new KlonosError("bad-setting", `There is no setting “${name}”. \`klonos settings\` lists them all.`, name);
  }
  throw new KlonosError("bad-setting", `${first.message} It was ${JSON.stringify((values as Record<string, unknown>)[name]) ?? "missing"}.`, name);
}

/**
 * What a person wrote about an examination, checked field by field; unknown names are refused.
 * @throws KlonosError `bad-examination` whose `where` is the path of the first wrong field.
 */
export function validateExamination(values: unknown): Examination {
  if (Array.isArray(values)) throw new KlonosError("bad-examination", "The examination is one JSON object.");
  const parsed = v.safeParse(examination, values);
  if (parsed.success) return parsed.output as Examination;
  const first = parsed.issues[0];
  throw new KlonosError("bad-examination", `${pathOf(first) === "" ? "The examination is one JSON object" : pathOf(first)}: ${problem(first)}`, pathOf(first));
}

/**
 * A figure's style from a file: what it leaves out is taken from `base`, one level deep in `layers` and `panels`.
 * @throws KlonosError `bad-figure-style` naming the first wrong field
 */
export function validateFigureStyle(values: unknown, base: FigureStyle): FigureStyle {
  const given = typeof values === "object" && values !== null && !Array.isArray(values) ? (values as Partial<FigureStyle>) : undefined;
  if (given === undefined) throw new KlonosError("bad-figure-style", "A figure's style is one JSON object, e.g. {\"textPoints\": 8}.");
  const parsed = v.safeParse(figureStyle, { ...base, ...given, layers: { ...base.layers, ...given.layers }, panels: { ...base.panels, ...given.panels } });
  if (parsed.success) return parsed.output;
  const first = parsed.issues[0];
  throw new KlonosError("bad-figure-style", `The figure's style: ${pathOf(first)}: ${problem(first)}`, pathOf(first));
}

/**
 * A recipe of an import from a file: `klonos-import/1`, or its fields alone. @throws KlonosError `bad-recipe` naming the wrong field.
 */
export function validateImportRecipe(value: unknown): ImportRecipe {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new KlonosError("bad-recipe", "Import settings are one JSON object (schema klonos-import/1).");
  const { schema, ...fields } = value as Readonly<Record<string, unknown>>;
  if (schema !== undefined && schema !== IMPORT_SCHEMA) throw new KlonosError("bad-recipe", `These are no import settings: the schema is ${JSON.stringify(schema)?.slice(0, 60)}, not ${IMPORT_SCHEMA}.`, "schema");
  const parsed = v.safeParse(answersSchema, fields);
  if (parsed.success) return parsed.output;
  const first = parsed.issues[0];
  throw new KlonosError("bad-recipe", `Import settings: ${pathOf(first)}: ${problem(first)}`, pathOf(first));
}

/** True for the name of a method of `EngineApi`. */
export function isEngineMethod(name: string): name is EngineMethod {
  return Object.prototype.hasOwnProperty.call(argumentSchemas, name);
}

function refuse(id: number | undefined, code: string, message: string, where: string): RefusedRequest {
  return { kind: "refused", id, error: new KlonosError(code, message, where) };
}

function idOf(message: unknown): number | undefined {
  const id = typeof message === "object" && message !== null ? (message as { id?: unknown }).id : undefined;
  return typeof id === "number" && Number.isSafeInteger(id) && id >= 0 ? id : undefined;
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  return v.getDotPath(issue) ?? "";
}

/** The first sentence of what is wrong, never longer than a line: a hostile value is not repeated in full. */
function problem(issue: v.BaseIssue<unknown>): string {
  const maximum = 200;
  return issue.message.length > maximum ? `${issue.message.slice(0, maximum)}…` : issue.message;
}
