import { describe, expect, it } from "vitest";
import { emptyProject } from "../../../../src/project/empty-documents";
import { takeSiblings, waitingSiblings } from "../../../../src/renderer/state/recording/adopt-recording";
import { createSession } from "../../../../src/renderer/state/create-session";
import type { ProjectState } from "../../../../src/renderer/state/projects/project-state";
import { fakeHost } from "../../fake-host";

const project = (id: string): ProjectState => ({ id, name: id, automatic: false, heldBy: undefined, document: emptyProject(id, ""), sessions: [], recording: undefined, openedIds: [], saved: "saved", problem: undefined, missing: undefined, changedFrom: undefined });
const source = { id: "s1", name: "b.edf", size: 10 };

/** Takes a file in; what `meanwhile` does happens while the shell is asked for its place. */
async function taken(meanwhile: (set: (project: ProjectState) => void) => void): Promise<{ readonly asked: readonly string[]; readonly state: ProjectState | undefined }> {
  const asked: string[] = [];
  const { host } = fakeHost(
    (message, reply) => {
      if (message.kind !== "call") return;
      const value = message.method === "openRecording" ? { recordingId: "r1", header: { startDateTime: "2026-01-05T10:00:00" }, proposedPairs: [] } : message.method === "scanRecording" ? { sha256: "ab".repeat(32), marks: [] } : undefined;
      reply({ kind: "ok", id: message.id, value });
    },
    async (call) => {
      const { method } = call as { readonly method: string };
      if (method === "placeOfSource") meanwhile((next) => session.store.setState({ project: next }));
      asked.push(method);
      return { kind: "ok", value: method === "placeOfSource" ? "b.edf" : { conflicts: [], files: [], saved: [] } };
    },
  );
  const session = createSession(host);
  session.store.setState({ project: project("p1"), siblings: [source], notices: [] });
  asked.length = 0;
  await takeSiblings(session);
  const { project: state } = session.store.getState();
  session.dispose();
  return { asked: asked.slice(asked.indexOf("placeOfSource")), state };
}

it("tells when its reading was stopped, so that nothing goes on with a part", async () => {
  const { host } = fakeHost((message, reply) => void (message.kind === "cancel" && reply({ kind: "fail", id: message.id, error: { code: "cancelled", message: "", where: "", details: {} } })));
  const session = createSession(host);
  session.store.setState({ project: project("p1"), siblings: [source] });
  expect(waitingSiblings(session)).toEqual([source]);
  const reading = takeSiblings(session);
  session.store.getState().jobs.at(-1)!.cancel();
  expect(await reading).toBe(false);
  expect(session.store.getState().project?.document.recordings).toEqual([]);
  session.dispose();
});

describe("a file that is taken into a project without being looked at", () => {
  it("joins the project, in the session of its day", async () => {
    const { state } = await taken(() => undefined);
    expect(state?.document.recordings.map(({ name, path }) => [name, path])).toEqual([["b.edf", "b.edf"]]);
    expect(state?.sessions.map(({ date }) => date)).toEqual(["2026-01-05"]);
    expect(state?.openedIds.length).toBe(1);
  });

  it("does not join another project that is opened meanwhile, under a place of the first", async () => {
    const { asked, state } = await taken((set) => set(project("p2")));
    expect(state?.document.recordings).toEqual([]);
    expect(asked.filter((method) => /save|write/i.test(method))).toEqual([]);
  });

  it("does not write over what was done to it meanwhile", async () => {
    const { asked, state } = await taken((set) => set({ ...project("p1"), document: { ...emptyProject("p1", ""), recordings: [{ id: "ab".repeat(8), sha256: "ab".repeat(32), size: 10, name: "b.edf", path: "b.edf", example: undefined }] } }));
    expect(state?.document.recordings.length).toBe(1);
    expect(asked.filter((method) => /save|write/i.test(method))).toEqual([]);
  });
});
