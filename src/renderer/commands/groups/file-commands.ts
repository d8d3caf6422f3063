import { askImportSettings } from "../../state/recording/import-actions";
import { openBy } from "../../state/recording/open-actions";
import { copyFigure, copyPlot } from "../../state/exports/copy-image";
import { copyShown } from "../../state/exports/copy-shown";
import { copyTrains } from "../../state/exports/export-actions";
import { firstTour } from "../../state/tour";
import type { KlonosState } from "../../state/klonos-state";
import { type Command, always, analysed, show, unblinded } from "../command";

/** Not while labels are hidden: a figure and the table of trains tell them. */
const openly = (state: KlonosState): boolean => analysed(state) && !state.view.study;

/** Opening and exporting. */
export const fileCommands: readonly Command[] = [
  { id: "file.open", group: "file", keys: ["Ctrl+O"], when: always, run: (s) => void openBy(s, () => s.host.openDialog()) },
  { id: "file.open-folder", group: "file", keys: [], when: always, run: (s) => void openBy(s, () => s.host.openFolderDialog()) },
  { id: "file.open-example", group: "file", keys: [], when: always, run: (s) => void openBy(s, () => s.host.openExample()).then(() => firstTour(s)) },
  { id: "file.simulate", group: "file", keys: [], when: always, run: show("simulate") },
  { id: "file.import-settings", group: "file", keys: [], when: (state) => state.recording?.opened.importSignature !== undefined && unblinded(state), run: askImportSettings },
  { id: "file.figure", group: "file", keys: ["Ctrl+Shift+E"], when: openly, run: show("figure") },
  { id: "file.report", group: "file", keys: [], when: (state) => analysed(state) && unblinded(state), run: show("report") },
  { id: "file.copy-shown", group: "file", keys: ["Ctrl+C"], when: analysed, run: (s) => void copyShown(s) },
  { id: "file.copy-figure", group: "file", keys: ["Shift+C"], when: openly, run: (s) => void copyFigure(s) },
  { id: "file.copy-plot", group: "file", keys: ["Alt+C"], when: analysed, run: (s) => void copyPlot(s) },
  { id: "file.copy-trains", group: "file", keys: ["Shift+Y"], when: openly, run: (s) => void copyTrains(s) },
  { id: "file.save-recording", group: "file", keys: [], when: (state) => state.recording?.scan !== undefined && unblinded(state), run: show("recording") },
  { id: "file.export", group: "file", keys: ["Ctrl+E"], when: (state) => analysed(state) && unblinded(state), run: show("export") },
];
