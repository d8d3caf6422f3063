// @vitest-environment happy-dom
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chordText } from "../../src/renderer/commands/keys";
import { SettingsDialog } from "../../src/renderer/dialogs/settings-dialog";
import { doingText, markText, reasonTitle, settingTitle } from "../../src/renderer/layout/method-words";
import { ribbonText } from "../../src/renderer/layout/pattern-words";
import { showLocale } from "../../src/renderer/messages/locale";
import { EmptyState } from "../../src/renderer/panels/empty-state";
import { Notices } from "../../src/renderer/panels/notices";
import { notifyFailure } from "../../src/renderer/state/notices";
import { setPreferences } from "../../src/renderer/state/preferences";
import { createSession } from "../../src/renderer/state/create-session";
import { SessionContext } from "../../src/renderer/state/session-context";
import { KlonosError } from "../../src/core/errors";
import { exampleTrain } from "./example-result";
import { fakeHost } from "./fake-host";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

describe("another language", () => {
  let session: ReturnType<typeof createSession>;
  let place: HTMLDivElement;
  let root: Root;

  beforeEach(async () => {
    session = createSession(fakeHost().host);
    await Promise.resolve();
    place = document.body.appendChild(document.createElement("div"));
    root = createRoot(place);
    HTMLDialogElement.prototype.showModal = function show(this: HTMLDialogElement) {
      this.open = true;
    };
  });
  afterEach(() => {
    act(() => root.unmount());
    session.dispose();
    place.remove();
    showLocale({ language: "en", numbers: "en" });
  });
  const draw = async (what: React.ReactNode): Promise<string> => {
    await act(async () => root.render(<SessionContext.Provider value={session}>{what}</SessionContext.Provider>));
    return place.textContent ?? "";
  };

  it("follows the preference: document, text, numbers, words of the core", async () => {
    expect(await draw(<EmptyState key="en" />)).toContain("Open an EMG recording");
    setPreferences(session, { language: "de" });
    expect([document.documentElement.lang, document.documentElement.dataset["numbers"]]).toEqual(["de", "de"]);
    expect(await draw(<EmptyState key="de" />)).toContain("EMG-Aufzeichnung öffnen");
    expect([settingTitle("bandLowHz"), chordText("Ctrl+Shift+Delete"), markText({ kind: "stretch", text: "stretch" }), markText({ kind: "stretch", text: "Fuß" })]).toEqual(["Bandpass, untere Grenze", "Strg Umschalt Entf", "Dehnung", "Fuß"]);
    expect([reasonTitle({ measure: "rateHz", title: "Rate" }), reasonTitle({ measure: "new in the core", title: "New" })]).toEqual(["Frequenz", "New"]);
    expect([doingText("R SOL: bursts"), doingText("something new")]).toEqual(["R SOL: Bursts", "something new"]);
    const train = exampleTrain({ rateHz: 5.6 });
    expect(ribbonText(train)).toMatch(/ Schläge · \d+,\d Hz$/);
    setPreferences(session, { numbers: "en" });
    expect(ribbonText(train)).toMatch(/ Schläge · \d+\.\d Hz$/);
  });

  it("is kept by the shell, and chosen in the settings under its own name", async () => {
    const text = await draw(<SettingsDialog onClose={() => undefined} />);
    expect(text).toContain("English");
    expect(text).toContain("Deutsch");
    const select = place.querySelector<HTMLSelectElement>("#preference-language")!;
    await act(async () => {
      Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value")!.set!.call(select, "de");
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
    expect(session.store.getState().preferences.language).toBe("de");
    expect((await session.host.loadPreferences()).values).toMatchObject({ language: "de" });
  });

  it("says an error of a file in its own words, and what to do; a sentence that nobody knows stays English and is marked so", async () => {
    setPreferences(session, { language: "de" });
    notifyFailure(session, "x.edf", new KlonosError("short-read", "“x.edf”: 512 bytes were wanted at byte 0, the file gave 3."));
    const text = await draw(<Notices />);
    expect(text).toContain("Kopieren Sie die Datei noch einmal");
    expect(text).toContain("512 Bytes waren bei Byte 0 verlangt");
    expect(place.querySelector("p[lang=en]")).toBeNull();
    await act(async () => notifyFailure(session, "x.edf", new KlonosError("source-failed", "The tape has snapped at 512 feet.")));
    await draw(<Notices />);
    expect(place.querySelector("p[lang=en]")?.textContent).toContain("512 feet");
  });
});
