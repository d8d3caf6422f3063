import { useEffect, type KeyboardEvent, type ReactNode } from "react";
import { useMessages } from "../messages/messages";
import { type BottomTab, bottomTabs, chosenTrain } from "../state/klonos-state";
import { useKlonos, useSession } from "../state/session-context";
import { setView } from "../state/views/view-actions";
import { BurstTable } from "./burst-table";
import { HistogramPlot } from "./histogram-plot";
import { IntervalPlot } from "./interval-plot";
import { OverlayPlot } from "./overlay-plot";
import { PairList } from "./pair-list";
import { PhasePlot, PhaseRose } from "./phase-plot";
import { SidesPlot } from "./sides-plot";
import { SpectrumPlot } from "./spectrum-plot";
import { TrialsPlot } from "./trials-plot";

/** Tabs that speak of the recording and need no train. */
const WITHOUT_TRAIN: readonly BottomTab[] = ["phase", "spectrum", "sides", "trials"];

/** One strip with tabs, each answering one question about the chosen train. */
export function BottomStrip(): ReactNode {
  const session = useSession();
  const train = useKlonos(chosenTrain);
  const tab = useKlonos((state) => state.view.bottomTab);
  const { bottom: words } = useMessages();
  const show = (next: BottomTab): void => setView(session, () => ({ bottomTab: next }));
  // Chosen by its command, it may lie beyond the edge of a narrow window.
  useEffect(() => {
    // New browsers return a promise, which an effect must not.
    void document.getElementById(`tab-${tab}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [tab]);
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0 || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const at = bottomTabs.indexOf(tab);
    const next = bottomTabs[(at + step + bottomTabs.length) % bottomTabs.length]!;
    show(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <section className="bottom-strip" aria-label={words.label} data-testid="bottom-strip">
      <div className="tabs" role="tablist" aria-label={words.tabList} onKeyDown={onKey}>
        {bottomTabs.map((id) => (
          <button key={id} type="button" role="tab" id={`tab-${id}`} aria-selected={tab === id} aria-controls="tab-panel" tabIndex={tab === id ? 0 : -1} onClick={() => show(id)}>
            {words.tabs[id]}
          </button>
        ))}
      </div>
      <div className="tab-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        {train === undefined && !WITHOUT_TRAIN.includes(tab) ? <p className="quiet">{words.noTrain}</p> : null}
        {tab === "spectrum" ? <SpectrumPlot /> : null}
        {tab === "sides" ? <SidesPlot /> : null}
        {tab === "trials" ? <TrialsPlot /> : null}
        {train !== undefined && tab === "intervals" ? (
          <div className="plots">
            <IntervalPlot train={train} />
            {train.antagonistPhase === null ? null : <PhaseRose train={train} phase={train.antagonistPhase} />}
          </div>
        ) : null}
        {tab === "phase" ? (
          <>
            {train === undefined ? null : <PhasePlot train={train} />}
            <PairList />
          </>
        ) : null}
        {train !== undefined && tab === "histograms" ? <HistogramPlot train={train} /> : null}
        {train !== undefined && tab === "overlay" ? <OverlayPlot train={train} /> : null}
        {train !== undefined && tab === "bursts" ? <BurstTable train={train} /> : null}
      </div>
    </section>
  );
}
