// `npm run fuzz -- [--seconds 60] [--reader edf] [--seed 1] [--case 17] [--keep FOLDER]`: damages valid files of every format and opens them.
// Prints each failing case with the command that repeats it; ends with 1 when there was one.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { filesOf, fuzzCase, minimised, runCase } from "../tests/fuzz/fuzz-case";
import { fuzzSeeds } from "../tests/fuzz/seeds";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "60" }, reader: { type: "string" }, seed: { type: "string" }, case: { type: "string" }, keep: { type: "string" } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const readers = [...new Set(fuzzSeeds().map(({ reader }) => reader))];
if (values.reader !== undefined && !readers.includes(values.reader)) {
  console.error(`There is no reader ${values.reader}; there are ${readers.join(", ")}.`);
  process.exit(2);
}
const seeds = fuzzSeeds().filter(({ reader }) => values.reader === undefined || reader === values.reader);
const end = Date.now() + Number(values.seconds) * 1000;
const first = values.case === undefined ? 0 : Number(values.case);
console.log(`${seeds.length} files of ${values.reader ?? `${readers.length} readers`}, seed ${seed}`);
/** One report a kind of failure: the first line of what was thrown. */
const told = new Set<string>();
let cases = 0;
let failures = 0;
for (let index = first; values.case !== undefined ? index === first : Date.now() < end; index += 1) {
  const one = fuzzCase(seeds, seed, index);
  // Long cases end the loop late: a watchdog would need a second process, this one tells what it was at.
  const watchdog = setTimeout(() => console.error(`case ${index} (${one.seed.reader}) still runs`), 10_000);
  const failure = await runCase(one);
  clearTimeout(watchdog);
  cases += 1;
  if (failure === undefined) continue;
  failures += 1;
  const kind = `${one.seed.reader} ${failure.split("\n").slice(0, 2).join(" ").replace(/[-\d.]+/g, "#")}`;
  if (told.has(kind)) continue;
  told.add(kind);
  const small = await minimised(one);
  console.log(`\n${one.seed.reader} (${one.sibling ?? one.seed.name}): ${failure}`);
  console.log(`  ${JSON.stringify(small.mutations).slice(0, 1000)}`);
  console.log(`  again: npm run fuzz -- --seed ${seed} --case ${index}${values.reader === undefined ? "" : ` --reader ${values.reader}`}`);
  if (values.keep !== undefined) {
    const folder = join(values.keep, `${one.seed.reader}-${seed}-${index}`);
    mkdirSync(folder, { recursive: true });
    for (const [name, bytes] of Object.entries(filesOf(small))) writeFileSync(join(folder, name), bytes);
  }
}
console.log(`\n${cases} cases, ${failures} failures of ${told.size} kinds`);
process.exit(failures === 0 ? 0 : 1);
