import { describe, expect, it } from "vitest";
import { followOpenedFiles } from "../../src/main/opened-files";
import type { EngineReply, EngineRequest } from "../../src/protocol/engine-api";

const open = (id: number, source: string): EngineRequest => ({ kind: "call", id, method: "openRecording", args: { source: { id: source, name: "a.edf", size: 1 }, answers: {} } });
const ok = (id: number): EngineReply => ({ kind: "ok", id, value: {} as never });
const fail = (id: number): EngineReply => ({ kind: "fail", id, error: { code: "unknown-format", message: "", where: "", details: {} } });

function followed(): { readonly files: ReturnType<typeof followOpenedFiles>; readonly told: string[] } {
  const told: string[] = [];
  const files = followOpenedFiles((path) => told.push(path));
  files.chosen("s1", "/data/good.edf");
  files.chosen("s2", "/data/letter.pdf");
  return { files, told };
}

describe("files that were chosen", () => {
  it("are recent files once they were opened, each time anew", () => {
    const { files, told } = followed();
    files.asked(open(7, "s1"));
    expect(told).toEqual([]);
    files.answered({ kind: "progress", id: 7, fraction: 0.5, doing: "" });
    files.answered(ok(7));
    files.asked(open(8, "s1"));
    files.answered(ok(8));
    files.answered(ok(8));
    expect(told).toEqual(["/data/good.edf", "/data/good.edf"]);
  });

  it("are none when no reader takes them, until a question was answered", () => {
    const { files, told } = followed();
    files.asked(open(1, "s2"));
    files.answered(fail(1));
    files.answered(ok(1));
    expect(told).toEqual([]);
    files.asked(open(2, "s2"));
    files.answered(ok(2));
    expect(told).toEqual(["/data/letter.pdf"]);
  });

  it("are not what a project or the example opened, nor other calls", () => {
    const { files, told } = followed();
    files.asked(open(1, "from a project"));
    files.answered(ok(1));
    files.asked({ kind: "call", id: 2, method: "closeRecording", args: { recordingId: "s1" } });
    files.answered(ok(2));
    files.answered(ok(3));
    expect(told).toEqual([]);
  });
});
