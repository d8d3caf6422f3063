import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { KlonosError } from "../core/errors";
import { defaultFigureStyle, type FigureStyle } from "../core/figure-style";
import { defaultReportTemplate, type ReportTemplate } from "../core/report-template";
import type { Examination } from "../core/reflex-result";
import { defaultSettings, type SettingValues } from "../core/settings";
import type { ImportRecipe } from "../core/import-recipe";
import { validateReportTemplate } from "../protocol/report-schema";
import { validateExamination, validateFigureStyle, validateImportRecipe, validateSettings } from "../protocol/validate";

/**
 * Settings of a JSON file over the defaults. The file is `{"name": number, …}`, the list that `klonos settings` prints with other
 * defaults, or a `klonos-result/1` document, whose settings are then used again.
 * @throws KlonosError `settings-file` when it cannot be read, `bad-setting` naming the unknown or impossible setting.
 */
export async function readSettingsFile(path: string): Promise<SettingValues> {
  return validateSettings(valuesOf(await readJsonFile(path, "settings")), defaultSettings);
}

/**
 * The style of figures from a JSON file, over the default style.
 * @throws KlonosError `figure-style-file` when it cannot be read, `bad-figure-style` naming the wrong field.
 */
export async function readFigureStyleFile(path: string): Promise<FigureStyle> {
  return validateFigureStyle(await readJsonFile(path, "figure-style"), defaultFigureStyle);
}

/**
 * The recipe of an import from a JSON file, as the import dialog exports it (`klonos-import/1`).
 * @throws KlonosError `import-file` when it cannot be read, `bad-recipe` naming the wrong field.
 */
export async function readImportFile(path: string): Promise<ImportRecipe> {
  return validateImportRecipe(await readJsonFile(path, "import"));
}

/**
 * The examination from a JSON file, or from the result document that carries one.
 * @throws KlonosError `examination-file` when it cannot be read, `bad-examination` naming the wrong field.
 */
export async function readExaminationFile(path: string): Promise<Examination> {
  const json = await readJsonFile(path, "examination");
  const isResult = typeof json === "object" && json !== null && "schema" in json && "examination" in json;
  return validateExamination(isResult ? (json.examination ?? {}) : json);
}

/**
 * A report's template from a JSON file, over the default one.
 * @throws KlonosError `report-template-file` when it cannot be read, `bad-report-template` naming the wrong field.
 */
export async function readReportTemplateFile(path: string): Promise<ReportTemplate> {
  return validateReportTemplate(await readJsonFile(path, "report-template"), defaultReportTemplate);
}

async function readJsonFile(path: string, kind: "settings" | "figure-style" | "report-template" | "import" | "examination"): Promise<unknown> {
  const name = basename(path);
  const code = `${kind}-file`;
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    const cause = (thrown as NodeJS.ErrnoException).code ?? "";
    throw new KlonosError(code, `The ${kind} file “${name}” cannot be read: ${cause === "ENOENT" ? "there is no such file" : cause}.`, name);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (thrown) {
    throw new KlonosError(code, `The ${kind} file “${name}” is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}.`, name);
  }
}

function valuesOf(json: unknown): unknown {
  if (typeof json !== "object" || json === null || !("schema" in json) || !("settings" in json)) return json;
  if (!Array.isArray(json.settings)) return json.settings;
  // The list of `klonos settings`, with edited defaults.
  return Object.fromEntries((json.settings as readonly { readonly name: string; readonly default: unknown }[]).map((setting) => [setting.name, setting.default]));
}
