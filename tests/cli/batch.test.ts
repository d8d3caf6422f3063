import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { defaultSettings } from "../../src/core/settings";
import { documentText } from "../../src/project/document-text";
import { emptyProject } from "../../src/project/empty-documents";
import { planText } from "../../src/project/plan";
import { scratchFolder } from "../node/scratch";
import { klonos } from "./cli-runner";

const folder = scratchFolder();
const study = join(folder, "study.csv");

beforeAll(async () => {
  mkdirSync(join(folder, "raw"));
  for (const [name, kind, seed] of [["a", "clonus", 1], ["b", "pseudoclonus", 2]] as const) {
    expect((await klonos("simulate", "--class", kind, "--beats", "12", "--seed", String(seed), "--sampling", "1000", "--out", join(folder, "raw", `Doe Jane ${name}.edf`))).code).toBe(0);
  }
  writeFileSync(
    study,
    [
      "participant,session,side,condition,trial,file,protocol,pair,hold",
      "P01,1,left,stretch,1,raw/Doe Jane a.edf,,,",
      "P01,1,left,stretch,2,raw/Doe Jane gone.edf,,,",
      "P02,1,right,tap,1,raw/Doe Jane b.edf,stretch-hold,,3:9|12:14",
      "P02,1,right,tap,2,raw/Doe Jane b.edf,jump,,",
    ].join("\n"),
  );
}, 60_000);

const tsv = (out: string, name: string): readonly Readonly<Record<string, string>>[] => {
  const [head, ...lines] = readFileSync(join(out, `${name}.tsv`), "utf8").trimEnd().split("\n").map((line) => line.split("\t"));
  return lines.map((cells) => Object.fromEntries(head!.map((column, index) => [column, cells[index]!])));
};
const tablesIn = (out: string): Readonly<Record<string, string>> => Object.fromEntries(readdirSync(out).filter((name) => name !== "parts").map((name) => [name, readFileSync(join(out, name)).toString("base64")]));

