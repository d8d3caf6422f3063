import type { ReactNode } from "react";
import { settingDefinitions, settingNames } from "../../core/settings";
import type { BatchProgress, BatchRow } from "../../protocol/batch-api";
import { useMessages } from "../messages/messages";
import { chooseBatchFolder, chooseBatchStudy, openBatchFolder, runBatch, saveBatchTemplate, setBatch, stopBatch } from "../state/recording/batch-actions";
import { countRows } from "../state/recording/batch-state";
import { copyText } from "../state/exports/copy-text";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";

const FORMATS = ["csv", "json", "parquet"] as const;
const COMMAND = "klonos batch STUDY.csv --out FOLDER";

/** A study of many recordings: its table, where the tables go, and each recording's state. */
export function BatchDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { batch: words } = useMessages();
  return (
    <Modal title={words.title} onClose={onClose} size="wide" testId="batch-dialog">
      <p className="quiet">{words.intro}</p>
      {session.host.askBatch === undefined ? <NotHere /> : <Study />}
    </Modal>
  );
}

function NotHere(): ReactNode {
  const session = useSession();
  const { batch: words } = useMessages();
  return (
    <>
      <p>{words.onlyDesktop}</p>
      <p>
        <code>{COMMAND}</code>
      </p>
      <p className="quiet">{words.columns}</p>
      <p className="quiet">{words.comparison}</p>
      <div className="form-actions">
        <button type="button" onClick={() => void saveBatchTemplate(session)}>
          {words.template}
        </button>
        <button type="button" className="primary" onClick={() => copyText(session, COMMAND)}>
          {words.copyCommand}
        </button>
      </div>
    </>
  );
}

function Study(): ReactNode {
  const session = useSession();
  const { batch: words } = useMessages();
  const { study, folder, formats, withNames, asShown, progress } = useKlonos((state) => state.batch);
  const planned = useKlonos((state) => state.project?.document.plan !== undefined);
  const settings = useKlonos((state) => state.inputs.present.settings);
  const hasAnswers = useKlonos((state) => Object.keys(state.recording?.answers ?? {}).length > 0);
  const running = progress?.running === true;
  const ready = study !== undefined && folder !== undefined;
  const changed = settingNames.filter((name) => settings[name] !== settingDefinitions[name].default).length;
  const absent = study?.rows.filter(({ isThere }) => !isThere).length ?? 0;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        // A disabled button would lose the focus: what cannot be started is not.
        if (ready && !running) void runBatch(session);
      }}
    >
      <div className="batch-choice">
        <span>{words.study}</span>
        <span className="batch-chosen" data-testid="batch-study">
          {study === undefined ? <span className="quiet">{words.noStudy}</span> : `${study.name}: ${words.rows(study.rows.length, absent)}`}
        </span>
        <button type="button" data-first-focus aria-label={`${words.study}: ${words.chooseStudy}`} aria-disabled={running} onClick={() => (running ? undefined : void chooseBatchStudy(session))}>
          {words.chooseStudy}
        </button>
        <span>{words.folder}</span>
        <span className="batch-chosen" data-testid="batch-folder">
          {folder === undefined ? <span className="quiet">{words.noStudy}</span> : folder.name} <span className="quiet">{folder === undefined ? "" : words.kept(folder.kept)}</span>
        </span>
        <button type="button" aria-label={`${words.folder}: ${words.chooseStudy}`} aria-disabled={running} onClick={() => (running ? undefined : void chooseBatchFolder(session))}>
          {words.chooseStudy}
        </button>
        <span>{words.settings}</span>
        <span className="batch-chosen">{planned ? words.settingsOf.plan : words.settingsOf.window(changed)}</span>
        <span />
        <span>{words.formats}</span>
        <span className="batch-checks">
          {FORMATS.map((format) => (
            <label key={format} className="check">
              <input type="checkbox" checked={formats.includes(format)} onChange={(event) => setBatch(session, { formats: event.target.checked ? [...formats, format] : formats.filter((other) => other !== format) })} />
              {words.formatNames[format]}
            </label>
          ))}
          <label className="check">
            <input type="checkbox" checked={withNames} onChange={(event) => setBatch(session, { withNames: event.target.checked })} />
            {words.names}
          </label>
          {hasAnswers ? (
            <label className="check">
              <input type="checkbox" checked={asShown} onChange={(event) => setBatch(session, { asShown: event.target.checked })} />
              {words.asShown}
            </label>
          ) : null}
        </span>
        <span />
      </div>
      {study === undefined ? <p className="quiet">{words.columns}</p> : <Rows rows={study.rows} progress={progress} />}
      {progress === undefined ? null : <HowFar progress={progress} />}
      <div className="form-actions">
        {study === undefined ? (
          <button type="button" onClick={() => void saveBatchTemplate(session)}>
            {words.template}
          </button>
        ) : null}
        {progress?.written === true ? (
          <button type="button" onClick={() => void openBatchFolder(session)}>
            {words.open}
          </button>
        ) : null}
        {running ? (
          <button type="button" onClick={() => void stopBatch(session)}>
            {words.stop}
          </button>
        ) : null}
        <button type="submit" className="primary" aria-disabled={!ready || running}>
          {progress !== undefined && !progress.written && !running ? words.goOn : words.start}
        </button>
      </div>
    </form>
  );
}

function HowFar({ progress }: { readonly progress: BatchProgress }): ReactNode {
  const { batch: words } = useMessages();
  const study = useKlonos((state) => state.batch.study?.name ?? "");
  const remaining = useKlonos((state) => state.jobs.find((job) => job.title === words.job(study))?.remainingSeconds);
  const { ended, failed } = countRows(progress);
  const all = progress.rows.length;
  return (
    <p className="review-progress" role="status" data-testid="batch-progress">
      <progress max={Math.max(1, all)} value={ended} aria-label={words.progressLabel} /> {words.progress(ended, all, failed)}
      {progress.running && remaining !== undefined ? ` · ${words.left(remaining)}` : ""}
      {progress.running || progress.written || progress.problem !== undefined ? "" : ` · ${words.stopped}`}
    </p>
  );
}

function Rows({ rows, progress }: { readonly rows: readonly BatchRow[]; readonly progress: BatchProgress | undefined }): ReactNode {
  const { batch: words } = useMessages();
  return (
    <div className="table-frame batch-rows" tabIndex={0} role="group" aria-label={words.study}>
      <table data-testid="batch-rows">
        <thead>
          <tr>
            {words.heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const now = progress?.rows[index];
            const state = now?.state ?? (row.isThere ? "waiting" : undefined);
            return (
              <tr key={row.line} data-state={state ?? "failed"}>
                <td>{row.line}</td>
                <td>{row.participant}</td>
                <td>{row.session}</td>
                <td>{row.side}</td>
                <td>{row.condition}</td>
                <td>{row.trial}</td>
                <td>{row.file}</td>
                <td>
                  {state === undefined ? words.notThere : words.states[state]}
                  {now?.problem === undefined ? "" : `: ${now.problem.message}`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
