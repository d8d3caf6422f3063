import { decFloat, viewOf } from "../stored-numbers";
import { decodeText } from "../text-decoding";

/** How the machine that wrote the file stored its numbers: the fourth byte of the parameter section. */
export type C3dProcessor = "intel" | "dec" | "mips";

/** One parameter: texts for characters, else numbers. Dimensions as in the file, the fastest first. */
export interface C3dParameter {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  readonly dimensions: readonly number[];
}

/** `ANALOG:SCALE` → parameter; names in capitals. */
export type C3dParameters = ReadonlyMap<string, C3dParameter>;

const PROCESSORS: ReadonlyMap<number, C3dProcessor> = new Map([
  [84, "intel"],
  [85, "dec"],
  [86, "mips"],
]);

/** The kind of machine, undefined for a number that means none. */
export function processorOf(code: number): C3dProcessor | undefined {
  return PROCESSORS.get(code);
}

/** A floating point number of the file at byte `at`. */
export function c3dFloat(view: DataView, at: number, processor: C3dProcessor): number {
  return processor === "dec" ? decFloat(view, at) : view.getFloat32(at, processor === "intel");
}

function valuesOf(bytes: Uint8Array, type: number, dimensions: readonly number[], count: number, processor: C3dProcessor): C3dParameter {
  const view = viewOf(bytes);
  if (type === -1) {
    const width = dimensions[0] ?? 1;
    const texts = width === 0 ? [] : Array.from({ length: count / width }, (_, k) => decodeText(bytes.subarray(k * width, (k + 1) * width)).replace(/\0[^]*$/, "").trim());
    return { texts, numbers: [], dimensions };
  }
  const numbers = Array.from({ length: count }, (_, k) => (type === 4 ? c3dFloat(view, 4 * k, processor) : type === 2 ? view.getInt16(2 * k, processor !== "mips") : view.getInt8(k)));
  return { texts: [], numbers, dimensions };
}

/**
 * The parameter section without its four leading bytes. A parameter that leaves the section, or has an unknown type, ends or is
 * left out of the list; `problem` is told the byte within the section.
 */
export function parseC3dParameters(section: Uint8Array, processor: C3dProcessor, problem: (byte: number, message: string) => void): C3dParameters {
  const view = viewOf(section);
  const groups = new Map<number, string>();
  const found: { group: number; name: string; parameter: C3dParameter }[] = [];
  for (let at = 0; at + 2 <= section.length; ) {
    const nameLength = Math.abs(view.getInt8(at));
    const group = view.getInt8(at + 1);
    const nextAt = at + 2 + nameLength;
    if (nameLength === 0 || group === 0) break;
    if (nextAt + 2 > section.length) {
      problem(at, "a parameter runs over the end of the section");
      break;
    }
    const name = decodeText(section.subarray(at + 2, nextAt)).trim().toUpperCase();
    const step = view.getUint16(nextAt, processor !== "mips");
    const body = nextAt + 2;
    if (group < 0) groups.set(-group, name);
    else {
      const type = body + 2 <= section.length ? view.getInt8(body) : 0;
      const rank = body + 2 <= section.length ? section[body + 1]! : 0;
      const dataAt = body + 2 + rank;
      const dimensions = Array.from(section.subarray(body + 2, Math.min(dataAt, section.length)));
      const count = dimensions.reduce((product, length) => product * length, 1);
      const end = dataAt + count * Math.abs(type);
      if (![-1, 1, 2, 4].includes(type) || rank > 7 || end > section.length) problem(at, `the parameter ${name} has the type ${type} and ${count} values, which do not fit`);
      else found.push({ group, name, parameter: valuesOf(section.subarray(dataAt, end), type, dimensions, count, processor) });
    }
    // The step counts from its own place; zero marks the last entry.
    if (step === 0) break;
    at = nextAt + step;
  }
  return new Map(found.map(({ group, name, parameter }) => [`${groups.get(group) ?? String(group)}:${name}`, parameter]));
}

/** Values of `LABELS`, then `LABELS2`, `LABELS3` …: a parameter holds at most 255 of anything. */
export function continued(parameters: C3dParameters, name: string): C3dParameter {
  const texts: string[] = [];
  const numbers: number[] = [];
  for (let part = 1; part < 256; part += 1) {
    const parameter = parameters.get(part === 1 ? name : `${name}${part}`);
    if (parameter === undefined) break;
    texts.push(...parameter.texts);
    numbers.push(...parameter.numbers);
  }
  return { texts, numbers, dimensions: [] };
}
