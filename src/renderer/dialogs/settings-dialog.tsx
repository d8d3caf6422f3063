import { useId, useState, type ReactNode } from "react";
import { choiceDefinition, type ChoiceSettingName, isChoiceSetting, type NumberSettingName, settingDefinitions, settingNames, type SettingName } from "../../core/settings";
import { helpLang, settingHelp } from "../layout/core-words";
import { dayText, entered, plain, typedNumber } from "../layout/format";
import { settingTitle } from "../layout/method-words";
import { resetSettings, setChoice, setSetting } from "../state/analysis/edit-actions";
import { languages, languageTags } from "../messages/languages";
import { useMessages } from "../messages/messages";
import { DRAGS, setPreferences } from "../state/preferences";
import { numberManners, type Preferences } from "../state/klonos-state";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";

type Group = (typeof settingDefinitions)[SettingName]["group"];

const GROUPS: readonly Group[] = ["filter", "detector", "train", "gate", "rhythm", "classes", "persistence", "evidence", "report"];
/** A day whose number cannot be a month. */
const EXAMPLE_DAY = [2026, 9, 14] as const;
const THEMES: readonly Preferences["theme"][] = ["system", "light", "dark", "contrast"];

/** Every setting of the method with unit, limits, source and reset; a change re-scores at once. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const settings = useKlonos((state) => state.inputs.present.settings);
  const analysing = useKlonos((state) => state.analysing);
  const preferences = useKlonos((state) => state.preferences);
  const [wanted, setWanted] = useState("");
  const { pointer, settings: words } = useMessages();
  const changed = settingNames.filter((name) => settings[name] !== settingDefinitions[name].default);
  const sought = wanted.trim().toLowerCase();
  const shown = settingNames.filter((name) => sought === "" || `${name} ${settingDefinitions[name].title} ${settingTitle(name)} ${settingDefinitions[name].doc} ${settingHelp(name)}`.toLowerCase().includes(sought));
  const groups = GROUPS.filter((group) => shown.some((name) => settingDefinitions[name].group === group));
  return (
    <Modal title={words.title} onClose={onClose} size="wide" testId="settings-dialog">
      <div className="settings-head">
        <input type="search" data-first-focus aria-label={words.find} placeholder={words.find} value={wanted} onChange={(event) => setWanted(event.target.value)} />
        <span className="quiet" role="status">
          {analysing ? words.scoring : changed.length === 0 ? words.published : words.changed(changed.length)}
        </span>
        <button type="button" disabled={changed.length === 0} onClick={() => resetSettings(session)}>
          {words.resetAll}
        </button>
      </div>
      <div className="settings-list">
        {groups.length === 0 ? <p className="quiet">{words.nothingFits}</p> : null}
        {groups.map((group) => (
          <fieldset key={group}>
            <legend>{words.groups[group]}</legend>
            {shown
              .filter((name) => settingDefinitions[name].group === group)
              .map((name) => (isChoiceSetting(name) ? <ChoiceField key={name} name={name} value={settings[name]} /> : <NumberField key={name} name={name} value={settings[name]} />))}
          </fieldset>
        ))}
        {sought === "" ? (
          <fieldset>
            <legend>{words.window}</legend>
            <div className="setting">
              <label htmlFor="preference-language">{words.language}</label>
              <select id="preference-language" value={preferences.language} onChange={(event) => setPreferences(session, { language: languageTags.find((tag) => tag === event.target.value) ?? "system" })}>
                <option value="system">{words.asSystem}</option>
                {languageTags.map((tag) => (
                  <option key={tag} value={tag} lang={tag}>
                    {languages[tag].common.language}
                  </option>
                ))}
              </select>
            </div>
            <div className="setting">
              <label htmlFor="preference-numbers">{words.numbers}</label>
              <select id="preference-numbers" value={preferences.numbers} onChange={(event) => setPreferences(session, { numbers: numberManners.find((manner) => manner === event.target.value) ?? "system" })}>
                {numberManners.map((manner) => (
                  <option key={manner} value={manner}>
                    {manner === "system" ? words.asSystem : exampleOf(manner)}
                  </option>
                ))}
              </select>
            </div>
            <div className="setting">
              <label htmlFor="preference-theme">{words.colours}</label>
              <select id="preference-theme" value={preferences.theme} onChange={(event) => setPreferences(session, { theme: THEMES.find((theme) => theme === event.target.value) ?? "system" })}>
                {THEMES.map((theme) => (
                  <option key={theme} value={theme}>
                    {words.themes[theme]}
                  </option>
                ))}
              </select>
            </div>
            <div className="setting">
              <label htmlFor="preference-wheel">{words.wheel}</label>
              <select id="preference-wheel" value={preferences.wheel} onChange={(event) => setPreferences(session, { wheel: event.target.value === "zooms" ? "zooms" : "moves" })}>
                <option value="moves">{words.wheels.moves}</option>
                <option value="zooms">{words.wheels.zooms}</option>
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
  const value = typedNumber(text);
  const { min, max } = settingDefinitions[name];
  return value === undefined || value < min || value > max ? undefined : value;
}

function ChoiceField({ name, value }: { readonly name: ChoiceSettingName; readonly value: string }): ReactNode {
  const session = useSession();
  const id = useId();
  const { choices, source } = choiceDefinition(name);
  const { settings: words } = useMessages();
  const title = settingTitle(name);
  const wording = (choice: string): string => words.choices[`${name}.${choice}`] ?? choices[choice] ?? choice;
  const standard = choiceDefinition(name).default;
  return (
    <div className="setting" data-changed={value !== standard} data-setting={name}>
      <label htmlFor={id} data-changed-word={words.changedWord}>
        {title}
      </label>
      <span className="setting-input">
        <select id={id} value={value} aria-describedby={`${id}-doc`} onChange={(event) => setChoice(session, name, event.target.value)}>
          {Object.keys(choices).map((choice) => (
            <option key={choice} value={choice}>
              {wording(choice)}
            </option>
          ))}
        </select>
        <button type="button" className="link" disabled={value === standard} aria-label={words.resetTo(title, wording(standard))} onClick={() => setChoice(session, name, standard)}>
          {words.reset}
        </button>
      </span>
      <p id={`${id}-doc`} className="setting-doc">
        <span lang={helpLang(name)}>{settingHelp(name)}</span> <span className="quiet" lang="en">{source}</span>
      </p>
    </div>
  );
}

/** A number and a date in a manner, so that one sees what is chosen. */
function exampleOf(manner: string): string {
  return `${new Intl.NumberFormat(manner).format(1.5)} · ${dayText(...EXAMPLE_DAY, manner)}`;
}

