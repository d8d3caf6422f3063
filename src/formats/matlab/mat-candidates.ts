import type { Cancel } from "../../core/errors";
import { isTimeName } from "./mat-names";
import { type MatNumbers, type MatScope, type MatStruct, type MatValue, scopeOf } from "./mat-value";

/** A matrix that could be the signal, and the variables beside and above it. */
export interface MatCandidate {
  /** As a person would write it in MATLAB: `data.emg`, `ch(2).values`, `trial{1}`. */
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  readonly numbers: MatNumbers;
  /** The matrix' own scope first, the file's variables last. */
  readonly scopes: readonly MatScope[];
  /** Path of the own scope, "" for the file's variables. */
  readonly home: string;
}

/** What of a file of variables can hold a signal, and what cannot be read. */
export interface MatSurvey {
  readonly candidates: readonly MatCandidate[];
  /** Paths of variables that cannot be read (tables, objects), with their class. */
  readonly unreadable: readonly string[];
}

/** A signal is longer than any list of settings. */
const LEAST_SAMPLES = 32;
const DEEPEST = 5;
const MOST_ELEMENTS = 512;
const MOST_UNREADABLE = 20;

/** Samples that a matrix would give: its longer side. */
export function longerSide(numbers: MatNumbers): number {
  return Math.max(numbers.rows, numbers.columns);
}

/** All matrices of a file that could be a signal, in the order of the file. `wanted` is a path under which to look only. */
export async function surveyVariables(root: MatScope, wanted: string | undefined, cancel?: Cancel): Promise<MatSurvey> {
  const candidates: MatCandidate[] = [];
  const unreadable: string[] = [];

  const isUnder = (path: string): boolean => wanted === undefined || path === wanted || (path.startsWith(wanted) && /^[.({]/.test(path.slice(wanted.length)));
  const leadsTo = (path: string): boolean => wanted === undefined || isUnder(path) || (wanted.startsWith(path) && /^[.({]/.test(wanted.slice(path.length)));

  async function visit(value: MatValue, path: string, name: string, scopes: readonly MatScope[], home: string, depth: number): Promise<void> {
    if (!leadsTo(path) || depth > DEEPEST) return;
    switch (value.kind) {
      case "numbers": {
        const isExact = path === wanted;
        const isLong = longerSide(value) >= LEAST_SAMPLES && Math.min(value.rows, value.columns) >= 1;
        if (isUnder(path) && (isExact || (isLong && !value.isComplex && !isTimeName(name)))) candidates.push({ path, name, numbers: value, scopes, home });
        return;
      }
      case "cell":
        for (let k = 0; k < Math.min(value.count, MOST_ELEMENTS); k += 1) await visit(await value.item(k, cancel), `${path}{${k + 1}}`, name, scopes, home, depth + 1);
        return;
      case "struct":
        await visitStruct(value, path, scopes, depth);
        return;
      case "other":
        if (unreadable.length < MOST_UNREADABLE) unreadable.push(`${path} (${value.className})`);
        return;
      case "text":
        return;
    }
  }

  async function visitStruct(struct: MatStruct, path: string, scopes: readonly MatScope[], depth: number): Promise<void> {
    for (let k = 0; k < Math.min(struct.count, MOST_ELEMENTS); k += 1) {
      const own = struct.count === 1 ? path : `${path}(${k + 1})`;
      if (!leadsTo(own)) continue;
      const scope = await scopeOf(struct, k, cancel);
      for (const [name, value] of scope) await visit(value, `${own}.${name}`, name, [scope, ...scopes], own, depth + 1);
    }
  }

  for (const [name, value] of root) await visit(value, name, name, [root], "", 0);
  return { candidates, unreadable };
}

/** Sizes as MATLAB writes them. */
export function sizeText({ dims }: MatNumbers): string {
  return dims.join(" × ");
}
