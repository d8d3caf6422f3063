import type { FigureFormat, TableKind } from "../../protocol/engine-api";
import { isCurrent } from "./klonos-state";
import { notify, notifyFailure, runJob } from "./notices";
import type { Session } from "./session";

export interface FigureChoice {
  readonly kind: "figure";
  readonly format: FigureFormat;
  readonly widthMillimetres: number;
  readonly dpi: number;
  /** The chosen train with its surroundings, or exactly what the window shows. */
  readonly span: "train" | "window";
}

export interface TableChoice {
  readonly kind: "table";
  readonly table: TableKind;
}

/** An analysis that was overtaken ends shortly before the next one begins. */
const OVERTAKEN_MILLISECONDS = 500;

/** Waits until the shown result is the one of the inputs as they stand: what is exported equals what is shown. */
function settled(session: Session): Promise<void> {
  const { store } = session;
  if (isCurrent(store.getState())) return Promise.resolve();
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = store.subscribe((state) => {
      clearTimeout(timer);
      if (isCurrent(state)) {
        stop();
        resolve();
      } else if (!state.analysing) {
        timer = setTimeout(() => {
          stop();
          reject(new Error("There is no result for the inputs as they stand: the analysis did not end well."));
        }, OVERTAKEN_MILLISECONDS);
      }
    });
  });
}

/** Makes a file in the engine and hands it to the shell to save. The saved name, undefined when the person cancelled. */
export async function exportFile(session: Session, choice: FigureChoice | TableChoice): Promise<string | undefined> {
  const { store, caller, host } = session;
  try {
    await settled(session);
    const state = store.getState();
    const { recording, resultInputs, view } = state;
    if (recording === undefined || resultInputs === undefined) return undefined;
    const base = { recordingId: recording.opened.recordingId, ...resultInputs };
    const file = await runJob(session, "Exporting", (signal, onProgress) =>
      choice.kind === "table"
        ? caller.call("exportTable", { ...base, kind: choice.table }, { signal, onProgress })
        : caller.call(
            "exportFigure",
            {
              ...base,
              trainId: view.trainId,
              format: choice.format,
              widthMillimetres: choice.widthMillimetres,
              dpi: choice.dpi,
              ...(choice.span === "window" ? { startSeconds: view.window.start, endSeconds: view.window.start + view.window.span } : {}),
            },
            { signal, onProgress },
          ),
    );
    const name = await host.saveFile(file);
    if (name !== undefined) notify(session, { severity: "info", title: `Saved ${name}`, error: undefined });
    return name;
  } catch (thrown) {
    notifyFailure(session, "The export failed", thrown);
    return undefined;
  }
}
