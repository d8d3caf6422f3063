import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../node/scratch";

const root = resolve(import.meta.dirname, "../..");
const built = join(root, "out/main/cli.js");
const folder = scratchFolder();

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly notes: string;
}

/** Runs the program as a process; `readNothing` closes its standard output at once, as `| head` does when it has enough. */
function run(program: readonly string[], argv: readonly string[], readNothing = false): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [...program, ...argv], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let [out, notes] = ["", ""];
    if (readNothing) child.stdout.destroy();
    else child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (notes += data.toString()));
    child.on("error", failed);
    child.on("close", (code, signal) => done({ code, signal, out, notes }));
  });
}

const program = [built];

describe("the built program", () => {
  const isThere = existsSync(built);
  if (!isThere) console.warn("skipped: out/main/cli.js is not built (npm run build)");

  it.runIf(isThere)("goes the whole road: simulate, analyse, figures", async () => {
    const edf = join(folder, "x.edf");
    expect(await run(program, ["simulate", "--class", "clonus", "--beats", "10", "--out", edf])).toMatchObject({ code: 0, notes: "" });
    const result = await run(program, ["analyse", edf, "--json", "-", "--out", folder, "--figure", "svg", "--figure", "pdf", "--figure", "png"]);
    expect(result).toMatchObject({ code: 0, notes: "" });
    const document = JSON.parse(result.out) as { trains: readonly { id: string; label: string }[] };
    const [train] = document.trains.filter(({ label }) => label !== "insufficient");
    for (const name of ["x.klonos.json", ...["svg", "pdf", "png"].map((format) => `x.${train!.id}.${format}`)]) expect(existsSync(join(folder, name)), name).toBe(true);
  }, 60_000);

  it.runIf(isThere)("gives its exit codes to the shell", async () => {
    expect((await run(program, ["analyse"])).code).toBe(2);
    expect((await run(program, ["analyse", join(folder, "absent.edf")])).code).toBe(65);
    expect((await run(program, ["simulate", "--class", "rest", "--seconds", "1", "--out", join(folder, "no/where.edf")])).code).toBe(73);
  }, 60_000);

  it.runIf(isThere)("compares with a person's marks to the same bytes whatever the number of threads", async () => {
    const rows = ["file,channel,start,end,label"];
    for (const [index, kind] of ["clonus", "pseudoclonus", "clonus"].entries()) {
      // The first is the longest: the others are done before it.
      expect((await run(program, ["simulate", "--class", kind, "--beats", index === 0 ? "30" : "9", "--seed", String(720000001 + index), "--out", join(folder, `m${index}.edf`)])).code).toBe(0);
      rows.push(`m${index}.edf,R SOL,1,${3 + index},${kind === "pseudoclonus" ? kind : "clonus"}`);
    }
    writeFileSync(join(folder, "marks.csv"), [...rows, "absent.edf,,,,"].join("\n"));
    const reports = await Promise.all(["1", "3"].map(async (workers) => {
      const out = join(folder, `workers-${workers}`);
      expect(await run(program, ["validate", "--marked", join(folder, "marks.csv"), "--out", out, "--workers", workers])).toMatchObject({ code: 1, out: expect.stringContaining("3 of 4 recordings compared;") as string });
      return ["agreement.md", "agreement.html"].map((name) => readFileSync(join(out, name), "utf8"));
    }));
    expect(reports[1]).toEqual(reports[0]);
    expect(reports[0]![0]).toContain("3 trains marked by the expert");
  }, 60_000);

  it.runIf(isThere)("ends quietly when nobody reads its output any more", async () => {
    for (const argv of [["schema"], ["analyse", join(folder, "x.edf"), join(folder, "x.edf"), "--json", "-"]]) {
      expect(await run(program, argv, true)).toMatchObject({ code: 0, signal: null, notes: "" });
    }
  }, 60_000);
});
