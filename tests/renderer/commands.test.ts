// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { commandTable } from "../../src/renderer/commands/command-table";
import { chordText, matchesChord, type KeyPress } from "../../src/renderer/commands/keys";
import { nativeMenu } from "../../src/renderer/commands/native-menu";
import { attachShortcuts } from "../../src/renderer/commands/shortcuts";
import { en } from "../../src/renderer/messages/en";
import { focusPart } from "../../src/renderer/commands/next-part";
import { findCommands, typedPage } from "../../src/renderer/dialogs/command-palette";
import { emptyState } from "../../src/renderer/state/klonos-state";
import { createSession } from "../../src/renderer/state/create-session";
import { exampleDocument, exampleTrain } from "./example-result";
import { fakeHost } from "./fake-host";

function press(key: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers };
}

describe("chords", () => {
  it("tells modifiers apart, and takes the Shift of a sign as part of the sign", () => {
    expect(matchesChord(press("z", { ctrlKey: true }), "Ctrl+Z")).toBe(true);
    expect(matchesChord(press("Z", { ctrlKey: true, shiftKey: true }), "Ctrl+Z")).toBe(false);
    expect(matchesChord(press("Z", { metaKey: true, shiftKey: true }), "Ctrl+Shift+Z")).toBe(true);
    expect(matchesChord(press("?", { shiftKey: true }), "?")).toBe(true);
    expect(matchesChord(press("+", { shiftKey: true }), "+")).toBe(true);
    expect(matchesChord(press("+", { ctrlKey: true }), "Ctrl++")).toBe(true);
    expect(matchesChord(press("+"), "Ctrl++")).toBe(false);
    expect(matchesChord(press("N", { shiftKey: true }), "N")).toBe(false);
    expect(matchesChord(press("ArrowRight", { altKey: true }), "ArrowRight")).toBe(false);
  });

  it("writes key caps", () => {
    expect(["Ctrl+Shift+Z", "PageDown", "ArrowLeft", "Ctrl++", "-"].map(chordText)).toEqual(["Ctrl Shift Z", "PgDn", "←", "Ctrl +", "−"]);
  });
});

