import { useEffect, useState, type ReactNode } from "react";
import type { RecordingEntry, SessionDocument, SessionRecording } from "../../project/documents";
import { runCommand } from "../commands/command-table";
import { comparisonViews, type ComparisonView } from "../layout/comparison-views";
import { musclesOf, ofMuscle } from "../layout/condition-panel";
import { dateOnly } from "../layout/format";
import { useMessages } from "../messages/messages";
import { TableFrame } from "../panels/table-frame";
import { takeSiblings } from "../state/recording/adopt-recording";
import { type Comparison, compare, membersOf, saveComparison } from "../state/projects/comparison";
import { copyText } from "../state/exports/copy-text";
import { notifyFailure } from "../state/notices";
import { addSession, editPlace, editSession, moveToSession } from "../state/session-actions";
import { openEntry } from "../state/projects/project-loop";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";
import { StopJob } from "./stop-job";
import { useBusy } from "./use-busy";
import { ConditionsPlot } from "./conditions-plot";
import { TrendPlot } from "./trend-plot";

const NO_SESSIONS: readonly SessionDocument[] = [];
const NO_RECORDINGS: readonly RecordingEntry[] = [];
const FORMATS = ["csv", "tsv", "json", "parquet"] as const;

/** `P07 · 14 Sep 2026 · s1` */
function sessionName({ participant, date, id }: SessionDocument): string {
  return [participant, dateOnly(date), id].filter((part) => part !== "").join(" · ");
}

