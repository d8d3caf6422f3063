import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { KlonosError } from "../core/errors";
import { saveAtomically } from "../node/atomic-save";
import { makeFolder } from "../node/make-folder";
import { comparisonRecords } from "../services/validation/comparison-records";
import type { StudyBlock } from "../services/validation/run-block";
import type { OtherDetectors } from "../services/validation/outside-detectors";

/** Writes the records of the comparison of detectors into a folder, for detectors of other programs. Their list comes last. @throws KlonosError `cannot-write` */
export async function writeComparison(folder: string, blocks: readonly StudyBlock[]): Promise<void> {
  await makeFolder(folder);
  const lines: string[] = [];
  for (const { about, samples } of comparisonRecords(blocks)) {
    const path = join(folder, about.file);
    if (!existsSync(path)) await saveAtomically(path, samples);
    lines.push(JSON.stringify(about));
  }
  await saveAtomically(join(folder, "records.jsonl"), `${lines.join("\n")}\n`);
}

/** What the detectors of other programs did; undefined where nobody ran them. @throws KlonosError `bad-file` */
export async function readOtherDetectors(folder: string): Promise<OtherDetectors | undefined> {
  const path = join(folder, "other-detectors.json");
  if (!existsSync(path)) return undefined;
  const found = JSON.parse(await readFile(path, "utf8")) as OtherDetectors;
  if (found.schema !== "klonos-other-detectors/1") throw new KlonosError("bad-file", "comparison/other-detectors.json is of another schema than klonos-other-detectors/1. Run scripts/validation/other-detectors.py again.", "schema");
  return found;
}
