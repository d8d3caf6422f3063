/** Writes the synthetic recordings to a folder for make_instrument_golden.py: npx tsx tests/formats/golden/dump-synthetic.ts DIR */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { syntheticFiles } from "../synthetic-instruments";

const folder = process.argv[2] ?? "synthetic";
mkdirSync(folder, { recursive: true });
for (const [name, bytes] of Object.entries(syntheticFiles())) writeFileSync(join(folder, name), bytes);