describe("klonos batch", () => {
  it("gives stacked tables, each failure a row, the same bytes with any number of workers, and goes on where it was", async () => {
    const [one, two] = [join(folder, "one"), join(folder, "two")];
    const first = await klonos("batch", study, "--out", one, "--workers", "1", "--format", "parquet");
    expect([first.code, first.out.split("\n")[0]]).toEqual([1, `2 of 4 recordings; the tables are in ${one}`]);
    expect((await klonos("batch", study, "--out", two, "--workers", "3", "--format", "parquet")).code).toBe(1);
    expect(tablesIn(two)).toEqual(tablesIn(one));

    expect(tsv(one, "failures").map((row) => [row["line"], row["code"], row["file"]])).toEqual([["3", "source-missing", "n/a"], ["5", "study-row", "n/a"]]);
    expect(new Set(tsv(one, "trains").map((row) => row["participant"]))).toEqual(new Set(["P01", "P02"]));
    expect(tsv(one, "recordings").map((row) => [row["participant"], row["condition"], row["protocol"]])).toEqual([["P01", "stretch", expect.any(String) as string], ["P02", "tap", "stretch-hold"]]);
    for (const name of readdirSync(one).filter((entry) => entry !== "parts")) expect(readFileSync(join(one, name), "latin1"), name).not.toMatch(/Doe|Jane/);
    const hash = createHash("sha256").update(readFileSync(join(folder, "raw", "Doe Jane a.edf"))).digest("hex");
    expect(new Set(tsv(one, "bursts").filter((row) => row["participant"] === "P01").map((row) => row["sha256"]))).toEqual(new Set([hash]));

    const before = tablesIn(one);
    rmSync(join(one, "trains.tsv"));
    rmSync(join(one, "parts", "000004.json"));
    const again = await klonos("batch", study, "--out", one, "--workers", "1", "--format", "parquet");
    expect(again.notes.split("\n").filter((line) => line.includes("(kept)"))).toEqual(["klonos: 1 of 4 (kept)"]);
    expect(tablesIn(one)).toEqual(before);
  }, 60_000);

  it("reads its tables with the Python that lies beside them", async ({ skip }) => {
    const python = process.env["KLONOS_PYTHON"] ?? "python3";
    if (spawnSync(python, ["-c", "import pandas"]).status !== 0) skip("pandas is not installed for python3 (KLONOS_PYTHON chooses another)");
    const out = join(folder, "one");
    const ran = spawnSync(python, [join(out, "read_klonos.py"), out], { encoding: "utf8" });
    expect(ran.stderr).toBe("");
    expect(ran.stdout).toContain(`trains: ${tsv(out, "trains").length} rows`);
    const typed = spawnSync(python, ["-c", `import sys; sys.path.insert(0, sys.argv[1]); import read_klonos; t = read_klonos.read(sys.argv[1]); print(t["trains"]["jitter"].dtype, t["trains"]["beats"].dtype, t["bursts"]["edited"].dtype, t["trains"]["rate_hz"].sum())`, out], { encoding: "utf8" });
    const [jitter, beats, edited, rates] = typed.stdout.trim().split(" ");
    expect([jitter, beats, edited]).toEqual(["float64", "Int64", "boolean"]);
    expect(Number(rates)).toBeCloseTo(tsv(out, "trains").reduce((sum, row) => sum + (row["rate_hz"] === "n/a" ? 0 : Number(row["rate_hz"])), 0), 9);
  }, 60_000);

  it("reads its tables with the R that lies beside them", async ({ skip }) => {
    if (spawnSync("Rscript", ["--version"]).status !== 0) skip("R (Rscript) is not installed");
    const out = join(folder, "one");
    const ran = spawnSync("Rscript", [join(out, "read_klonos.R"), out], { encoding: "utf8" });
    expect(ran.stdout).toContain(`trains: ${tsv(out, "trains").length} rows`);
    const script = 'a <- commandArgs(TRUE); source(file.path(a[1], "read_klonos.R")); t <- read_klonos(a[1]); cat(class(t$trains$jitter), class(t$trains$beats), class(t$bursts$edited), format(sum(t$trains$rate_hz, na.rm = TRUE), digits = 15))';
    // Without the locale of a person the text is still UTF-8.
    const typed = spawnSync("Rscript", ["-e", script, out], { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
    const [jitter, beats, edited, rates] = typed.stdout.trim().split(" ");
    expect([jitter, beats, edited], typed.stderr).toEqual(["numeric", "integer", "logical"]);
    expect(Number(rates)).toBeCloseTo(tsv(out, "trains").reduce((sum, row) => sum + (row["rate_hz"] === "n/a" ? 0 : Number(row["rate_hz"])), 0), 9);
  }, 60_000);

  it("holds to the locked plan of a project, and lists every deviation", async () => {
    const project = join(folder, "plan.klonos");
    mkdirSync(project);
    const sealed = { settings: { ...defaultSettings, bandLowHz: 25 }, outcomes: ["jitter"], exclusions: [] };
    const plan = { lockedAt: "2026-01-01T00:00:00+00:00", lockedBy: "AB", sha256: createHash("sha256").update(planText(sealed)).digest("hex"), ...sealed };
    writeFileSync(join(project, "project.json"), documentText({ ...emptyProject("plan", "2026-01-01"), plan }));
    const out = join(folder, "planned");
    const one = join(folder, "one-row.csv");
    writeFileSync(one, "file\nraw/Doe Jane a.edf\n");
    await klonos("batch", one, "--out", out, "--project", project);
    expect(tsv(out, "recordings")[0]).toMatchObject({ plan_sha256: plan.sha256, plan_deviations: "n/a", settings: "bandLowHz=25" });
    const settings = join(folder, "settings.json");
    writeFileSync(settings, '{"bandLowHz": 40}');
    await klonos("batch", one, "--out", out, "--project", project, "--settings", settings);
    expect(tsv(out, "recordings")[0]!["plan_deviations"]).toMatch(/^bandLowHz \(.*\) is 40 Hz, planned was 25 Hz$/);
    writeFileSync(join(project, "project.json"), documentText({ ...emptyProject("plan", "2026-01-01"), plan: { ...plan, settings: { ...plan.settings, bandLowHz: 40 } } }));
    await klonos("batch", one, "--out", out, "--project", project);
    expect(tsv(out, "recordings")[0]!["plan_deviations"]).toMatch(/^the plan was altered after it was locked/);
  }, 60_000);

  it("refuses a command line and a table that cannot be understood", async () => {
    expect((await klonos("batch", study)).code).toBe(2);
    expect((await klonos("batch", join(folder, "none.csv"), "--out", join(folder, "x"))).code).toBe(65);
  });
});
