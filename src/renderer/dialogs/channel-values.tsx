import { useId, useState, type ReactNode } from "react";
import { overrideOf } from "../../core/channel-overrides";
import type { ChannelInfo } from "../../core/recording";
import type { ChannelOverride } from "../../core/result";
import { isAmbiguousVoltage, voltageSymbol } from "../../core/units";
import { useMessages } from "../messages/messages";
import { entered, typedNumber } from "../layout/format";

const COMMON_UNITS: readonly string[] = ["µV", "mV", "V", "nV", "deg", "N", "Nm", "g"];

interface Props {
  /** As the file describes it. */
  readonly file: Pick<ChannelInfo, "index" | "label" | "unit">;
  readonly overrides: readonly ChannelOverride[];
  readonly say: (change: Omit<ChannelOverride, "channelIndex">, what: string) => void;
}

/** Name, unit, scale and polarity of a channel, over what the file says; what is left empty is the file's. */
export function ChannelValues({ file, overrides, say }: Props): ReactNode {
  const { channel: words } = useMessages();
  const units = useId();
  const said = overrideOf(file.index, overrides);
  const [scale, setScale] = useState(said?.scale === undefined ? "" : entered(said.scale));
  const [unit, setUnit] = useState(said?.unit ?? "");
  const factor = typedNumber(scale);
  const isWrong = scale.trim() !== "" && !(factor !== undefined && factor > 0);
  const effective = unit.trim() === "" ? file.unit : unit.trim();
  const symbol = voltageSymbol(effective);
  return (
    <>
      <label>
        {words.name}
        <input name="alias" maxLength={80} defaultValue={said?.alias ?? ""} placeholder={file.label} onBlur={(event) => event.target.value.trim() !== (said?.alias ?? "") && say({ alias: event.target.value.trim() === "" ? undefined : event.target.value.trim() }, words.name)} />
      </label>
      <label>
        {words.unit}
        <input
          name="unit"
          list={units}
          maxLength={30}
          value={unit}
          placeholder={words.unitOfFile(file.unit)}
          onChange={(event) => setUnit(event.target.value)}
          onBlur={() => {
            if (unit.trim() !== (said?.unit ?? "")) say({ unit: unit.trim() === "" ? undefined : unit.trim() }, words.unit);
          }}
        />
        <datalist id={units}>
          {COMMON_UNITS.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
        <span className="quiet form-note">{isAmbiguousVoltage(effective) ? words.ambiguous(effective) : words.resolved(symbol === undefined ? words.plainUnit(effective) : words.voltage(symbol.replace("u", "µ")))}</span>
      </label>
      <label>
        {words.scale}
        <input
          name="scale"
          inputMode="decimal"
          value={scale}
          placeholder={words.scaleHint}
          aria-invalid={isWrong || undefined}
          onChange={(event) => setScale(event.target.value)}
          onBlur={() => {
            const wanted = scale.trim() === "" || factor === 1 ? undefined : factor;
            if (!isWrong && wanted !== said?.scale) say({ scale: wanted }, words.scale);
          }}
        />
        {isWrong ? <span className="quiet form-note">{words.scaleWrong}</span> : null}
      </label>
      <label className="check">
        <input type="checkbox" name="inverted" checked={said?.inverted === true} onChange={(event) => say({ inverted: event.target.checked ? true : undefined }, words.inverted)} />
        {words.inverted}
      </label>
    </>
  );
}
