import { useEffect, useLayoutEffect, useState, type DragEvent, type ReactNode } from "react";
import { attachShortcuts } from "./commands/shortcuts";
import { DialogHost } from "./dialogs/dialog-host";
import { useMessages } from "./messages/messages";
import { BottomStrip } from "./panels/bottom-strip";
import { EmptyState } from "./panels/empty-state";
import { LeftPanel } from "./panels/left-panel";
import { LeftRail } from "./panels/left-rail";
import { Notices } from "./panels/notices";
import { PatternPanel } from "./panels/pattern-panel";
import { ReadingPanel } from "./panels/reading-panel";
import { StatusBar } from "./panels/status-bar";
import { WhatIfPanel } from "./panels/what-if-panel";
import { Toolbar } from "./panels/toolbar";
import { OverviewBar } from "./plots/overview-bar";
import { TraceViewer } from "./plots/trace-viewer";
import { droppedFiles } from "./state/recording/dropped-files";
import { openBy } from "./state/recording/open-actions";
import { setPreferences } from "./state/preferences";
import { useKlonos, useSession } from "./state/session-context";

/** Below this width the left panel starts as icons. */
const NARROW_QUERY = "(max-width: 1199px)";

/** The window in one language: with another it is made anew, canvases and menus too; what it shows stays, it lives in the state. */
export function App(): ReactNode {
  const language = useKlonos((state) => state.preferences.language);
  const numbers = useKlonos((state) => state.preferences.numbers);
  return <Contents key={`${language} ${numbers}`} />;
}

/** Toolbar, contents, traces, meaning, status. */
function Contents(): ReactNode {
  const session = useSession();
  const opened = useKlonos((state) => state.recording !== undefined);
  const theme = useKlonos((state) => state.preferences.theme);
  const leftPanel = useKlonos((state) => state.preferences.leftPanel);
  const covered = useKlonos((state) => state.dialog !== undefined || state.channelDialog !== undefined || state.importQuestion !== undefined);
  const reading = useKlonos((state) => state.reading);
  const whatIf = useKlonos((state) => state.whatIf);
  const [dropping, setDropping] = useState(false);
  const { opening: words } = useMessages();

  // Before the first paint: whoever sees the window may press a key.
  useLayoutEffect(() => attachShortcuts(session, window), [session]);
  useEffect(() => {
    const narrow = window.matchMedia(NARROW_QUERY);
    const follow = (): void => session.store.setState((state) => ({ preferences: { ...state.preferences, leftPanel: !narrow.matches } }));
    if (narrow.matches) follow();
    narrow.addEventListener("change", follow);
    return () => narrow.removeEventListener("change", follow);
  }, [session]);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);

  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setDropping(false);
    const { dataTransfer } = event;
    if (dataTransfer.files.length === 0) return;
    // The desktop shell knows the paths and looks into folders by itself.
    const files = session.host.shell === "browser" ? droppedFiles(dataTransfer) : Promise.resolve([...dataTransfer.files].map((file) => ({ file, path: file.name })));
    void openBy(session, async () => session.host.openDropped(await files));
  };
  return (
    <div
      className="window"
      data-opened={opened}
      data-left={leftPanel}
      data-dropping={dropping}
      onDragOver={(event) => {
        event.preventDefault();
        if (!dropping) setDropping(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
      }}
      onDrop={onDrop}
    >
      <Toolbar />
      {opened ? (
        <>
          {leftPanel ? <LeftPanel /> : <LeftRail onOpen={() => setPreferences(session, { leftPanel: true })} />}
          <main className="middle">
            <h1 className="visually-hidden">Klonos</h1>
            <OverviewBar />
            <TraceViewer />
            <BottomStrip />
          </main>
          {reading !== undefined ? <ReadingPanel reading={reading} /> : whatIf === undefined ? <PatternPanel /> : <WhatIfPanel whatIf={whatIf} />}
        </>
      ) : (
        <EmptyState />
      )}
      <StatusBar />
      {covered ? null : <Notices />}
      <DialogHost />
      {dropping ? <p className="drop-hint">{words.dropHint}</p> : null}
    </div>
  );
}
