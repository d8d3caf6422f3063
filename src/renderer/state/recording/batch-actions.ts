import type { AskBatch, BatchProgress } from "../../../protocol/batch-api";
import { callBatch } from "../../../protocol/batch-caller";
import { messages } from "../../messages/messages";
import { countRows, type BatchState } from "./batch-state";
import { notify, notifyFailure, runJob } from "../notices";
import type { Session } from "../session";

/** How often the window asks how far a batch is. */
const ASK_EVERY_MILLISECONDS = 250;
const COLUMNS = "participant,session,side,condition,trial,file,protocol,pair,hold";

/** Changes what the dialog holds. */
export function setBatch(session: Session, change: Partial<BatchState>): void {
  session.store.setState(({ batch }) => ({ batch: { ...batch, ...change } }));
}

async function attempt(session: Session, work: (ask: AskBatch) => Promise<void>): Promise<void> {
  const { askBatch } = session.host;
  if (askBatch === undefined) return;
  try {
    await work(askBatch);
  } catch (thrown) {
    notifyFailure(session, messages().batch.failed, thrown);
  }
}

/** Asks for the table of a study and shows its rows. */
export function chooseBatchStudy(session: Session): Promise<void> {
  return attempt(session, async (ask) => {
    const study = await callBatch(ask, "chooseBatchStudy", {});
    if (study !== undefined) setBatch(session, { study, progress: undefined });
  });
}

/** Asks for the folder that gets the tables. */
export function chooseBatchFolder(session: Session): Promise<void> {
  return attempt(session, async (ask) => {
    const folder = await callBatch(ask, "chooseBatchFolder", {});
    if (folder !== undefined) setBatch(session, { folder, progress: undefined });
  });
}

/** Opens that folder in the system’s file manager. */
export function openBatchFolder(session: Session): Promise<void> {
  return attempt(session, async (ask) => {
    const { folder } = session.store.getState().batch;
    if (folder !== undefined) await callBatch(ask, "openBatchFolder", { folderId: folder.id });
  });
}

/** Stops after the rows that are running; what is done stays, and the batch goes on from there. */
export function stopBatch(session: Session): Promise<void> {
  return attempt(session, async (ask) => void (await callBatch(ask, "stopBatch", {})));
}

/** Starts the chosen study, or goes on with it, and follows it until its end. */
export function runBatch(session: Session): Promise<void> {
  return attempt(session, async (ask) => {
    // The plan is read from the project's folder: one that was locked a moment ago must lie there.
    await session.keeper.flush();
    const state = session.store.getState();
    const { study, folder, formats, withNames, asShown } = state.batch;
    if (study === undefined || folder === undefined) return;
    const { project } = state;
    await callBatch(ask, "startBatch", {
      studyId: study.id,
      folderId: folder.id,
      projectId: project?.document.plan === undefined ? undefined : project.id,
      settings: state.inputs.present.settings,
      answers: asShown ? (state.recording?.answers ?? {}) : {},
      formats,
      withNames,
    });
    const ended = await runJob(session, messages().batch.job(study.name), async (signal, onProgress) => {
      signal.addEventListener("abort", () => void stopBatch(session), { once: true });
      for (;;) {
        const progress = await callBatch(ask, "batchProgress", {});
        if (progress === undefined) return undefined;
        setBatch(session, { progress });
        const { ended: count, failed } = countRows(progress);
        onProgress(count / Math.max(1, progress.rows.length), messages().batch.progress(count, progress.rows.length, failed));
        if (!progress.running) return progress;
        await new Promise((done) => setTimeout(done, ASK_EVERY_MILLISECONDS));
      }
    });
    if (ended !== undefined) tellEnd(session, ended, folder.name);
  });
}

function tellEnd(session: Session, progress: BatchProgress, folder: string): void {
  if (progress.problem !== undefined) notify(session, { severity: "error", title: messages().batch.failed, error: progress.problem });
  else if (progress.written) {
    const { analysed, failed } = countRows(progress);
    notify(session, { severity: failed === 0 ? "info" : "warning", title: messages().batch.written(analysed, progress.rows.length, folder), error: undefined, action: { label: messages().batch.open, run: () => void openBatchFolder(session) } });
  }
}

/** An empty table of a study, to be filled in. */
export async function saveBatchTemplate(session: Session): Promise<void> {
  try {
    await session.host.saveFile({ name: "study.csv", mime: "text/csv", bytes: new TextEncoder().encode(`${COLUMNS}\n`) });
  } catch (thrown) {
    notifyFailure(session, messages().batch.failed, thrown);
  }
}
