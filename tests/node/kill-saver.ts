import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { createProjectHost } from "../../src/node/project-host";

export interface KillReport {
  readonly kills: number;
  /** Kills that fell between "begin" and "done" of a save. */
  readonly duringSave: number;
  /** Kills after which the last begun save was there, and after which it was not. */
  readonly newState: number;
  readonly oldState: number;
  readonly faults: readonly string[];
}

/**
 * Lets a program save a project, kills it (SIGKILL) after a random time, opens the project and compares with what had been
 * promised; again and again on the same folder. Faults: the project does not open, a finished save is missing, more than the
 * last save is missing, or two files of one save tell different stories.
 */
export async function killSaver(kills: number, several: boolean, random: () => number): Promise<KillReport> {
  const base = mkdtempSync(join(tmpdir(), "klonos-kill-"));
  const folder = join(base, "study.klonos");
  mkdirSync(folder);
  writeFileSync(join(folder, "project.json"), '{"count":0}\n');
  const program = join(base, "saver.cjs");
  await build({ entryPoints: [join(__dirname, "project-saver.ts")], bundle: true, platform: "node", target: "node20", format: "cjs", outfile: program, logLevel: "error" });
  const host = createProjectHost({ dataFolder: join(base, "reader"), chooseFolder: async () => folder, chooseNewFolder: async () => undefined });
  const faults: string[] = [];
  let duringSave = 0;
  let newState = 0;
  let oldState = 0;
  let count = 0;
  for (let kill = 0; kill < kills; kill++) {
    const { begun, done, errors } = await saveUntilKilled([program, join(base, "data"), folder, String(count + 1), several ? "several" : "one"], random);
    if (errors !== "") faults.push(`kill ${kill}: ${errors}`);
    if (begun > done) duringSave++;
    const project = await host.chooseProject({ window: "reader" });
    if (project?.writable !== true) faults.push(`kill ${kill}: the project does not open for writing (held by ${project?.heldBy?.host ?? "nobody"})`);
    if (project === undefined) continue;
    const found = countOf(project.files.find((file) => file.path === "project.json")?.text);
    if (found === undefined) faults.push(`kill ${kill}: project.json is damaged`);
    else if (found < done || found > Math.max(begun, count)) faults.push(`kill ${kill}: save ${done} was finished, ${begun} begun, ${found} is there`);
    else if (begun > done && found === begun) newState++;
    else if (begun > done) oldState++;
    if (several && found !== undefined && found > 0) {
      const other = countOf((await host.readProjectFile({ projectId: project.id, path: "recordings/r.json" }))?.text);
      if (other !== found) faults.push(`kill ${kill}: project.json has save ${found}, the recording ${other}`);
    }
    count = found ?? count;
    await host.closeProject({ projectId: project.id });
  }
  rmSync(base, { recursive: true, force: true });
  return { kills, duringSave, newState, oldState, faults };
}

function countOf(text: string | undefined): number | undefined {
  try {
    const { count } = JSON.parse(text ?? "") as { readonly count?: unknown };
    return typeof count === "number" ? count : undefined;
  } catch {
    return undefined;
  }
}

/** Longest wait after the first save began. */
const MOST_MILLISECONDS = 25;

function saveUntilKilled(args: readonly string[], random: () => number): Promise<{ readonly begun: number; readonly done: number; readonly errors: string }> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  let errors = "";
  let armed = false;
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    if (armed) return;
    armed = true;
    setTimeout(() => child.kill("SIGKILL"), random() * MOST_MILLISECONDS);
  });
  return new Promise((done) =>
    child.on("close", () => {
      const last = (word: string): number => Number([...text.matchAll(new RegExp(`^${word} (\\d+)$`, "gm"))].pop()?.[1] ?? 0);
      done({ begun: last("begin"), done: last("done"), errors });
    }),
  );
}
