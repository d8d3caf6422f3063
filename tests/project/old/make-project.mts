// Works in the window of an older Klonos, over its own engine, and leaves what that wrote: the fixtures `window-COMMIT`. From the checkout:
//
//   git worktree add --detach ../klonos-old 87ab5a0 && ln -s "$PWD/node_modules" ../klonos-old/node_modules
//   npx tsx tests/project/old/make-project.mts ../klonos-old tests/project/old/window-87ab5a0
//
// It calls the functions of that commit and is of no use for another one. Nothing here is read by the tests: only what it wrote is.
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

const [root, out] = process.argv.slice(2).map((path) => resolve(path));
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what an old commit exports has no types here.
const from = (path: string): Promise<any> => import(join(root!, path));
const { createEngine } = await from("src/services/engine.ts");
const { serveEngine } = await from("src/protocol/serve.ts");
const { memorySource } = await from("src/formats/memory-source.ts");
const { createProjectHost } = await from("src/node/project-host.ts");
const { answerProjectCall } = await from("src/protocol/project-calls.ts");
const { fakeHost } = await from("tests/renderer/fake-host.ts");
const { createSession } = await from("src/renderer/state/create-session.ts");
const { openSource } = await from("src/renderer/state/open-actions.ts");
const edit = await from("src/renderer/state/edit-actions.ts");
const review = await from("src/renderer/state/review-actions.ts");
const { saveProjectAs } = await from("src/renderer/state/project-actions.ts");
const { editPlace, editSession } = await from("src/renderer/state/session-actions.ts");
const { captureMontage, keepMontages } = await from("src/renderer/state/montage-actions.ts");
const { keepOwn } = await from("src/renderer/state/kept-words.ts");
const { lockPlan } = await from("src/renderer/state/plan-actions.ts");
const reading = await from("src/renderer/state/reading-actions.ts");
const { chooseTrain } = await from("src/renderer/state/view-actions.ts");

const data = mkdtempSync(join(tmpdir(), "klonos-old-"));
const source = (file: string): object => ({ id: file, name: basename(file), size: readFileSync(file).length });
const engine = createEngine({ version: "0.1.0", openSource: async ({ id, name }: { id: string; name: string }) => memorySource(name, new Uint8Array(readFileSync(id))), assets: async () => Promise.reject(new Error("no figure is made here")) });
const listeners = new Set<(message: unknown) => void>();
let answer: (reply: unknown) => void = () => undefined;
serveEngine({ post: (reply: unknown) => answer(reply), onMessage: (listener: (message: unknown) => void) => (listeners.add(listener), () => void listeners.delete(listener)), close: () => listeners.clear() }, engine);
const projects = createProjectHost({ dataFolder: data, chooseFolder: async () => undefined, chooseNewFolder: async () => join(data, "study"), registerSource: source, pathOfSource: (id: string) => id });
const { host } = fakeHost(
  (message: unknown, reply: (value: unknown) => void) => {
    answer = (value) => queueMicrotask(() => reply(value));
    for (const listener of listeners) listener(message);
  },
  (call: unknown) => answerProjectCall(projects, call),
);
const session = createSession(host);
const state = (): any => session.store.getState(); // eslint-disable-line @typescript-eslint/no-explicit-any -- as above
const until = (condition: () => boolean): Promise<void> =>
  new Promise((done) => {
    if (condition()) return done();
    const stop = session.store.subscribe(() => {
      if (!condition()) return;
      stop();
      done();
    });
  });
const isAnalysed = (): boolean => state().result !== undefined && !state().analysing && state().resultInputs === state().inputs.present;

await until(() => state().project !== undefined);
session.store.setState((now: { preferences: object }) => ({ preferences: { ...now.preferences, who: "AB" } }));
// Under a name of its own: the example session is known by its name and opened without a place.
const recording = join(data, "P07.edf");
cpSync(join(root!, "fixtures", "example-session.edf"), recording);
await openSource(session, source(recording), {});
await until(() => state().project.recording !== undefined && state().recording?.scan !== undefined && isAnalysed());
await saveProjectAs(session, "study");
await until(() => !state().project.automatic && state().project.recording !== undefined && isAnalysed());
edit.setProtocol(session, "stretch-hold");
edit.setSite(session, "ankle");
edit.setAntagonist(session, 0, 1);
edit.addMark(session, "stretch", 1, "pull");
edit.addMark(session, "release", 2.25, "Schlag „1“");
edit.addMark(session, "distraction", 3, "counting", { endSeconds: 5 });
edit.overrideChannel(session, { channelIndex: 0, alias: "R soleus", inverted: true }, "name");
edit.addDerivation(session, 0, 1);
edit.setSetting(session, "bandLowHz", 40);
await until(isAnalysed);
chooseTrain(session, state().result.trains[0]);
review.relabel(session, "indeterminate");
await until(isAnalysed);
chooseTrain(session, state().result.trains[0]);
review.noteTrain(session, "starts with the hand");
const [burst] = state().result.trains[0].bursts;
edit.toggleBurstAt(session, state().result.trains[0].channelIndex, burst.timeSeconds);
session.store.setState((now: { view: object }) => ({ view: { ...now.view, selection: { start: 0.2, end: 0.3, channelIndex: 0 } } }));
edit.addBurstFromSelection(session);
session.store.setState((now: { view: object }) => ({ view: { ...now.view, selection: { start: 24, end: 24.5, channelIndex: 1 } } }));
edit.toggleRejected(session, undefined, true);
edit.undoEdit(session);
edit.redoEdit(session);
keepMontages(session, [captureMontage(state(), "ankle")]);
keepOwn(session, { markWords: [{ text: "Zerrung", kind: "stretch" }] });
editSession(session, state().project.sessions[0].id, { participant: "P07", date: "2026-11-27", notes: "after physiotherapy" });
editPlace(session, state().project.recording.id, { condition: "after", side: "right", trial: "2" });
await lockPlan(session, ["jitter", "label"], ["no train of five beats"]);
await until(isAnalysed);
await reading.startReading(session, "CD", "recording");
await until(isAnalysed);
await reading.answerItem(session, "pseudoclonus-like");
reading.leaveReading(session);
await session.keeper.flush();
session.dispose();
await projects.closeAll();
cpSync(join(data, "study.klonos"), out!, { recursive: true, filter: (path) => basename(path) !== ".klonos" });
rmSync(data, { recursive: true });
if (state().notices.length > 0) console.log(state().notices.map((notice: { title: string }) => notice.title).join("\n"));
process.exit(0);
