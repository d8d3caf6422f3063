import { KlonosError } from "../../../core/errors";
import type { FigureFormat, FigureRequest, TableKind } from "../../../protocol/engine-api";
import { messages } from "../../messages/messages";
import { requestOfWish, type FigureWish } from "./figure-wish";
import { durationOf, isCurrent } from "../klonos-state";
import { notifyFailure, OWN_WORDS, runJob } from "../notices";
import { copyText } from "./copy-text";
import { planOf } from "../projects/plan-actions";
import { saveExport, shownCode } from "./save-export";
import type { Session } from "../session";

/** A figure as the export dialog asks for it. */
export interface FigureChoice {
  readonly kind: "figure";
  readonly format: FigureFormat;
  readonly widthMillimetres: number;
  readonly dpi: number;
  /** The chosen train with its surroundings, or exactly what the window shows. */
  readonly span: "train" | "window";
}

/** A table as the export dialog asks for it. */
export interface TableChoice {
  readonly kind: "table";
  readonly table: TableKind;
  /** Lets the name of the file into the table; left out unless asked for. */
  readonly withNames?: boolean;
}

/** An analysis that was overtaken ends shortly before the next one begins. */
const OVERTAKEN_MILLISECONDS = 500;

/** Waits until the shown result is the one of the inputs as they stand: what is exported equals what is shown. */
export function settled(session: Session): Promise<void> {
  const { store } = session;
  if (isCurrent(store.getState())) return Promise.resolve();
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = store.subscribe((state) => {
      clearTimeout(timer);
      if (isCurrent(state)) {
        stop();
        resolve();
      } else if (!state.analysing && !state.recalling) {
        timer = setTimeout(() => {
          stop();
          reject(new KlonosError(OWN_WORDS, messages().notices.noResult));
        }, OVERTAKEN_MILLISECONDS);
      }
    });
  });
}

/** Makes a file in the engine and hands it to the shell to save. The saved name, undefined when the person cancelled. */
export async function exportFile(session: Session, choice: FigureChoice | TableChoice): Promise<string | undefined> {
  const { store, caller } = session;
  try {
    await settled(session);
    const state = store.getState();
    const { recording, resultInputs, view } = state;
    if (recording === undefined || resultInputs === undefined) return undefined;
    const code = shownCode(session);
    const base = { recordingId: recording.opened.recordingId, ...resultInputs };
    const plan = await planOf(session, resultInputs);
    const file = await runJob(session, messages().jobs.exporting, (signal, onProgress) =>
      choice.kind === "table"
        ? caller.call("exportTable", { ...base, kind: choice.table, withNames: choice.withNames ?? false, plan }, { signal, onProgress })
        : caller.call(
            "exportFigure",
            {
              ...base,
              trainId: view.trainId,
              format: choice.format,
              widthMillimetres: choice.widthMillimetres,
              dpi: choice.dpi,
              plan,
              ...(choice.span === "window" ? { startSeconds: view.window.start, endSeconds: view.window.start + view.window.span } : {}),
            },
            { signal, onProgress },
          ),
    );
    return await saveExport(session, file, code);
  } catch (thrown) {
    notifyFailure(session, messages().notices.exportFailed, thrown);
    return undefined;
  }
}

/** The trains as text on the clipboard, tab-separated, without the name of the file. */
export async function copyTrains(session: Session): Promise<void> {
  const { store, caller } = session;
  try {
    await settled(session);
    const { recording, resultInputs } = store.getState();
    if (recording === undefined || resultInputs === undefined) return;
    const file = await caller.call("exportTable", { recordingId: recording.opened.recordingId, ...resultInputs, kind: "trains-tsv", withNames: false, plan: await planOf(session, resultInputs) });
    copyText(session, new TextDecoder().decode(file.bytes));
  } catch (thrown) {
    notifyFailure(session, messages().notices.tableNotCopied, thrown);
  }
}

/** What the engine has to be asked for a figure of a wish; undefined where there is no result. */
export async function requestOf(session: Session, wish: FigureWish): Promise<FigureRequest | undefined> {
  const state = session.store.getState();
  const { recording, resultInputs, view } = state;
  if (recording === undefined || resultInputs === undefined) return undefined;
  const { start, span } = view.window;
  return { recordingId: recording.opened.recordingId, ...resultInputs, trainId: view.trainId, ...requestOfWish(wish, [start, start + span], durationOf(state)), plan: await planOf(session, resultInputs) };
}

/** The figure of a wish as SVG, as fine as a screen. Rejects where it cannot be made, with the reason. */
export async function previewFigure(session: Session, wish: FigureWish, signal: AbortSignal): Promise<string> {
  await settled(session);
  const request = await requestOf(session, wish);
  if (request === undefined) throw new KlonosError(OWN_WORDS, messages().notices.nothingToDraw);
  const file = await runJob(session, messages().jobs.preview, (jobSignal, onProgress) => session.caller.call("exportFigure", { ...request, format: "svg", preview: true }, { signal: jobSignal, onProgress }), signal);
  return new TextDecoder().decode(file.bytes);
}

/** Makes the figure of a wish and hands it to the shell to save. The saved name, undefined when the person cancelled or it failed. */
export async function saveFigure(session: Session, wish: FigureWish): Promise<string | undefined> {
  try {
    await settled(session);
    const code = shownCode(session);
    const request = await requestOf(session, wish);
    if (request === undefined) return undefined;
    const file = await runJob(session, messages().jobs.exporting, (signal, onProgress) => session.caller.call("exportFigure", request, { signal, onProgress }));
    return await saveExport(session, file, code);
  } catch (thrown) {
    notifyFailure(session, messages().notices.figureFailed, thrown);
    return undefined;
  }
}

/** Makes the report by the template in the preferences and hands it to the shell to save. The saved name, undefined when cancelled or failed. */
export async function saveReport(session: Session, format: "pdf" | "html", withFileName: boolean): Promise<string | undefined> {
  try {
    await settled(session);
    const { recording, resultInputs, preferences } = session.store.getState();
    if (recording === undefined || resultInputs === undefined) return undefined;
    const code = shownCode(session);
    const args = { recordingId: recording.opened.recordingId, ...resultInputs, template: preferences.reportTemplate, format, withFileName, plan: await planOf(session, resultInputs) };
    const file = await runJob(session, messages().jobs.report, (signal, onProgress) => session.caller.call("exportReport", args, { signal, onProgress }));
    return await saveExport(session, file, code);
  } catch (thrown) {
    notifyFailure(session, messages().notices.reportFailed, thrown);
    return undefined;
  }
}
