import type { ReactNode } from "react";
import type { Protocol } from "../../core/result";
import { chordText } from "../commands/keys";
import { runCommand } from "../commands/command-table";
import { duration, plain, stepAmount } from "../layout/format";
import { traceViews } from "../../protocol/trace-views";
import { useMessages } from "../messages/messages";
import { PAGE_SECONDS } from "../layout/time-window";
import { setProtocol } from "../state/analysis/edit-actions";
import { exportFile } from "../state/exports/export-actions";
import { displayUnit } from "../state/views/gains";
import { undoWords, redoWords } from "../state/history";
import { durationOf } from "../state/klonos-state";
import { openBy } from "../state/recording/open-actions";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { setPage, showWindow } from "../state/views/view-actions";
import { MenuButton } from "./menu-button";

const PROTOCOLS: readonly Protocol[] = ["stretch-hold", "tap", "spontaneous", "unmarked"];
const PRINT_DPI = 300;
const FINE_DPI = 600;
const FIGURE_MILLIMETRES = 180;

/** Few controls, each with its present value as its label; everything else is a command. */
export function Toolbar(): ReactNode {
  const session = useSession();
  const { toolbar: words } = useMessages();
  const opened = useKlonos((state) => state.recording !== undefined);
  return (
    <header className="toolbar" data-testid="toolbar">
      <div className="toolbar-part">
        <button type="button" className="primary" onClick={() => runCommand(session, "file.open")}>
          {words.open}
        </button>
        <RecentMenu />
        <ExportMenu />
        <UndoButtons />
      </div>
      {opened ? (
        <div className="toolbar-part toolbar-middle">
          <PageMenu />
          <GainButton />
          <FilterButton />
          <RawButton />
          <ProtocolMenu />
        </div>
      ) : null}
      <div className="toolbar-part toolbar-end">
        <button type="button" className="chip" onClick={() => runCommand(session, "app.palette")}>
          {words.commands} <kbd>{chordText("Ctrl+K")}</kbd>
        </button>
        <button type="button" className="chip" onClick={() => runCommand(session, "app.keys")}>
          {words.keys} <kbd>?</kbd>
        </button>
      </div>
    </header>
  );
}

function RecentMenu(): ReactNode {
  const session = useSession();
  const { toolbar: words } = useMessages();
  const recents = useKlonos((state) => state.recents);
  // The newest of them is the recording that is being read.
  const blinded = useKlonos((state) => state.reading !== undefined);
  if (recents.length === 0 || blinded) return null;
  return <MenuButton className="plain" name={words.recent} label="▾" items={recents.map((recent) => ({ label: recent.name, run: () => void openBy(session, () => session.host.openRecent(recent.id)) }))} />;
}

function ExportMenu(): ReactNode {
  const session = useSession();
  const { toolbar: words } = useMessages();
  const ready = useKlonos((state) => state.result !== undefined && state.reading === undefined);
  // As the commands have it: a figure and the table of trains tell the labels that are hidden.
  const study = useKlonos((state) => state.view.study);
  const figure = (format: "svg" | "pdf" | "png", dpi: number) => () => void exportFile(session, { kind: "figure", format, dpi, widthMillimetres: FIGURE_MILLIMETRES, span: "train" });
  const table = (kind: "bursts-csv" | "trains-csv" | "result-json") => () => void exportFile(session, { kind: "table", table: kind });
  return (
    <MenuButton
      className="plain"
      name={words.export}
      label={words.export}
      disabled={!ready}
      items={[
        ...(study ? [] : [{ label: words.compose, hint: chordText("Ctrl+Shift+E"), run: () => void runCommand(session, "file.figure") }]),
        { label: words.report, run: () => void runCommand(session, "file.report") },
        { label: words.figureAndTables, hint: chordText("Ctrl+E"), run: () => void runCommand(session, "file.export") },
        ...(study
          ? []
          : [
              { label: words.figureAs("SVG"), run: figure("svg", PRINT_DPI) },
              { label: words.figureAs("PDF"), run: figure("pdf", PRINT_DPI) },
              { label: words.figureAs(`PNG, ${PRINT_DPI} dpi`), run: figure("png", PRINT_DPI) },
              { label: words.figureAs(`PNG, ${FINE_DPI} dpi`), run: figure("png", FINE_DPI) },
              { label: words.trainsAs("CSV"), run: table("trains-csv") },
            ]),
        { label: words.burstsAs("CSV"), run: table("bursts-csv") },
        { label: words.resultAs("JSON"), run: table("result-json") },
        { label: words.recordingAs, run: () => void runCommand(session, "file.save-recording") },
      ]}
    />
  );
}

function UndoButtons(): ReactNode {
  const session = useSession();
  const { toolbar: words } = useMessages();
  const back = useKlonos((state) => undoWords(state.inputs));
  const forward = useKlonos((state) => redoWords(state.inputs));
  return (
    <>
      <button type="button" className="plain" aria-label={words.undo} title={back === undefined ? words.nothingToUndo : words.undoWhat(back)} disabled={back === undefined} onClick={() => runCommand(session, "edit.undo")}>
        ↶
      </button>
      <button type="button" className="plain" aria-label={words.redo} title={forward === undefined ? words.nothingToRedo : words.redoWhat(forward)} disabled={forward === undefined} onClick={() => runCommand(session, "edit.redo")}>
        ↷
      </button>
    </>
  );
}

