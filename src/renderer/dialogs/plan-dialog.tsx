import { useEffect, useState, type ReactNode } from "react";
import type { PlanReceipt } from "../../core/result";
import { settingDefinitions, settingNames } from "../../core/settings";
import { dateTime } from "../layout/format";
import { useMessages } from "../messages/messages";
import { lockPlan, planOf } from "../state/projects/plan-actions";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";

const lines = (text: string): readonly string[] => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

/** Locks what was planned, or shows what is locked and what deviates. */
export function PlanDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { plan: words } = useMessages();
  const project = useKlonos((state) => state.project);
  const inputs = useKlonos((state) => state.inputs.present);
  const [outcomes, setOutcomes] = useState("label\njitter\nlog10_bayes_factor");
  const [exclusions, setExclusions] = useState("");
  const [receipt, setReceipt] = useState<PlanReceipt | undefined>();
  const plan = project?.document.plan;
  useEffect(() => {
    let alive = true;
    void planOf(session, inputs).then((found) => {
      if (alive) setReceipt(found);
    });
    return () => {
      alive = false;
    };
  }, [session, inputs, plan]);
  const changed = settingNames.filter((name) => inputs.settings[name] !== settingDefinitions[name].default).length;
  return (
    <Modal title={words.title} onClose={onClose} testId="plan-dialog">
      {plan === undefined ? (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (project?.automatic === false) void lockPlan(session, lines(outcomes), lines(exclusions));
          }}
        >
          <p className="quiet">{project?.automatic === false ? words.intro : words.needsProject}</p>
          <p>{words.settings(changed)}</p>
          <label>
            {words.outcomes}
            <textarea rows={4} value={outcomes} onChange={(event) => setOutcomes(event.target.value)} data-first-focus />
          </label>
          <label>
            {words.exclusions}
            <textarea rows={3} value={exclusions} onChange={(event) => setExclusions(event.target.value)} />
          </label>
          <div className="form-actions">
            <button type="submit" className="primary" disabled={project?.automatic !== false}>
              {words.lock}
            </button>
          </div>
        </form>
      ) : (
        <div className="form" data-testid="locked-plan">
          <p>
            <strong>{words.locked(dateTime(plan.lockedAt) ?? plan.lockedAt, plan.lockedBy)}</strong>
          </p>
          <p className="quiet plan-seal">{words.seal(plan.sha256)}</p>
          <h3 className="heading">{words.outcomesHeading}</h3>
          <p>{plan.outcomes.join(", ") || words.none}</p>
          <h3 className="heading">{words.exclusionsHeading}</h3>
          <p>{plan.exclusions.join("; ") || words.none}</p>
          <h3 className="heading">{words.deviations}</h3>
          {receipt === undefined || receipt.deviations.length === 0 ? (
            <p>{words.none}</p>
          ) : (
            <ul data-testid="deviations">
              {receipt.deviations.map((deviation) => (
                <li key={deviation} lang="en">{deviation}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Modal>
  );
}
