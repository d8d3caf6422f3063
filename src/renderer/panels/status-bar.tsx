import { useMemo, type ReactNode } from "react";
import { runCommand } from "../commands/command-table";
import { chordText } from "../commands/keys";
import { duration, fixed, plain, reading, shortHash } from "../layout/format";
import { doingText } from "../layout/method-words";
import { useMessages } from "../messages/messages";
import { deviationsFrom } from "../state/projects/plan-actions";
import { measureCalipers } from "../state/views/caliper-actions";
import { displayUnit } from "../state/views/gains";
import { useChannels, useKlonos, useSession } from "../state/session-context";
import { zoomToSelection } from "../state/views/view-actions";
import { timeText } from "../plots/trace-viewer";

const CURSOR_DECIMALS = 3;
const MINUTE_SECONDS = 60;

/** Cursor, selection, hash of the file, edits, running work, and where the data stay. */
export function StatusBar(): ReactNode {
  const { status: words } = useMessages();
  const hash = useKlonos((state) => state.recording?.scan?.sha256);
  const opened = useKlonos((state) => state.recording !== undefined);
  const edits = useKlonos((state) => state.inputs.present.context.edits.length);
  const changes = useKlonos((state) => state.inputs.past.length);
  return (
    <footer className="status-bar" data-testid="status-bar">
      <Listening />
      <CursorText />
      <SelectionText />
      <CaliperText />
      {hash === undefined ? null : (
        <span className="status-hash" title={`SHA-256 ${hash}`} data-testid="hash">
          SHA-256 {shortHash(hash)}
        </span>
      )}
      <span className="status-gap" />
      <Jobs />
      {opened ? <span data-testid="edits">{words.changes(changes, edits)}</span> : null}
      <PlanText />
      <SavedText />
      <span className="status-local">{words.local}</span>
    </footer>
  );
}

/** Whether what is shown is what was planned; leads to what deviates. */
function PlanText(): ReactNode {
  const session = useSession();
  const { plan: words } = useMessages();
  const plan = useKlonos((state) => state.project?.document.plan);
  const inputs = useKlonos((state) => state.inputs.present);
  const opened = useKlonos((state) => state.recording !== undefined);
  const deviations = useMemo(() => (plan === undefined ? [] : deviationsFrom(plan, inputs)), [plan, inputs]);
  if (plan === undefined || !opened) return null;
  return (
    <button type="button" className="link status-plan" data-testid="plan-status" title={deviations.join("\n")} onClick={() => runCommand(session, "project.plan")}>
      {deviations.length === 0 ? words.inForce : words.deviates(deviations.length)}
    </button>
  );
}

/** Whose work it is and whether it is on the disk. */
function SavedText(): ReactNode {
  const { project: words } = useMessages();
  const project = useKlonos((state) => state.project);
  const opened = useKlonos((state) => state.recording !== undefined);
  if (project === undefined || (project.automatic && !opened)) return null;
  const status = project.saved === "read-only" ? words.readOnly : words[project.saved];
  const isProblem = project.saved === "read-only" || project.saved === "conflict" || project.saved === "failed";
  return (
    <span data-testid="saved" data-status={project.saved} className={isProblem ? "status-problem" : undefined} title={project.problem}>
      {project.automatic ? status : `${words.named(project.name)} · ${status}`}
    </span>
  );
}

function CursorText(): ReactNode {
  const session = useSession();
  const { status: words } = useMessages();
  const cursor = useKlonos((state) => state.cursor);
  const clock = useKlonos((state) => state.view.clock);
  const gains = useKlonos((state) => state.view.gains);
  const channels = useChannels();
  void clock;
  if (cursor === undefined) return null;
  const channel = channels.find((candidate) => candidate.index === cursor.channelIndex);
  const value = channel === undefined || cursor.value === undefined ? "" : ` · ${channel.label} ${reading(cursor.value, displayUnit(channel), gains[channel.index])}`;
  return <span className="status-cursor" data-testid="cursor">{words.cursor(`${timeText(session.store.getState(), cursor.seconds, CURSOR_DECIMALS)}${value}`)}</span>;
}

function SelectionText(): ReactNode {
  const session = useSession();
  const { status: words } = useMessages();
  const selection = useKlonos((state) => state.view.selection);
  if (selection === undefined) return null;
  const length = selection.end - selection.start;
  return (
    <span data-testid="selection">
      {`Δt ${duration(length)} · 1/Δt ${fixed(1 / length, length < 0.1 ? 1 : 2)} Hz`}{" "}
      <button type="button" className="link" onClick={() => zoomToSelection(session)}>
        {words.zoom} <kbd>{chordText("Enter")}</kbd>
      </button>
    </span>
  );
}

function Listening(): ReactNode {
  const listening = useKlonos((state) => state.listening);
  const channels = useChannels();
  const { status } = useMessages();
  if (listening === undefined) return null;
  return (
    <span data-testid="listening">
      {status.listening(channels.find((channel) => channel.index === listening.channelIndex)?.label ?? "", listening.rate === 1 ? "" : plain(listening.rate))}{" "}
      <button type="button" className="link" onClick={listening.stop}>
        {status.stop} <kbd>{chordText("Space")}</kbd>
      </button>
    </span>
  );
}

/** What the two measuring cursors say: Δt, 1/Δt, and ΔV of the trace that was selected when the first was set. */
function CaliperText(): ReactNode {
  const calipers = useKlonos((state) => state.view.calipers);
  const gains = useKlonos((state) => state.view.gains);
  const channels = useChannels();
  const { status } = useMessages();
  if (calipers.length === 0) return null;
  const measured = measureCalipers(calipers);
  const channel = channels.find((candidate) => candidate.index === calipers[0]?.channelIndex);
  if (measured === undefined) return <span data-testid="calipers">{status.oneCaliper}</span>;
  const difference = channel === undefined || measured.difference === undefined ? "" : ` · ΔV ${reading(measured.difference, displayUnit(channel), gains[channel.index])} (${channel.label})`;
  const rate = measured.perSecond === undefined ? "" : ` · 1/Δt ${fixed(measured.perSecond, measured.perSecond < 10 ? 2 : 1)} Hz`;
  return <span data-testid="calipers">{`A–B: Δt ${duration(measured.seconds)}${rate}${difference}`}</span>;
}

function Jobs(): ReactNode {
  const jobs = useKlonos((state) => state.jobs);
  const { status } = useMessages();
  return (
    <span className="jobs" role="status" data-testid="jobs">
      {jobs.map((job) => (
        <span key={job.id} className="job">
          {job.title}
          {job.doing === "" ? "" : `: ${doingText(job.doing)}`}
          {job.remainingSeconds === undefined ? "" : ` · ${status.remaining(job.remainingSeconds < MINUTE_SECONDS ? Math.ceil(job.remainingSeconds) : undefined, Math.ceil(job.remainingSeconds / MINUTE_SECONDS))}`}
          <progress value={job.fraction} max={1} aria-label={job.title} />
          <button type="button" className="link" aria-label={status.stopJob(job.title)} onClick={job.cancel}>
            {status.stop}
          </button>
        </span>
      ))}
    </span>
  );
}
