import * as v from "valibot";
import { KlonosError } from "../core/errors";
import type { ProjectApi, ProjectMethod } from "./project-api";

/** A day of a lab's work in one document stays far below this; a page that sends more is not ours. */
const MAX_FILE_CHARACTERS = 64 * 1024 * 1024;
const MAX_CHANGES = 5000;

/**
 * The only files that a page may name: nothing of this pattern leaves the project's folder or can be hidden.
 */
const PROJECT_PATH = /^(project\.json|(sessions|recordings|readings)\/[a-z0-9][a-z0-9-]{0,62}\.json)$/;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const path = v.pipe(v.string(), v.regex(PROJECT_PATH, "This is no file of a project."));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const place = v.pipe(v.string(), v.maxLength(4096));

const schemas: { readonly [M in ProjectMethod]: v.GenericSchema } = {
  resumeProject: v.strictObject({ window: id }),
  openAutomaticProject: v.strictObject({ window: id }),
  chooseProject: v.strictObject({ window: id }),
  recentProjects: v.strictObject({}),
  openRecentProject: v.strictObject({ window: id, recentId: id, takeOver: v.optional(v.boolean()) }),
  createProject: v.strictObject({ window: id, name, from: id, paths: v.pipe(v.array(place), v.maxLength(MAX_CHANGES)) }),
  readProjectFile: v.strictObject({ projectId: id, path }),
  readProjectFolder: v.strictObject({ projectId: id, folder: v.picklist(["sessions", "recordings", "readings"]) }),
  saveProject: v.strictObject({
    projectId: id,
    changes: v.pipe(v.array(v.strictObject({ path, text: v.pipe(v.string(), v.maxLength(MAX_FILE_CHARACTERS)), replaces: v.optional(digest) })), v.minLength(1), v.maxLength(MAX_CHANGES)),
  }),
  keepProject: v.strictObject({ projectId: id }),
  closeProject: v.strictObject({ projectId: id }),
  placeOfSource: v.strictObject({ projectId: id, sourceId: id }),
  locateRecording: v.strictObject({ projectId: id, recordingId: id }),
};

/** True for the name of a verb. */
export function isProjectMethod(method: unknown): method is ProjectMethod {
  return typeof method === "string" && Object.prototype.hasOwnProperty.call(schemas, method);
}

/** The arguments of one verb, checked before they reach the disk. @throws KlonosError `bad-argument` */
export function validateProjectArguments<M extends ProjectMethod>(method: M, args: unknown): ProjectApi[M]["args"] {
  const parsed = v.safeParse(schemas[method], args);
  if (parsed.success) return parsed.output as ProjectApi[M]["args"];
  const first = parsed.issues[0];
  const where = v.getDotPath(first) ?? "";
  throw new KlonosError("bad-argument", `${method}: ${where === "" ? "" : `${where}: `}${first.message.slice(0, 200)}`, where);
}
