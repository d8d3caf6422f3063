// A program that saves a project without end and says after each save what it had promised; started and killed by the kill tests.
import { createProjectHost } from "../../src/node/project-host";

async function main(): Promise<void> {
  const [dataFolder, folder, from, several] = process.argv.slice(2) as [string, string, string, string];
  const host = createProjectHost({ dataFolder, chooseFolder: async () => folder, chooseNewFolder: async () => undefined });
  const project = await host.chooseProject({ window: "saver" });
  if (project?.writable !== true) throw new Error(`the project is held by ${project?.heldBy?.host ?? "nobody"}`);
  const digests = new Map(project.files.map((file) => [file.path, file.digest]));
  const recording = await host.readProjectFile({ projectId: project.id, path: "recordings/r.json" });
  if (recording !== undefined) digests.set(recording.path, recording.digest);
  for (let count = Number(from); ; count++) {
    // Two files that must never tell different stories when they are saved together; sizes differ so that a cut would show.
    const text = (name: string): string => `${JSON.stringify({ name, count, padding: "x".repeat((count * 7919) % 60_000) })}\n`;
    const paths = several === "several" ? ["project.json", "recordings/r.json"] : ["project.json"];
    process.stdout.write(`begin ${count}\n`);
    const saved = await host.saveProject({ projectId: project.id, changes: paths.map((path) => ({ path, text: text(path), replaces: digests.get(path) })) });
    paths.forEach((path, index) => digests.set(path, saved[index]!));
    process.stdout.write(`done ${count}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
