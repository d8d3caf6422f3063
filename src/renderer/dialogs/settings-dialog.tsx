import { useState, type JSX } from "react";
import { defaultSettings, settingDefinitions, settingNames, type SettingName, type SettingValues } from "../../core/settings";
import type { SettingDefinition } from "../../core/settings/definition";
import { plain } from "../layout/format";
import { Modal } from "./modal";

const GROUP_TITLES: Readonly<Record<SettingDefinition["group"], string>> = {
  filter: "Filter",
  detector: "Detector",
  train: "Trains",
  gate: "Quality gates",
  rhythm: "Rhythm",
  persistence: "Persistence",
  evidence: "Evidence",
  report: "Report",
};

export interface SettingsDialogProps {
  readonly settings: SettingValues;
  /** Called with a full set whenever a value within its limits was entered; the result is made anew at once. */
  readonly onChange: (settings: SettingValues) => void;
  readonly onClose: () => void;
  /** Group to open first. */
  readonly group?: SettingDefinition["group"] | undefined;
}

/** Every number of the method, with unit, limits, meaning and source. */
export function SettingsDialog({ settings, onChange, onClose, group }: SettingsDialogProps): JSX.Element {
  const changed = settingNames.filter((name) => settings[name] !== defaultSettings[name]);
  const groups = [...new Set(settingNames.map((name) => settingDefinitions[name].group))];
  return (
    <Modal
      title="Settings"
      testId="settings-dialog"
      wide
      onClose={onClose}
      footer={
        <>
          <span className="muted" role="status">
            {changed.length === 0 ? "The published rule, unchanged." : `${changed.length} of ${settingNames.length} differ from the published rule; every export lists them.`}
          </span>
          <button type="button" disabled={changed.length === 0} onClick={() => onChange(defaultSettings)}>
            Reset all
          </button>
          <button type="button" className="primary" onClick={onClose}>
            Done
          </button>
        </>
      }
    >
      {groups.map((name) => (
        <details key={name} className="setting-group" open={group === undefined || group === name}>
          <summary>
            {GROUP_TITLES[name]}
            <span className="muted">{groupNote(name, changed)}</span>
          </summary>
          {settingNames
            .filter((setting) => settingDefinitions[setting].group === name)
            .map((setting) => (
              // A reset from outside gives the field its text anew.
              <SettingField key={`${setting}=${settings[setting]}`} name={setting} value={settings[setting]} onChange={(value) => onChange({ ...settings, [setting]: value })} />
            ))}
        </details>
      ))}
    </Modal>
  );
}

function groupNote(group: SettingDefinition["group"], changed: readonly SettingName[]): string {
  const count = changed.filter((name) => settingDefinitions[name].group === group).length;
  return count === 0 ? "" : `${count} changed`;
}

function SettingField({ name, value, onChange }: { readonly name: SettingName; readonly value: number; readonly onChange: (value: number) => void }): JSX.Element {
  const definition: SettingDefinition = settingDefinitions[name];
  const [text, setText] = useState(String(Number(value.toFixed(6))));
  const number = Number(text.replace(",", "."));
  const isValid = text.trim() !== "" && Number.isFinite(number) && number >= definition.min && number <= definition.max;
  const isChanged = value !== definition.default;
  const commit = (): void => {
    if (isValid && number !== Number(value.toFixed(6))) onChange(number);
    else if (!isValid) setText(String(Number(value.toFixed(6))));
  };
  return (
    <div className={`setting${isChanged ? " is-changed" : ""}`}>
      <label htmlFor={`setting-${name}`}>{definition.title}</label>
      <span className="setting-entry">
        <input
          id={`setting-${name}`}
          type="number"
          inputMode="decimal"
          min={definition.min}
          max={definition.max}
          step="any"
          value={text}
          aria-invalid={!isValid}
          aria-describedby={`setting-${name}-doc`}
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit();
          }}
        />
        <span className="setting-unit">{definition.unit}</span>
        <button type="button" disabled={!isChanged} aria-label={`Reset ${definition.title} to ${plain(definition.default)}`} onClick={() => onChange(definition.default)}>
          Reset
        </button>
      </span>
      <p id={`setting-${name}-doc`} className="setting-doc">
        {definition.doc}{" "}
        <span className={isValid ? "muted" : "problem"}>
          {plain(definition.min)} to {plain(definition.max)} {definition.unit}, published {plain(definition.default)}. {definition.source}
        </span>
      </p>
    </div>
  );
}
