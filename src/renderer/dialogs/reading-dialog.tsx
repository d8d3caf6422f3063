import { useEffect, useState, type ReactNode } from "react";
import type { AgreementRow, EdgeError } from "../../core/reading/agreement";
import type { ReadingDocument } from "../../project/documents";
import { dateTime, fixed } from "../layout/format";
import { useMessages } from "../messages/messages";
import { TableFrame } from "../panels/table-frame";
import { copyText } from "../state/exports/copy-text";
import { notifyFailure } from "../state/notices";
import { agreementOf, goOnReading, progressOf, saveAgreement, startReading } from "../state/review/reading-actions";
import { waitingSiblings } from "../state/recording/adopt-recording";
import { ownEntries } from "../state/projects/project-state";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";
import { StopJob } from "./stop-job";
import { useBusy } from "./use-busy";

const FORMATS = ["csv", "tsv", "json", "txt"] as const;
const MILLISECONDS = 1000;

/** Blinded second readings of the project: a new one, those that were begun, and how far they agree. */
export function ReadingDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { reading: words } = useMessages();
  const who = useKlonos((state) => state.preferences.who);
  // Those that were opened together with the shown one are read with it.
  const recordings = useKlonos((state) => ownEntries(state.project).length + waitingSiblings(session).length);
  const [rater, setRater] = useState(who);
  const [scope, setScope] = useState<"recording" | "project">("recording");
  const [busy, begin] = useBusy();
  const [readings, setReadings] = useState<readonly ReadingDocument[]>([]);
  useEffect(() => {
    void session.keeper.readReadings().then(setReadings).catch((thrown: unknown) => notifyFailure(session, words.failed, thrown));
  }, [session, words]);

  return (
    <Modal title={words.title} onClose={onClose} testId="reading-dialog" size="wide">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          begin(() => startReading(session, rater.trim(), scope));
        }}
      >
        <p>{words.intro}</p>
        <label className="reading-rater">
          {words.rater}
          <input required maxLength={40} data-first-focus value={rater} onChange={(event) => setRater(event.target.value)} />
        </label>
        <fieldset className="reading-scope">
          <legend>{words.which}</legend>
          {(["recording", "project"] as const).map((one) => (
            <label key={one}>
              <input type="radio" name="scope" checked={scope === one} onChange={() => setScope(one)} /> {words.scopes[one](recordings)}
            </label>
          ))}
        </fieldset>
        <div className="form-actions">
          <StopJob busy={busy} />
          <button type="submit" className="primary" aria-disabled={busy} disabled={rater.trim() === ""}>
            {busy ? words.collecting : words.start}
          </button>
        </div>
      </form>
      {readings.length === 0 ? null : (
        <>
          <h3>{words.begun}</h3>
          <ul className="item-list" data-testid="readings">
            {readings.map((reading) => {
              const [answered, all] = progressOf(reading);
              return (
                <li key={reading.id} className="reading-begun">
                  <span>
                    <strong>{reading.rater}</strong> {dateTime(reading.startedAt) ?? reading.startedAt} · {words.progress(answered, all)}
                  </span>
                  {answered === all ? null : (
                    <button type="button" onClick={() => void goOnReading(session, reading).catch((thrown: unknown) => notifyFailure(session, words.failed, thrown))}>
                      {words.resume}
                    </button>
                  )}
                </li>
              );
            })}
          </ul>
          {readings.some((reading) => progressOf(reading)[0] > 0) ? <Agreement readings={readings} /> : null}
        </>
      )}
    </Modal>
  );
}

/** Behind a click: who still reads should not see it. */
function Agreement({ readings }: { readonly readings: readonly ReadingDocument[] }): ReactNode {
  const session = useSession();
  const { reading: words } = useMessages();
  const [shown, setShown] = useState<Awaited<ReturnType<typeof agreementOf>> | undefined>();
  if (shown === undefined)
    return (
      <div className="form-actions">
        <button type="button" onClick={() => void agreementOf(session, readings).then(setShown).catch((thrown: unknown) => notifyFailure(session, words.failed, thrown))}>
          {words.agreement}
        </button>
      </div>
    );
  return (
    <section aria-label={words.agreement} data-testid="agreement">
      <h3>{words.agreement}</h3>
      <TableFrame columns={words.columns}>
        {shown.rows.map((row, index) => (
          <Row key={index} row={row} />
        ))}
      </TableFrame>
      <p className="note">{shown.paragraph}</p>
      <div className="form-actions">
        <button type="button" onClick={() => copyText(session, shown.paragraph)}>
          {words.copy}
        </button>
        {FORMATS.map((format) => (
          <button key={format} type="button" onClick={() => void saveAgreement(session, readings, format)}>
            {words.save[format]}
          </button>
        ))}
      </div>
    </section>
  );
}

function Row({ row }: { readonly row: AgreementRow }): ReactNode {
  const { reading: words } = useMessages();
  const { kappa } = row;
  const within = (interval: readonly [number, number] | undefined, decimals: number, factor = 1): string => (interval === undefined ? "" : ` (${fixed(interval[0] * factor, decimals)} – ${fixed(interval[1] * factor, decimals)})`);
  const edge = (error: EdgeError | undefined): string => (error === undefined ? "–" : `${fixed(error.meanSeconds * MILLISECONDS, 1)}${within(error.interval, 1, MILLISECONDS)}`);
  return (
    <tr>
      <th scope="row">{row.comparison === "within-rater" ? words.itself(row.first) : words.against(row.second, row.first)}</th>
      <td>{kappa.items}</td>
      <td>{kappa.kappa === undefined ? "–" : `${fixed(kappa.kappa, 2)}${within(kappa.interval, 2)}`}</td>
      <td>{edge(row.onset)}</td>
      <td>{edge(row.offset)}</td>
      <td>
        {row.missedBursts} / {row.extraBursts}
      </td>
      <td>
        {row.split} / {row.merged}
      </td>
    </tr>
  );
}
