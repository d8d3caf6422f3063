import type { ReactNode } from "react";
import { namedMarkKinds } from "../../core/mark-kinds";
import { fileNotes } from "../layout/file-notes";
import { dateTime, elapsed, ratesText, shortHash } from "../layout/format";
import { markText } from "../layout/method-words";
import { useMessages } from "../messages/messages";
import { isSameMark, removeMark } from "../state/analysis/edit-actions";
import { durationOf } from "../state/klonos-state";
import { notifyFailure } from "../state/notices";
import { nameNotes, openSource } from "../state/recording/open-actions";
import { openEntry } from "../state/projects/project-loop";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { chooseMark, goTo } from "../state/views/view-actions";
import { timeText } from "../plots/trace-viewer";
import { EventEditor, EventFiles } from "./event-editor";
import { EventProposals } from "./event-proposals";
import { ChannelList, MuscleQuestions } from "./channel-list";
import { Preflight } from "./preflight";
import { QueueList } from "./queue-list";
import { RejectedList } from "./rejected-list";
import { TrainList } from "./train-list";

/** What there is: recording, channels, pre-flight, trains, events. A click goes there. */
export function LeftPanel(): ReactNode {
  const { contents: words } = useMessages();
  const queued = useKlonos((state) => state.queue !== undefined);
  return (
    <nav className="left-panel" aria-label={words.label} data-testid="left-panel">
      <RecordingFacts />
      <ChannelList />
      <MuscleQuestions />
      <Preflight />
      {queued ? <QueueList /> : <TrainList />}
      <EventList />
      <RejectedList />
    </nav>
  );
}

