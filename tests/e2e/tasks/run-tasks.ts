import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "vitest";
import { letGo } from "../harness/known-state";
import { outputFolder } from "../harness/launch";
import type { Desk, Task } from "./desk";
import { lookingTasks } from "./looking";
import { openingTasks } from "./opening";
import { publishingTasks } from "./publishing";
import { reviewingTasks } from "./reviewing";

const table: readonly Task[] = [...lookingTasks, ...reviewingTasks, ...openingTasks, ...publishingTasks];
/** A name of a picture that every file system takes. */
const MOST_NAME = 44;

/** Every task of the table as a test of its own, in the window of one desk; each leaves its pictures in `output/tasks/SHELL`. */
export function runTasks(shell: Desk["shell"], deskOf: () => Desk, picture: { name: string }): void {
  mkdirSync(join(outputFolder, "tasks", shell), { recursive: true });
  afterEach(async (context) => {
    const desk = deskOf();
    if (context.task.result?.state === "skip") return;
    await desk.look("").catch(() => undefined);
    await letGo(desk.page()).catch(() => undefined);
  });
  for (const [index, task] of table.entries()) {
    test(`${index + 1}. ${task.wants}`, async ({ skip }) => {
      const reason = task.lacks?.[shell];
      if (shell === "desktop" && task.ofShell !== true && process.env["KLONOS_ALL_TASKS"] !== "1") return skip("desktop: the page alone has a part in it; KLONOS_ALL_TASKS=1 does it here too");
      if (reason !== undefined) return skip(`${shell}: ${reason}`);
      picture.name = `${String(index + 1).padStart(2, "0")}-${task.wants.replace(/[^a-z0-9]+/gi, "-").slice(0, MOST_NAME).replace(/-$/, "")}`;
      await task.does(deskOf());
    });
  }
}

/** Where a picture of the running task is kept. */
export function picturePath(shell: Desk["shell"], picture: { readonly name: string }, what: string): string {
  return join(outputFolder, "tasks", shell, `${picture.name}${what === "" ? "" : `.${what}`}.png`);
}
