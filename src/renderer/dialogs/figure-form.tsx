import type { ReactNode } from "react";
import { figureGains, figureLocaleTags, figureStyleLimits, figureWidthLimits, journalWidths, type FigureLayers, type FigurePanels, type FigureStyle } from "../../core/figure-style";
import type { ChannelInfo } from "../../core/recording";
import type { TrainResult } from "../../core/result";
import { elapsed, entered, typedNumber } from "../layout/format";
import { useMessages } from "../messages/messages";
import type { FigureSpan, FigureWish } from "../state/exports/figure-wish";

const LAYERS: readonly (keyof FigureLayers)[] = ["ribbons", "ticks", "bands", "envelope", "holds", "marks", "caption"];
const PANELS: readonly (keyof FigurePanels)[] = ["intervals", "phase", "statistics"];
const SPANS: readonly FigureSpan[] = ["train", "window", "recording"];

interface Props {
  readonly wish: FigureWish;
  readonly channels: readonly ChannelInfo[];
  readonly trains: readonly TrainResult[];
  /** The channels that are drawn where nobody chose. */
  readonly usual: readonly number[];
  readonly onChange: (change: Partial<FigureWish>) => void;
}

function Check({ label, checked, onChange }: { readonly label: string; readonly checked: boolean; readonly onChange: (checked: boolean) => void }): ReactNode {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

function NumberField({ label, name, value, min, max, step, onChange }: { readonly label: string; readonly name: string; readonly value: number; readonly min: number; readonly max: number; readonly step: number; readonly onChange: (value: number) => void }): ReactNode {
  return (
    <label>
      {label}
      <input
        inputMode="decimal"
        name={name}
        role="spinbutton"
        aria-valuemin={min}
        aria-valuemax={max}
        aria-valuenow={value}
        // Half a number while one types is no wish: the field keeps it, the figure waits.
        defaultValue={entered(value)}
        key={`${name}-${value}`}
        onBlur={(event) => {
          const typed = typedNumber(event.target.value);
          if (typed === undefined) event.target.value = entered(value);
          else onChange(Math.min(max, Math.max(min, typed)));
        }}
        onKeyDown={(event) => {
          const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
          if (event.key !== "Enter" && direction === undefined) return;
          event.preventDefault();
          if (direction === undefined) event.currentTarget.blur();
          else onChange(Math.min(max, Math.max(min, value + direction * step)));
        }}
      />
    </label>
  );
}

/** What the figure shows and how. Every change is seen at once in the preview. */
export function FigureForm({ wish, channels, trains, usual, onChange }: Props): ReactNode {
  const { figure: words } = useMessages();
  const { style } = wish;
  const restyle = (change: Partial<FigureStyle>): void => onChange({ style: { ...style, ...change } });
  const drawn = wish.channels ?? usual;
  const annotated = wish.annotate ?? trains.map((train) => train.id);
  const widthKnown = journalWidths.includes(wish.widthMillimetres);
  return (
    <div className="figure-form form">
      <fieldset>
        <legend>{words.content}</legend>
        <label>
          {words.span}
          <select name="figure-span" value={wish.span} onChange={(event) => onChange({ span: SPANS.find((span) => span === event.target.value) ?? "train" })}>
            {SPANS.map((span) => (
              <option key={span} value={span}>
                {words.spans[span]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.view}
          <select name="figure-view" value={wish.view} onChange={(event) => onChange({ view: event.target.value === "raw" ? "raw" : "filtered" })}>
            <option value="filtered">{words.views.filtered}</option>
            <option value="raw">{words.views.raw}</option>
          </select>
        </label>
        <details>
          <summary>{words.channels(drawn.length, channels.length)}</summary>
          {channels.map((channel) => (
            <Check
              key={channel.index}
              label={channel.label}
              checked={drawn.includes(channel.index)}
              onChange={(checked) => {
                const next = checked ? [...drawn, channel.index] : drawn.filter((index) => index !== channel.index);
                if (next.length > 0) onChange({ channels: next });
              }}
            />
          ))}
        </details>
        {trains.length === 0 ? null : (
          <details>
            <summary>{words.trains(annotated.length, trains.length)}</summary>
            {trains.map((train) => (
              <Check
                key={train.id}
                label={`${elapsed(train.startSeconds, 1)} ${train.channel}`}
                checked={annotated.includes(train.id)}
                onChange={(checked) => onChange({ annotate: checked ? [...annotated, train.id] : annotated.filter((id) => id !== train.id) })}
              />
            ))}
          </details>
        )}
      </fieldset>
      <fieldset>
        <legend>{words.page}</legend>
        <label>
          {words.width}
          <select name="figure-width" value={widthKnown ? wish.widthMillimetres : "other"} onChange={(event) => event.target.value !== "other" && onChange({ widthMillimetres: Number(event.target.value) })}>
            {journalWidths.map((width) => (
              <option key={width} value={width}>
                {words.millimetres(width)}
              </option>
            ))}
            {widthKnown ? null : <option value="other">{words.millimetres(wish.widthMillimetres)}</option>}
          </select>
        </label>
        <NumberField label={words.exactWidth} name="figure-exact-width" value={wish.widthMillimetres} {...figureWidthLimits} step={1} onChange={(widthMillimetres) => onChange({ widthMillimetres })} />
        <NumberField label={words.textSize} name="figure-text" value={style.textPoints} {...figureStyleLimits.textPoints} step={0.5} onChange={(textPoints) => restyle({ textPoints })} />
        <NumberField label={words.traceWidth} name="figure-trace" value={style.tracePoints} {...figureStyleLimits.tracePoints} step={0.05} onChange={(tracePoints) => restyle({ tracePoints })} />
        <label>
          {words.colours}
          <select name="figure-colours" value={style.colours} onChange={(event) => restyle({ colours: event.target.value === "grey" ? "grey" : "colour" })}>
            <option value="colour">{words.colourChoices.colour}</option>
            <option value="grey">{words.colourChoices.grey}</option>
          </select>
        </label>
        <label>
          {words.scales}
          <select name="figure-scales" value={style.scales} onChange={(event) => restyle({ scales: event.target.value === "axes" ? "axes" : "bars" })}>
            <option value="bars">{words.scaleChoices.bars}</option>
            <option value="axes">{words.scaleChoices.axes}</option>
          </select>
        </label>
        <label>
          {words.gain}
          <select name="figure-gain" title={words.gainHint} value={style.gain} onChange={(event) => restyle({ gain: figureGains.find((gain) => gain === event.target.value) ?? "auto" })}>
            {figureGains.map((gain) => (
              <option key={gain} value={gain}>
                {words.gains[gain]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.locale}
          <select name="figure-locale" value={style.locale} onChange={(event) => restyle({ locale: figureLocaleTags.find((tag) => tag === event.target.value) ?? "en" })}>
            {figureLocaleTags.map((tag) => (
              <option key={tag} value={tag}>
                {words.locales[tag]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.letters}
          <select name="figure-letters" value={style.letters} onChange={(event) => restyle({ letters: (["none", "lower", "upper"] as const).find((one) => one === event.target.value) ?? "lower" })}>
            <option value="lower">a, b, c</option>
            <option value="upper">A, B, C</option>
            <option value="none">{words.noLetters}</option>
          </select>
        </label>
      </fieldset>
      <fieldset>
        <legend>{words.layers}</legend>
        {LAYERS.map((layer) => (
          <Check key={layer} label={words.layerNames[layer]} checked={style.layers[layer]} onChange={(checked) => restyle({ layers: { ...style.layers, [layer]: checked } })} />
        ))}
      </fieldset>
      <fieldset>
        <legend>{words.panels}</legend>
        {PANELS.map((panel) => (
          <Check key={panel} label={words.panelNames[panel]} checked={style.panels[panel]} onChange={(checked) => restyle({ panels: { ...style.panels, [panel]: checked } })} />
        ))}
      </fieldset>
    </div>
  );
}