function RecordingFacts(): ReactNode {
  const session = useSession();
  const { contents: words } = useMessages();
  const recording = useKlonos((state) => state.recording);
  const siblings = useKlonos((state) => state.siblings);
  // A name or a date can tell the condition, and another recording is none of the reading's.
  const blinded = useKlonos((state) => state.reading !== undefined);
  const duration = useKlonos(durationOf);
  const channels = useChannels();
  if (recording === undefined) return null;
  const { header, source } = recording.opened;
  const start = dateTime(header.startDateTime);
  return (
    <section aria-labelledby="heading-recording">
      <h2 className="heading" id="heading-recording">
        {words.recording}
      </h2>
      <p className="recording-name" title={blinded ? undefined : source.name} data-testid="recording-name">
        {blinded ? words.blinded : source.name}
      </p>
      <p className="quiet">{[header.format, elapsed(duration, 1), ratesText(channels.map((channel) => channel.samplingHz)), words.channels(channels.length)].filter((part) => part !== "").join(" · ")}</p>
      {start === undefined || blinded ? null : <p className="quiet">{start}</p>}
      {header.hasIdentity ? <p className="quiet">{words.identity}</p> : null}
      {recording.scan === undefined ? null : <p className="visually-hidden">{`SHA-256 ${shortHash(recording.scan.sha256)}`}</p>}
      {siblings.length > 1 || blinded ? null : <ProjectRecordings />}
      {siblings.length < 2 || blinded ? null : (
        <ul className="item-list file-list">
          {siblings.map((sibling) => (
            <li key={sibling.id}>
              <button type="button" className="item" aria-current={sibling.id === recording.sourceInfo.id} onClick={() => void openSource(session, sibling, {})}>
                <span className="item-name">{sibling.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The recordings of the open project, within reach after the next start too; none of a lone file, and none of everything that was ever opened. */
function ProjectRecordings(): ReactNode {
  const session = useSession();
  const { contents: words, notices } = useMessages();
  const project = useKlonos((state) => state.project);
  const recordings = project?.document.recordings ?? [];
  if (project === undefined || project.automatic || recordings.length < 2) return null;
  return (
    <ul className="item-list file-list" aria-label={words.ofProject} data-testid="project-recordings">
      {recordings.map((entry) => (
        <li key={entry.id}>
          <button type="button" className="item" aria-current={entry.id === project.recording?.id} onClick={() => void openEntry(session, entry).catch((thrown: unknown) => notifyFailure(session, notices.notOpened(entry.name), thrown))}>
            <span className="item-name">{entry.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Lets a lab say what its own word means; every note of this text becomes that mark, here and in later recordings. */
function NoteMeaning({ text }: { readonly text: string }): ReactNode {
  const session = useSession();
  const { events: words, markKinds: kinds } = useMessages();
  return (
    <select
      className="note-meaning"
      aria-label={words.meaning(text)}
      title={words.meaningHint}
      value=""
      onChange={(event) => {
        const kind = namedMarkKinds.find((candidate) => candidate === event.target.value);
        if (kind !== undefined) void nameNotes(session, text, kind);
      }}
    >
      <option value="">{words.meaningChoice}</option>
      {namedMarkKinds.map((kind) => (
        <option key={kind} value={kind}>
          {kinds[kind]}
        </option>
      ))}
    </select>
  );
}

const MARK_KEYS: Readonly<Record<string, string>> = { stretch: "1", hold: "2", release: "3", tap: "4" };

/** From here on a note's time is said in whole seconds: there is no room for more. Its title has the hundredths. */
const HOUR_SECONDS = 3600;

function EventList(): ReactNode {
  const session = useSession();
  const { events: words } = useMessages();
  const marks = useKlonos((state) => state.inputs.present.context.marks);
  const annotations = useKlonos((state) => state.recording?.scan?.annotations);
  const chosen = useKlonos((state) => state.view.mark);
  const channels = useChannels();
  const opened = useKlonos((state) => state.recording !== undefined);
  const clock = useKlonos((state) => state.view.clock);
  void clock;
  if (!opened) return null;
  const state = session.store.getState();
  const others = fileNotes(annotations ?? [], marks);
  return (
    <section aria-labelledby="heading-events">
      <h2 className="heading" id="heading-events">
        {words.heading}
      </h2>
      {marks.length + others.length === 0 ? (
        <p className="quiet">{words.none}</p>
      ) : null}
      <ul className="item-list" data-testid="events">
        {marks.map((mark, index) => (
          <li key={`${mark.kind}-${mark.seconds}-${index}`} className="event">
            <button type="button" className="item" aria-current={isSameMark(mark, chosen)} onClick={() => chooseMark(session, mark)}>
              <kbd>{MARK_KEYS[mark.kind] ?? /\d$/.exec(mark.text)?.[0] ?? "·"}</kbd>
              <span className="item-name">
                {markText(mark)} {timeText(state, mark.seconds, 2)}
                {mark.channelIndex === undefined ? null : ` · ${channels.find(({ index: own }) => own === mark.channelIndex)?.label ?? ""}`}
              </span>
            </button>
            <button type="button" className="item-remove" aria-label={words.remove(markText(mark), timeText(state, mark.seconds, 2))} title={words.removeHint} onClick={() => removeMark(session, mark)}>
              ×
            </button>
            {isSameMark(mark, chosen) ? <EventEditor key={`${mark.text}-${mark.seconds}`} mark={mark} /> : null}
          </li>
        ))}
        {others.map((annotation, index) => (
          <li key={`note-${index}`} className="event">
            <button type="button" className="item quiet" title={`${annotation.text} ${timeText(state, annotation.onsetSeconds, 2)}`} onClick={() => goTo(session, annotation.onsetSeconds)}>
              <kbd aria-hidden="true">·</kbd>
              <span className="item-name">
                {annotation.text} {timeText(state, annotation.onsetSeconds, annotation.onsetSeconds < HOUR_SECONDS ? 2 : 0)}
                {annotation.channel === undefined ? null : ` · ${channels.find(({ index: own }) => own === annotation.channel)?.label ?? ""}`}
              </span>
            </button>
            {others.findIndex(({ text }) => text === annotation.text) === index ? <NoteMeaning text={annotation.text} /> : null}
          </li>
        ))}
      </ul>
      <EventFiles />
      <EventProposals />
    </section>
  );
}
