import { expect, it } from "vitest";
import { addMark } from "../../../../src/renderer/state/analysis/edit-actions";
import { isCurrent } from "../../../../src/renderer/state/klonos-state";
import { lockPlan } from "../../../../src/renderer/state/projects/plan-actions";
import { runBatch, setBatch } from "../../../../src/renderer/state/recording/batch-actions";
import { openSources } from "../../../../src/renderer/state/recording/open-actions";
import { slowShell } from "../../slow-shell";

it("starts a batch by a plan that was locked a moment ago only when the plan lies in the project", async () => {
  const shell = await slowShell();
  const { session } = shell;
  const started: (string | undefined)[] = [];
  Object.assign(session.host, {
    askBatch: async ({ method, args }: { readonly method: string; readonly args: { readonly projectId?: string } }) => {
      if (method === "startBatch") started.push(shell.files.get("project.json")?.includes('"lockedAt"') === true ? args.projectId : undefined);
      return { kind: "ok", value: undefined };
    },
  });
  await openSources(session, [shell.source({ name: "one.edf", trains: [] })]);
  await shell.until((state) => state.project?.recording !== undefined && isCurrent(state), "the file");
  await session.keeper.flush();
  setBatch(session, { study: { id: "s", name: "study.csv", rows: [] } as never, folder: { id: "f", name: "tables", kept: 0 } as never });
  const release = shell.hold("saveProject");
  await lockPlan(session, ["label"], []);
  addMark(session, "tap", 1, "tap");
  const running = runBatch(session);
  await new Promise((done) => setTimeout(done, 20));
  expect(started).toEqual([]);
  release();
  await running;
  expect(started).toEqual(["p1"]);
  session.dispose();
});
