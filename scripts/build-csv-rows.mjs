// Compiles src/formats/csv/csv-rows.wat into src/formats/csv/csv-rows-wasm.ts. Run after a change of the former: node scripts/build-csv-rows.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import initWabt from "wabt";

const folder = join(resolve(dirname(fileURLToPath(import.meta.url)), ".."), "src/formats/csv");
const wabt = await initWabt();
const parsed = wabt.parseWat("csv-rows.wat", readFileSync(join(folder, "csv-rows.wat"), "utf8"), { simd: true });
parsed.resolveNames();
parsed.validate();
const text = Buffer.from(parsed.toBinary({}).buffer).toString("base64");
writeFileSync(
  join(folder, "csv-rows-wasm.ts"),
  `// Made from csv-rows.wat by scripts/build-csv-rows.mjs; a test compares the two.\n\n/** The compiled module, base64. */\nexport const CSV_ROWS_WASM =\n${text.match(/.{1,120}/g).map((line) => `  "${line}"`).join(" +\n")};\n`,
);