function PageMenu(): ReactNode {
  const session = useSession();
  const { toolbar: words } = useMessages();
  const span = useKlonos((state) => state.view.window.span);
  const whole = useKlonos(durationOf);
  const length = span < 1 ? duration(span) : span < 60 ? `${plain(Number(span.toFixed(2)))} s` : duration(span);
  return (
    <MenuButton
      name={`${words.page} ${length}`}
      label={
        <>
          {words.page} <strong>{length}</strong>
        </>
      }
      items={[
        ...PAGE_SECONDS.filter((seconds) => seconds < whole).map((seconds) => ({ label: seconds < 60 ? `${plain(seconds)} s` : `${plain(seconds / 60)} min`, checked: Math.abs(seconds - span) < 1e-9, run: () => setPage(session, seconds) })),
        { label: words.wholeRecording, hint: chordText("Ctrl+0"), checked: span >= whole, run: () => showWindow(session, { start: 0, span: whole }, true) },
        { label: words.other, run: () => session.store.setState({ dialog: "page" }) },
      ]}
    />
  );
}

function GainButton(): ReactNode {
  const session = useSession();
  const { toolbar: words } = useMessages();
  const channels = useChannels();
  const selected = useKlonos((state) => state.view.channelIndex);
  const gains = useKlonos((state) => state.view.gains);
  const channel = channels.find((candidate) => candidate.index === selected);
  const gain = selected === undefined ? undefined : gains[selected];
  if (channel === undefined || gain === undefined) return null;
  const shown = `${stepAmount(gain, displayUnit(channel))}/div`;
  const command = (id: string) => () => void runCommand(session, id);
  return (
    <MenuButton
      name={words.gainOf(shown, channel.label)}
      label={
        <>
          {words.gain} <strong>{shown}</strong>
        </>
      }
      items={[
        { label: words.allTaller, hint: "+", run: command("gain.up") },
        { label: words.allFlatter, hint: "−", run: command("gain.down") },
        { label: words.taller(channel.label), hint: chordText("Shift+ArrowUp"), run: command("gain.channel-up") },
        { label: words.flatter(channel.label), hint: chordText("Shift+ArrowDown"), run: command("gain.channel-down") },
        { label: words.fit, hint: "G", run: command("gain.fit") },
      ]}
    />
  );
}

/** The band as its label; behind it the response curve, the settings, and which two traces are drawn. */
function FilterButton(): ReactNode {
  const session = useSession();
  const low = useKlonos((state) => state.inputs.present.settings.bandLowHz);
  const high = useKlonos((state) => state.inputs.present.settings.bandHighHz);
  const mode = useKlonos((state) => state.view.mode);
  const second = useKlonos((state) => state.view.second);
  const { toolbar } = useMessages();
  const keys: Readonly<Record<string, string>> = { raw: "R", rectified: "Y" };
  return (
    <MenuButton
      className="chip chip-filter"
      name={`${toolbar.filter} ${plain(low)}–${plain(high)} Hz${toolbar.zeroPhase}`}
      hint={toolbar.filterHint}
      label={
        <>
          {toolbar.filter} <strong>{`${plain(low)}–${plain(high)} Hz`}</strong>
          <strong className="chip-more">{toolbar.zeroPhase}</strong>
        </>
      }
      items={[
        { label: toolbar.response, hint: chordText("Shift+F"), run: () => void runCommand(session, "view.filter-response") },
        { label: toolbar.settings, hint: chordText("Ctrl+,"), run: () => void runCommand(session, "app.settings") },
        ...traceViews.map((view) => ({ label: toolbar.traces[view], hint: keys[view], checked: mode === view, run: () => void runCommand(session, `view.main-${view}`) })),
        { label: toolbar.overNothing, checked: second === undefined, run: () => void runCommand(session, "view.second-none") },
        ...traceViews.map((view) => ({ label: toolbar.over[view], hint: view === "envelope" ? "E" : undefined, checked: second === view, disabled: view === mode, run: () => void runCommand(session, `view.second-${view}`) })),
      ]}
    />
  );
}

function RawButton(): ReactNode {
  const session = useSession();
  const { toolbar: words } = useMessages();
  const mode = useKlonos((state) => state.view.mode);
  return (
    <button type="button" className="chip" aria-pressed={mode === "raw"} title={words.rawHint} onClick={() => runCommand(session, "view.toggle-raw")}>
      {words.raw} <kbd>R</kbd>
    </button>
  );
}

function ProtocolMenu(): ReactNode {
  const session = useSession();
  const { toolbar: words, protocols } = useMessages();
  const chosen = useKlonos((state) => state.inputs.present.context.protocol);
  const found = useKlonos((state) => state.result?.protocol);
  const shown = chosen === "unmarked" ? (found ?? chosen) : chosen;
  return (
    <MenuButton
      name={`${words.protocol} ${protocols[shown]}`}
      label={
        <>
          {words.protocol} <strong>{protocols[shown]}</strong>
        </>
      }
      items={PROTOCOLS.map((protocol) => ({ label: protocol === "unmarked" ? words.byMarks : protocols[protocol], checked: protocol === chosen, run: () => setProtocol(session, protocol) }))}
    />
  );
}
