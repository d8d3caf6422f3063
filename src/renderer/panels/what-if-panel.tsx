import { useMemo, type ReactNode } from "react";
import { settingDefinitions } from "../../core/settings";
import { chordText } from "../commands/keys";
import { coreText, helpLang, settingHelp } from "../layout/core-words";
import { plain } from "../layout/format";
import { settingTitle } from "../layout/method-words";
import { shortWord } from "../layout/pattern-words";
import { type WhatIfRow, whatIfRows, whatIfSliders } from "../layout/what-if";
import { useMessages } from "../messages/messages";
import { timeText } from "../plots/trace-viewer";
import { type WhatIf, trainsOf } from "../state/klonos-state";
import { useKlonos, useSession } from "../state/session-context";
import { chooseTrain } from "../state/views/view-actions";
import { applyWhatIf, chooseWhatIf, leaveWhatIf, moveWhatIf, whatIfTrains } from "../state/analysis/what-if";
import { PatternMark } from "./pattern-mark";

/** One deciding setting under the finger: which labels would flip, and how far every train is from the nearest flip. */
export function WhatIfPanel({ whatIf }: { readonly whatIf: WhatIf }): ReactNode {
  const session = useSession();
  const { whatIf: words, plan: planWords } = useMessages();
  const planned = useKlonos((state) => state.project?.document.plan?.settings[whatIf.setting]);
  const trains = useKlonos(trainsOf);
  const others = useKlonos(whatIfTrains);
  const inForce = useKlonos((state) => state.inputs.present.settings[whatIf.setting]);
  const rows = useMemo(() => whatIfRows(trains, others), [trains, others]);
  const { min, max, step, unit } = settingDefinitions[whatIf.setting];
  const flips = rows.filter((row) => row.flips).length;
  const waiting = whatIf.answer === undefined || whatIf.answer.value !== whatIf.value;
  const text = (value: number): string => `${plain(Number(value.toFixed(4)))}${unit === "" ? "" : ` ${unit}`}`;
  return (
    <aside
      className="pattern-panel what-if"
      aria-label={words.title}
      data-testid="what-if"
      aria-busy={waiting}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        leaveWhatIf(session);
      }}
    >
      <h2 className="pattern-title">{words.title}</h2>
      <label className="what-if-setting">
        <span className="visually-hidden">{words.setting}</span>
        <select value={whatIf.setting} onChange={(event) => chooseWhatIf(session, whatIfSliders.find(({ setting }) => setting === event.target.value)?.setting ?? whatIf.setting)}>
          {whatIfSliders.map(({ setting }) => (
            <option key={setting} value={setting}>
              {settingTitle(setting)}
            </option>
          ))}
        </select>
      </label>
      <p className="note" lang={helpLang(whatIf.setting)}>{settingHelp(whatIf.setting)}</p>
      <div className="what-if-slider">
        <input type="range" autoFocus min={min} max={max} step={step} value={whatIf.value} aria-label={settingTitle(whatIf.setting)} aria-valuetext={text(whatIf.value)} onChange={(event) => moveWhatIf(session, event.target.valueAsNumber)} />
        <Readings whatIf={whatIf} rows={rows} />
        <p className="what-if-value">
          <strong data-testid="what-if-value">{text(whatIf.value)}</strong> <span className="quiet">{words.inForce(text(inForce))}</span>
        </p>
      </div>
      {planned === undefined || planned === whatIf.value ? null : (
        <p className="note" data-testid="off-plan">
          {planWords.offPlan(text(planned))}
        </p>
      )}
      <p role="status" className="what-if-count" data-testid="what-if-count">
        {words.flips(flips, trains.length)}
      </p>
      <div className="next-actions">
        <button type="button" className="primary" disabled={whatIf.value === inForce} onClick={() => applyWhatIf(session)}>
          {words.apply}
        </button>
        <button type="button" onClick={() => leaveWhatIf(session)}>
          {words.back} <kbd>{chordText("Escape")}</kbd>
        </button>
      </div>
      <ul className="what-if-list" data-testid="what-if-trains">
        {rows.map((row) => (
          <Row key={row.before.id} row={row} />
        ))}
      </ul>
    </aside>
  );
}

function Row({ row: { before, after, flips } }: { readonly row: WhatIfRow }): ReactNode {
  const session = useSession();
  const { whatIf: words } = useMessages();
  const chosen = useKlonos((state) => state.view.trainId);
  const flip = (after ?? before).nearestFlip;
  return (
    <li data-flips={flips}>
      <button type="button" className="item" aria-current={before.id === chosen} onClick={() => chooseTrain(session, before)}>
        <PatternMark pattern={before.pattern} size={10} />
        <span className="what-if-words">
          <span>
            {timeText(session.store.getState(), before.startSeconds, 1)} <strong>{before.channel}</strong> {shortWord(before)}
            {flips ? <strong className="what-if-after"> → {after === undefined ? words.gone : shortWord(after)}</strong> : null}
          </span>
          <span className="quiet">{flip === null ? words.noFlip : words.nearest(coreText(flip.text), words.labels[flip.label])}</span>
        </span>
      </button>
    </li>
  );
}

const WIDTH = 296;
const HEIGHT = 16;
/** Half of a slider's thumb: where its scale begins. */
const INSET = 8;

/** Where the trains stand on the slider's scale. */
function Readings({ whatIf, rows }: { readonly whatIf: WhatIf; readonly rows: readonly WhatIfRow[] }): ReactNode {
  const { whatIf: words } = useMessages();
  const slider = whatIfSliders.find(({ setting }) => setting === whatIf.setting);
  const { min, max } = settingDefinitions[whatIf.setting];
  const at = (value: number): number => INSET + Math.min(1, Math.max(0, (value - min) / (max - min))) * (WIDTH - 2 * INSET);
  const marks = rows.flatMap((row) => {
    const reading = slider?.reading(row.before);
    return reading === undefined ? [] : [{ row, x: at(reading) }];
  });
  if (marks.length === 0) return null;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="what-if-readings" role="img" aria-label={words.readings}>
      {marks.map(({ row, x }) => (
        <line key={row.before.id} x1={x} x2={x} y1={row.flips ? 0 : 4} y2={HEIGHT} className="what-if-reading" data-pattern={row.before.pattern} data-flips={row.flips} />
      ))}
    </svg>
  );
}
