import * as v from "valibot";
import { KlonosError } from "../core/errors";
import { settingDefinitions } from "../core/settings";
import { traceViews } from "./trace-views";

const MOST_CHANNELS = 1024;
const MOST_TEXT = 200;
const text = v.pipe(v.string(), v.maxLength(MOST_TEXT));
const name = v.pipe(text, v.minLength(1));
const band = (setting: "bandLowHz" | "bandHighHz") => v.pipe(v.number(), v.minValue(settingDefinitions[setting].min), v.maxValue(settingDefinitions[setting].max));

/** Also part of a project's document. */
export const montageSchema = v.strictObject({
  schema: v.literal("klonos-montage/1"),
  name,
  /** In the order of the screen, by the labels of the file; a channel that is not named is hidden. */
  channels: v.pipe(
    v.array(
      v.strictObject({
        label: name,
        /** Shown in place of the label; empty keeps it. */
        name: text,
        shown: v.boolean(),
        colour: v.nullable(v.picklist(["blue", "vermillion", "green", "purple"])),
        inverted: v.boolean(),
        /** Units per division in `unit`; null finds one. */
        gain: v.nullable(v.pipe(v.number(), v.gtValue(0), v.maxValue(1e12))),
        unit: text,
      }),
    ),
    v.maxLength(MOST_CHANNELS),
  ),
  /** plus − minus, by the labels of the file. */
  derivations: v.pipe(v.array(v.strictObject({ label: name, plus: name, minus: name })), v.maxLength(MOST_CHANNELS)),
  filter: v.strictObject({ bandLowHz: band("bandLowHz"), bandHighHz: band("bandHighHz") }),
  traces: v.strictObject({ main: v.picklist(traceViews), second: v.nullable(v.picklist(traceViews)) }),
});

/** How channels are laid out on the screen, by label, so that it fits every recording of a lab. */
export type Montage = Readonly<v.InferOutput<typeof montageSchema>>;

/** A montage from outside (preferences, a file). @throws KlonosError `bad-montage` naming the field that is wrong. */
export function validateMontage(value: unknown): Montage {
  const parsed = v.safeParse(montageSchema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? "";
  throw new KlonosError("bad-montage", `This is no montage that Klonos can read: ${where === "" ? "" : `${where}: `}${issue.message.slice(0, MOST_TEXT)} Export one to see how it is written.`, where);
}

/** Reads the text of a montage file. @throws KlonosError `bad-montage`. */
export function parseMontage(json: string): Montage {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (thrown) {
    throw new KlonosError("bad-montage", `This file is no JSON (${thrown instanceof Error ? thrown.message.slice(0, MOST_TEXT) : "damaged"}). Choose a file that “Export” of the montages has written.`);
  }
  return validateMontage(value);
}
