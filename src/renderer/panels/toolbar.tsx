import type { ReactNode } from "react";
import type { Protocol } from "../../core/result";
import { runCommand } from "../commands/command-table";
import { compact, duration, plain } from "../layout/format";
import { traceViews } from "../../protocol/trace-views";
import { useMessages } from "../messages/messages";
import { PAGE_SECONDS } from "../layout/time-window";
import { setProtocol } from "../state/edit-actions";
import { exportFile } from "../state/export-actions";
import { displayUnit } from "../state/gains";
import { undoWords, redoWords } from "../state/history";
import { durationOf } from "../state/klonos-state";
import { openBy } from "../state/open-actions";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { setPage, showWindow } from "../state/view-actions";
import { MenuButton } from "./menu-button";

const PROTOCOLS: readonly (readonly [Protocol, string])[] = [
  ["stretch-hold", "stretch and hold"],
  ["tap", "tap"],
  ["spontaneous", "spontaneous"],
  ["unmarked", "not known"],
];
const PRINT_DPI = 300;
const FINE_DPI = 600;
const FIGURE_MILLIMETRES = 180;

/** Few controls, each with its present value as its label; everything else is a command. */
export function Toolbar(): ReactNode {
  const session = useSession();
  const opened = useKlonos((state) => state.recording !== undefined);
  return (
    <header className="toolbar" data-testid="toolbar">
      <div className="toolbar-part">
        <button type="button" className="primary" onClick={() => runCommand(session, "file.open")}>
          Open…
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
          Commands <kbd>Ctrl K</kbd>
        </button>
        <button type="button" className="chip" onClick={() => runCommand(session, "app.keys")}>
          Keys <kbd>?</kbd>
        </button>
      </div>
    </header>
  );
}

function RecentMenu(): ReactNode {
  const session = useSession();
  const recents = useKlonos((state) => state.recents);
  if (recents.length === 0) return null;
  return <MenuButton className="plain" name="Recent files" label="▾" items={recents.map((recent) => ({ label: recent.name, run: () => void openBy(session, () => session.host.openRecent(recent.id)) }))} />;
}

function ExportMenu(): ReactNode {
  const session = useSession();
  const ready = useKlonos((state) => state.result !== undefined);
  const figure = (format: "svg" | "pdf" | "png", dpi: number) => () => void exportFile(session, { kind: "figure", format, dpi, widthMillimetres: FIGURE_MILLIMETRES, span: "train" });
  const table = (kind: "bursts-csv" | "trains-csv" | "result-json") => () => void exportFile(session, { kind: "table", table: kind });
  return (
    <MenuButton
      className="plain"
      name="Export ▾"
      label="Export ▾"
      disabled={!ready}
      items={[
        { label: "Compose a figure…", hint: "Ctrl Shift E", run: () => void runCommand(session, "file.figure") },
        { label: "Report…", run: () => void runCommand(session, "file.report") },
        { label: "Figure and tables…", hint: "Ctrl E", run: () => void runCommand(session, "file.export") },
        { label: "Figure as SVG", run: figure("svg", PRINT_DPI) },
        { label: "Figure as PDF", run: figure("pdf", PRINT_DPI) },
        { label: `Figure as PNG, ${PRINT_DPI} dpi`, run: figure("png", PRINT_DPI) },
        { label: `Figure as PNG, ${FINE_DPI} dpi`, run: figure("png", FINE_DPI) },
        { label: "Trains as CSV", run: table("trains-csv") },
        { label: "Bursts as CSV", run: table("bursts-csv") },
        { label: "Result as JSON", run: table("result-json") },
      ]}
    />
  );
}

function UndoButtons(): ReactNode {
  const session = useSession();
  const back = useKlonos((state) => undoWords(state.inputs));
  const forward = useKlonos((state) => redoWords(state.inputs));
  return (
    <>
      <button type="button" className="plain" aria-label="Undo" title={back === undefined ? "Nothing to undo" : `Undo ${back} (Ctrl Z)`} disabled={back === undefined} onClick={() => runCommand(session, "edit.undo")}>
        ↶
      </button>
      <button type="button" className="plain" aria-label="Redo" title={forward === undefined ? "Nothing to redo" : `Redo ${forward} (Ctrl Shift Z)`} disabled={forward === undefined} onClick={() => runCommand(session, "edit.redo")}>
        ↷
      </button>
    </>
  );
}

