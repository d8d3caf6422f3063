import { useId, useState, type ReactNode } from "react";
import { choiceDefinition, type ChoiceSettingName, isChoiceSetting, type NumberSettingName, settingDefinitions, settingNames, type SettingName } from "../../core/settings";
import { plain } from "../layout/format";
import { resetSettings, setChoice, setSetting } from "../state/edit-actions";
import { useMessages } from "../messages/messages";
import { DRAGS, setPreferences } from "../state/preferences";
import type { Preferences } from "../state/klonos-state";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";

type Group = (typeof settingDefinitions)[SettingName]["group"];

const GROUP_TITLES: Readonly<Record<Group, string>> = {
  filter: "Filter",
  detector: "Burst detector",
  train: "Trains",
  gate: "Quality gates",
  rhythm: "Rhythm",
  classes: "Rhythm classes and priors",
  persistence: "Persistence",
  evidence: "Evidence",
  report: "Report",
};
const THEMES: readonly (readonly [Preferences["theme"], string])[] = [
  ["system", "as the system"],
  ["light", "light"],
  ["dark", "dark"],
  ["contrast", "high contrast"],
];

/** Every setting of the method with unit, limits, source and reset; a change re-scores at once. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const settings = useKlonos((state) => state.inputs.present.settings);
  const analysing = useKlonos((state) => state.analysing);
  const preferences = useKlonos((state) => state.preferences);
  const [wanted, setWanted] = useState("");
  const { pointer } = useMessages();
  const changed = settingNames.filter((name) => settings[name] !== settingDefinitions[name].default);
  const words = wanted.trim().toLowerCase();
  const shown = settingNames.filter((name) => words === "" || `${name} ${settingDefinitions[name].title} ${settingDefinitions[name].doc}`.toLowerCase().includes(words));
  const groups = (Object.keys(GROUP_TITLES) as Group[]).filter((group) => shown.some((name) => settingDefinitions[name].group === group));
  return (
    <Modal title="Settings" onClose={onClose} size="wide" testId="settings-dialog">
      <div className="settings-head">
        <input type="search" data-first-focus aria-label="Find a setting" placeholder="Find a setting" value={wanted} onChange={(event) => setWanted(event.target.value)} />
        <span className="quiet" role="status">
          {analysing ? "Scoring…" : changed.length === 0 ? "The published rule" : `${changed.length} changed`}
        </span>
        <button type="button" disabled={changed.length === 0} onClick={() => resetSettings(session)}>
          Reset all
        </button>
      </div>
      <div className="settings-list">
        {groups.map((group) => (
          <fieldset key={group}>
            <legend>{GROUP_TITLES[group]}</legend>
            {shown
              .filter((name) => settingDefinitions[name].group === group)
              .map((name) => (isChoiceSetting(name) ? <ChoiceField key={name} name={name} value={settings[name]} /> : <NumberField key={name} name={name} value={settings[name]} />))}
          </fieldset>
        ))}
        {words === "" ? (
          <fieldset>
            <legend>Window</legend>
            <div className="setting">
              <label htmlFor="preference-theme">Colours</label>
              <select id="preference-theme" value={preferences.theme} onChange={(event) => setPreferences(session, { theme: THEMES.find(([theme]) => theme === event.target.value)?.[0] ?? "system" })}>
                {THEMES.map(([theme, title]) => (
                  <option key={theme} value={theme}>
                    {title}
                  </option>
                ))}
              </select>
            </div>
            <div className="setting">
              <label htmlFor="preference-wheel">Plain wheel</label>
              <select id="preference-wheel" value={preferences.wheel} onChange={(event) => setPreferences(session, { wheel: event.target.value === "zooms" ? "zooms" : "moves" })}>
                <option value="moves">moves in time</option>
                <option value="zooms">zooms</option>
              </select>
            </div>
            <div className="setting">
              <label htmlFor="preference-drag">{pointer.drag}</label>
              <select id="preference-drag" value={preferences.drag} onChange={(event) => setPreferences(session, { drag: DRAGS.find((drag) => drag === event.target.value) ?? "selects" })}>
                {DRAGS.map((drag) => (
                  <option key={drag} value={drag}>
                    {pointer.drags[drag]}
                  </option>
                ))}
              </select>
            </div>
          </fieldset>
        ) : null}
      </div>
    </Modal>
  );
}

/** The number a person typed, with a decimal point or comma; undefined when it is none or beyond the limits. */
export function parseSetting(name: NumberSettingName, text: string): number | undefined {
  const value = Number(text.trim().replace("\u2212", "-").replace(",", "."));
  const { min, max } = settingDefinitions[name];
  return text.trim() === "" || !Number.isFinite(value) || value < min || value > max ? undefined : value;
}

function ChoiceField({ name, value }: { readonly name: ChoiceSettingName; readonly value: string }): ReactNode {
  const session = useSession();
  const id = useId();
  const { title, choices, doc, source } = choiceDefinition(name);
  const standard = choiceDefinition(name).default;
  return (
    <div className="setting" data-changed={value !== standard} data-setting={name}>
      <label htmlFor={id}>{title}</label>
      <span className="setting-input">
        <select id={id} value={value} aria-describedby={`${id}-doc`} onChange={(event) => setChoice(session, name, event.target.value)}>
          {Object.entries(choices).map(([word, words]) => (
            <option key={word} value={word}>
              {words}
            </option>
          ))}
        </select>
        <button type="button" className="link" disabled={value === standard} aria-label={resetLabel(title, choices[standard] ?? standard)} onClick={() => setChoice(session, name, standard)}>
          Reset
        </button>
      </span>
      <p id={`${id}-doc`} className="setting-doc">
        {doc} <span className="quiet">{source}</span>
      </p>
    </div>
  );
}

function resetLabel(title: string, standard: string): string {
  return `Reset ${title} to ${standard}`;
}

function NumberField({ name, value }: { readonly name: NumberSettingName; readonly value: number }): ReactNode {
  const session = useSession();
  const id = useId();
  const { title, unit, min, max, step, doc, source } = settingDefinitions[name];
  const standard = settingDefinitions[name].default;
  // What is being typed; undefined shows the setting itself.
  const [text, setText] = useState<string | undefined>(undefined);
  const invalid = text !== undefined && parseSetting(name, text) === undefined;
  const limits = `${plain(min)} to ${plain(max)}${unit === "" ? "" : ` ${unit}`}`;
  return (
    <div className="setting" data-changed={value !== standard} data-setting={name}>
      <label htmlFor={id}>{title}</label>
      <span className="setting-input">
        <input
          id={id}
          type="number"
          min={min}
          max={max}
          step={step}
          value={text ?? String(Number(value.toFixed(6)))}
          aria-invalid={invalid}
          aria-describedby={`${id}-doc`}
          onChange={(event) => {
            setText(event.target.value);
            const number = parseSetting(name, event.target.value);
            if (number !== undefined) setSetting(session, name, number);
          }}
          onBlur={() => setText(undefined)}
        />
        <span className="setting-unit">{unit}</span>
        <button type="button" className="link" disabled={value === standard} aria-label={resetLabel(title, plain(standard))} title={`Default ${plain(standard)}`} onClick={() => setSetting(session, name, standard)}>
          Reset
        </button>
      </span>
      <p id={`${id}-doc`} className="setting-doc">
        {invalid ? <strong>Between {limits}. </strong> : null}
        {doc} <span className="quiet">{`${limits}, default ${plain(standard)} · ${source}`}</span>
      </p>
    </div>
  );
}
