import { useState, type ReactNode } from "react";
import { reportLimits, reportSections, type ReportTemplate } from "../../core/report-template";
import { useMessages } from "../messages/messages";
import { saveReport } from "../state/exports/export-actions";
import { setPreferences } from "../state/preferences";
import { useKlonos, useSession } from "../state/session-context";
import { Modal } from "./modal";
import { StopJob } from "./stop-job";
import { useBusy } from "./use-busy";

/** The report: what it holds and what the laboratory writes on it. The template is kept for the next recording. */
export function ReportDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const { report: words } = useMessages();
  const template = useKlonos((state) => state.preferences.reportTemplate);
  const [format, setFormat] = useState<"pdf" | "html">("pdf");
  const [withFileName, setWithFileName] = useState(false);
  const [busy, start] = useBusy();
  const change = (part: Partial<ReportTemplate>): void => setPreferences(session, { reportTemplate: { ...template, ...part } });
  return (
    <Modal title={words.title} onClose={onClose} testId="report-dialog" size="wide">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          start(() => saveReport(session, format, withFileName));
        }}
      >
        <label>
          {words.heading}
          <input name="report-title" data-first-focus value={template.title} maxLength={reportLimits.title} onChange={(event) => change({ title: event.target.value })} />
        </label>
        <label>
          {words.head}
          <textarea
            name="report-head"
            rows={3}
            value={template.head.join("\n")}
            onChange={(event) => change({ head: event.target.value === "" ? [] : event.target.value.split("\n").slice(0, reportLimits.headLines).map((line) => line.slice(0, reportLimits.lineLength)) })}
          />
        </label>
        <label>
          {words.paper}
          <select name="report-paper" value={template.paper} onChange={(event) => change({ paper: event.target.value === "letter" ? "letter" : "a4" })}>
            <option value="a4">{words.papers.a4}</option>
            <option value="letter">{words.papers.letter}</option>
          </select>
        </label>
        <label>
          {words.figures}
          <input type="number" name="report-figures" min={0} max={reportLimits.figures} value={template.figures} onChange={(event) => Number.isInteger(event.target.valueAsNumber) && change({ figures: Math.min(reportLimits.figures, Math.max(0, event.target.valueAsNumber)) })} />
        </label>
        <fieldset className="report-sections">
          <legend>{words.sections}</legend>
          {reportSections.map((section) => (
            <label key={section} className="check">
              <input
                type="checkbox"
                checked={template.sections.includes(section)}
                onChange={(event) => change({ sections: reportSections.filter((one) => (one === section ? event.target.checked : template.sections.includes(one))) })}
              />
              {words.sectionNames[section]}
            </label>
          ))}
        </fieldset>
        <details>
          <summary>{words.acquisition}</summary>
          <div className="form report-acquisition">
            {/* The report prints the same names: they are the keys of the template. */}
            {Object.entries(words.acquisitionNames).map(([name, title]) => (
              <label key={name}>
                {title}
                <input
                  value={template.acquisition[name] ?? ""}
                  maxLength={reportLimits.lineLength}
                  onChange={(event) => change({ acquisition: { ...template.acquisition, [name]: event.target.value } })}
                />
              </label>
            ))}
          </div>
        </details>
        <label className="check">
          <input type="checkbox" checked={withFileName} onChange={(event) => setWithFileName(event.target.checked)} />
          {words.fileName}
        </label>
        <div className="form-actions">
          <select name="report-format" aria-label={words.format} value={format} onChange={(event) => setFormat(event.target.value === "html" ? "html" : "pdf")}>
            <option value="pdf">PDF</option>
            <option value="html">HTML</option>
          </select>
          <StopJob busy={busy} />
          <button type="submit" className="primary" aria-disabled={busy}>
            {busy ? words.making : words.save}
          </button>
        </div>
      </form>
    </Modal>
  );
}