function PageMenu(): ReactNode {
  const session = useSession();
  const span = useKlonos((state) => state.view.window.span);
  const whole = useKlonos(durationOf);
  const words = span < 1 ? duration(span) : span < 60 ? `${plain(Number(span.toFixed(2)))} s` : duration(span);
  return (
    <MenuButton
      name={`Page ${words}`}
      label={
        <>
          Page <strong>{words}</strong>
        </>
      }
      items={[
        ...PAGE_SECONDS.filter((seconds) => seconds < whole).map((seconds) => ({ label: seconds < 60 ? `${plain(seconds)} s` : `${plain(seconds / 60)} min`, checked: Math.abs(seconds - span) < 1e-9, run: () => setPage(session, seconds) })),
        { label: "Whole recording", hint: "Ctrl 0", checked: span >= whole, run: () => showWindow(session, { start: 0, span: whole }, true) },
        { label: "Other…", run: () => session.store.setState({ dialog: "page" }) },
      ]}
    />
  );
}

function GainButton(): ReactNode {
  const session = useSession();
  const channels = useChannels();
  const selected = useKlonos((state) => state.view.channelIndex);
  const gains = useKlonos((state) => state.view.gains);
  const channel = channels.find((candidate) => candidate.index === selected);
  const gain = selected === undefined ? undefined : gains[selected];
  if (channel === undefined || gain === undefined) return null;
  const words = `${compact(gain).replace(/\.0+$/, "")} ${displayUnit(channel)}/div`;
  const command = (id: string) => () => void runCommand(session, id);
  return (
    <MenuButton
      name={`Gain ${words} of ${channel.label}`}
      label={
        <>
          Gain <strong>{words}</strong>
        </>
      }
      items={[
        { label: "All EMG taller", hint: "+", run: command("gain.up") },
        { label: "All EMG flatter", hint: "−", run: command("gain.down") },
        { label: `${channel.label} taller`, hint: "Shift ↑", run: command("gain.channel-up") },
        { label: `${channel.label} flatter`, hint: "Shift ↓", run: command("gain.channel-down") },
        { label: "Fit all to this page", hint: "G", run: command("gain.fit") },
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
      name={`Filter ${plain(low)}–${plain(high)} Hz, zero-phase`}
      hint={toolbar.filterHint}
      label={
        <>
          Filter <strong>{`${plain(low)}–${plain(high)} Hz`}</strong>
          <strong className="chip-more">, zero-phase</strong>
        </>
      }
      items={[
        { label: toolbar.response, hint: "⇧ F", run: () => void runCommand(session, "view.filter-response") },
        { label: toolbar.settings, hint: "Ctrl ,", run: () => void runCommand(session, "app.settings") },
        ...traceViews.map((view) => ({ label: toolbar.traces[view], hint: keys[view], checked: mode === view, run: () => void runCommand(session, `view.main-${view}`) })),
        { label: toolbar.overNothing, checked: second === undefined, run: () => void runCommand(session, "view.second-none") },
        ...traceViews.map((view) => ({ label: toolbar.over[view], hint: view === "envelope" ? "E" : undefined, checked: second === view, disabled: view === mode, run: () => void runCommand(session, `view.second-${view}`) })),
      ]}
    />
  );
}

function RawButton(): ReactNode {
  const session = useSession();
  const mode = useKlonos((state) => state.view.mode);
  return (
    <button type="button" className="chip" aria-pressed={mode === "raw"} title="Draws the samples as recorded" onClick={() => runCommand(session, "view.toggle-raw")}>
      Raw <kbd>R</kbd>
    </button>
  );
}

function ProtocolMenu(): ReactNode {
  const session = useSession();
  const chosen = useKlonos((state) => state.inputs.present.context.protocol);
  const found = useKlonos((state) => state.result?.protocol);
  const shown = chosen === "unmarked" ? (found ?? chosen) : chosen;
  const words = PROTOCOLS.find(([protocol]) => protocol === shown)?.[1] ?? shown;
  return (
    <MenuButton
      name={`Protocol ${words}`}
      label={
        <>
          Protocol <strong>{words}</strong>
        </>
      }
      items={PROTOCOLS.map(([protocol, label]) => ({ label: protocol === "unmarked" ? "not known (by the marks)" : label, checked: protocol === chosen, run: () => setProtocol(session, protocol) }))}
    />
  );
}
