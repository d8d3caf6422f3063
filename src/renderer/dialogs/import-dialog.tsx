import { useEffect, useEffectEvent, useRef, useState, type FormEvent, type ReactNode } from "react";
import { errorRecord, type ErrorRecord } from "../../core/errors";
import type { ImportPreview } from "../../core/import-recipe";
import { validateImportRecipe } from "../../protocol/validate";
import { useMessages } from "../messages/messages";
import { rememberRecipe, saveRecipe } from "../state/recording/import-actions";
import { isEmptyRecipe } from "../state/recording/import-memory";
import type { ImportQuestion } from "../state/klonos-state";
import { openSource } from "../state/recording/open-actions";
import { withoutName } from "../state/review/without-name";
import { useKlonos, useSession } from "../state/session-context";
import { ImportColumns } from "./import-columns";
import { draftOf, type ImportDraft, isRate, isScale, recipeOf } from "./import-draft";
import { FieldProblems, ImportFields } from "./import-fields";
import { Modal } from "./modal";

/** What the engine says of a format without import settings. */
const SAYS_ITSELF = "no-import-settings";
/** The preview follows what is typed after this pause. */
const PAUSE_MILLISECONDS = 150;

/**
 * How a text, MATLAB or HDF5 file is to be read: asked where the file does not say it, or on request. Shows live what would be read.
 * Nothing is guessed: a rate that is not known has no default.
 */
