import { useId, useState, type ReactNode } from "react";
import { simulatedClasses, simulationGenerators, simulationLimits, type SimulationRequest } from "../../protocol/simulation";
import { entered, plain, typedNumber } from "../layout/format";
import { useMessages } from "../messages/messages";
import { useSession } from "../state/session-context";
import { simulateAndOpen } from "../state/recording/simulate-actions";
import { Modal } from "./modal";
import { StopJob } from "./stop-job";
import { useBusy } from "./use-busy";

const FIELDS = ["seconds", "samplingHz", "snrDb", "seed"] as const;
type Field = (typeof FIELDS)[number];
/** What stands there at first: some dozen beats at the generator's own rate and noise. */
const FIRST: Readonly<Record<Field, number>> = { seconds: 8, samplingHz: 2000, snrDb: 12, seed: 1 };

/** The number of a field as it is typed; undefined where it is none, or beyond its limits. */
function numberOf(field: Field, text: string): number | undefined {
  const { min, max } = simulationLimits[field];
  const value = typedNumber(text);
  return value === undefined || value < min || value > max || (field === "seed" && !Number.isInteger(value)) ? undefined : value;
}

/** Ground truth on tap: a recording is simulated and opened. */
export function SimulateDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { simulate: words } = useMessages();
  const ids = useId();
  const [kind, setKind] = useState<SimulationRequest["class"]>("clonus");
  const [generator, setGenerator] = useState<SimulationRequest["generator"]>("phenomenological");
  const [texts, setTexts] = useState<Readonly<Record<Field, string>>>(() => Object.fromEntries(FIELDS.map((field) => [field, entered(FIRST[field])])) as Record<Field, string>);
  const [busy, start] = useBusy();
  const hasLoop = kind === "clonus" || kind === "clonoid";
  const numbers = FIELDS.map((field) => numberOf(field, texts[field]));
  const make = async (): Promise<void> => {
    const [seconds, samplingHz, snrDb, seed] = numbers;
    if (seconds === undefined || samplingHz === undefined || snrDb === undefined || seed === undefined) return;
    if (await simulateAndOpen(session, { class: kind, generator: hasLoop ? generator : "phenomenological", seconds, samplingHz, snrDb, seed })) onClose();
  };
  return (
    <Modal title={words.title} onClose={onClose} testId="simulate-dialog">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          start(make);
        }}
      >
        <p className="quiet">{words.intro}</p>
        <label>
          {words.kind}
          <select name="simulate-class" data-first-focus value={kind} onChange={(event) => setKind(simulatedClasses.find((one) => one === event.target.value) ?? "clonus")}>
            {simulatedClasses.map((one) => (
              <option key={one} value={one}>
                {words.kinds[one]}
              </option>
            ))}
          </select>
        </label>
        {hasLoop ? (
          <label>
            {words.generator}
            <select name="simulate-generator" value={generator} onChange={(event) => setGenerator(simulationGenerators.find((one) => one === event.target.value) ?? "phenomenological")}>
              {simulationGenerators.map((one) => (
                <option key={one} value={one}>
                  {words.generators[one]}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        {FIELDS.map((field, k) => {
          const { min, max } = simulationLimits[field];
          const isWrong = numbers[k] === undefined;
          return (
            <div key={field}>
              <label>
                {words[field]}
                <input name={`simulate-${field}`} inputMode="decimal" value={texts[field]} aria-invalid={isWrong} aria-describedby={isWrong ? `${ids}-${field}` : undefined} onChange={(event) => setTexts({ ...texts, [field]: event.target.value })} />
              </label>
              {isWrong ? (
                <p id={`${ids}-${field}`} role="alert">
                  {words.limits(plain(min), plain(max))}
                </p>
              ) : null}
            </div>
          );
        })}
        <div className="form-actions">
          <StopJob busy={busy} />
          <button type="submit" className="primary" aria-disabled={busy} disabled={numbers.includes(undefined)}>
            {busy ? words.making : words.make}
          </button>
        </div>
      </form>
    </Modal>
  );
}
