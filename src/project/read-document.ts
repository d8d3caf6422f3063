import * as v from "valibot";
import { KlonosError, type Issue } from "../core/errors";
import { defaultSettings, settingNames } from "../core/settings";
import { documentSchemas } from "./document-schema";
import type { DocumentSchema, ProjectDocument, ReadingDocument, RecordingDocument, SessionDocument } from "./documents";
import { emptyContext } from "./empty-documents";
import { migrated } from "./migrations";

export interface ReadDocument<D> {
  readonly document: D;
  /** What was completed, dropped or migrated on the way. */
  readonly issues: readonly Issue[];
}

interface DocumentOf {
  readonly "klonos-project/1": ProjectDocument;
  readonly "klonos-session/1": SessionDocument;
  readonly "klonos-recording/1": RecordingDocument;
  readonly "klonos-reading/1": ReadingDocument;
}

/**
 * Reads a file of a project: migrates what an older Klonos wrote, fills in settings and fields of the context that did not exist
 * then, and checks everything.
 * @param path Name within the project's folder, for messages.
 * @throws KlonosError `project-document` (damaged, or of another kind), `project-newer` (written by a newer Klonos).
 */
export function readDocument<S extends DocumentSchema>(text: string, wanted: S, path: string): ReadDocument<DocumentOf[S]> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    throw new KlonosError("project-document", `${path} of the project is not JSON (${thrown instanceof Error ? thrown.message : String(thrown)}). Bring it back from a backup; Klonos does not write over it.`, path);
  }
  const { value, steps } = migrated(json, wanted, path);
  const issues: Issue[] = steps.map((step) => ({ code: "project-migrated", severity: "info", where: path, message: `${path} was written by an older Klonos: ${step}` }));
  return { document: checkedDocument(completed(value, path, issues), wanted, path), issues };
}

/** A document that satisfies its schema, keys in the schema's order. @throws KlonosError `project-document` naming the first wrong field. */
export function checkedDocument<S extends DocumentSchema>(value: unknown, wanted: S, path: string = wanted): DocumentOf[S] {
  const parsed = v.safeParse(documentSchemas[wanted] as v.GenericSchema, value);
  if (parsed.success) return parsed.output as DocumentOf[S];
  const first = parsed.issues[0];
  const place = v.getDotPath(first) ?? "";
  throw new KlonosError("project-document", `${path} of the project: ${place === "" ? "" : `${place}: `}${first.message.slice(0, 200)} The file was left as it is.`, place === "" ? path : `${path}, ${place}`);
}

/** Fields that a later version added take their default; settings that are no more are dropped, and said. */
function completed(value: Readonly<Record<string, unknown>>, path: string, issues: Issue[]): unknown {
  const filled: Record<string, unknown> = { ...value };
  if (isRecord(value["settings"])) filled["settings"] = completedSettings(value["settings"], path, issues);
  if (isRecord(value["context"])) filled["context"] = { ...emptyContext, ...value["context"] };
  const plan = value["plan"];
  if (isRecord(plan) && isRecord(plan["settings"])) filled["plan"] = { ...plan, settings: completedSettings(plan["settings"], path, issues) };
  return filled;
}

function completedSettings(stored: Readonly<Record<string, unknown>>, path: string, issues: Issue[]): unknown {
  const known = new Set<string>(settingNames);
  const added = settingNames.filter((name) => !(name in stored));
  const gone = Object.keys(stored).filter((name) => !known.has(name));
  if (added.length > 0) issues.push({ code: "settings-added", severity: "info", where: path, message: `Settings that are newer than ${path} have their default: ${added.join(", ")}.` });
  if (gone.length > 0) issues.push({ code: "settings-gone", severity: "warning", where: path, message: `Settings of ${path} that this Klonos does not have were left out: ${gone.join(", ")}.` });
  return { ...defaultSettings, ...Object.fromEntries(Object.entries(stored).filter(([name]) => known.has(name))) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
