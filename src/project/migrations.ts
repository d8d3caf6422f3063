import { KlonosError } from "../core/errors";
import type { DocumentSchema } from "./documents";

type Raw = Readonly<Record<string, unknown>>;

interface Migration {
  readonly from: string;
  /** What it does, for the person who opens an old project. */
  readonly what: string;
  readonly change: (document: Raw) => Raw;
}

/**
 * From each old schema to the next, in order. A migration is never changed once it has shipped; `tests/project/old` holds a
 * document of every schema that ever was.
 */
const migrations: readonly Migration[] = [
  {
    from: "klonos-project/0",
    what: "recordings were named by their SHA-256 alone; they have an id now.",
    change: (document) => ({
      ...document,
      schema: "klonos-project/1",
      markWords: document["markWords"] ?? [],
      recordings: ((document["recordings"] ?? []) as readonly Raw[]).map((entry) => ({ id: String(entry["sha256"]).slice(0, 16), ...entry })),
    }),
  },
];

/**
 * The document in the wanted schema.
 * @throws KlonosError `project-document` when it is no document of this kind, `project-newer` when its version is above ours.
 */
export function migrated(json: unknown, wanted: DocumentSchema, path: string): { readonly value: Raw; readonly steps: readonly string[] } {
  if (typeof json !== "object" || json === null || typeof (json as Raw)["schema"] !== "string") throw notOfKind(path, wanted, "it names no schema");
  let value = json as Raw;
  const steps: string[] = [];
  for (let step = nextOf(value); step !== undefined; step = nextOf(value)) {
    value = step.change(value);
    steps.push(step.what);
  }
  const schema = value["schema"] as string;
  if (schema === wanted) return { value, steps };
  const [kind, version] = split(schema);
  const [wantedKind, wantedVersion] = split(wanted);
  if (kind === wantedKind && version > wantedVersion) {
    throw new KlonosError("project-newer", `${path} was written by a newer Klonos (${schema}; this one reads up to ${wanted}). Update Klonos; nothing was changed.`, path);
  }
  throw notOfKind(path, wanted, `its schema is “${schema.slice(0, 60)}”`);
}

function nextOf(value: Raw): Migration | undefined {
  return migrations.find(({ from }) => from === value["schema"]);
}

function split(schema: string): readonly [string, number] {
  const at = schema.lastIndexOf("/");
  return [schema.slice(0, at), Number(schema.slice(at + 1))];
}

function notOfKind(path: string, wanted: string, why: string): KlonosError {
  return new KlonosError("project-document", `${path} is no ${wanted} document: ${why}. The file was left as it is.`, path);
}