function NumberField({ name, value }: { readonly name: NumberSettingName; readonly value: number }): ReactNode {
  const session = useSession();
  const id = useId();
  const { unit, min, max, step, source } = settingDefinitions[name];
  const { settings: words } = useMessages();
  const title = settingTitle(name);
  const standard = settingDefinitions[name].default;
  // What is being typed; undefined shows the setting itself.
  const [text, setText] = useState<string | undefined>(undefined);
  const invalid = text !== undefined && parseSetting(name, text) === undefined;
  const limits = `${words.limits(plain(min), plain(max))}${unit === "" ? "" : ` ${unit}`}`;
  const stepBy = (direction: 1 | -1): void => setSetting(session, name, Number((value + direction * step).toFixed(9)));
  return (
    <div className="setting" data-changed={value !== standard} data-setting={name}>
      <label htmlFor={id} data-changed-word={words.changedWord}>
        {title}
      </label>
      <span className="setting-input">
        <input
          id={id}
          inputMode="decimal"
          role="spinbutton"
          aria-valuemin={min}
          aria-valuemax={max}
          aria-valuenow={value}
          aria-valuetext={plain(value)}
          value={text ?? entered(value)}
          aria-invalid={invalid}
          aria-describedby={`${id}-doc`}
          onChange={(event) => {
            setText(event.target.value);
            const number = parseSetting(name, event.target.value);
            if (number !== undefined) setSetting(session, name, number);
          }}
          onKeyDown={(event) => {
            // As the arrows of a number field, which would know no decimal comma here.
            if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
            event.preventDefault();
            setText(undefined);
            stepBy(event.key === "ArrowUp" ? 1 : -1);
          }}
          onBlur={() => setText(undefined)}
        />
        <span className="setting-unit">{unit}</span>
        <button type="button" className="link" disabled={value === standard} aria-label={words.resetTo(title, plain(standard))} title={words.standard(plain(standard))} onClick={() => setSetting(session, name, standard)}>
          {words.reset}
        </button>
      </span>
      <p id={`${id}-doc`} className="setting-doc">
        {invalid ? <strong>{words.between(limits)} </strong> : null}
        <span lang={helpLang(name)}>{settingHelp(name)}</span> <span className="quiet">{`${limits}, ${words.standard(plain(standard))} · ${source}`}</span>
      </p>
    </div>
  );
}
