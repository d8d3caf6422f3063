import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "vitest";
import { outputFolder } from "../harness/launch";
import { tidyUp, type Desk, type Task } from "./desk";
import { lookingTasks } from "./looking";
import { openingTasks } from "./opening";
import { publishingTasks } from "./publishing";
import { reviewingTasks } from "./reviewing";

const table: readonly Task[] = [...lookingTasks, ...reviewingTasks, ...openingTasks, ...publishingTasks];
/** A name of a picture that every file system takes. */
const MOST_NAME = 44;

/**
 * Every task of the table as a test of its own, in the window of one desk; each leaves its pictures in `output/tasks/SHELL`. A task takes
 * the window as it finds it and asks for what it needs, so that it can be done alone and in any order.
 */
export function runTasks(shell: Desk["shell"], deskOf: () => Desk, picture: { name: string }): void {
  mkdirSync(join(outputFolder, "tasks", shell), { recursive: true });
  afterEach(async (context) => {
    if (context.task.result?.state === "skip") return;
    await deskOf().look("").catch(() => undefined);
  });
  for (const [index, task] of table.entries()) {
    test(`${index + 1}. ${task.wants}`, async ({ skip }) => {
      const reason = task.lacks?.[shell];
      if (shell === "desktop" && task.ofShell !== true && process.env["KLONOS_ALL_TASKS"] !== "1") return skip("desktop: the page alone has a part in it; KLONOS_ALL_TASKS=1 does it here too");
      if (reason !== undefined) return skip(`${shell}: ${reason}`);
      picture.name = `${String(index + 1).padStart(2, "0")}-${task.wants.replace(/[^a-z0-9]+/gi, "-").slice(0, MOST_NAME).replace(/-$/, "")}`;
      await tidyUp(deskOf().page());
      await task.does(deskOf());
    });
  }
}

/** Where a picture of the running task is kept. */
export function picturePath(shell: Desk["shell"], picture: { readonly name: string }, what: string): string {
  return join(outputFolder, "tasks", shell, `${picture.name}${what === "" ? "" : `.${what}`}.png`);
}
