import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commit, rebase, redo, startHistory, undo, undoWords } from "../../../src/renderer/state/history";

describe("history", () => {
  it("undoes to the start and redoes to the end, whatever was done", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 30 }), (values) => {
        let history = startHistory(0);
        for (const value of values) history = commit(history, value, "change");
        const end = history.present;
        for (let step = 0; step < values.length; step++) history = undo(history);
        expect(history.present).toBe(0);
        expect(undo(history)).toBe(history);
        for (let step = 0; step < values.length; step++) history = redo(history);
        expect(history.present).toBe(end);
        expect(redo(history)).toBe(history);
      }),
    );
  });

  it("joins a series of one key into one step, and no others", () => {
    let history = startHistory(1);
    history = commit(history, 2, "slider", "a");
    history = commit(history, 3, "slider", "a");
    history = commit(history, 4, "other slider", "b");
    expect(history.past).toHaveLength(2);
    expect(undoWords(history)).toBe("other slider");
    history = undo(history);
    expect(history.present).toBe(3);
    // After an undo the same key begins a step of its own.
    expect(undo(commit(history, 9, "slider", "a")).present).toBe(3);
  });

  it("forgets the future at a new change", () => {
    const history = commit(undo(commit(startHistory(1), 2, "first")), 3, "second");
    expect(redo(history)).toBe(history);
  });

  it("puts facts under everything that was done", () => {
    const history = rebase(undo(commit(commit(startHistory(1), 2, "a"), 3, "b")), (value) => value * 10);
    expect([history.past[0]?.state, history.present, history.future[0]?.state]).toEqual([10, 20, 30]);
  });
});