describe("the command table", () => {
  it("has each id and each key once", () => {
    const ids = commandTable.map((command) => command.id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = commandTable.flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("is the native menu: every command once, with accelerators that Electron can read, and none that Help repeats is unknown", () => {
    const menu = nativeMenu(commandTable, en.commands);
    const items = menu.flatMap(({ items: own }) => own.flatMap((entry) => (entry.separator ? [] : [entry])));
    expect([...items.map(({ id }) => id)].sort()).toEqual([...commandTable.map(({ id }) => id)].sort());
    const keys = Object.fromEntries(items.map(({ id, accelerator }) => [id, accelerator]));
    expect([keys["edit.redo"], keys["move.page-forward"], keys["zoom.in"], keys["montage.3"], keys["burst.onset-earlier"], keys["listen.toggle"]]).toEqual(["CmdOrCtrl+Shift+Z", "PageDown", "CmdOrCtrl+Plus", "F3", undefined, "Space"]);
    const source = readFileSync(resolve(import.meta.dirname, "../../src/main/menu.ts"), "utf8");
    const sent = [...source.matchAll(/"((?:file|edit|view|app)\.[a-z-]+)"/g)].map((match) => match[1]);
    expect(sent.length).toBeGreaterThan(3);
    for (const id of sent) expect(commandTable.map((command) => command.id)).toContain(id);
  });

  it("offers in an empty window only what can run there", () => {
    const runnable = findCommands("", emptyState("desktop", "1")).filter((command) => command.when(emptyState("desktop", "1")));
    expect(runnable.map((command) => command.id)).toContain("file.open");
    expect(runnable.map((command) => command.id)).not.toContain("file.export");
    expect(runnable.map((command) => command.id)).not.toContain("edit.undo");
  });

  it("is found by words of title or group in any order", () => {
    const ids = (text: string): readonly string[] => findCommands(text, emptyState("desktop", "1")).map((command) => command.id);
    expect(ids("trains merge")).toEqual(["train.merge"]);
    expect(ids("settings")[0]).toBe("app.settings");
    expect(ids("no such thing")).toEqual([]);
    // By what a person may call it, behind what is called so itself.
    expect(ids("compare conditions")).toEqual(["project.sessions"]);
    expect(ids("artefact")).toEqual(["reject.toggle"]);
  });
});

describe("a page length in the palette", () => {
  it("is taken as it is typed, with a unit, alone or behind words for it", () => {
    expect([typedPage("5 s"), typedPage("page 0.5s"), typedPage("page length 200 ms"), typedPage("1,5 min"), typedPage("zoom 24 h")].map((page) => page?.seconds)).toEqual([5, 0.5, 0.2, 90, 86_400]);
    expect(typedPage("5 s")?.title).toBe("Page of 5 s");
    for (const text of ["5", "mark 5", "event 5 s", "s", "0 s", "1.2.3 s", "-5 s", ""]) expect(typedPage(text), text).toBeUndefined();
  });
});

describe("parts of the window", () => {
  it("are gone round by one key, at the open tab and the chosen row, past those that are not there", () => {
    const place = document.createElement("div");
    place.innerHTML = `<div class="toolbar"><button disabled>-</button><button id="open"></button></div><div class="left-panel"><button id="channel"></button><button class="item" aria-current="true" id="row"></button></div><div class="bottom-strip"><button role="tab" tabindex="-1"></button><button role="tab" aria-selected="true" id="tab"></button></div><div class="pattern-panel"><p></p></div>`;
    document.body.append(place);
    const round = (direction: 1 | -1): readonly string[] => Array.from({ length: 4 }, () => (focusPart(direction), document.activeElement!.id));
    expect(round(1)).toEqual(["open", "row", "tab", "open"]);
    expect(round(-1)).toEqual(["tab", "row", "open", "tab"]);
    place.remove();
  });
});

describe("shortcuts", () => {
  it("run commands, but leave fields their letters, and hear the menu", () => {
    const { host, menu } = fakeHost();
    const session = createSession(host);
    const detach = attachShortcuts(session, window);
    const input = document.createElement("input");
    document.body.append(input);
    const type = (target: EventTarget, init: KeyboardEventInit): KeyboardEvent => {
      const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
      target.dispatchEvent(event);
      return event;
    };
    type(input, { key: "?" });
    expect(session.store.getState().dialog).toBeUndefined();
    expect(type(document.body, { key: "?", shiftKey: true }).defaultPrevented).toBe(true);
    expect(session.store.getState().dialog).toBe("keys");
    type(input, { key: "k", ctrlKey: true });
    expect(session.store.getState().dialog).toBe("palette");
    menu("app.about");
    expect(session.store.getState().dialog).toBe("about");
    // A key of Klonos whose command cannot run does nothing, and is still kept from the browser.
    expect(type(document.body, { key: "-", ctrlKey: true }).defaultPrevented).toBe(true);
    // An open dialog keeps its Escape, even when the focus has left it.
    const dialog = document.createElement("dialog");
    document.body.append(dialog);
    dialog.setAttribute("open", "");
    expect(type(document.body, { key: "Escape" }).defaultPrevented).toBe(false);
    dialog.remove();
    expect(type(document.body, { key: "Escape" }).defaultPrevented).toBe(true);
    detach();
    type(document.body, { key: "k", ctrlKey: true });
    expect(session.store.getState().dialog).toBe("about");
    session.dispose();
    input.remove();
  });

  it("take a held key for one decision, and go on moving with it", () => {
    const session = createSession(fakeHost().host);
    const detach = attachShortcuts(session, window);
    const train = exampleTrain();
    session.store.setState((state) => ({ result: exampleDocument([train]), view: { ...state.view, trainId: train.id } }));
    const hold = (key: string): void => {
      for (const repeat of [false, true, true]) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, repeat, bubbles: true, cancelable: true }));
    };
    hold("a");
    expect(session.store.getState().inputs.present.context.decisions?.map(({ decision }) => decision)).toEqual(["accepted"]);
    expect(session.store.getState().inputs.past.length).toBe(1);
    hold("n");
    expect(session.store.getState().view.burst?.start).toBe(train.bursts[Math.min(2, train.bursts.length - 1)]!.onsetSample);
    detach();
    session.dispose();
  });
});
