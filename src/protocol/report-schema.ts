import * as v from "valibot";
import { KlonosError } from "../core/errors";
import { reportLimits, reportSections, type ReportTemplate } from "../core/report-template";

const line = v.pipe(v.string(), v.maxLength(reportLimits.lineLength));

/** A report's template, in a call or in a file of a laboratory's own. */
export const reportTemplateSchema = v.strictObject({
  title: v.pipe(v.string(), v.minLength(1, "A report needs a title."), v.maxLength(reportLimits.title)),
  head: v.pipe(v.array(line), v.maxLength(reportLimits.headLines)),
  sections: v.pipe(v.array(v.picklist(reportSections, `A section is one of ${reportSections.join(", ")}.`)), v.maxLength(reportSections.length)),
  paper: v.picklist(["a4", "letter"]),
  figures: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(reportLimits.figures)),
  acquisition: v.pipe(
    v.record(line, line),
    v.check((fields) => Object.keys(fields).length <= reportLimits.acquisitionFields, `At most ${reportLimits.acquisitionFields} fields of acquisition.`),
  ),
});

/**
 * A template from a file: what it leaves out is taken from `base`.
 * @throws KlonosError `bad-report-template` naming the first wrong field
 */
export function validateReportTemplate(values: unknown, base: ReportTemplate): ReportTemplate {
  const wrong = (message: string, where: string): KlonosError => new KlonosError("bad-report-template", `The report's template: ${where === "" ? "" : `${where}: `}${message}`, where);
  if (typeof values !== "object" || values === null || Array.isArray(values)) throw wrong("it is one JSON object, e.g. {\"title\": \"EMG report\"}.", "");
  const parsed = v.safeParse(reportTemplateSchema, { ...base, ...values });
  if (parsed.success) return parsed.output;
  const first = parsed.issues[0];
  throw wrong(first.message, v.getDotPath(first) ?? "");
}
