import type { JSX, KeyboardEvent } from "react";
import type { BurstResult, TrainResult } from "../../core/result";
import { BurstTable } from "./burst-table";
import { IntervalPlot } from "./interval-plot";
import { PhaseRose } from "./phase-rose";

export type StripTab = "intervals" | "phase" | "bursts";

const TABS: readonly { readonly id: StripTab; readonly title: string }[] = [
  { id: "intervals", title: "Intervals" },
  { id: "phase", title: "Phase" },
  { id: "bursts", title: "Bursts" },
];

export interface BottomStripProps {
  readonly train: TrainResult | undefined;
  readonly tab: StripTab;
  readonly onTab: (tab: StripTab) => void;
  readonly onBurst: (burst: BurstResult) => void;
}

/** One strip with tabs; each plot answers one question, with the answer as a sentence beside it. */
export function BottomStrip({ train, tab, onTab, onBurst }: BottomStripProps): JSX.Element {
  const move = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = TABS[(TABS.findIndex(({ id }) => id === tab) + step + TABS.length) % TABS.length]!;
    onTab(next.id);
    document.getElementById(`strip-tab-${next.id}`)?.focus();
  };
  return (
    <section className="bottom-strip" aria-label="Details of the train" data-testid="bottom-strip">
      <div role="tablist" aria-label="Plots of the train" onKeyDown={move}>
        {TABS.map(({ id, title }) => (
          <button key={id} id={`strip-tab-${id}`} type="button" role="tab" aria-selected={id === tab} aria-controls="strip-panel" tabIndex={id === tab ? 0 : -1} onClick={() => onTab(id)}>
            {title}
          </button>
        ))}
      </div>
      <div id="strip-panel" role="tabpanel" aria-labelledby={`strip-tab-${tab}`}>
        {train === undefined ? <p className="panel-empty">Choose a train to see its beats.</p> : <Content train={train} tab={tab} onBurst={onBurst} />}
      </div>
    </section>
  );
}

function Content({ train, tab, onBurst }: { readonly train: TrainResult; readonly tab: StripTab; readonly onBurst: (burst: BurstResult) => void }): JSX.Element {
  switch (tab) {
    case "intervals":
      return (
        <div className="strip-pair">
          <IntervalPlot train={train} />
          <PhaseRose train={train} />
        </div>
      );
    case "phase":
      return <PhaseRose train={train} />;
    case "bursts":
      return <BurstTable train={train} onBurst={onBurst} />;
  }
}
