// `npm run fuzz -- [--seconds 60] [--reader edf] [--seed 1] [--case 17] [--keep FOLDER]`: damages valid files of every format and opens them.
// Prints each failing case with the command that repeats it; ends with 1 when there was one. The cases run in a child process that tells
// which it is at: one that takes all the time, or the whole process with it, is reported, and the next child goes on behind it.
import { fork } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type FuzzCase, filesOf, fuzzCase, minimised, runCase } from "../tests/fuzz/fuzz-case";
import { fuzzSeeds } from "../tests/fuzz/seeds";

/** No case may keep the child silent for so long, on a machine that does other things too. The promise is a second of processor time. */
const DEADLINE_MILLISECONDS = 30_000;
/** A case that was cut off is tried once more, by itself, for longer, before it is called a hang. */
const SECOND_DEADLINE_MILLISECONDS = 120_000;

interface Report {
  readonly at: number;
  /** Set where the case failed. */
  readonly failure?: string | undefined;
  readonly mutations?: string | undefined;
}

const { values } = parseArgs({ options: { seconds: { type: "string", default: "60" }, reader: { type: "string" }, seed: { type: "string" }, case: { type: "string" }, keep: { type: "string" }, child: { type: "string" } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const readers = [...new Set(fuzzSeeds().map(({ reader }) => reader))];
if (values.reader !== undefined && !readers.includes(values.reader)) {
  console.error(`There is no reader ${values.reader}; there are ${readers.join(", ")}.`);
  process.exit(2);
}
const seeds = fuzzSeeds().filter(({ reader }) => values.reader === undefined || reader === values.reader);
const nameOf = ({ seed: { reader, name }, sibling }: FuzzCase): string => `${reader} (${sibling ?? name})`;

/** Runs cases from `first` on, or that one alone, telling the parent before each and after a failure. */
async function runChild(first: number, only: boolean): Promise<void> {
  const told = new Set<string>();
  for (let index = first; !only || index === first; index += 1) {
    process.send!({ at: index } satisfies Report);
    const one = fuzzCase(seeds, seed, index);
    const failure = await runCase(one);
    if (failure === undefined) continue;
    // One report a kind of failure: the first line of what was thrown.
    const kind = `${one.seed.reader} ${failure.split("\n").slice(0, 2).join(" ").replace(/[-\d.]+/g, "#")}`;
    const small = told.has(kind) ? one : await minimised(one);
    process.send!({ at: index, failure: told.has(kind) ? `${kind} again` : failure, mutations: JSON.stringify(small.mutations) } satisfies Report);
    told.add(kind);
  }
  process.disconnect();
}

interface Ended {
  readonly last: number;
  readonly why: "done" | "time" | "silent" | "died";
}

/** A child from `first` until `end`, or for that one case. */
function child(first: number, only: boolean, end: number, silence: number, report: (one: Report) => void): Promise<Ended> {
  return new Promise((done) => {
    const options = ["--child", only ? "one" : "all", "--seed", String(seed), "--case", String(first), ...(values.reader === undefined ? [] : ["--reader", values.reader])];
    const running = fork(fileURLToPath(import.meta.url), options);
    let last = first;
    let why: Ended["why"] = "died";
    const stop = (reason: Ended["why"]) => (): void => {
      why = reason;
      running.kill("SIGKILL");
    };
    let watchdog = setTimeout(stop("silent"), silence);
    const clock = setTimeout(stop("time"), Math.max(0, end - Date.now()));
    running.on("message", (message: Report) => {
      last = message.at;
      clearTimeout(watchdog);
      watchdog = setTimeout(stop("silent"), silence);
      report(message);
    });
    running.on("exit", (code) => {
      clearTimeout(watchdog);
      clearTimeout(clock);
      done({ last, why: why === "died" && code === 0 ? "done" : why });
    });
  });
}

async function main(): Promise<number> {
  const first = values.case === undefined ? 0 : Number(values.case);
  const only = values.case !== undefined;
  const end = only ? Infinity : Date.now() + Number(values.seconds) * 1000;
  console.log(`${seeds.length} files of ${values.reader ?? `${readers.length} readers`}, seed ${seed}`);
  let failures = 0;
  let kinds = 0;
  const tell = (index: number, failure: string, mutations: string): void => {
    failures += 1;
    if (failure.endsWith(" again")) return;
    kinds += 1;
    const one = fuzzCase(seeds, seed, index);
    console.log(`\n${nameOf(one)}: ${failure}\n  ${mutations.slice(0, 1000)}`);
    console.log(`  again: npm run fuzz -- --seed ${seed} --case ${index}${values.reader === undefined ? "" : ` --reader ${values.reader}`}`);
    if (values.keep === undefined) return;
    const folder = join(values.keep, `${one.seed.reader}-${seed}-${index}`);
    mkdirSync(folder, { recursive: true });
    for (const [name, bytes] of Object.entries(filesOf(one))) writeFileSync(join(folder, name), bytes);
  };
  const heard = ({ at, failure, mutations = "" }: Report): void => {
    if (failure !== undefined) tell(at, failure, mutations);
  };
  let next = first;
  for (;;) {
    // A timer of Infinity would fire at once.
    const { last, why } = await child(next, only, Math.min(end, Date.now() + 2 ** 31 - 1), only ? SECOND_DEADLINE_MILLISECONDS : DEADLINE_MILLISECONDS, heard);
    next = last + 1;
    if (why === "done" || why === "time") break;
    const again = only ? why : (await child(last, true, Date.now() + 2 ** 31 - 1, SECOND_DEADLINE_MILLISECONDS, heard)).why;
    if (again !== "done") tell(last, again === "silent" ? `no answer within ${SECOND_DEADLINE_MILLISECONDS / 1000} s: it hangs` : "the process died", JSON.stringify(fuzzCase(seeds, seed, last).mutations));
    if (only || Date.now() >= end) break;
  }
  console.log(`\n${next - first} cases, ${failures} failures of ${kinds} kinds`);
  return failures === 0 ? 0 : 1;
}

if (values.child === undefined) process.exit(await main());
else await runChild(Number(values.case), values.child === "one");