export function ImportDialog({ question }: { readonly question: ImportQuestion }): ReactNode {
  const session = useSession();
  const { importing, common } = useMessages();
  const { source } = question;
  // A file's name can tell the condition, and so can what stands at its head.
  const blinded = useKlonos((state) => state.reading !== undefined);
  const [draft, setDraft] = useState<ImportDraft>(() => draftOf(question.answers));
  const [preview, setPreview] = useState<ImportPreview | undefined>();
  const [failure, setFailure] = useState<ErrorRecord | undefined>();
  const [loadFailure, setLoadFailure] = useState<string | undefined>();
  const [remembers, setRemembers] = useState(true);
  const recipe = recipeOf(draft);
  const asked = JSON.stringify(recipe);
  const [shownFor, setShownFor] = useState<string | undefined>();
  const isFirst = useRef(true);
  const waits = useRef(false);
  // `asked` stands for `recipe`, which is a new object each time: only other words are another question.
  const look = useEffectEvent(async (words: string, signal: AbortSignal): Promise<void> => {
    try {
      const found = await session.caller.call("previewImport", { source, answers: recipe }, { signal });
      if (signal.aborted) return;
      setPreview(found);
      setShownFor(words);
      setFailure(undefined);
    } catch (thrown) {
      const error = errorRecord(thrown);
      if (signal.aborted || error.code === "cancelled") return;
      setFailure(error);
      setShownFor(words);
    }
  });
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => void look(asked, stop.signal), isFirst.current ? 0 : PAUSE_MILLISECONDS);
    isFirst.current = false;
    return () => {
      stop.abort();
      clearTimeout(timer);
      waits.current = false;
    };
  }, [asked, source, session]);
  const said = failure === undefined ? undefined : blinded ? withoutName(failure, source.name).message : failure.message;
  const close = (): void => session.store.setState({ importQuestion: undefined });
  const problems = preview?.problems ?? [];
  const typed = isRate(draft.samplingHz) && Object.values(draft.scales).every(isScale);
  const needsRate = question.error?.code === "needs-rate";
  // A format that says all but its rate has no columns to choose from: the rate alone is asked for.
  const asksRateOnly = needsRate && failure?.code === SAYS_ITSELF;
  const answered = asksRateOnly ? draft.samplingHz.trim() !== "" : preview !== undefined && failure === undefined;
  const ready = answered && typed && shownFor === asked && !problems.some(({ severity }) => severity === "error");
  const pending = shownFor !== asked;
  // While the file is being looked at, only what was typed can speak against opening.
  const blocked = !typed || (pending ? needsRate && draft.samplingHz.trim() === "" : !ready);
  const open = async (): Promise<void> => {
    if (!ready) return;
    // Before the file is opened: what is remembered must not stand against what was just said.
    if ((remembers || isEmptyRecipe(recipe)) && preview !== undefined && preview.signature !== "") rememberRecipe(session, preview.signature, recipe);
    await openSource(session, source, recipe);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // An Enter right after the last digit is not lost: it is done as soon as the preview stands.
    if (pending && !blocked) waits.current = true;
    else void open();
  };
  const openIfWaited = useEffectEvent(() => {
    if (!waits.current) return;
    waits.current = false;
    void open();
  });
  useEffect(() => {
    // Once for each preview that settles.
    if (!pending) openIfWaited();
  }, [pending]);
  const load = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    try {
      setDraft(draftOf(validateImportRecipe(JSON.parse(await file.text()))));
      setLoadFailure(undefined);
    } catch (thrown) {
      setLoadFailure(thrown instanceof SyntaxError ? importing.notRecipe : errorRecord(thrown).message);
    }
  };
  return (
    <Modal title={blinded ? importing.titleBlinded : importing.title(source.name)} onClose={close} testId="import-dialog" size="wide">
      <form onSubmit={submit} className="form import-form">
        <p className={asksRateOnly ? undefined : "quiet"}>{asksRateOnly ? (blinded ? importing.rateOnlyBlinded : importing.rateOnly(source.name)) : importing.intro}</p>
        {said === undefined || asksRateOnly ? null : <FieldProblems problems={[{ field: "file", severity: "error", message: said }]} />}
        <div className="import-fields">
          <ImportFields draft={draft} preview={preview} needsRate={needsRate} rateOnly={asksRateOnly} change={setDraft} />
        </div>
        {preview === undefined ? failure === undefined ? <p className="quiet">{importing.looking}</p> : null : <ImportColumns draft={draft} preview={preview} change={setDraft} />}
        {preview === undefined || preview.lines.length === 0 || blinded ? null : <FirstLines preview={preview} />}
        {asksRateOnly ? null : (
          <div className="form-actions form-actions-left import-actions">
            <label className="check">
              <input type="checkbox" checked={remembers} onChange={(event) => setRemembers(event.target.checked)} />
              {importing.remember}
            </label>
            <button type="button" onClick={() => void saveRecipe(session, recipe)}>
              {importing.save}
            </button>
            <label className="file-button">
              {importing.load}
              <input
                type="file"
                accept=".json,application/json"
                data-testid="import-load"
                onChange={(event) => {
                  void load(event.target.files?.[0]);
                  // So that the same file, mended, can be chosen again.
                  event.target.value = "";
                }}
              />
            </label>
            <button type="button" onClick={() => setDraft(draftOf({}))}>
              {importing.reset}
            </button>
          </div>
        )}
        {loadFailure === undefined ? null : <FieldProblems problems={[{ field: "file", severity: "error", message: loadFailure }]} />}
        <div className="form-actions">
          {preview !== undefined && shownFor === asked && !ready ? <span className="quiet">{importing.blocked}</span> : null}
          <button type="button" onClick={close}>
            {common.cancel}
          </button>
          <button type="submit" className="primary" disabled={blocked}>
            {importing.open}
          </button>
        </div>
      </form>
    </Modal>
  );
}

function FirstLines({ preview }: { readonly preview: ImportPreview }): ReactNode {
  const { importing } = useMessages();
  const { labelLine, unitLine, firstLine } = preview.found;
  const kind = (line: number): string => (line === labelLine ? "labels" : line === unitLine ? "units" : firstLine !== undefined && line >= firstLine ? "numbers" : "other");
  return (
    <details className="import-lines" open>
      <summary>{importing.lines}</summary>
      <ol tabIndex={0} aria-label={importing.lines}>
        {preview.lines.map((line, index) => (
          <li key={index} data-kind={kind(index + 1)}>
            {line.replace(/\t/g, " ⇥ ")}
          </li>
        ))}
      </ol>
    </details>
  );
}
