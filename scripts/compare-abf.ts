// `npx tsx scripts/compare-abf.ts FILE.abf …`: ABF files as Klonos and as pyabf read them (python3 with pyabf and numpy). One line a file; ends
// with 1 when a rate, a count, a label, a unit or a value differs by more than pyabf's single precision.
import { spawnSync } from "node:child_process";
import { basename, join } from "node:path";
import { voltsPerUnit } from "../src/core/units";
import { openRecording } from "../src/formats/registry";
import { openFileSource } from "../src/node/file-source";

interface PyAbf {
  readonly error?: string;
  readonly version: string;
  readonly hz: number;
  readonly samples: number;
  readonly sweeps: number;
  readonly places: readonly number[];
  readonly channels: readonly { readonly label: string; readonly unit: string; readonly values: readonly number[]; readonly mean: number }[];
  readonly tags: readonly (readonly [number, string])[];
  readonly start: string | null;
}

/** pyabf scales in single precision. */
const SINGLE = 2e-6;
const files = process.argv.slice(2);
const run = spawnSync("python3", [join(__dirname, "read-abf.py"), ...files], { encoding: "utf8", maxBuffer: 1e9 });
if (run.status !== 0) throw new Error(run.stderr);
const others = run.stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as PyAbf);

async function differences(path: string, other: PyAbf): Promise<readonly string[]> {
  const reader = await openRecording(await openFileSource(path));
  const scan = await reader.scan();
  const found: string[] = [];
  const say = (what: string, own: unknown, theirs: unknown): void => void found.push(`${what}: Klonos ${JSON.stringify(own)}, pyabf ${JSON.stringify(theirs)}`);
  if (scan.channels.length !== other.channels.length) say("channels", scan.channels.length, other.channels.length);
  for (const [index, theirs] of other.channels.entries()) {
    const own = scan.channels[index];
    if (own === undefined) continue;
    if (own.label !== theirs.label) say("label", own.label, theirs.label);
    if (own.unit.replace(/^µ/, "u") !== theirs.unit.replace(/^[µμ]/, "u")) say("unit", own.unit, theirs.unit);
    // pyabf truncates a rate to whole hertz.
    if (Math.abs(own.samplingHz - other.hz) >= 1) say("rate", own.samplingHz, other.hz);
    if (own.sampleCount !== other.samples) say("samples", own.sampleCount, other.samples);
    if (own.sampleCount < other.samples) continue;
    const values = await reader.read(index, { start: 0, end: other.samples });
    const factor = own.isVoltage ? voltsPerUnit(own.unit)! : 1;
    const largest = theirs.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const worst = other.places.reduce((most, place, k) => Math.max(most, Math.abs(values[place]! / factor - theirs.values[k]!)), 0);
    if (worst > largest * SINGLE) say(`largest difference of a value in ${theirs.unit}`, worst, largest);
  }
  const ownTags = scan.annotations.map(({ onsetSeconds, text }) => [onsetSeconds.toFixed(3), text]);
  const theirTags = other.tags.map(([seconds, text]) => [seconds.toFixed(3), text.trim()]);
  if (JSON.stringify(ownTags) !== JSON.stringify(theirTags)) say("tags", ownTags.slice(0, 3), theirTags.slice(0, 3));
  if (other.start !== null && reader.header.startDateTime !== undefined && other.start.slice(0, 19) !== reader.header.startDateTime.slice(0, 19)) say("start", reader.header.startDateTime, other.start);
  await reader.close();
  return found;
}

async function main(): Promise<number> {
  let failed = 0;
  for (const [index, path] of files.entries()) {
    const other = others[index]!;
    const outcome = other.error === undefined ? await differences(path, other).catch((thrown: unknown) => [`Klonos refuses: ${String(thrown)}`]) : [`pyabf refuses: ${other.error}`];
    if (outcome.length > 0) failed += 1;
    console.log(`${basename(path)} (ABF ${other.version ?? "?"}, ${other.sweeps ?? "?"} sweeps): ${outcome.length === 0 ? "the same" : [...new Set(outcome)].join("; ").slice(0, 500)}`);
  }
  console.log(`${files.length - failed} of ${files.length} the same`);
  return failed === 0 ? 0 : 1;
}
void main().then((code) => process.exit(code));
