import type { ReactNode } from "react";
import { useKlonos, useSession } from "../state/session-context";
import { BatchDialog } from "./batch-dialog";
import { ChannelDialog } from "./channel-dialog";
import { CommandPalette } from "./command-palette";
import { ExaminationDialog } from "./examination-dialog";
import { NoteDialog, RelabelDialog } from "./decision-dialogs";
import { ExportDialog } from "./export-dialog";
import { FigureDialog } from "./figure-dialog";
import { FilterDialog } from "./filter-dialog";
import { HistoryDialog } from "./history-dialog";
import { ImportDialog } from "./import-dialog";
import { KeysSheet } from "./keys-sheet";
import { MontageDialog } from "./montage-dialog";
import { PlanDialog } from "./plan-dialog";
import { SessionDialog } from "./session-dialog";
import { OpenProjectDialog, SaveProjectDialog } from "./project-dialogs";
import { ReadingDialog } from "./reading-dialog";
import { RecordingDialog } from "./recording-dialog";
import { ReportDialog } from "./report-dialog";
import { SettingsDialog } from "./settings-dialog";
import { SimulateDialog } from "./simulate-dialog";
import { AboutDialog, PageDialog } from "./small-dialogs";

/** Whichever dialog is asked for. A question about the file that is being opened comes first. */
export function DialogHost(): ReactNode {
  const session = useSession();
  const dialog = useKlonos((state) => state.dialog);
  const channel = useKlonos((state) => state.channelDialog);
  const question = useKlonos((state) => state.importQuestion);
  const close = (): void => session.store.setState({ dialog: undefined });
  if (question !== undefined) return <ImportDialog key={`${question.source.id}-${question.error?.message ?? ""}`} question={question} />;
  if (channel !== undefined) return <ChannelDialog key={channel} channelIndex={channel} />;
  switch (dialog) {
    case "filter":
      return <FilterDialog onClose={close} />;
    case "montages":
      return <MontageDialog onClose={close} />;
    case "settings":
      return <SettingsDialog onClose={close} />;
    case "export":
      return <ExportDialog onClose={close} />;
    case "examination":
      return <ExaminationDialog onClose={close} />;
    case "figure":
      return <FigureDialog onClose={close} />;
    case "recording":
      return <RecordingDialog onClose={close} />;
    case "simulate":
      return <SimulateDialog onClose={close} />;
    case "report":
      return <ReportDialog onClose={close} />;
    case "relabel":
      return <RelabelDialog onClose={close} />;
    case "note":
      return <NoteDialog onClose={close} />;
    case "history":
      return <HistoryDialog onClose={close} />;
    case "reading":
      return <ReadingDialog onClose={close} />;
    case "keys":
      return <KeysSheet onClose={close} />;
    case "palette":
      return <CommandPalette onClose={close} />;
    case "about":
      return <AboutDialog onClose={close} />;
    case "page":
      return <PageDialog onClose={close} />;
    case "save-project":
      return <SaveProjectDialog onClose={close} />;
    case "session":
      return <SessionDialog onClose={close} />;
    case "batch":
      return <BatchDialog onClose={close} />;
    case "plan":
      return <PlanDialog onClose={close} />;
    case "open-project":
      return <OpenProjectDialog onClose={close} />;
    case undefined:
      return null;
  }
}
