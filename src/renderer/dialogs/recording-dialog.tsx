import { useState, type ReactNode } from "react";
import { effectiveChannels, inRowOrder } from "../../core/channel-overrides";
import { withDerived } from "../../core/derivation";
import type { RecordingFileFormat } from "../../protocol/engine-api";
import { useMessages } from "../messages/messages";
import { saveRecording } from "../state/exports/save-recording";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";
import { StopJob } from "./stop-job";
import { useBusy } from "./use-busy";

const FORMATS = ["edf", "bdf", "csv", "tsv", "bids"] as const satisfies readonly RecordingFileFormat[];
const SPANS = ["whole", "window", "selection"] as const;
/** Labels of BIDS. */
const BIDS_LABEL = "[0-9A-Za-z]+";

/** The recording, or channels and a stretch of it, written as another format. */
export function RecordingDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { recordingFile: words } = useMessages();
  const scan = useKlonos((state) => state.recording?.scan);
  const context = useKlonos((state) => state.inputs.present.context);
  const { window, selection, study } = useKlonos((state) => state.view);
  const [format, setFormat] = useState<RecordingFileFormat>("edf");
  const [span, setSpan] = useState<(typeof SPANS)[number]>("whole");
  const [left, setLeft] = useState<readonly number[]>([]);
  // What is too long to be analysed at once has none; labels are hidden while a person edits without them.
  const hasBursts = useKlonos((state) => state.result !== undefined);
  const [withBursts, setWithBursts] = useState(!study);
  const [annotationsOnly, setAnnotationsOnly] = useState(false);
  const [withNames, setWithNames] = useState(false);
  const [subject, setSubject] = useState("01");
  const [task, setTask] = useState("emg");
  const [busy, start] = useBusy();
  if (scan === undefined) return null;
  const channels = inRowOrder(withDerived(effectiveChannels(scan.channels, context.overrides), context.derivations ?? []), context.overrides).filter(({ sampleCount }) => sampleCount > 0);
  const holdsAnnotations = format === "edf" || format === "bdf";
  const isWithoutSignals = holdsAnnotations && annotationsOnly;
  const spans = { whole: undefined, window: [window.start, window.start + window.span] as const, selection: selection === undefined ? undefined : ([Math.min(selection.start, selection.end), Math.max(selection.start, selection.end)] as const) };
  const save = async (): Promise<void> => {
    const name = await saveRecording(session, {
      format,
      channels: isWithoutSignals || left.length === 0 ? undefined : channels.map(({ index }) => index).filter((index) => !left.includes(index)),
      span: isWithoutSignals ? undefined : spans[span],
      withBursts: withBursts && hasBursts && format !== "csv" && format !== "tsv",
      annotationsOnly: isWithoutSignals,
      withNames,
      subject,
      task,
    });
    if (name !== undefined) onClose();
  };
  return (
    <Modal title={words.title} onClose={onClose} testId="recording-dialog">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          start(save);
        }}
      >
        <label>
          {words.format}
          <select name="recording-format" data-first-focus value={format} onChange={(event) => setFormat(FORMATS.find((one) => one === event.target.value) ?? "edf")}>
            {FORMATS.map((one) => (
              <option key={one} value={one}>
                {words.formats[one]}
              </option>
            ))}
          </select>
        </label>
        {holdsAnnotations && (
          <label className="check">
            <input type="checkbox" checked={annotationsOnly} onChange={(event) => setAnnotationsOnly(event.target.checked)} />
            {words.annotationsOnly}
          </label>
        )}
        {format !== "csv" && format !== "tsv" && (
          <label className="check">
            <input type="checkbox" disabled={!hasBursts} checked={withBursts && hasBursts} onChange={(event) => setWithBursts(event.target.checked)} />
            {words.withBursts}
          </label>
        )}
        {format === "bids" && (
          <>
            <label>
              {words.subject}
              <input name="subject" required pattern={BIDS_LABEL} title={words.label} value={subject} onChange={(event) => setSubject(event.target.value)} />
            </label>
            <label>
              {words.task}
              <input name="task" required pattern={BIDS_LABEL} title={words.label} value={task} onChange={(event) => setTask(event.target.value)} />
            </label>
          </>
        )}
        {!isWithoutSignals && (
          <>
            <label>
              {words.span}
              <select name="recording-span" value={span} onChange={(event) => setSpan(SPANS.find((one) => one === event.target.value) ?? "whole")}>
                {SPANS.filter((one) => one !== "selection" || selection !== undefined).map((one) => (
                  <option key={one} value={one}>
                    {words.spans[one]}
                  </option>
                ))}
              </select>
            </label>
            <fieldset className="report-sections">
              <legend>{words.channels}</legend>
              {channels.map(({ index, label }) => (
                <label key={index} className="check">
                  <input type="checkbox" checked={!left.includes(index)} onChange={(event) => setLeft(event.target.checked ? left.filter((one) => one !== index) : [...left, index])} />
                  {label}
                </label>
              ))}
            </fieldset>
          </>
        )}
        <label className="check">
          <input type="checkbox" checked={withNames} onChange={(event) => setWithNames(event.target.checked)} />
          {words.withNames}
        </label>
        <div className="form-actions">
          <StopJob busy={busy} />
          <button type="submit" className="primary" aria-disabled={busy || (!isWithoutSignals && left.length >= channels.length)} disabled={!isWithoutSignals && left.length >= channels.length}>
            {busy ? words.writing : words.save}
          </button>
        </div>
        <p className="quiet">{words.note}</p>
      </form>
    </Modal>
  );
}