/** The examinations of the project: what was recorded under which condition, and what comes of comparing it. */
export function SessionDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { session: words, commands } = useMessages();
  const sessions = useKlonos((state) => state.project?.sessions ?? NO_SESSIONS);
  const recordings = useKlonos((state) => state.project?.document.recordings ?? NO_RECORDINGS);
  const [shownId, setShownId] = useState<string | undefined>();
  const [compared, setCompared] = useState<Comparison | undefined>();
  const [busy, start] = useBusy();
  const [format, setFormat] = useState<(typeof FORMATS)[number]>("csv");
  const [withNames, setWithNames] = useState(false);
  const shown = sessions.find(({ id }) => id === shownId) ?? sessions[sessions.length - 1];

  const kept = useKlonos((state) => state.project?.automatic === false);
  // What was opened together is one examination more often than not: nobody should have to look at each file before it can be compared.
  useEffect(() => {
    if (kept) void takeSiblings(session);
  }, [kept, session]);

  const [chosenMuscle, setMuscle] = useState<string | undefined>();
  const muscles = musclesOf(compared?.tables ?? []);
  const muscle = muscles.find((one) => one === chosenMuscle);
  const tables = ofMuscle(compared?.tables ?? [], muscle);
  const nameless = shown?.participant === "" ? sessions.filter(({ participant }) => participant === "").length : 0;

  const run = async (): Promise<void> => {
    if (shown === undefined) return;
    setCompared(await compare(session, membersOf(sessions, recordings, shown.participant), withNames));
  };
  return (
    <Modal title={words.title} onClose={onClose} testId="session-dialog" size="wide">
      {shown === undefined ? (
        <>
          <p>{words.empty}</p>
          <div className="form-actions">
            <button type="button" className="primary" aria-disabled={recordings.length === 0} onClick={() => void runCommand(session, "project.save-as")} data-first-focus>
              {commands.titles["project.save-as"]}
            </button>
          </div>
        </>
      ) : (
        <div className="form session-form">
          <div className="session-head">
            <label>
              {words.session}
              <select value={shown.id} onChange={(event) => setShownId(event.target.value)}>
                {sessions.map((one) => (
                  <option key={one.id} value={one.id}>
                    {sessionName(one)}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {words.participant}
              <input value={shown.participant} maxLength={64} onChange={(event) => editSession(session, shown.id, { participant: event.target.value })} data-first-focus />
            </label>
            <label>
              {words.date}
              <input type="date" value={shown.date} onChange={(event) => editSession(session, shown.id, { date: event.target.value })} />
            </label>
            <button type="button" onClick={() => setShownId(addSession(session))}>
              {words.newSession}
            </button>
          </div>
          <TableFrame columns={[words.recording, words.condition, words.side, words.trial, words.inSession, ""]} className="session-frame" testId="session-recordings">
            {shown.recordings.map((place) => (
              <PlaceRow key={place.recording} place={place} entry={recordings.find(({ id }) => id === place.recording)} sessions={sessions} current={shown.id} onClose={onClose} />
            ))}
          </TableFrame>
          {shown.recordings.length === 0 ? <p className="quiet">{words.noRecording}</p> : null}
          <Bring recordings={recordings.filter(({ id }) => !shown.recordings.some(({ recording }) => recording === id))} to={shown.id} />
          <div className="form-actions form-actions-left">
            <button type="button" className="primary" aria-disabled={busy} onClick={() => start(run)}>
              {busy ? `${words.comparing}…` : words.compare}
            </button>
            <StopJob busy={busy} />
            <label className="check">
              <input type="checkbox" checked={withNames} onChange={(event) => setWithNames(event.target.checked)} />
              {words.names}
            </label>
            {compared === undefined ? null : (
              <>
                <label className="check">
                  {words.format}
                  <select value={format} onChange={(event) => setFormat(FORMATS.find((one) => one === event.target.value) ?? "csv")}>
                    {FORMATS.map((one) => (
                      <option key={one} value={one}>
                        {one.toUpperCase()}
                      </option>
                    ))}
                  </select>
                </label>
                <button type="button" onClick={() => void saveComparison(session, format)}>
                  {words.save}
                </button>
              </>
            )}
          </div>
          {nameless < 2 ? null : <p className="quiet">{words.nameless(nameless)}</p>}
          {compared === undefined ? (
            <p className="quiet">{words.compareHint}</p>
          ) : (
            <>
              {muscles.length < 2 ? null : (
                <label className="check">
                  {words.muscle}
                  <select value={muscle ?? ""} onChange={(event) => setMuscle(event.target.value === "" ? undefined : event.target.value)}>
                    <option value="">{words.allMuscles}</option>
                    {muscles.map((one) => (
                      <option key={one} value={one}>
                        {one.replace(/-/g, " ")}
                      </option>
                    ))}
                  </select>
                </label>
              )}
              <ConditionsPlot tables={tables} />
              <TrendPlot tables={tables} interventions={compared.interventions} />
              {comparisonViews(tables, words).map((view) => (
                <View key={view.title} view={view} />
              ))}
            </>
          )}
        </div>
      )}
    </Modal>
  );
}

/** Takes a recording of another session, or of none, into the shown one. */
function Bring({ recordings, to }: { readonly recordings: readonly RecordingEntry[]; readonly to: string }): ReactNode {
  const session = useSession();
  const { session: words } = useMessages();
  if (recordings.length === 0) return null;
  return (
    <select className="session-bring" aria-label={words.bring} value="" onChange={(event) => (event.target.value === "" ? undefined : moveToSession(session, event.target.value, to))}>
      <option value="">{words.bring}</option>
      {recordings.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

function PlaceRow({ place, entry, sessions, current, onClose }: { readonly place: SessionRecording; readonly entry: RecordingEntry | undefined; readonly sessions: readonly SessionDocument[]; readonly current: string; readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { session: words, notices } = useMessages();
  const name = entry?.name ?? place.recording;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <input aria-label={`${words.condition}: ${name}`} value={place.condition} maxLength={64} onChange={(event) => editPlace(session, place.recording, { condition: event.target.value })} />
      </td>
      <td>
        <select aria-label={`${words.side}: ${name}`} value={place.side} onChange={(event) => editPlace(session, place.recording, { side: event.target.value as SessionRecording["side"] })}>
          {(["", "left", "right"] as const).map((side) => (
            <option key={side} value={side}>
              {words.sides[side]}
            </option>
          ))}
        </select>
      </td>
      <td>
        <input className="session-trial" aria-label={`${words.trial}: ${name}`} value={place.trial} maxLength={64} onChange={(event) => editPlace(session, place.recording, { trial: event.target.value })} />
      </td>
      <td>
        <select aria-label={`${words.inSession}: ${name}`} value={current} onChange={(event) => moveToSession(session, place.recording, event.target.value)}>
          {sessions.map((one) => (
            <option key={one.id} value={one.id}>
              {sessionName(one)}
            </option>
          ))}
        </select>
      </td>
      <td>
        {entry === undefined ? null : (
          <button
            type="button"
            className="link"
            aria-label={`${words.show}: ${name}`}
            onClick={() => {
              onClose();
              void openEntry(session, entry).catch((thrown: unknown) => notifyFailure(session, notices.notOpened(entry.name), thrown));
            }}
          >
            {words.show}
          </button>
        )}
      </td>
    </tr>
  );
}

function View({ view }: { readonly view: ComparisonView }): ReactNode {
  const { session: words } = useMessages();
  const session = useSession();
  return (
    <section className="session-view" aria-label={view.title}>
      <h3 className="heading">
        {view.title}{" "}
        <button type="button" className="link" aria-label={`${words.copy}: ${view.title}`} onClick={() => copyText(session, [view.header, ...view.rows].map((row) => row.join("\t")).join("\n"))}>
          {words.copy}
        </button>
      </h3>
      <TableFrame columns={view.header} className="session-frame">
        {view.rows.map((row) => (
          <tr key={row.join("|")}>
            {row.map((cell, index) => (
              <td key={`${index}-${view.header[index]!}`}>{cell}</td>
            ))}
          </tr>
        ))}
      </TableFrame>
    </section>
  );
}
